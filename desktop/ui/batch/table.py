"""The table of a batch: Space takes a line off or back, an amount is typed in its cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.flow.batch import Row
from desktop.ui.batch.model import (
    AMOUNT,
    APPLICANT,
    ASKED,
    BLOCKER,
    CALL,
    NUMBER,
    TITLE,
    WHAT,
    BatchModel,
    Index,
)
from desktop.ui.fields import MoneyField

_WIDTHS = {NUMBER: 112, APPLICANT: 160, TITLE: 150, CALL: 120, ASKED: 92, WHAT: 250, AMOUNT: 96}

_NARROW = 1000  # below, the action gives its room to what is done and what stands against it


class _Amounts(QStyledItemDelegate):
    """An amount as one likes to type it; a wrong one stays in the field with its reason."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        return MoneyField(self.tr("Montant de ce dossier"), parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, MoneyField):
            editor.set_cents(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, MoneyField) and not editor.is_wrong():
            model.setData(index, editor.cents())


class BatchTable(QTableView):
    """Digits, F2 or Enter begin to write an amount; Delete gives it back to the rule of all."""

    def __init__(self, model: BatchModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_Amounts(self))
        self.setAccessibleName(self.tr("Dossiers de l’action groupée, un par ligne"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(42)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(BLOCKER, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(60)

    def columns_for(self, rows: Sequence[Row]) -> None:
        """Show the columns that say something of these lines; what is done takes the room left."""
        blocked = any(row.blocker for row in rows)
        self.setColumnHidden(CALL, len({row.subject.call for row in rows}) < 2)
        self.setColumnHidden(AMOUNT, all(row.amount is None for row in rows))
        self.setColumnHidden(BLOCKER, not blocked)
        mode = QHeaderView.ResizeMode
        self.horizontalHeader().setSectionResizeMode(WHAT, mode.Interactive if blocked else mode.Stretch)
        if blocked:
            self.setColumnWidth(WHAT, _WIDTHS[WHAT])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(TITLE, self.viewport().width() < _NARROW)  # the tooltip of the number has it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model, key = self.model(), event.key()
        assert isinstance(model, BatchModel)
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if key == Qt.Key.Key_Space and places:
            model.toggle(places)
        elif key == Qt.Key.Key_Delete and places:
            for place in places:
                model.amount_typed.emit(model.rows[place].subject.id, None)
        elif plain and (
            event.text().isdigit() or key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._write(event)
        else:
            super().keyPressEvent(event)

    def _write(self, event: QKeyEvent) -> None:
        index = self.model().index(self.currentIndex().row(), AMOUNT)
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the Enter that ends the writing comes here too
        if self.isColumnHidden(AMOUNT) or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return
        self.setCurrentIndex(index)
        self.edit(index)
        editor = self.indexWidget(index) or self.findChild(MoneyField)
        if isinstance(editor, MoneyField) and event.text().isdigit():
            editor.clear()
            editor.insert(event.text())
            editor.textEdited.emit(editor.text())
