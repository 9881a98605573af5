"""Why a dossier is adjourned, refused or redirected: reasons to tick, and words for the letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from db.queries.reference import ReasonRow
from desktop.rules.ruling import BY_CODE
from desktop.ui.dossier.decision_parts import ReasonList
from desktop.ui.fields import Button
from desktop.ui.intake.parts import text

_LINES = 8


class ReasonsDialog(QDialog):
    """Enter confirms once a reason is given; Escape changes nothing."""

    def __init__(
        self, over: QWidget, outcome: str, of: str, catalogue: Sequence[ReasonRow], ticked: Sequence[str],
        comment: str, then: Callable[[list[str], str], object],
    ) -> None:  # fmt: skip
        super().__init__(over)
        kind = BY_CODE[outcome]
        self.setObjectName("reasons")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(kind.label)
        self.setMinimumWidth(560)
        self._required, self._then = kind.reason == "required", then
        self.reasons = ReasonList()
        self.reasons.show_reasons([row for row in catalogue if outcome in row.outcomes.split()], ticked)
        shown = min(len(self.reasons.boxes), _LINES)
        if shown:
            line = next(iter(self.reasons.boxes.values())).sizeHint().height() + 2
            self.reasons.setFixedHeight(line * shown + 12)
        self.words = QLineEdit(comment)
        self.words.setAccessibleName(self.tr("Motif en une phrase"))
        self.words.setPlaceholderText(self.tr("Autre motif, en une phrase…"))
        self.deed = Button(kind.label, "check", kind="primary")
        self.deed.setDefault(True)
        self._lay_out(of)
        self.reasons.changed.connect(self._tell)
        self.words.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()
        first = next(iter(self.reasons.boxes.values()), None)
        (first or self.words).setFocus()

    def _lay_out(self, of: str) -> None:
        leave = Button(self.tr("Ne rien changer"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(text(of, bold=True))
        column.addWidget(QLabel(self.tr("Motifs repris dans la lettre\u00a0:")))
        for part in (self.reasons, self.words):
            column.addWidget(part)
        column.addLayout(foot)

    def _tell(self) -> None:
        given = bool(self.reasons.ticked() or self.words.text().strip())
        self.deed.setEnabled(given or not self._required)

    def _go(self) -> None:
        if self.deed.isEnabled():
            self.accept()
            self._then(self.reasons.ticked(), self.words.text().strip())
