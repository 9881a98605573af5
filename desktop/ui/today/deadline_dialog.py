"""The question of a date: what, when, for whom, of which dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.fields import Button, DateField


class Wish(NamedTuple):
    """What was asked for; `mine` is for me alone."""

    title: str
    due_on: dt.date
    remind_on: dt.date | None
    mine: bool


class DeadlineDialog(QDialog):
    """« Noter » only when there are words and a day."""

    def __init__(self, over: QWidget, of: str, then: Callable[[Wish], object]) -> None:
        super().__init__(over)
        self.setObjectName("deadline")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Noter une échéance"))
        self.setMinimumWidth(460)
        self._then = then
        self.what = QLineEdit()
        self.what.setAccessibleName(self.tr("Ce qui est à faire"))
        self.what.setPlaceholderText(self.tr("Rappeler la trésorière, visiter l’action…"))
        self.when = DateField(self.tr("Jour de l’échéance"))
        self.when.set_day(dt.date.today() + dt.timedelta(days=7))
        self.remind = QComboBox()
        self.remind.setAccessibleName(self.tr("Rappel"))
        for words, days in (
            (self.tr("sans rappel"), None), (self.tr("la veille"), 1), (self.tr("trois jours avant"), 3),
            (self.tr("une semaine avant"), 7), (self.tr("un mois avant"), 30),
        ):  # fmt: skip
            self.remind.addItem(words, days)
        self.mine = QCheckBox(self.tr("Pour &moi seulement"))
        self.mine.setChecked(True)
        self.note = Button(self.tr("Noter"), "check", kind="primary")
        self.note.setDefault(True)
        self._lay_out(of)
        self.what.textChanged.connect(self._tell)
        self.when.textChanged.connect(self._tell)
        self.note.clicked.connect(self._go)
        self._tell()

    def _lay_out(self, of: str) -> None:
        leave = Button(self.tr("Ne rien noter"))
        leave.clicked.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("À &faire\u00a0:"), self.what)
        form.addRow(self.tr("&Le\u00a0:"), self.when)
        form.addRow(self.tr("&Rappel\u00a0:"), self.remind)
        form.addRow("", self.mine)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        if of:
            column.addWidget(QLabel(of))
        column.addLayout(form)
        column.addLayout(foot)

    def _tell(self) -> None:
        self.note.setEnabled(bool(self.what.text().strip()) and self.when.day() is not None)

    def _go(self) -> None:
        day = self.when.day()
        if day is not None and self.what.text().strip():
            self.accept()
            before = self.remind.currentData()
            remind = day - dt.timedelta(days=before) if before else None
            self._then(Wish(self.what.text().strip(), day, remind, self.mine.isChecked()))
