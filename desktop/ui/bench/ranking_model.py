"""The ranked list: who stands where, by which score, what has been given down to there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from desktop.rules.bench import Bench, Purse
from desktop.rules.ranking import Rank, cause, why
from desktop.rules.scores import said
from desktop.ui.icons import icon
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import euros

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
RANK, NUMBER, WHO, SCORE, FRAGILE, ASKED, GIVEN, SUM, LEFT = range(9)
_RIGHT_SIDE = frozenset({RANK, SCORE, ASKED, GIVEN, SUM, LEFT})
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
MIME = "application/x-parvis-rank"


class Running(NamedTuple):
    """Down to one rank: what was given, and what the envelope then has left (None: no envelope)."""

    given: int
    left: int | None


def running(bench: Bench, order: Sequence[bytes], purse: Purse | None) -> list[Running]:
    """The sums at each rank, of one envelope or of all."""
    available = sum(one.available - one.elsewhere for one in bench.purses)
    if purse is not None:
        available = purse.available - purse.elsewhere
    known = bool(bench.purses)
    made, total = [], 0
    for key in order:
        row = bench.row_of[key]
        total += _in_purse(bench, row, purse)
        made.append(Running(total, available - total if known else None))
    return made


def _in_purse(bench: Bench, row: int, purse: Purse | None) -> int:
    if purse is None:
        return bench.given[row]
    places = bench.lines[row].envelopes
    return sum(cents for funder, cents in bench.cells[row].items() if places.get(funder) == purse.key)


class RankModel(QAbstractTableModel):
    """`moved(key, place)` is a wish: a row was dropped elsewhere."""

    moved = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench = Bench([], [])
        self.order: list[bytes] = []
        self.ranks: dict[bytes, Rank] = {}
        self.hidden: frozenset[bytes] = frozenset()
        self.fragile: Mapping[bytes, Sequence[str]] = {}
        self.sums: list[Running] = []
        self.purse: Purse | None = None
        self.cut = 0
        self.writable = False
        self._titles = (
            self.tr("Rang"), self.tr("Numéro"), self.tr("Porteur · action"), self.tr("Note"),
            self.tr("Rang fragile"), self.tr("Demandé"), self.tr("Réparti"), self.tr("Cumul"),
            self.tr("Reste"),
        )  # fmt: skip

    def show(
        self,
        bench: Bench,
        order: Sequence[bytes],
        ranks: Mapping[bytes, Rank],
        hidden: frozenset[bytes],
        *,
        writable: bool,
    ) -> None:
        """Show these dossiers in this order."""
        self.beginResetModel()
        self.bench, self.order, self.ranks = bench, list(order), dict(ranks)
        self.hidden, self.writable = hidden, writable
        self.sums = running(bench, self.order, self.purse)
        self.endResetModel()

    def count_in(self, purse: Purse | None) -> None:
        """Add up what is given from this envelope, None for all of them."""
        self.purse = purse
        self.add_up()

    def add_up(self) -> None:
        """Amounts have changed."""
        self.sums = running(self.bench, self.order, self.purse)
        self._tell(GIVEN, LEFT)

    def mark(self, fragile: Mapping[bytes, Sequence[str]]) -> None:
        self.fragile = fragile
        self._tell(FRAGILE, FRAGILE)

    def _tell(self, first: int, last: int) -> None:
        if self.order:
            self.dataChanged.emit(self.index(0, first), self.index(len(self.order) - 1, last))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._titles):
            if role == _ROLE.DisplayRole:
                return self._titles[section]
            if role == _ROLE.TextAlignmentRole:
                return _RIGHT if section in _RIGHT_SIDE else _LEFT
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _ROLE.DisplayRole:
            return self.words(row, column)
        if role == _ROLE.ToolTipRole:
            return why(self.fragile.get(self.order[row], ())) or self.words(row, column) or None
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if column in _RIGHT_SIDE else _LEFT
        if role == _ROLE.AccessibleTextRole:
            side = self.tr("au-dessus de la ligne") if row < self.cut else self.tr("sous la ligne")
            return f"{self._titles[column]}\u00a0: {self.words(row, column) or self.tr('vide')} ({side})"
        if role == _ROLE.ForegroundRole:
            return self._ink(row, column)
        if role == _ROLE.DecorationRole and column == FRAGILE and self.order[row] in self.fragile:
            return icon("triangle-alert", tokens().warn, 14)
        if role == _ROLE.FontRole and column == RANK:
            return font(13, QFont.Weight.DemiBold)
        return None

    def words(self, row: int, column: int) -> str:
        key = self.order[row]
        line, rank = self.bench.lines[self.bench.row_of[key]], self.ranks[key]
        given, sums = self.bench.given[self.bench.row_of[key]], self.sums[row]
        if column == SCORE:
            return self.tr("cachée") if key in self.hidden else said(rank.score)
        if column == FRAGILE:
            return cause(self.fragile.get(key, ()))
        return {
            RANK: str(row + 1), NUMBER: line.number, WHO: f"{line.applicant} · {line.title}",
            ASKED: "" if line.asked is None else euros(line.asked), GIVEN: euros(given) if given else "",
            SUM: euros(sums.given), LEFT: "" if sums.left is None else euros(sums.left),
        }[column]  # fmt: skip

    def reason(self, row: int) -> str:
        """« Le rang de 2026-0004 est fragile : … », "" when it is not."""
        told = why(self.fragile.get(self.order[row], ()))
        number = self.bench.lines[self.bench.row_of[self.order[row]]].number
        return (
            self.tr("{0} est fragile\u00a0: {1}").format(number, told[0].lower() + told[1:]) if told else ""
        )

    def _ink(self, row: int, column: int) -> QColor | None:
        look, sums = tokens(), self.sums[row]
        if column == LEFT and sums.left is not None and sums.left < 0:
            return QColor(look.bad)
        if column == FRAGILE:
            return QColor(look.warn)
        if self.ranks[self.order[row]].out:
            return QColor(look.bad) if column == SCORE else QColor(look.muted)
        return QColor(look.muted) if row >= self.cut else None

    # Dragging rows

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.writable:
            flags |= Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        made = QMimeData()
        made.setData(MIME, self.order[indexes[0].row()])
        return made

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        key = bytes(data.data(MIME).data())
        if key in self.order:
            place = row if row >= 0 else parent.row() if parent.isValid() else len(self.order)
            self.moved.emit(key, place - (self.order.index(key) < place))
        return False  # the order is read anew: the view has nothing to take away
