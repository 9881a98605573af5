"""A place that is a row of tabs, one in front: each is made, its room imported, when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.guidance.pages import TABS
from desktop.ui.intake.parts import text
from desktop.ui.office import Office
from desktop.ui.screen import screen_action
from desktop.ui.speaking import also_by_toggle

_Change = tuple[frozenset[str], frozenset[bytes]]
_NOTHING: _Change = (frozenset(), frozenset())


class Tab(QWidget):
    """One tab. It asks `Office` for everything, as a screen does."""

    status = Signal(str)  # what the status bar says while this tab is in front

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        """A verb wrote in these tables, for these dossiers; a hidden tab is told when it is shown."""
        raise NotImplementedError

    def shown(self) -> None:
        """The tab is now in front: take the focus, tell the status."""
        raise NotImplementedError

    def menu_actions(self) -> list[QAction]:
        """What stands in the menu Dossier and in the palette while this tab is in front."""
        return []

    def close_down(self) -> None:
        """The window closes: nothing more is read or written."""


@dataclass(frozen=True, slots=True)
class TabKind:
    """How a tab stands in the row of tabs; `title` has its Alt letter after « & »."""

    name: str
    title: str
    icon: str  # of resources/icons/lucide
    make: Callable[[Office], Tab]  # imports its room: nothing of it is loaded before


class TabbedScreen(QWidget):
    """Each such place says its name, icon and title. Ctrl+Tab and Ctrl+Shift+Tab go from tab to tab."""

    status = Signal(str)
    name = icon = ""

    def __init__(self, office: Office, kinds: Sequence[TabKind]) -> None:
        super().__init__()
        self.office = office
        self.kinds = tuple(kinds)
        self._tabs: dict[str, Tab] = {}
        self._waiting: dict[str, _Change] = {}  # what a hidden tab has not been told
        self._front = self.kinds[0].name
        self._buttons = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._lay_out()
        self._buttons.idClicked.connect(lambda rank: self.show_tab(self.kinds[rank].name))
        self._actions = [
            screen_action(self, self.tr("Onglet suivant"), "Ctrl+Tab", lambda: self._step(1)),
            screen_action(self, self.tr("Onglet précédent"), "Ctrl+Shift+Tab", lambda: self._step(-1)),
        ]

    def _lay_out(self) -> None:
        head = Row()
        head.setSpacing(6)
        head.addWidget(text(self.title, 20, bold=True), 1)
        for rank, kind in enumerate(self.kinds):
            button = Button(kind.title, kind.icon)
            button.setCheckable(True)
            self._buttons.addButton(button, rank)
            also_by_toggle(button, kind.name, lambda: self._front)
            head.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)

    # What the window asks of a screen

    @property
    def title(self) -> str:
        raise NotImplementedError

    @property
    def widget(self) -> QWidget:
        return self

    @property
    def guide_page(self) -> str:
        """Of the tab in front."""
        return TABS.get(f"{self.name}/{self._front}", "")

    def menu_actions(self) -> list[QAction]:
        return [*self._actions, *self.tab(self._front).menu_actions()]

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        for name, tab in self._tabs.items():
            if name == self._front:
                tab.refresh(touched, dossiers)
            else:
                before = self._waiting.get(name, _NOTHING)
                self._waiting[name] = (before[0] | touched, before[1] | dossiers)

    def shown(self) -> None:
        self._bring()

    def close_down(self) -> None:
        """The window closes."""
        for tab in self._tabs.values():
            tab.close_down()

    # Tabs

    def tab(self, name: str) -> Tab:
        """The tab of this name, made now if it was never shown."""
        if name not in self._tabs:
            kind = next(kind for kind in self.kinds if kind.name == name)
            made = self._tabs[name] = kind.make(self.office)
            made.status.connect(lambda words: self._say(name, words))
            self._stack.addWidget(made)
        return self._tabs[name]

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        self._front = name
        if self.name in self.office.places:
            self.office.place_wanted.emit(self.name)  # the menu shows the actions of the tab in front
        else:
            self._bring()

    def _bring(self) -> None:
        tab = self.tab(self._front)
        touched, dossiers = self._waiting.pop(self._front, _NOTHING)
        if touched:
            tab.refresh(touched, dossiers)
        self._stack.setCurrentWidget(tab)
        for rank, kind in enumerate(self.kinds):
            button = self._buttons.button(rank)
            button.setChecked(kind.name == self._front)
            button.setProperty("kind", "primary" if kind.name == self._front else "secondary")
            button.style().polish(button)
            if isinstance(button, Button):
                button.set_drawing(kind.icon)
        tab.shown()

    def _step(self, way: int) -> None:
        names = [kind.name for kind in self.kinds]
        self.show_tab(names[(names.index(self._front) + way) % len(names)])

    def _say(self, name: str, words: str) -> None:
        if name == self._front:
            self.status.emit(words)
