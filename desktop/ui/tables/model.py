"""The model of the list: the ids of one query, and the rows fetched in windows when they are looked at."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.ui.tables.row import RIGHT, Column, Row, heading, said

WINDOW = 128
KEPT = 24  # windows: 3,000 rows, some 3 MiB

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Sequence[Any]], Iterable[Row]]
_ROLE = Qt.ItemDataRole
_WORDS = frozenset((_ROLE.DisplayRole, _ROLE.AccessibleTextRole, _ROLE.ToolTipRole))


class DossierModel(QAbstractTableModel):
    """`fetch(ids)` gives the rows of these ids, in any order; an id left out is a dossier that is gone."""

    def __init__(self, fetch: Fetch, names: Sequence[str], today: Callable[[], date]) -> None:
        super().__init__()
        self._fetch = fetch
        self._names = tuple(names)
        self._today = today
        self._ids: Sequence[Any] = ()
        self._windows: OrderedDict[int, dict[Any, Row]] = OrderedDict()
        self._sorted: tuple[int, bool] | None = None

    def set_ids(self, ids: Sequence[Any]) -> None:
        """Show these dossiers in this order; every row is fetched anew."""
        self.beginResetModel()
        self._ids = ids
        self._windows.clear()
        self.endResetModel()

    def ids(self) -> Sequence[Any]:
        """The ids shown, in order."""
        return self._ids

    def forget(self) -> None:
        """Fetch every row again when it is next looked at."""
        self._windows.clear()
        if len(self._ids):
            last = self.index(len(self._ids) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def set_sorted(self, column: int, descending: bool) -> None:
        """Show the arrow of the order in the header."""
        self._sorted = (column, descending)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def row(self, number: int) -> Row | None:
        """The row at this place, or None when the dossier is gone."""
        place = number // WINDOW
        window = self._windows.get(place)
        if window is None:
            ids = self._ids[place * WINDOW : (place + 1) * WINDOW]
            window = self._windows[place] = {row.id: row for row in self._fetch(ids)}
            if len(self._windows) > KEPT:
                self._windows.popitem(last=False)
        else:
            self._windows.move_to_end(place)
        return window.get(self._ids[number])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in _WORDS:
            row = self.row(index.row())
            if row is None:
                return self.tr("Ce dossier n’est plus dans la base.")
            return said(row, index.column(), self._names, self._today())
        if role == _ROLE.TextAlignmentRole:
            return _alignment(index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        if role == _ROLE.TextAlignmentRole:
            return _alignment(section)
        if role not in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return None
        name = heading(section)
        if self._sorted is None or self._sorted[0] != section:
            return name
        if role == _ROLE.DisplayRole:
            return f"{name} {'↓' if self._sorted[1] else '↑'}"
        return f"{name}, " + (self.tr("tri décroissant") if self._sorted[1] else self.tr("tri croissant"))


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
