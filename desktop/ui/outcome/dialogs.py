"""The questions of a condition: until when it is awaited, what proves that it is met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.shapes import PieceRow
from desktop.ui.fields import AutoText, Button, DateField
from desktop.ui.intake.parts import text


class Met(NamedTuple):
    """What proves that a condition is met."""

    proof: str
    piece: bytes | None
    met_on: date


class Asking(QDialog):
    """A form, and one deed that waits until it can succeed."""

    def __init__(self, over: QWidget, name: str, title: str, about: str, deed: str) -> None:
        super().__init__(over)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.form = QFormLayout()
        self.form.setSpacing(10)
        self.deed = Button(deed, "check", kind="primary")
        self.deed.setDefault(True)
        leave = Button(self.tr("Ne rien changer"))
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        if about:
            column.addWidget(text(about, bold=True))
        column.addLayout(self.form)
        column.addLayout(foot)
        leave.clicked.connect(self.reject)


class DueDialog(Asking):
    """Until when; an empty field takes the date off."""

    def __init__(
        self, over: QWidget, about: str, due_on: date | None, then: Callable[[date | None], object]
    ) -> None:
        super().__init__(
            over, "conditionDue", self.tr("Échéance de la condition"), about, self.tr("Enregistrer")
        )
        self.when = DateField(self.tr("Attendue le"))
        self.when.set_day(due_on)
        self.form.addRow(self.tr("A&ttendue le\u00a0:"), self.when)
        self.form.addRow(
            "", text(self.tr("Elle paraît dans «\u00a0Aujourd’hui\u00a0» et au calendrier."), caption=True)
        )
        self._then = then
        self.deed.clicked.connect(self._go)

    def _go(self) -> None:
        if not self.when.property("wrong"):
            self.accept()
            self._then(self.when.day())


class MetDialog(Asking):
    """A proof in words or a piece of the dossier, and the day."""

    def __init__(
        self, over: QWidget, about: str, pieces: Sequence[PieceRow], then: Callable[[Met], object]
    ) -> None:
        super().__init__(
            over, "conditionMet", self.tr("Condition remplie"), about, self.tr("Condition remplie")
        )
        self.proof = AutoText(self.tr("Ce qui le prouve"), lines=2)
        self.proof.setPlaceholderText(self.tr("RIB reçu par courriel, attestation vue au guichet…"))
        self.piece = QComboBox()
        self.piece.setAccessibleName(self.tr("Pièce du dossier"))
        self.piece.addItem(self.tr("aucune pièce"), None)
        for row in pieces:
            if row.sha256:
                self.piece.addItem(row.label or row.name, row.id)
        self.when = DateField(self.tr("Remplie le"))
        self.when.set_day(date.today())
        self.form.addRow(self.tr("&Preuve\u00a0:"), self.proof)
        self.form.addRow(self.tr("P&ièce\u00a0:"), self.piece)
        self.form.addRow(self.tr("&Le\u00a0:"), self.when)
        self._then = then
        self.proof.textChanged.connect(self._tell)
        self.piece.currentIndexChanged.connect(self._tell)
        self.when.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _tell(self) -> None:
        said = bool(self.proof.text().strip()) or self.piece.currentData() is not None
        self.deed.setEnabled(said and self.when.day() is not None)

    def _go(self) -> None:
        day = self.when.day()
        if day is not None:
            self.accept()
            self._then(Met(self.proof.text().strip(), self.piece.currentData(), day))
