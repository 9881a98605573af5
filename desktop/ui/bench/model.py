"""The bench as a table model: dossiers as rows, in any order, some left out by a filter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from desktop.rules.bench import Bench
from desktop.rules.cells import LOCKED, plain_number, read_cell
from desktop.rules.fills import Place, Written
from desktop.ui.bench.columns import (
    AMOUNTS,
    Column,
    Kind,
    frozen_columns,
    gap_of,
    open_columns,
    share_of_cost,
    signed,
)
from desktop.ui.bench.desk import Desk
from desktop.ui.icons import icon
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import euros

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_WRAP = int(Qt.TextFlag.TextWordWrap)
_BIG = 10**15
_FEW = 20  # lines told one by one


class BenchModel(QAbstractTableModel):
    """`against` names what is compared, "" for nothing."""

    written = Signal(object)  # Written: a cell typed
    refused = Signal(str)  # a French sentence

    def __init__(self, desk: Desk, against: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._against = desk, against
        self.columns: list[Column] = frozen_columns()
        self.frozen = len(self.columns)
        self.order: list[int] = []  # the row of the bench at each line shown
        self._place: dict[int, int] = {}
        self._only: Collection[bytes] | None = None
        self._sort: tuple[Column, bool] | None = None
        desk.loaded.connect(self.reload)
        desk.moved.connect(self._moved)

    @property
    def bench(self) -> Bench:
        return self.desk.bench

    # What is shown

    def reload(self) -> None:
        """Lines and columns anew; order and filter stay."""
        self.beginResetModel()
        found = self.desk.found
        self.columns = frozen_columns()
        if found is not None:
            self.columns += open_columns(dict(found.funders), self._against())
        self._arrange()
        self.endResetModel()

    def keep_only(self, keys: Collection[bytes] | None) -> None:
        """Show these dossiers, None for all; the totals stay those of the whole scenario."""
        self._only = keys
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def sort_by(self, column: int, descending: bool) -> None:
        self._sort = (self.columns[column], descending)
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        lines = self.bench.lines
        rows = [n for n, line in enumerate(lines) if self._only is None or line.key in self._only]
        rows.sort(key=lambda row: bool(lines[row].locked))  # those that may still be written come first
        if self._sort is not None:
            column, descending = self._sort
            rows.sort(key=lambda row: self._sort_key(row, column, descending), reverse=descending)
        self.order = rows
        self._place = {row: place for place, row in enumerate(rows)}

    def _sort_key(self, row: int, column: Column, descending: bool) -> tuple[Any, ...]:
        line, bench = self.bench.lines[row], self.bench
        if column.kind is Kind.APPLICANT:
            return (line.applicant.casefold(), line.number)
        if column.kind is Kind.TITLE:
            return (line.title.casefold(), line.number)
        if column.kind not in AMOUNTS:
            return (line.number,)
        value: int | None = self._cents(row, column)
        if column.kind is Kind.SHARE:
            value = bench.given[row] * 1_000_000 // line.cost if line.cost else None
        nothing = -_BIG if descending else _BIG  # unknown amounts come last either way
        return (nothing if value is None else value,)

    def _cents(self, row: int, column: Column) -> int | None:
        line = self.bench.lines[row]
        match column.kind:
            case Kind.ASKED:
                return line.asked
            case Kind.LAST_YEAR:
                return line.last_year
            case Kind.GIVEN:
                return self.bench.given[row]
            case Kind.FUNDER:
                return self.bench.cell(row, column.funder)
            case Kind.OTHER:
                return self.desk.other.get((line.key, column.funder))
            case Kind.GAP:
                return gap_of(self.bench, row, self.desk.other)
        return None

    # Qt's questions

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _ROLE.DisplayRole:
            arrow = ""
            if self._sort is not None and self._sort[0] == column:
                arrow = " ↓" if self._sort[1] else " ↑"
            return column.title + arrow
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return column.whole or column.title
        if role == _ROLE.TextAlignmentRole:
            return (_RIGHT if column.kind in AMOUNTS else _LEFT) | _WRAP
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        place = self.place_of(index)
        if place is not None and self.desk.writable and not self.bench.lines[place[0]].locked:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.order[index.row()], self.columns[index.column()]
        if role == _ROLE.DisplayRole:
            return self._words(row, column)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if column.kind in AMOUNTS else _LEFT
        if role == _ROLE.ForegroundRole:
            return self._ink(row, column)
        if role == _ROLE.FontRole:
            return font(13, QFont.Weight.DemiBold) if column.kind is Kind.GIVEN else None
        if role == _ROLE.BackgroundRole:
            return self._ground(row, column)
        if role == _ROLE.EditRole and column.kind is Kind.FUNDER:
            return plain_number(self.desk.standing(row, column.funder))
        if role == _ROLE.DecorationRole and column.kind is Kind.NUMBER and self.bench.lines[row].locked:
            return icon("lock", tokens().muted, 12)
        if role == _ROLE.ToolTipRole:
            return self._tip(row, column)
        if role == _ROLE.AccessibleTextRole:
            line = self.bench.lines[row]
            words = self._words(row, column) or self.tr("vide")
            return f"{line.number}, {line.applicant}, {column.whole or column.title}\u00a0: {words}"
        return None

    def _words(self, row: int, column: Column) -> str:
        line = self.bench.lines[row]
        if column.kind is Kind.NUMBER:
            return line.number
        if column.kind is Kind.APPLICANT:
            return line.applicant
        if column.kind is Kind.TITLE:
            return line.title
        if column.kind is Kind.SHARE:
            return share_of_cost(self.bench, row)
        cents = self._cents(row, column)
        if column.kind is Kind.GAP:
            return signed(cents or 0)
        if column.kind is Kind.OTHER:
            gap = (self.bench.cell(row, column.funder) or 0) - (cents or 0)
            told = "" if cents is None else euros(cents)
            return f"{told}  ({signed(gap)})" if gap else told
        if column.kind is Kind.GIVEN and not cents:
            return ""
        return "" if cents is None else euros(cents)

    def _ink(self, row: int, column: Column) -> QColor | None:
        look, line, bench = tokens(), self.bench.lines[row], self.bench
        if column.kind is Kind.GIVEN and line.asked is not None and bench.given[row] > line.asked:
            return QColor(look.bad)
        if column.kind is Kind.FUNDER:
            asked, cents = line.asked_of.get(column.funder), bench.cell(row, column.funder)
            if cents and asked is not None and cents > asked:
                return QColor(look.warn)
            return QColor(look.muted) if line.locked else None
        if column.kind in (Kind.OTHER, Kind.GAP):
            gap = gap_of(bench, row, self.desk.other)
            if column.kind is Kind.OTHER:
                gap = (bench.cell(row, column.funder) or 0) - (self._cents(row, column) or 0)
            return QColor(look.good if gap > 0 else look.bad if gap < 0 else look.muted)
        quiet = column.kind in (Kind.TITLE, Kind.LAST_YEAR, Kind.SHARE) or bool(line.locked)
        return QColor(look.muted) if quiet else None

    def _ground(self, row: int, column: Column) -> QColor | None:
        if self.bench.lines[row].locked or column.kind in (Kind.OTHER, Kind.GAP):
            return QColor(tokens().ground)
        return None

    def _tip(self, row: int, column: Column) -> str | None:
        line = self.bench.lines[row]
        if line.locked:
            return f"{line.number} {LOCKED[line.locked]}."
        if column.kind is Kind.FUNDER:
            told = [
                (self.tr("Demandé"), line.asked_of.get(column.funder)),
                (self.tr("Proposé"), line.proposed.get(column.funder)),
            ]
            return " · ".join(f"{word} {euros(cents)}" for word, cents in told if cents is not None) or None
        return self._words(row, column) or None

    # Typing

    def place_of(self, index: Index) -> Place | None:
        """(row of the bench, funder) of a cell that may be written, None for another."""
        if not index.isValid() or self.columns[index.column()].kind is not Kind.FUNDER:
            return None
        return self.order[index.row()], self.columns[index.column()].funder

    def read(self, index: Index, text: str) -> int | None:
        """The cents that a text means in this cell. Raises ValueError (French)."""
        place = self.place_of(index)
        assert place is not None
        row, funder = place
        return read_cell(text, self.bench.lines[row], funder, self.desk.standing(row, funder))

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        place = self.place_of(index)
        if role != _ROLE.EditRole or place is None:
            return False
        row, funder = place
        try:
            amount = self.read(index, str(value))
        except ValueError as wrong:
            self.desk.give_up()
            self.refused.emit(str(wrong))
            return False
        if amount == self.desk.standing(row, funder):
            self.desk.give_up()
            return False
        cells: Written = {(self.bench.lines[row].key, funder): amount}
        self.written.emit(cells)
        return True

    def _moved(self, rows: Sequence[int]) -> None:
        last = len(self.columns) - 1
        places = [self._place[row] for row in rows if row in self._place]
        if len(places) > _FEW:  # one telling for all: each would be followed by every view
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.order) - 1, last))
            return
        for place in places:
            self.dataChanged.emit(self.index(place, 0), self.index(place, last))
