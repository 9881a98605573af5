"""A table edited in place: some columns are amounts, numbers or words, the others only tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.ui.fields import MoneyField
from desktop.ui.icons import icon
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import euros

Index = QModelIndex | QPersistentModelIndex
CellKind = Literal["", "money", "count", "words"]
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_SIGNS = {"bad": "circle-alert", "warn": "triangle-alert", "good": "circle-check"}


class Heading(NamedTuple):
    """One column: its title, its width (0 takes the room left), what it holds, whether it is written in."""

    title: str
    width: int
    kind: CellKind = ""
    writable: bool = False


class Row(NamedTuple):
    """The values of one line by column; `tones`: column -> tone, with its sign; `strong`: a total."""

    values: tuple[Any, ...]
    what: Any
    tones: Mapping[int, str] = {}
    strong: bool = False


class CellsModel(QAbstractTableModel):
    """`written` tells a wish: (the `what` of the row, the column, the value)."""

    written = Signal(object, int, object)

    def __init__(self, headings: Sequence[Heading], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings = headings
        self.rows: list[Row] = []
        self.writable = True

    def show(self, rows: Sequence[Row], *, writable: bool) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows, self.writable = list(rows), writable
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == _ROLE.DisplayRole:
                return self.headings[section].title
            if role == _ROLE.TextAlignmentRole:
                return int(self._aligned(section))
        return None

    def _aligned(self, column: int) -> Qt.AlignmentFlag:
        number = self.headings[column].kind in ("money", "count")
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.writable and self.headings[index.column()].writable and not self.rows[index.row()].strong:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def words(self, row: Row, column: int) -> str:
        """A cell as it reads."""
        value = row.values[column]
        if value is None or value == "":
            return ""
        return euros(value) if self.headings[column].kind == "money" else str(value)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == _ROLE.EditRole:
            return row.values[column]
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self.words(row, column) or None
        if role == _ROLE.TextAlignmentRole:
            return int(self._aligned(column))
        if role == _ROLE.AccessibleTextRole:
            said = self.words(row, column) or self.tr("vide")
            return f"{self.headings[column].title}\u00a0: {said}"
        if role == _ROLE.FontRole and row.strong:
            return font(13, font(13).Weight.DemiBold)
        if column in row.tones and role in (_ROLE.ForegroundRole, _ROLE.DecorationRole):
            ink = tokens().tone(row.tones[column])[0]
            if role == _ROLE.ForegroundRole:
                return QColor(ink)
            return icon(_SIGNS[row.tones[column]], ink) if row.tones[column] in _SIGNS else None
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or not index.isValid():
            return False
        row = self.rows[index.row()]
        if value == row.values[index.column()]:
            return False
        what, column = row.what, index.column()
        # The table is made anew by the change: the field must have been closed before.
        QTimer.singleShot(0, lambda: self.written.emit(what, column, value))
        return True


class CellsDelegate(QStyledItemDelegate):
    """The right field for each column."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, CellsModel)
        heading = model.headings[index.column()]
        if heading.kind == "money":
            return MoneyField(heading.title, parent)
        line = QLineEdit(parent)
        line.setAccessibleName(heading.title)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(_ROLE.EditRole)
        if isinstance(editor, MoneyField):
            editor.set_cents(value)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText("" if value is None else str(value))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, MoneyField):
            if not editor.is_wrong():
                model.setData(index, editor.cents(), _ROLE.EditRole)
            return
        assert isinstance(editor, QLineEdit) and isinstance(model, CellsModel)
        words = editor.text().strip()
        if model.headings[index.column()].kind != "count":
            model.setData(index, words, _ROLE.EditRole)
        elif not words or words.isdecimal():
            model.setData(index, int(words) if words else None, _ROLE.EditRole)


class CellsTable(QTableView):
    """Typing, F2 or Enter begins to write; the arrows move from cell to cell."""

    def __init__(self, name: str, model: CellsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(CellsDelegate(self))
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(27)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, heading in enumerate(model.headings):
            if heading.width:
                self.setColumnWidth(column, heading.width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def stand(self, row: int, column: int) -> None:
        """Put the current cell there, as far as there are rows."""
        model = self.model()
        if model.rowCount():
            self.setCurrentIndex(model.index(min(max(row, 0), model.rowCount() - 1), column))
