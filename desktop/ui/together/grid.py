"""A table of members: amounts typed in place, or marks set by Space; totals cannot be typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.ui.fields import DateField, MoneyField
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import date_short, euros

Index = QModelIndex | QPersistentModelIndex
Kind = Literal["money", "mark", "words", "date"]
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class Cell(NamedTuple):
    """What one cell shows; `value`: cents, a day, or whether it is marked."""

    kind: Kind
    value: Any = None
    words: str = ""
    open: bool = False  # it can be written in
    tone: str = ""  # a token of colour, beside what the words say
    bold: bool = False
    tip: str = ""


class GridModel(QAbstractTableModel):
    """`written` tells a wish: (row, column, value)."""

    written = Signal(int, int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heads: Sequence[str] = ()
        self.rows: Sequence[Sequence[Cell]] = ()

    def show(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Show these cells; where only their contents changed, the place of the keyboard stays."""
        same = tuple(heads) == tuple(self.heads) and len(rows) == len(self.rows)
        if same:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(heads) - 1))
            return
        self.beginResetModel()
        self.heads, self.rows = heads, rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self.heads[section]
        if role == _ROLE.TextAlignmentRole:
            return self._side(section)
        return None

    def _side(self, section: int) -> Qt.AlignmentFlag:
        """A heading stands over its amounts, or over the middle of its marks."""
        kind = self.rows[0][section].kind if self.rows else "words"
        return _RIGHT if kind == "money" else _LEFT if kind == "words" else _CENTRE

    def cell(self, index: Index) -> Cell:
        return self.rows[index.row()][index.column()]

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.cell(index).open and self.cell(index).kind in ("money", "date"):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def said(self, cell: Cell) -> str:
        """The words of a cell: an amount, a mark with its word, or its own."""
        if cell.words:
            return cell.words
        if cell.kind == "money":
            return "" if cell.value is None else euros(cell.value)
        if cell.kind == "date":
            return date_short(cell.value) if cell.value else "–"
        if cell.kind == "mark":
            return self.tr("● oui") if cell.value else "–"
        return ""

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == _ROLE.DisplayRole:
            return self.said(cell)
        if role == _ROLE.EditRole:
            return self.said(cell) if cell.kind == "date" else cell.value
        if role == _ROLE.ToolTipRole:
            return cell.tip or self.said(cell)
        if role == _ROLE.AccessibleTextRole:
            whose = self.said(self.rows[index.row()][0])
            said = self.said(cell) if cell.value is not None or cell.words else self.tr("vide")
            return f"{whose}, {self.heads[index.column()]}\u00a0: {said}"
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if cell.kind == "money" else _LEFT if cell.kind == "words" else _CENTRE
        if role == _ROLE.FontRole and cell.bold:
            return font(13, QFont.Weight.DemiBold)
        if role == _ROLE.ForegroundRole and cell.tone:
            look = tokens()
            tone = cell.tone
            return QColor(look.muted if tone == "muted" else look.tone(tone)[0])
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or not index.isValid() or value == self.cell(index).value:
            return False
        # The table is made anew by the change: the field must have been closed before.
        row, column = index.row(), index.column()
        QTimer.singleShot(0, self, lambda: self.written.emit(row, column, value))
        return True


class _Delegate(QStyledItemDelegate):
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        name = str(index.data(_ROLE.AccessibleTextRole)).split("\u00a0:")[0]
        model = index.model()
        assert isinstance(model, GridModel)
        if model.cell(index).kind == "date":
            return DateField(name, parent=parent)
        return MoneyField(name, parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GridModel)
        value = model.cell(index).value  # a day that goes through Qt would come back as another kind of day
        if isinstance(editor, DateField):
            editor.set_day(value)
        elif isinstance(editor, MoneyField):
            editor.set_cents(value)
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, DateField):
            if not editor.property("wrong"):
                model.setData(index, editor.day(), _ROLE.EditRole)
        elif isinstance(editor, MoneyField) and not editor.is_wrong():
            model.setData(index, editor.cents(), _ROLE.EditRole)


class Grid(QTableView):
    """Typing, F2 or Enter begins an amount; Space or a double click sets a mark or takes it off."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = GridModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(76)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.doubleClicked.connect(self._toggle)

    def show_cells(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], first: int = 220) -> None:
        """Show these; the first column names the rows, `first` wide, the others share the room left."""
        at = self.currentIndex()
        row, column = (at.row(), at.column()) if at.isValid() else (0, 1)
        self.model_.show(heads, rows)
        header = self.horizontalHeader()
        for place in range(len(heads)):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(place, mode.Interactive if place == 0 else mode.Stretch)
        if heads:
            self.setColumnWidth(0, first)
        if rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model_.index(min(row, len(rows) - 1), min(column, len(heads) - 1)))

    def place(self) -> tuple[int, int] | None:
        """Row and column of the current cell."""
        at = self.currentIndex()
        return (at.row(), at.column()) if at.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        if self.state() == QAbstractItemView.State.EditingState:  # Enter that ends the writing comes here too
            super().keyPressEvent(event)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at.isValid() and not event.modifiers():
            if self.model_.cell(at).kind in ("money", "date") and self.model_.cell(at).open:
                self.edit(at)
                return
            self._toggle(at)
            return
        if event.key() == Qt.Key.Key_Space and at.isValid() and self.model_.cell(at).kind == "mark":
            self._toggle(at)
            return
        super().keyPressEvent(event)

    def _toggle(self, at: QModelIndex) -> None:
        cell = self.model_.cell(at)
        if cell.kind == "mark" and cell.open:
            self.model_.written.emit(at.row(), at.column(), not cell.value)
