"""The decision that a batch takes: which one, with which reasons and conditions, under which act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
)

from db import queries
from desktop.rules import ruling
from desktop.rules.batch import Wish
from desktop.ui.batch.forms import DeedForm
from desktop.ui.dossier.decision_parts import ReasonList
from desktop.ui.fields import DateField, FlowLayout
from desktop.ui.office import Office


class DecisionForm(DeedForm):
    """Amounts are those of the proposals; each line may have its own."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._catalogue = queries.reasons(office.reader)
        self.outcome = QComboBox()
        self.outcome.setAccessibleName(self.tr("Décision"))
        for kind in ruling.OUTCOMES:
            if kind.code == "granted":
                self.outcome.addItem(self.tr("Accord selon la proposition"), kind.code)
            elif kind.code != "partial":  # an agreement under the sum asked is partial by itself
                self.outcome.addItem(kind.label, kind.code)
        self.decided_on = DateField(self.tr("Date de la décision"))
        self.decided_on.set_day(date.today())
        self.decided_on.setFixedWidth(184)
        self.act = QLineEdit()
        self.act.setAccessibleName(self.tr("Numéro de la délibération"))
        self.act.setPlaceholderText(self.tr("Délibération n°"))
        self.act.setMaximumWidth(150)
        self.act_on = DateField(self.tr("Date de la délibération"))
        self.act_on.setFixedWidth(184)
        self.reasons = ReasonList()
        self.comment = QLineEdit()
        self.comment.setAccessibleName(self.tr("Motif écrit à la main"))
        self.comment.setPlaceholderText(self.tr("Autre motif, ou précision"))
        self.conditions = QPlainTextEdit()
        self.conditions.setAccessibleName(self.tr("Conditions, une par ligne"))
        self.conditions.setPlaceholderText(self.tr("Conditions, une par ligne"))
        self.conditions.setTabChangesFocus(True)
        self.conditions.setFixedHeight(48)
        self._lay_out()
        self.outcome.currentIndexChanged.connect(self._tell)
        for signal in (
            self.decided_on.settled, self.act.editingFinished, self.act_on.settled, self.reasons.changed,
            self.comment.textChanged, self.conditions.textChanged,
        ):  # fmt: skip
            signal.connect(lambda *_: self.changed.emit())
        self._tell()

    def _lay_out(self) -> None:
        top = FlowLayout(gap=10)
        parts = (
            ("", self.outcome), (self.tr("Décidée le"), self.decided_on), ("", self.act),
            (self.tr("du"), self.act_on),
        )  # fmt: skip
        for words, part in parts:
            if words:
                label = QLabel(words)
                label.setFixedHeight(part.sizeHint().height())
                top.addWidget(label)
            top.addWidget(part)
        below = QGridLayout()
        below.setHorizontalSpacing(10)
        below.addWidget(self.reasons, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.comment, 0, 1)
        below.addWidget(self.conditions, 1, 1)
        below.setColumnStretch(0, 1)
        below.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(below)

    def _tell(self) -> None:
        kind = ruling.BY_CODE[self.outcome.currentData()]
        offered = [row for row in self._catalogue if kind.code in row.outcomes.split()]
        if kind.code == "granted":  # what is granted in part has reasons too
            offered = [row for row in self._catalogue if {"granted", "partial"} & set(row.outcomes.split())]
        self.reasons.show_reasons(offered, [])
        self.conditions.setVisible(kind.conditions != "forbidden")
        self.changed.emit()

    def fill(self, wish: Wish) -> Wish:
        lines = self.conditions.toPlainText().splitlines() if self.conditions.isVisibleTo(self) else []
        return replace(
            wish,
            outcome=self.outcome.currentData(),
            reasons=tuple(self.reasons.ticked()),
            conditions=tuple(line.strip() for line in lines if line.strip()),
            comment=self.comment.text().strip(),
            decided_on=self.decided_on.day(),
            act=self.act.text().strip(),
            act_on=self.act_on.day(),
        )
