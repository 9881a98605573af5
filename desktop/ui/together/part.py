"""One part of the sheet: shows a project, and asks the sheet to run its deeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.fields import Button, FlowLayout
from desktop.ui.intake.parts import text
from desktop.ui.office import Office
from desktop.ui.screen import screen_action
from desktop.ui.together.reading import Shared


class Part(QWidget):
    """A table over its buttons; `about` says in one sentence what is done here."""

    def __init__(self, office: Office, table: QWidget) -> None:
        super().__init__()
        self.office, self.table, self.about = office, table, text(caption=True)
        self.shared: Shared | None = None
        self.head, self.foot = QHBoxLayout(), QWidget()
        self.head.addWidget(self.about, 1)
        self._buttons = FlowLayout(self.foot, gap=8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.head)
        column.addWidget(table, 1)
        column.addWidget(self.foot)

    def button(
        self, words: str, drawing: str, deed: Callable[[], object], key: str = "", *, kind: str = "secondary"
    ) -> Button:
        """One more button under the table, with its key."""
        made = Button(words, drawing, kind=kind)  # type: ignore[arg-type]  # one of the three
        made.clicked.connect(lambda _checked=False: deed())
        if key:
            action = screen_action(self, words.replace("&", ""), key, deed)
            made.setToolTip(f"{words.replace('&', '')} ({action.shortcut().toString()})")
        self._buttons.addWidget(made)
        return made

    def show_shared(self, shared: Shared) -> None:
        """Show this project."""
        self.shared = shared
        self.show_project(shared)

    def show_project(self, shared: Shared) -> None:
        raise NotImplementedError

    def do(self, verb: Callable[..., Any], **told: Any) -> bool:
        """Run a verb; whether it was done."""
        return self.office.do(verb, **told) is not None

    @property
    def writes(self) -> bool:
        """Whether the person at work may change the project."""
        return not self.office.read_only and self.office.may("together")
