"""The question of a document's date, and of its last day when it says one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.queries.shapes import PieceRow
from desktop.ui.fields import Button, DateField
from desktop.ui.list.days import day


class DateDialog(QDialog):
    """Enter keeps both dates; an empty date forgets it."""

    def __init__(
        self, over: QWidget, piece: PieceRow, then: Callable[[date | None, date | None], object]
    ) -> None:
        super().__init__(over)
        self._then = then
        self.setObjectName("pieceDate")
        self.setWindowTitle(self.tr("Date du document"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = QLabel(self.tr("« {0} » : de quand est ce document ?").format(piece.label or piece.name))
        words.setWordWrap(True)
        self.dated = DateField(self.tr("Date du document"))
        self.last = DateField(self.tr("Valable jusqu’au"))
        self.dated.set_day(day(piece.dated_on))
        self.last.setPlaceholderText(self.tr("si le document le dit"))
        form = QFormLayout()
        form.addRow(self.tr("&Document du"), self.dated)
        form.addRow(self.tr("&Valable jusqu’au"), self.last)
        self.keep = Button(self.tr("Enregistrer"), kind="primary")
        self.keep.setDefault(True)
        leave = Button(self.tr("Annuler"))
        leave.setAutoDefault(False)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(leave)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for part in (words,):
            column.addWidget(part)
        column.addLayout(form)
        column.addLayout(row)
        self.setMinimumWidth(400)
        leave.clicked.connect(self.reject)
        self.keep.clicked.connect(self._go)
        self.dated.setFocus()

    def _go(self) -> None:
        if self.dated.property("wrong") or self.last.property("wrong"):
            return
        dated, last = self.dated.day(), self.last.day()
        self.accept()
        self._then(dated, last)
