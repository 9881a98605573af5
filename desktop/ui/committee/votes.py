"""Votes on a dossier, and who is out of the room for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QWidget

from db.queries.committee import ItemRow, LeavingRow, MemberRow, RecusalRow
from desktop.ui.fields import Button
from desktop.ui.theme import font

Votes = tuple[int | None, int | None, int | None]


class VoteBoxes(QWidget):
    """Three counts, « – » while nothing is counted; told once the last one is left."""

    counted = Signal(object)  # Votes

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Votes = (None, None, None)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self.boxes: list[QLineEdit] = []
        for words, name in (
            (self.tr("&Pour"), self.tr("Voix pour")), (self.tr("&Contre"), self.tr("Voix contre")),
            (self.tr("A&bst."), self.tr("Abstentions")),
        ):  # fmt: skip
            box = QLineEdit()
            box.setValidator(QIntValidator(0, 999, box))
            box.setPlaceholderText("–")
            box.setAccessibleName(name)
            box.setFixedWidth(48)
            box.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.editingFinished.connect(self._finished)
            label = QLabel(words)
            label.setProperty("kind", "caption")
            label.setFont(font(12))
            label.setBuddy(box)
            line.addWidget(label)
            line.addWidget(box)
            self.boxes.append(box)

    def load(self, row: ItemRow) -> None:
        """Show those of a dossier; the one being typed is left alone."""
        self._told = (row.votes_for, row.votes_against, row.abstained)
        for box, count in zip(self.boxes, self._told, strict=True):
            if not (box.hasFocus() and box.isModified()):
                box.setText("" if count is None else str(count))

    def votes(self) -> Votes:
        given, against, away = (int(box.text()) if box.text().strip() else None for box in self.boxes)
        return given, against, away

    def _finished(self) -> None:
        for box in self.boxes:
            box.setModified(False)
        if self.votes() != self._told:
            self._told = self.votes()
            self.counted.emit(self.votes())


class LeavingButton(Button):
    """« Sorties 1 »: a menu of the members, those out of the room ticked; a declared interest is told."""

    leave_wanted = Signal(object)  # MemberRow
    back_wanted = Signal(object)  # MemberRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "log-out", parent=parent)
        self.menu_of = QMenu(self)
        self.setMenu(self.menu_of)
        self.load([], [], [])

    def load(
        self, members: Sequence[MemberRow], out: Sequence[LeavingRow], ties: Sequence[RecusalRow]
    ) -> None:
        """Offer these members."""
        gone, tied = {one.member_id: one.why for one in out}, {one.member_id: one.nature for one in ties}
        count = len(set(gone) | set(tied))
        self.setText(self.tr("&Sorties  {0}").format(count) if count else self.tr("&Sorties"))
        self.setAccessibleName(self.tr("Qui quitte la salle pour ce dossier\u00a0: {0}").format(count))
        self.menu_of.clear()
        for member in members:
            why = tied.get(member.id) or gone.get(member.id, "")
            words = f"{member.name}{f' · {why}' if why else ''}".replace("&", "&&")
            action = self.menu_of.addAction(words)
            action.setCheckable(True)
            away = member.id in gone or member.id in tied
            action.setChecked(away)
            action.triggered.connect(partial(self._tell, away, member))
        self.setEnabled(bool(members))

    def _tell(self, away: bool, member: MemberRow, _on: bool = False) -> None:
        (self.back_wanted if away else self.leave_wanted).emit(member)
