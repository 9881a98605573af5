"""The frieze of a dossier and the marks behind it: click or key, strength, reason, earlier marks."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.rules.grid import LABELS
from desktop.rules.money import NO_BREAK
from desktop.ui.dossier.mark_popover import MarkPopover
from desktop.ui.dossier.whole import Whole
from desktop.ui.frieze import Frieze
from desktop.ui.list.brief import moment
from desktop.ui.list.pane_parts import wrapped
from desktop.ui.office import Office

EARLIER = 3  # former marks told


class MarksDesk(QWidget):
    finished = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._whole: Whole | None = None
        self._seen = 0  # where the journal stood when the mark asked about was read
        self.frieze = Frieze([row.short for row in office.challenges])
        self.frieze.setToolTip(self.tr("Noter un défi : clic, ou M puis les flèches et Entrée"))
        self.words = wrapped(kind="caption")
        self.popover = MarkPopover(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.frieze)
        column.addWidget(self.words)
        self.frieze.chosen.connect(self.ask)
        self.popover.settled.connect(self._mark)

    def show_marks(self, whole: Whole) -> None:
        """Show the marks, the ones above nothing written out."""
        self._whole = whole
        self.frieze.set_levels([row.level for row in whole.marks])
        declared = [row.rank for row in whole.marks if row.declared]
        marked = self.frieze.strong_words().split("    ")
        words = "   ".join(mark.replace(" ", NO_BREAK) for mark in marked)  # « 5 Parentalité » stays whole
        if not words and declared:
            names = ", ".join(str(rank) for rank in declared)
            words = self.tr("Défis déclarés par le porteur : {0}").format(names)
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def ask(self, rank: int) -> None:
        """Ask how strong this challenge is, and why."""
        if self._whole is None:
            return
        self._seen = self._whole.position
        row = next(row for row in self._whole.marks if row.rank == rank)
        name = next(c.title for c in self._office.challenges if c.rank == rank)
        reason = row.reason or self._said_in_notes(rank)
        under = self.frieze.mapToGlobal(QPoint(0, self.frieze.height() + 4))
        self.popover.show_mark(rank, name, row.level, reason, self._earlier(rank), under)

    def _said_in_notes(self, rank: int) -> str:
        """What the notes say of it: the reason is most often there already."""
        assert self._whole is not None
        said = [note.text for note in self._whole.notes if note.rank == rank and note.text]
        return said[0] if said else ""

    def _earlier(self, rank: int) -> list[str]:
        from desktop.flow.history import events

        assert self._whole is not None
        short = next(c.short for c in self._office.challenges if c.rank == rank)
        begins = (f"Défi {rank} · {short} : ",)
        told = []
        for event in events(self._office.reader, self._whole.head.id):
            if event.label.startswith(begins) and event.what in ("Force", "Force : ajouté"):
                level = event.label.removeprefix(begins[0])
                told.append(f"{moment(event.at, datetime.now())} · {event.author} : {level}")
        return told[:EARLIER]

    def _mark(self, rank: int, level: int, reason: str) -> None:
        from desktop.flow.annotate import mark

        assert self._whole is not None
        if level and not reason:
            sentence = self.tr("Le défi {0} n’est pas noté « {1} » : une force se justifie par une phrase.")
            self._office.told.emit(sentence.format(rank, LABELS[level].lower()), "warn")
            return
        key = next(row.challenge_id for row in self._whole.marks if row.rank == rank)
        self._office.do(
            mark, seen=self._seen, dossier=self._whole.head.id, challenge=key, level=level, reason=reason
        )
        self.finished.emit()
