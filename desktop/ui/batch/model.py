"""The lines of a batch: who, what, how much, what stands against it; ticked ones will be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desktop.flow.batch import Row
from desktop.ui.icons import icon
from desktop.ui.theme import tokens
from desktop.ui.tongue import euros

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
NUMBER, APPLICANT, TITLE, CALL, ASKED, WHAT, AMOUNT, BLOCKER = range(8)
_RIGHT = frozenset({ASKED, AMOUNT})


class BatchModel(QAbstractTableModel):
    """`amount_typed` tells a wish: an amount of its own for one dossier, None to follow the others again."""

    amount_typed = Signal(object, object)  # key, cents or None
    included_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.own: Mapping[bytes, int] = {}
        self.left_out: set[bytes] = set()  # taken off by hand
        self.writable = True
        self._titles = (
            self.tr("Dossier"), self.tr("Porteur"), self.tr("Action"), self.tr("Appel"), self.tr("Demandé"),
            self.tr("Ce qui sera fait"), self.tr("Montant"), self.tr("Ce qui bloque"),
        )  # fmt: skip

    def show(self, rows: Sequence[Row], own: Mapping[bytes, int]) -> None:
        """Show these lines; those taken off by hand stay so."""
        self.beginResetModel()
        self.rows, self.own = list(rows), own
        self.endResetModel()
        self.included_changed.emit()

    def replace(self, fresh: Sequence[Row], own: Mapping[bytes, int]) -> None:
        """Some lines were planned again."""
        self.own = own
        places = {row.subject.id: place for place, row in enumerate(self.rows)}
        for row in fresh:
            place = places.get(row.subject.id)
            if place is not None:
                self.rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, BLOCKER))
        self.included_changed.emit()

    def included(self) -> list[Row]:
        """The lines that would be done now."""
        return [row for row in self.rows if self.takes(row)]

    def blocked(self) -> list[Row]:
        return [row for row in self.rows if row.blocker]

    def takes(self, row: Row) -> bool:
        return not row.blocker and row.subject.id not in self.left_out

    def toggle(self, places: Sequence[int]) -> None:
        """Take these lines off, or back; a blocked line cannot be taken."""
        rows = [self.rows[place] for place in places if not self.rows[place].blocker]
        if not rows:
            return
        keys = {row.subject.id for row in rows}
        if keys <= self.left_out:
            self.left_out -= keys
        else:
            self.left_out |= keys
        for place in places:
            self.dataChanged.emit(self.index(place, 0), self.index(place, BLOCKER))
        self.included_changed.emit()

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == _ROLE.DisplayRole:
                return self._titles[section]
            if role == _ROLE.TextAlignmentRole:
                return int(_aligned(section))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        row = self.rows[index.row()]
        if index.column() == NUMBER and not row.blocker:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if index.column() == AMOUNT and self.writable and row.amount is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return self._words(row, column)
        if role == _ROLE.EditRole:
            return row.amount if column == AMOUNT else self._words(row, column)
        if role == _ROLE.TextAlignmentRole:
            return int(_aligned(column))
        if role == _ROLE.CheckStateRole and column == NUMBER:
            return (Qt.CheckState.Checked if self.takes(row) else Qt.CheckState.Unchecked).value
        if role == _ROLE.ToolTipRole:
            return row.subject.title if column == NUMBER else self._words(row, column) or None
        if role == _ROLE.AccessibleTextRole:
            return self._read_aloud(row, column)
        if role == _ROLE.FontRole and column == AMOUNT and row.subject.id in self.own:
            from desktop.ui.theme import font

            return font(13, font(13).Weight.DemiBold)
        return self._look(row, column, role)

    def _look(self, row: Row, column: int, role: int) -> Any:
        if column == BLOCKER and row.blocker:
            ink = tokens().tone("bad")[0]
            if role == _ROLE.DecorationRole:
                return icon("circle-alert", ink)
            return QColor(ink) if role == _ROLE.ForegroundRole else None
        if role == _ROLE.ForegroundRole and not self.takes(row):
            return QColor(tokens().muted)
        return None

    def _words(self, row: Row, column: int) -> str:
        subject = row.subject
        if column in _RIGHT:
            cents = subject.asked if column == ASKED else row.amount
            return "" if cents is None else euros(cents)
        return {
            NUMBER: subject.number, APPLICANT: subject.applicant, TITLE: subject.title, CALL: subject.call,
            WHAT: row.what, BLOCKER: row.blocker,
        }[column]  # fmt: skip

    def _read_aloud(self, row: Row, column: int) -> str:
        said = self._words(row, column) or self.tr("vide")
        if column == NUMBER:
            state = (
                self.tr("bloqué")
                if row.blocker
                else self.tr("pris")
                if self.takes(row)
                else self.tr("écarté")
            )
            return f"{said}, {state}"
        return f"{self._titles[column]} : {said}"

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        row = self.rows[index.row()]
        if role == _ROLE.CheckStateRole and index.column() == NUMBER:
            self.toggle([index.row()])
            return True
        if role != _ROLE.EditRole or index.column() != AMOUNT or value == row.amount:
            return False
        self.amount_typed.emit(row.subject.id, value)
        return True


def _aligned(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
