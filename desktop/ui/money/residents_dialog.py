"""The residents of the quarters, by which the grid divides: typed here when nobody knows them yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from db.queries.reference import QuarterRow
from desktop.ui.fields import Button
from desktop.ui.intake.parts import text

_MOST = 200_000


class ResidentsDialog(QDialog):
    """`then` gets the number by key of the quarter; None where it is unknown."""

    def __init__(
        self, over: QWidget, quarters: Sequence[QuarterRow],
        then: Callable[[Mapping[bytes, int | None]], object],
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.setObjectName("residents")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Habitants des quartiers"))
        self.setMinimumWidth(420)
        self._then = then
        self.fields: dict[bytes, QSpinBox] = {}
        form = QFormLayout()
        for row in quarters:
            field = QSpinBox()
            field.setRange(0, _MOST)
            field.setGroupSeparatorShown(True)
            field.lineEdit().setTextMargins(7, 0, 7, 0)
            field.setSpecialValueText(self.tr("inconnu"))
            field.setAccessibleName(self.tr("Habitants, {0}").format(row.short))
            field.setValue(row.residents or 0)
            self.fields[row.id] = field
            form.addRow(f"{row.name}\u00a0:", field)
        self.keep = Button(self.tr("Enregistrer"), "check", kind="primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._go)
        leave = Button(self.tr("Ne rien changer"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(text(self.tr("La grille divise par ces nombres. Zéro veut dire inconnu.")))
        column.addLayout(form)
        column.addLayout(foot)

    def _go(self) -> None:
        told = {key: field.value() or None for key, field in self.fields.items()}
        self.accept()
        self._then(told)
