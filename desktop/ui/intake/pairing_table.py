"""The table of pairs: each field of a form, what is written there, what it means, how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from shiboken6 import isValid

from desktop.ui.fields import Pill
from desktop.ui.intake.column_table import QuietCombo, airy

if TYPE_CHECKING:
    from desktop.exchange.application import FormField

_SURE = 0.75
_ROW = 42  # pixels
_AHEAD = 3  # rows made ready beyond those that are seen


class MeaningCombo(QuietCombo):
    """A choice among many: some letters of it are typed, the list keeps what has them."""

    picked = Signal()

    def __init__(self, model: QStandardItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setModel(model)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        finder = QCompleter(model, self)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(finder)
        finder.activated.connect(self._found)
        self.activated.connect(lambda _index: self.picked.emit())
        line = self.lineEdit()
        assert line is not None  # it is editable
        line.editingFinished.connect(self._settle)
        self._line = line

    def choose(self, code: str) -> None:
        """Show this meaning, from its beginning."""
        self.setCurrentIndex(max(0, self.findData(code)))
        self._line.setCursorPosition(0)

    def _found(self, words: str) -> None:
        self.setCurrentIndex(self.findText(words))
        self.picked.emit()

    def _settle(self) -> None:
        """Words that are no choice give way to the one before; Enter takes the first that has them."""
        if not isValid(self._line):
            return  # the window is being taken down
        words = self._line.text().strip()
        index = self.findText(words, Qt.MatchFlag.MatchFixedString)
        if index < 0 and words:
            index = self.findText(words, Qt.MatchFlag.MatchContains)
        if index >= 0 and index != self.currentIndex():
            self.setCurrentIndex(index)
            self.picked.emit()
        self._line.setText(self.itemText(self.currentIndex()))
        self._line.setCursorPosition(0)


def meanings() -> QStandardItemModel:
    """What a field of the form may mean: one model for all the choices of the table."""
    from desktop.exchange.cerfa_map import choices

    model = QStandardItemModel()
    for code, label in choices():
        item = QStandardItem(label)
        item.setData(code, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model


class PairingTable(QTableWidget):
    """Edits the pairs of a form; `looked_at` says which field is under the hands."""

    changed = Signal()
    looked_at = Signal(object)  # FormField

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.setAccessibleName(self.tr("Correspondance des champs du formulaire"))
        self.setHorizontalHeaderLabels(
            [self.tr("Champ"), self.tr("Ce qui y est écrit"), self.tr("Ce qu’il contient"), self.tr("Sûreté")]
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTabKeyNavigation(False)  # Tab goes from one choice to the next
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 150), (1, 160), (3, 112)):
            self.setColumnWidth(column, width)
        self.fields: list[FormField] = []
        self._combos: dict[int, MeaningCombo] = {}  # made when they come into view: each takes milliseconds
        self._meanings: QStandardItemModel | None = None
        self.cellClicked.connect(lambda row, _column: self.combo(row).setFocus())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._make_seen())

    def show_fields(self, fields: Sequence[FormField]) -> None:
        """Show these fields; they are edited in place."""
        self._meanings = self._meanings or meanings()
        self.fields = list(fields)
        self._combos = {}
        self.setRowCount(0)
        self.setRowCount(len(self.fields))
        for row, field in enumerate(self.fields):
            name = self._name(field)
            for column, words in ((0, name), (1, " ".join(field.value.split()))):
                item = QTableWidgetItem(words)
                item.setToolTip(f"{words}\n{field.name}" if column == 0 else words)
                self.setItem(row, column, item)
        self.scrollToTop()
        self._make_seen()

    def _name(self, field: FormField) -> str:
        return self.tr("p. {0} · {1}").format(field.page, field.label or field.name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_seen()

    def _make_seen(self) -> None:
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        last = len(self.fields) - 1 if last < 0 else min(last + _AHEAD, len(self.fields) - 1)
        for row in range(max(0, first - _AHEAD), last + 1):
            self.combo(row)

    def combo(self, row: int) -> MeaningCombo:
        """The choice of a row."""
        if row not in self._combos:
            self._combos[row] = self._make(row)
        return self._combos[row]

    def _make(self, row: int) -> MeaningCombo:
        field, name = self.fields[row], self._name(self.fields[row])
        combo = MeaningCombo(self._meanings or meanings())
        combo.choose(field.field)
        combo.setAccessibleName(
            self.tr("Ce que contient le champ {0}, où il est écrit {1}").format(name, field.value[:60])
        )
        combo.picked.connect(lambda: self._chosen(row))
        combo.installEventFilter(self)
        self.setCellWidget(row, 2, airy(combo))
        above = max((one for one in self._combos if one < row), default=-1)
        if above >= 0:
            QWidget.setTabOrder(self._combos[above], combo)
        self._say_sure(row)
        return combo

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            row = next((row for row, combo in self._combos.items() if combo is watched), -1)
            if row >= 0:
                self.scrollTo(self.model().index(row, 0))
                self.looked_at.emit(self.fields[row])
        return super().eventFilter(watched, event)

    def _chosen(self, row: int) -> None:
        code = str(self.combo(row).currentData())
        self.fields[row].field, self.fields[row].confidence = code, 1.0
        self._say_sure(row)
        self.changed.emit()

    def _say_sure(self, row: int) -> None:
        field = self.fields[row]
        if field.confidence >= _SURE:
            pill = Pill(self.tr("Sûre"), "good")
        elif field.field == "other":
            pill = Pill(self.tr("Inconnu"), "neutral")
        else:
            pill = Pill(self.tr("À confirmer"), "warn")
        self.setCellWidget(row, 3, airy(pill))


def copied(fields: Sequence[FormField]) -> list[FormField]:
    """Fields to edit: those that were read stay as they were."""
    return [replace(field) for field in fields]
