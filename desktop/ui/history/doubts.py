"""A doubt on a name: both sides, and two buttons that settle it once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.queries.shapes import ApplicantRow
from desktop.flow.record import Doubt
from desktop.ui.fields import Button
from desktop.ui.history import words
from desktop.ui.list.pane_parts import wrapped
from desktop.ui.theme import font
from desktop.ui.tongue import euros, plural

_TOLD = 3  # grants in full


class DoubtCard(QFrame):
    """« Est-ce le même porteur ? »"""

    settled = Signal(str, bool)  # name, whether it is the applicant

    def __init__(self, doubt: Doubt, applicant: ApplicantRow, title: str, *, live: bool) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.doubt = doubt
        self.same = Button(self.tr("C’est le &même porteur"), "check")
        self.other = Button(self.tr("Ce n’est pas &lui"), "x")
        for button, same in ((self.same, True), (self.other, False)):
            button.setEnabled(live)
            button.setAccessibleName(f"{button.text().replace('&', '')}\u00a0: {doubt.name}")
            button.clicked.connect(partial(self._settle, same))
        sides = QGridLayout()
        sides.setHorizontalSpacing(24)
        sides.setColumnStretch(0, 1)
        sides.setColumnStretch(1, 1)
        _side(sides, 0, self.tr("Dans les listes"), doubt.name, self._theirs())
        _side(sides, 1, self.tr("Ce porteur"), applicant.name, self._mine(applicant, title))
        row = QHBoxLayout()
        row.addWidget(wrapped(words.doubt(doubt), "caption"), 1)
        row.addWidget(self.same)
        row.addWidget(self.other)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(sides)
        column.addLayout(row)

    def _theirs(self) -> str:
        rows = self.doubt.rows
        told = [words.grant(row) for row in rows[:_TOLD]]
        if len(rows) > _TOLD:
            more = len(rows) - _TOLD
            rest = euros(sum(row.amount for row in rows[_TOLD:]))
            told.append(self.tr("et {0} {1}, {2}").format(more, plural(more, "autre"), rest))
        numbers = {number for row in rows for number in (row.siret or row.siren, row.rna) if number}
        return "\n".join([*told, *sorted(numbers)])

    def _mine(self, applicant: ApplicantRow, title: str) -> str:
        numbers = [
            f"{label} {number}"
            for label, number in (("SIRET", applicant.siret), ("RNA", applicant.rna))
            if number
        ]
        place = f"{applicant.postcode} {applicant.city}".strip()
        return "\n".join(part for part in (title, applicant.purpose, place, " · ".join(numbers)) if part)

    def _settle(self, same: bool, _checked: bool = False) -> None:
        self.settled.emit(self.doubt.name, same)


def _side(grid: QGridLayout, column: int, caption: str, name: str, told: str) -> None:
    over = QLabel(caption)
    over.setProperty("kind", "caption")
    head = wrapped(name)
    head.setFont(font(13, QFont.Weight.DemiBold))
    for rank, part in enumerate((over, head, wrapped(told))):
        grid.addWidget(part, rank, column, Qt.AlignmentFlag.AlignTop)


class SettledLine(QWidget):
    """What was settled of a name, and by whom; a click settles it the other way."""

    changed = Signal(str, bool)

    def __init__(self, name: str, verdict: str, author: str, *, live: bool) -> None:
        super().__init__()
        same = verdict == "same"
        said = self.tr("c’est le même porteur") if same else self.tr("ce n’est pas lui")
        sentence = self.tr("«\u00a0{0}\u00a0»\u00a0: {1} ({2})").format(name, said, author)
        self.change = Button(self.tr("Dire le contraire"), "refresh-cw", kind="plain")
        self.change.setAccessibleName(self.tr("Dire le contraire de\u00a0: {0}").format(sentence))
        self.change.setEnabled(live)
        self.change.clicked.connect(lambda _on=False: self.changed.emit(name, not same))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(wrapped(sentence), 1)
        row.addWidget(self.change)
