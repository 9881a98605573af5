"""The order of the day as rows: headings and items, in their order; what dropping some of them makes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from db.queries.committee import ItemRow
from desktop.rules.committee import item_words
from desktop.ui.tongue import euros

ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Order = list[tuple[bytes, str]]  # key of an item, its heading


class AgendaModel(QAbstractListModel):
    """Headings (a string) and items (a row), in their order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[str | ItemRow] = []
        self.here: bytes | None = None  # the item discussed now
        self.leaving: Collection[bytes] = ()  # items for which somebody must leave

    def show(self, items: Sequence[ItemRow], nothing: str) -> None:
        """Show these items under their headings; `nothing` stands for an empty one."""
        self.beginResetModel()
        self.entries, last = [], None
        several = len({row.heading for row in items}) > 1 or any(row.heading for row in items)
        for row in items:
            if several and row.heading != last:
                self.entries.append(row.heading or nothing)
            last = row.heading
            self.entries.append(row)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if isinstance(self.entries[index.row()], str):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if isinstance(entry, str):
            return entry if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.applicant
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            given = f" {euros(entry.given)}" if entry.given else ""
            said = item_words(entry.state, entry.outcome)
            return f"{entry.number}, {entry.applicant}, {entry.title}. {said}{given}"
        return None


def dropped(entries: Sequence[str | ItemRow], moved: Collection[bytes], at: int) -> Order:
    """The order once some items are dropped before the entry `at`; they take the heading above it."""
    heading = ""
    for entry in entries[:at]:
        heading = entry if isinstance(entry, str) else entry.heading
    if at < len(entries) and at == 0:
        first = entries[0]
        heading = first if isinstance(first, str) else first.heading
    going = [(row.id, heading) for row in entries if not isinstance(row, str) and row.id in moved]

    def rest(part: Sequence[str | ItemRow]) -> Order:
        return [(r.id, r.heading) for r in part if not isinstance(r, str) and r.id not in moved]

    return [*rest(entries[:at]), *going, *rest(entries[at:])]
