"""The register of a convention as a table: measures in rows, each funder under them, years in columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.flow.agreement_view import Register
from desktop.rules.agreements import Fund
from desktop.ui.agreements.words import signed
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import euros

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HIGH, _YEAR = 28, 124
_CARRIED, _GAP = 1, 5  # places of two measures, told with their sign


class Row(NamedTuple):
    """One measure, of all funders (depth 0) or of one."""

    words: str
    about: str
    depth: int
    cells: tuple[str, ...]
    warns: tuple[bool, ...]  # the cells that ask to be looked at


Measure = tuple[str, str, Callable[[Fund], int | None]]


def measures() -> tuple[Measure, ...]:
    """What the register tells of each year, in its order: words, what it means, the figure."""
    say = QCoreApplication.translate
    return (
        (say("agreements", "Promis"), say("agreements", "Ce que la convention et ses avenants promettent"),
         lambda fund: fund.promised),
        (say("agreements", "Reporté"),
         say("agreements", "Venu de l’année d’avant (+) ou parti vers l’année d’après (−)"),
         lambda fund: fund.carried - fund.onward),
        (say("agreements", "Voté"), say("agreements", "Ce que les décisions des demandes ont accordé"),
         lambda fund: fund.voted),
        (say("agreements", "Payé"), say("agreements", "Les versements faits"), lambda fund: fund.paid),
        (say("agreements", "Selon le bilan"),
         say("agreements", "Ce que le bilan accepté dit employé de la subvention"),
         lambda fund: fund.reported),
        (say("agreements", "Écart"),
         say("agreements", "Promis + reporté − employé selon le bilan accepté, sinon payé"),
         lambda fund: fund.left),
    )  # fmt: skip


def rows_of(register: Register) -> list[Row]:
    """The rows of the table."""
    found, single = [], len(register.funders) < 2
    for rank, (words, about, figure) in enumerate(measures()):
        found.append(_row(words, about, 0, _values(register, figure, None, rank), rank))
        if single:
            continue
        for funder, name in register.funders:
            values = _values(register, figure, funder, rank)
            if any(values):
                found.append(_row(name, about, 1, values, rank))
    return found


def _values(
    register: Register, figure: Callable[[Fund], int | None], funder: bytes | None, rank: int
) -> list[int | None]:
    """One figure of each year, then in all; the gap in all is that of the years already decided."""
    values = [figure(register.of(year, funder)) for year in register.years]
    if rank == _GAP:
        known = [value for value in values if value is not None]
        return [*values, sum(known) if known else None]
    return [*values, figure(register.of(None, funder))]


def _row(words: str, about: str, depth: int, values: Sequence[int | None], rank: int) -> Row:
    carried, gap = rank == _CARRIED, rank == _GAP
    cells = tuple(
        "–" if value is None else signed(value) if carried or gap else euros(value) for value in values
    )
    return Row(words, about, depth, cells, tuple(gap and bool(value) for value in values))


class LedgerModel(QAbstractTableModel):
    """Rows under the years."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.heads: list[str] = []

    def show(self, register: Register) -> None:
        """Show this register instead of the one before."""
        self.beginResetModel()
        self.rows = rows_of(register)
        self.heads = ["", *map(str, register.years), self.tr("En tout")]
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return self.heads[section]
        return _RIGHT if role == _ROLE.TextAlignmentRole and section else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        words = (("\u2003" if row.depth else "") + row.words) if column == 0 else row.cells[column - 1]
        if role == _ROLE.DisplayRole:
            return words
        if role == _ROLE.AccessibleTextRole:
            return row.words if column == 0 else f"{row.words}, {self.heads[column]}\u00a0: {words}"
        if role == _ROLE.ToolTipRole:
            return row.about
        if role == _ROLE.TextAlignmentRole and column:
            return _RIGHT
        if role == _ROLE.FontRole:
            return font(13, QFont.Weight.DemiBold if row.depth == 0 else QFont.Weight.Normal)
        if role == _ROLE.ForegroundRole:
            look = tokens()
            warns = column > 0 and row.warns[column - 1] and row.depth == 0
            return QColor(look.warn if warns else look.ink if row.depth == 0 else look.muted)
        return None


class LedgerTable(QTableView):
    """The view: the first column takes the room left, the years line up on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Registre par année"))
        self.model_ = LedgerModel(self)
        self.setModel(self.model_)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_HIGH)
        self.horizontalHeader().setHighlightSections(False)

    def show_register(self, register: Register) -> None:
        """Show this one."""
        self.model_.show(register)
        head = self.horizontalHeader()
        for column in range(self.model_.columnCount()):
            mode = QHeaderView.ResizeMode.Fixed if column else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(column, mode)
            if column:
                self.setColumnWidth(column, _YEAR)
        if self.model_.rowCount():
            self.setCurrentIndex(self.model_.index(0, 0))
