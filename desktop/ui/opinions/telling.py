"""The question of an opinion told by telephone, in a meeting or by mail: value, amount, comment, by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from db.queries.opinions import OpinionRow, PartnerRow
from desktop.rules.opinions import CHANNELS, TYPED, VALUES
from desktop.ui.fields import AutoText, Button, DateField, MoneyField
from desktop.ui.intake.parts import text


class TellingDialog(QDialog):
    """Alt+1 to Alt+4 choose the value; « Enregistrer » (Ctrl+Entrée) only once one is chosen."""

    def __init__(
        self,
        over: QWidget,
        of: str,
        partners: Sequence[PartnerRow],
        then: Callable[[bytes, Mapping[str, Any]], object],
        *,
        partner: bytes | None = None,
        mended: OpinionRow | None = None,
    ) -> None:
        """`mended`: the opinion that is corrected; its partner and its way do not change."""
        super().__init__(over)
        self.setObjectName("telling")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Corriger un avis") if mended else self.tr("Saisir un avis"))
        self.resize(640, 430)
        self._then, self._mended = then, mended
        self._partners = list(partners)
        self.partner, self.channel = QComboBox(), QComboBox()
        self.values = QButtonGroup(self)
        self.amount = MoneyField(self.tr("Montant apporté"))
        self.comment = AutoText(self.tr("Commentaire"), lines=4)
        self.by, self.day = QLineEdit(), DateField(self.tr("Jour de l’avis"))
        self.confidential = QCheckBox(self.tr("À &garder entre services (ni courriers, ni vidéoprojecteur)"))
        self.deed = Button(self.tr("Enregistrer"), "check", kind="primary")
        self._fill(partner)
        self._lay_out(of)
        self.values.idClicked.connect(lambda _id: self._tell())
        self.amount.textChanged.connect(lambda _words: self._tell())
        self.partner.activated.connect(lambda _index: self._usual())
        self.deed.clicked.connect(self._go)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._go)
        self._tell()

    def _fill(self, partner: bytes | None) -> None:
        for row in self._partners:
            self.partner.addItem(row.name)
        for code in TYPED:
            self.channel.addItem(CHANNELS[code][:1].upper() + CHANNELS[code][1:], code)
        for rank, value in enumerate(VALUES):
            button = QRadioButton(f"{value.label}")
            button.setToolTip(f"{value.label} (Alt+{rank + 1})")
            self.values.addButton(button, rank)
            QShortcut(QKeySequence(f"Alt+{rank + 1}"), self, button.click)
        self.partner.setAccessibleName(self.tr("Partenaire"))
        self.channel.setAccessibleName(self.tr("Donné par"))
        self.by.setAccessibleName(self.tr("Qui l’a dit"))
        self.by.setPlaceholderText(self.tr("Nom, fonction"))
        self.day.set_day(dt.date.today())
        places = [row.id for row in self._partners]
        self.partner.setCurrentIndex(places.index(partner) if partner in places else 0)
        self._usual()
        told = self._mended
        if told is not None:
            self.partner.setEnabled(False)
            self.channel.setEnabled(False)
            self.channel.setCurrentIndex(self.channel.findData(told.channel))
            rank = next((r for r, value in enumerate(VALUES) if value.code == told.value), 0)
            self.values.button(rank).setChecked(True)
            self.amount.set_cents(told.amount)
            self.comment.set_text(told.comment)
            self.by.setText(told.origin)
            self.day.set_day(dt.date.fromisoformat(told.answered_on) if told.answered_on else None)
            self.confidential.setChecked(bool(told.confidential))

    def _usual(self) -> None:
        if self._partners:
            row = self._partners[self.partner.currentIndex()]
            self.confidential.setChecked(bool(row.confidential))
            if not self.by.text():
                self.by.setText(row.person)

    def _lay_out(self, of: str) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(16)
        for button in self.values.buttons():
            choice.addWidget(button)
        choice.addStretch(1)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow(self.tr("&Partenaire\u00a0:"), self.partner)
        form.addRow(self.tr("Avis\u00a0:"), choice)
        form.addRow(self.tr("&Montant\u00a0:"), self.amount)
        form.addRow(self.tr("&Commentaire\u00a0:"), self.comment)
        form.addRow(self.tr("&Donné par\u00a0:"), self.channel)
        form.addRow(self.tr("&Qui\u00a0:"), self.by)
        form.addRow(self.tr("&Le\u00a0:"), self.day)
        form.addRow("", self.confidential)
        leave = Button(self.tr("Ne rien noter"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(
            text(self.tr("Alt+1 favorable   2 réservé   3 défavorable   4 hors champ"), caption=True), 1
        )
        foot.addWidget(leave)
        foot.addWidget(self.deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(text(of, bold=True))
        column.addLayout(form)
        column.addLayout(foot)

    def _tell(self) -> None:
        self.deed.setEnabled(self.values.checkedId() >= 0 and not self.amount.is_wrong())

    def _go(self) -> None:
        if not self.deed.isEnabled():
            return
        told: dict[str, Any] = {
            "value": VALUES[self.values.checkedId()].code, "amount": self.amount.cents(),
            "comment": self.comment.text(), "confidential": self.confidential.isChecked(),
            "answered_on": self.day.day(),
        }  # fmt: skip
        if self._mended is None:
            told |= {"channel": self.channel.currentData(), "told_by": self.by.text()}
        else:
            told["origin"] = self.by.text()
        partner = self._partners[self.partner.currentIndex()].id
        self.accept()
        self._then(partner, told)
