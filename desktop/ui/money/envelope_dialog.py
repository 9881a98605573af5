"""The question of an envelope: whose money, for what, how much; it stays open until it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from db import queries
from db.queries.money import EnvelopeRow
from desktop.ui.fields import Button, MoneyField
from desktop.ui.intake.parts import Notice
from desktop.ui.money.picking import pick
from desktop.ui.office import Office


class EnvelopeDialog(QDialog):
    """`then` writes what is told and answers "" or why it was refused, shown in place."""

    def __init__(
        self, over: QWidget, office: Office, row: EnvelopeRow | None, year: int,
        then: Callable[[dict[str, Any]], str],
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.setObjectName("envelope")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Changer l’enveloppe") if row else self.tr("Nouvelle enveloppe"))
        self.setMinimumWidth(600)
        self._then = then
        self._calls, self._waves = queries.calls(office.reader), queries.waves(office.reader)
        self.funder = self._combo(self.tr("Financeur"), [(f.name, f.id) for f in office.funders])
        self.year = QSpinBox()
        self.year.setRange(2000, 2100)
        self.year.lineEdit().setTextMargins(7, 0, 7, 0)
        self.year.setValue(row.year if row else year)
        self.year.setAccessibleName(self.tr("Année"))
        self.call = self._combo(self.tr("Appel"), [])
        self.wave = self._combo(self.tr("Vague"), [])
        whole = [(self.tr("Tous les quartiers"), None)]
        self.quarter = self._combo(self.tr("Quartier"), [*whole, *((q.short, q.id) for q in office.quarters)])
        every = [(self.tr("Tous les défis"), None)]
        self.challenge = self._combo(
            self.tr("Défi"), [*every, *((f"{c.rank}\u00a0· {c.short}", c.id) for c in office.challenges)]
        )
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Nom"))
        self.name.setPlaceholderText(self.tr("facultatif\u00a0: Fonds d’initiative…"))
        self.amount = MoneyField(self.tr("Montant voté"))
        self.carried = MoneyField(self.tr("Reporté d’une autre année"))
        self.reserve = MoneyField(self.tr("Réserve"))
        self.law = QCheckBox(self.tr("&Droit commun (à part du contrat)"))
        self.comment = QLineEdit()
        self.comment.setAccessibleName(self.tr("Commentaire"))
        self.refused = Notice()
        self.keep = Button(self.tr("Enregistrer"), "check", kind="primary")
        self.keep.setDefault(True)
        self._lay_out()
        self._fill(row)
        self._connect()

    def _combo(self, name: str, choices: Sequence[tuple[str, bytes | None]]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        for words, key in choices:
            made.addItem(words, key)
        return made

    def _lay_out(self) -> None:
        leave = Button(self.tr("Ne rien changer"))
        leave.clicked.connect(self.reject)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for words, field in (
            (self.tr("&Financeur\u00a0:"), self.funder), (self.tr("&Année\u00a0:"), self.year),
            (self.tr("A&ppel\u00a0:"), self.call), (self.tr("Va&gue\u00a0:"), self.wave),
            (self.tr("&Quartier\u00a0:"), self.quarter), (self.tr("Dé&fi\u00a0:"), self.challenge),
            (self.tr("&Nom\u00a0:"), self.name), (self.tr("Montant &voté\u00a0:"), self.amount),
            (self.tr("&Reporté\u00a0:"), self.carried), (self.tr("Ré&serve\u00a0:"), self.reserve),
            ("", self.law), (self.tr("&Commentaire\u00a0:"), self.comment),
        ):  # fmt: skip
            form.addRow(words, field)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.refused)
        column.addLayout(foot)

    def _fill(self, row: EnvelopeRow | None) -> None:
        self._offer_calls(row.call_id if row else None)
        self._offer_waves(row.wave_id if row else None)
        if row is None:
            return
        pick(self.funder, row.funder_id)
        pick(self.quarter, row.quarter_id)
        pick(self.challenge, row.challenge_id)
        self.name.setText(row.title)
        self.comment.setText(row.comment)
        self.law.setChecked(row.common_law)
        self.amount.set_cents(row.amount)
        self.carried.set_cents(row.carried or None)
        self.reserve.set_cents(row.reserve or None)

    def _connect(self) -> None:
        self.year.valueChanged.connect(lambda _year: self._offer_calls(self.call.currentData()))
        self.call.currentIndexChanged.connect(lambda _index: self._offer_waves(self.wave.currentData()))
        self.keep.clicked.connect(self._go)

    def _offer_calls(self, kept: bytes | None) -> None:
        """The calls of the year chosen."""
        self.call.clear()
        self.call.addItem(self.tr("Toute l’année"), None)
        for call in self._calls:
            if call.year == self.year.value():
                self.call.addItem(call.title, call.id)
        pick(self.call, kept)
        self._offer_waves(self.wave.currentData())

    def _offer_waves(self, kept: bytes | None) -> None:
        """The waves of the call chosen."""
        self.wave.clear()
        self.wave.addItem(self.tr("Tout l’appel"), None)
        for wave in self._waves:
            if wave.call_id == self.call.currentData():
                self.wave.addItem(wave.title, wave.id)
        self.wave.setEnabled(self.wave.count() > 1)
        pick(self.wave, kept)

    def told(self) -> dict[str, Any]:
        """What is written, by the fields of an envelope."""
        return {
            "funder_id": self.funder.currentData(), "year": self.year.value(),
            "call_id": self.call.currentData(), "wave_id": self.wave.currentData(),
            "quarter_id": self.quarter.currentData(), "challenge_id": self.challenge.currentData(),
            "title": self.name.text(), "amount": self.amount.cents(), "carried": self.carried.cents() or 0,
            "reserve": self.reserve.cents() or 0, "common_law": self.law.isChecked(),
            "comment": self.comment.text(),
        }  # fmt: skip

    def _go(self) -> None:
        wrong = next((f for f in (self.amount, self.carried, self.reserve) if f.is_wrong()), None)
        if wrong is not None:
            self.refused.tell(wrong.toolTip(), "bad")
            wrong.setFocus()
            return
        if self.amount.cents() is None:
            self.refused.tell(self.tr("Dites le montant voté, même nul."), "bad")
            self.amount.setFocus()
            return
        why = self._then(self.told())
        if why:
            self.refused.tell(why, "bad")
        else:
            self.accept()
