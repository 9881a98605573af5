"""Two controls that hold several values: the small table of a list of lines, and figures by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.rules.settings import Field
from desktop.rules.settings.choices import FIGURES
from desktop.ui.fields import Button, IconButton
from desktop.ui.settings.inputs import Input, number


class RowsInput(Input):
    """Lines of a few cells each; one can be added, taken out, moved up."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._still = False
        self.table = QTableWidget(0, len(field.fields))
        self.table.setAccessibleName(field.words)
        self.table.setHorizontalHeaderLabels([part.words for part in field.fields])
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(36)
        self.table.setMinimumHeight(190)
        for column, part in enumerate(field.fields):
            wide = part.kind in ("line", "text")
            mode = QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
            self.table.horizontalHeader().setSectionResizeMode(column, mode)
        self.add = Button(self.tr("Ajouter une ligne"), "plus")
        self.drop = IconButton("trash-2", self.tr("Retirer la ligne"))
        self.up = IconButton("arrow-up", self.tr("Monter la ligne"))
        buttons = QHBoxLayout()
        for button in (self.add, self.drop, self.up):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column_ = QVBoxLayout()
        column_.addWidget(self.table)
        column_.addLayout(buttons)
        self.line.addLayout(column_, 1)
        self.add.clicked.connect(self._add)
        self.drop.clicked.connect(self._drop)
        self.up.clicked.connect(self._up)
        self.table.itemChanged.connect(lambda _item: None if self._still else self.changed.emit())
        self.setFocusProxy(self.table)

    def show_value(self, value: Any) -> None:
        self._still = True
        self.table.setRowCount(0)
        for entry in value or []:
            self._append(entry)
        self._still = False

    def _append(self, entry: Mapping[str, Any]) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, part in enumerate(self.field.fields):
            told = entry.get(part.name)
            if part.kind == "choice":
                self.table.setCellWidget(row, column, self._combo(part, told))
            elif part.kind == "yes":
                self.table.setCellWidget(row, column, self._box(part, told))
            else:
                item = QTableWidgetItem()
                item.setData(
                    Qt.ItemDataRole.EditRole, str(told or "")
                )  # the office’s own words, in any language
                self.table.setItem(row, column, item)

    def _combo(self, part: Field, told: Any) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(part.words)
        if not part.needed:
            made.addItem("—", "")
        for code, words in part.choices:
            made.addItem(words, code)
        made.setCurrentIndex(max(0, made.findData(told or "")))
        made.activated.connect(lambda _at: self.changed.emit())
        return made

    def _box(self, part: Field, told: Any) -> QCheckBox:
        made = QCheckBox()
        made.setAccessibleName(part.words)
        made.setChecked(told is None or bool(told))
        made.setProperty("told", told)
        made.clicked.connect(lambda _on: self.changed.emit())
        return made

    def value(self) -> Any:
        return [self._entry(row) for row in range(self.table.rowCount())]

    def _entry(self, row: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for column, part in enumerate(self.field.fields):
            cell = self.table.cellWidget(row, column)
            if isinstance(cell, QComboBox):
                told: Any = cell.currentData() or ""
            elif isinstance(cell, QCheckBox):
                told = cell.isChecked()
                if told and cell.property("told") is None:
                    continue  # what the file leaves out says yes
            else:
                item = self.table.item(row, column)
                told = item.text().strip() if item else ""
            if told != "":
                made[part.name] = told
        return made

    def _add(self) -> None:
        self._still = True
        self._append({})
        self._still = False
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _drop(self) -> None:
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())
            self.changed.emit()

    def _up(self) -> None:
        row = self.table.currentRow()
        if row > 0:
            told = self.value()
            told[row - 1], told[row] = told[row], told[row - 1]
            self.show_value(told)
            self.table.setCurrentCell(row - 1, 0)
            self.changed.emit()

    def lock(self, shut: bool) -> None:
        trigger = QTableWidget.EditTrigger
        self.table.setEditTriggers(trigger.NoEditTriggers if shut else trigger.AllEditTriggers)
        for row in range(self.table.rowCount()):
            for column in range(self.table.columnCount()):
                cell = self.table.cellWidget(row, column)
                if cell is not None:
                    cell.setEnabled(not shut)
        for button in (self.add, self.drop, self.up):
            button.setEnabled(not shut)


class FiguresInput(Input):
    """Figures by name: those of the entry, no other; a list of words is told with commas."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        inside = QWidget()
        self.form = QFormLayout(inside)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.line.addWidget(inside, 1)
        self._edits: dict[str, QLineEdit] = {}
        self._told: Mapping[str, Any] = {}
        self._shut = False

    def show_value(self, value: Any) -> None:
        while self.form.rowCount():
            self.form.removeRow(0)
        self._edits, self._told = {}, value or {}
        for name, told in self._told.items():
            edit = QLineEdit(", ".join(told) if isinstance(told, list) else str(told))
            words = FIGURES.get(name, name)
            edit.setAccessibleName(f"{self.field.words}\u00a0: {words}")
            edit.setCursorPosition(0)
            edit.setReadOnly(self._shut)
            edit.textEdited.connect(lambda _words: self.changed.emit())
            self._edits[name] = edit
            self.form.addRow(f"{words}\u00a0:", edit)
        self.setVisible(bool(self._edits))

    def value(self) -> Any:
        return {name: self._read(name, edit.text()) for name, edit in self._edits.items()}

    def _read(self, name: str, words: str) -> Any:
        told = self._told[name]
        if isinstance(told, list):
            return [part.strip() for part in words.split(",") if part.strip()]
        if isinstance(told, int | float):
            return number(words.strip(), whole=isinstance(told, int))
        return words.strip()

    def lock(self, shut: bool) -> None:
        self._shut = shut
        for edit in self._edits.values():
            edit.setReadOnly(shut)
