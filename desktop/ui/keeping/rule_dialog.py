"""The dialog of one rule of retention: how long, counted from what, what becomes of the dossiers."""

from __future__ import annotations

from collections.abc import Callable
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

from db.queries.retention import RuleRow
from desktop.rules.retention import FATES, KINDS, PAPERS, STARTS
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text


class RuleDialog(QDialog):
    """`then` gets what was told and answers why it was refused, "" when it is done."""

    def __init__(self, over: QWidget, row: RuleRow, then: Callable[[dict[str, Any]], str]) -> None:
        super().__init__(over)
        self.setObjectName("retentionRule")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Durée de conservation"))
        self.setMinimumWidth(600)
        self._then = then
        self.label = QLineEdit(row.label)
        self.years = QSpinBox()
        self.years.setRange(0, 100)
        self.years.setSpecialValueText(self.tr("pour toujours"))
        self.years.setSuffix(self.tr(" ans"))
        self.years.setValue(row.years or 0)
        self.starts = _choice(STARTS, row.starts)
        self.fate = _choice(FATES, row.fate)
        self.sample = QSpinBox()
        self.sample.setRange(2, 1000)
        self.sample.setPrefix(self.tr("un sur "))
        self.sample.setValue(max(2, row.sample))
        for field in (self.years, self.sample):
            field.lineEdit().setTextMargins(7, 0, 7, 0)
        self.basis = QLineEdit(row.basis)
        self.basis.setCursorPosition(0)
        self.confirmed = QCheckBox(self.tr("Confirmé par le service des &archives"))
        self.confirmed.setChecked(not row.to_confirm)
        self.notice = Notice()
        self.keep = Button(self.tr("Enregistrer"), "check", kind="primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._go)
        self.fate.currentIndexChanged.connect(lambda _at: self._tell())
        self._lay_out(row)
        self._tell()

    def _lay_out(self, row: RuleRow) -> None:
        kinds = {**KINDS, **PAPERS}
        form = QFormLayout()
        for words, field in (
            (self.tr("&Nom\u00a0:"), self.label), (self.tr("&Durée\u00a0:"), self.years),
            (self.tr("&Comptée depuis\u00a0:"), self.starts), (self.tr("&Sort final\u00a0:"), self.fate),
            (self.tr("&Gardés au tri\u00a0:"), self.sample), (self.tr("&Texte\u00a0:"), self.basis),
        ):  # fmt: skip
            field.setAccessibleName(words.replace("&", "").replace("\u00a0:", ""))
            form.addRow(words, field)
        leave = Button(self.tr("Ne rien changer"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        held = ", ".join(kinds.get(code, code).lower() for code in row.applies.split())
        column.addWidget(text(self.tr("Vaut pour\u00a0: {0}.").format(held)))
        column.addLayout(form)
        column.addWidget(self.confirmed)
        column.addWidget(self.notice)
        column.addLayout(foot)

    def _tell(self) -> None:
        self.sample.setEnabled(self.fate.currentData() == "sample")

    def _go(self) -> None:
        why = self._then(
            {
                "label": self.label.text(),
                "years": self.years.value() or None,
                "starts": self.starts.currentData(),
                "fate": self.fate.currentData(),
                "sample": self.sample.value(),
                "basis": self.basis.text(),
                "to_confirm": not self.confirmed.isChecked(),
            }
        )
        if why:
            self.notice.tell(why, "bad")
        else:
            self.accept()


def _choice(words: dict[str, str], current: str) -> QComboBox:
    """A list of codes with their words, the current one chosen."""
    made = QComboBox()
    for code, said in words.items():
        made.addItem(said, code)
    made.setCurrentIndex(max(0, list(words).index(current) if current in words else 0))
    return made
