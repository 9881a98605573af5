"""The model of the outbox: letters in order, which are ticked, what the worker said of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.ui.letters.entry import READY, Checked, Entry, second_line, state_words

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
ENTRY = Qt.ItemDataRole.UserRole


class OutboxModel(QAbstractListModel):
    """Green letters are ticked unless someone unticked them; the others can't be."""

    ticks_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._off: set[bytes] = set()
        self.titles: Mapping[str, str] = {}

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these letters, in this order."""
        same = [e.row.id for e in entries] == [e.row.id for e in self._entries]
        if same:
            self._entries = list(entries)
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
        else:
            self.beginResetModel()
            self._entries = list(entries)
            self.endResetModel()
        self.ticks_changed.emit()

    def tell(self, found: Mapping[bytes, Checked]) -> None:
        """What the worker said of some letters."""
        for place, entry in enumerate(self._entries):
            if entry.row.id in found:
                self._entries[place] = entry._replace(checked=found[entry.row.id])
                self.dataChanged.emit(self.index(place), self.index(place))
        self.ticks_changed.emit()

    def entry(self, place: int) -> Entry:
        return self._entries[place]

    def place_of(self, letter: bytes) -> int:
        """Where a letter stands, -1 when it is not shown."""
        return next((at for at, entry in enumerate(self._entries) if entry.row.id == letter), -1)

    def entries(self) -> Sequence[Entry]:
        return tuple(self._entries)

    def ticked(self) -> list[Entry]:
        """The green letters that are ticked, in order."""
        return [entry for entry in self._entries if self._is_on(entry)]

    def _is_on(self, entry: Entry) -> bool:
        return entry.state == READY and entry.row.id not in self._off

    def toggle(self, place: int) -> bool:
        """Tick or untick; False when this letter can't be ticked."""
        entry = self._entries[place]
        if entry.state != READY:
            return False
        self._off ^= {entry.row.id}
        self.dataChanged.emit(self.index(place), self.index(place), [_ROLE.CheckStateRole])
        self.ticks_changed.emit()
        return True

    def tick_all(self, on: bool) -> None:
        """Tick every green letter shown, or none."""
        shown = {entry.row.id for entry in self._entries}
        self._off = self._off - shown if on else self._off | shown
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))
        self.ticks_changed.emit()

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._entries[index.row()].state == READY:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role == _ROLE.DisplayRole:
            return entry.row.applicant
        if role == _ROLE.CheckStateRole and entry.state == READY:
            # The number: Qt reads no Python enumeration here, nor do screen readers.
            return (Qt.CheckState.Checked if self._is_on(entry) else Qt.CheckState.Unchecked).value
        if role == _ROLE.AccessibleTextRole:
            words = (entry.row.applicant, state_words(entry.state), second_line(entry, self.titles))
            return self.tr("{0}, {1}. {2}").format(*words)
        if role == _ROLE.ToolTipRole:
            return self._tip(entry)
        return None

    def _tip(self, entry: Entry) -> str:
        lines = [self.tr("Dossier {0} : {1}").format(entry.row.dossier, entry.row.title)]
        if entry.checked:
            lines += [entry.checked.held] * bool(entry.checked.held)
            lines += [*entry.checked.errors, *entry.checked.warnings]
        return "\n".join(lines)

    def setData(self, index: Index, _value: Any, role: int = _ROLE.EditRole) -> bool:
        return role == _ROLE.CheckStateRole and index.isValid() and self.toggle(index.row())
