"""The field that opens in a cell of the bench: totals follow while it is typed, Enter and Tab go on."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.bench.model import BenchModel, Index
from desktop.ui.fields.wrong import mark_wrong
from desktop.ui.theme import tokens

_ROLE = Qt.ItemDataRole
# Where each key goes once the cell is written: (lines, columns).
_STEPS = {
    Qt.Key.Key_Return: (1, 0), Qt.Key.Key_Enter: (1, 0), Qt.Key.Key_Tab: (0, 1), Qt.Key.Key_Backtab: (0, -1),
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


class CellDelegate(QStyledItemDelegate):
    """`go_wanted` asks for the next cell."""

    go_wanted = Signal(int, int)
    faulty = Signal(str)  # a French sentence on what is typed, "" when it is right again

    def __init__(self, model: BenchModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QLineEdit(parent)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setProperty("kind", "cell")
        line = self._model.bench.lines[self._model.order[index.row()]]
        name = self._model.columns[index.column()].whole
        field.setAccessibleName(self.tr("{0}, {1}").format(line.number, name))
        place = self._model.place_of(index)
        field.textEdited.connect(lambda text: self._typed(field, text, place))
        return field

    def _typed(self, field: QLineEdit, text: str, place: tuple[int, bytes] | None) -> None:
        if place is None:
            return
        row, funder = place
        column = next(n for n, one in enumerate(self._model.columns) if one.funder == funder)
        try:
            amount = self._model.read(self._model.index(self._model.order.index(row), column), text)
        except ValueError as wrong:
            mark_wrong(field, str(wrong))
            return
        mark_wrong(field, "")
        self.faulty.emit("")
        self._model.desk.try_out(row, funder, amount)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        view = self.parent()
        if isinstance(view, QAbstractItemView) and index == view.currentIndex():
            painter.setPen(QPen(QColor(tokens().accent if view.hasFocus() else tokens().edge), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Totals that move redraw the cells: what is being typed must not be set anew by them.
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(_ROLE.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text(), _ROLE.EditRole)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._model.desk.give_up()  # Escape: the cell is as it was; nothing when it was written
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and event.type() == QEvent.Type.KeyPress:
                self._finish(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _finish(self, field: QLineEdit, step: tuple[int, int]) -> None:
        if field.property("wrong"):
            self.faulty.emit(field.toolTip())
            return  # the words stay, with their reason: nothing typed is thrown away
        self.commitData.emit(field)
        self.closeEditor.emit(field)
        self.go_wanted.emit(*step)
