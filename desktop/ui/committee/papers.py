"""The papers that the screens of a session can make: one line a paper, its room imported when wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from db.queries.committee import CommitteeRow
from desktop.ui.fields import Button
from desktop.ui.office import Office


class PaperKind(NamedTuple):
    """A paper to make: `make(over, office, committee key)` of `room` asks what it needs and writes it."""

    words: str
    drawing: str
    room: str  # module, imported at first use
    make: str  # its function
    closed_only: bool = False


def kinds() -> tuple[PaperKind, ...]:
    """In the order of the menu. Another paper adds its own line."""
    say = QCoreApplication.translate
    room = "desktop.ui.committee.minutes"
    return (
        PaperKind(say("committee", "Dossier de séance…"), "files", "desktop.ui.pack.dialog", "make_pack"),
        PaperKind(say("committee", "Procès-verbal…"), "file-pen-line", room, "make_minutes"),
        PaperKind(say("committee", "Relevé de décisions…"), "list-checks", room, "make_record"),
        PaperKind(say("committee", "Annexe à la délibération…"), "sheet", room, "make_annex"),
        PaperKind(say("committee", "Refaire les papiers gardés"), "refresh-cw", room, "keep_papers"),
    )


def make(kind: PaperKind, over: QWidget, office: Office, committee: bytes) -> None:
    """Hand over to the room of this paper."""
    function: Callable[[QWidget, Office, bytes], object] = getattr(import_module(kind.room), kind.make)
    function(over, office, committee)


class PapersButton(Button):
    """« Imprimer le dossier de séance » and the other papers."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("", "printer", parent=parent)
        self._office = office
        self.setText(self.tr("&Imprimer"))
        self.setAccessibleName(self.tr("Imprimer les papiers de la séance"))
        self.papers = QMenu(self)
        self.setMenu(self.papers)

    def show_session(self, head: CommitteeRow) -> None:
        """Offer the papers of this session."""
        self.papers.clear()
        for kind in kinds():
            action = self.papers.addAction(kind.words)
            action.setEnabled(head.state == "closed" or not kind.closed_only)
            action.triggered.connect(partial(self._make, kind, head.id))

    def _make(self, kind: PaperKind, committee: bytes, _on: bool = False) -> None:
        make(kind, self.window(), self._office, committee)
