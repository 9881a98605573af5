"""Two lists of columns: those offered under their headings, those chosen in their order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTreeWidget, QTreeWidgetItem

from desktop.flow.export_models import Choice
from desktop.rules.folding import fold
from desktop.ui.theme import tokens

_CODE = Qt.ItemDataRole.UserRole
_CONTROL = Qt.KeyboardModifier.ControlModifier


class Offered(QTreeWidget):
    """Enter or → chooses the column, or all those of a heading; what is chosen is grey."""

    chosen = Signal(list)  # codes

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setAccessibleName(self.tr("Colonnes offertes"))
        self.setIndentation(14)
        self.itemDoubleClicked.connect(lambda item, _column: self._choose(item))

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show every column under its heading."""
        self.clear()
        heads: dict[str, QTreeWidgetItem] = {}
        for one in choices:
            if one.group not in heads:
                heads[one.group] = QTreeWidgetItem(self, [one.group])
                heads[one.group].setExpanded(True)
            item = QTreeWidgetItem(heads[one.group], [one.title])
            item.setData(0, _CODE, one.code)
            item.setToolTip(0, one.title)
        if (first := self.topLevelItem(0)) is not None:
            self.setCurrentItem(first)

    def sift(self, words: str) -> None:
        """Keep the columns whose title or heading holds these words."""
        wanted = fold(words).split()
        for head in self._heads():
            shown = 0
            for item in self._under(head):
                said = fold(f"{head.text(0)} {item.text(0)}")
                item.setHidden(not all(word in said for word in wanted))
                shown += not item.isHidden()
            head.setHidden(not shown)
            head.setExpanded(bool(shown))

    def mark(self, taken: Sequence[str]) -> None:
        """Grey what is chosen already."""
        known = set(taken)
        for head in self._heads():
            for item in self._under(head):
                item.setDisabled(item.data(0, _CODE) in known)
                item.setForeground(0, QBrush(QColor(tokens().muted)) if item.isDisabled() else QBrush())

    def _heads(self) -> list[QTreeWidgetItem]:
        found = [self.topLevelItem(place) for place in range(self.topLevelItemCount())]
        return [head for head in found if head is not None]

    @staticmethod
    def _under(head: QTreeWidgetItem) -> list[QTreeWidgetItem]:
        found = [head.child(place) for place in range(head.childCount())]
        return [item for item in found if item is not None]

    def choose_current(self) -> None:
        """Choose what the keyboard stands on."""
        if (item := self.currentItem()) is not None:
            self._choose(item)

    def _choose(self, item: QTreeWidgetItem) -> None:
        items = self._under(item) if item.childCount() else [item]
        codes = [i.data(0, _CODE) for i in items if not i.isDisabled() and not i.isHidden()]
        if not codes:
            return
        below = self.itemBelow(item)
        self.chosen.emit(codes)
        if below is not None and not item.childCount():
            self.setCurrentItem(below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        leaf = item is not None and not item.childCount()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (event.key() == Qt.Key.Key_Right and leaf):
            self.choose_current()
        else:
            super().keyPressEvent(event)


class Taken(QListWidget):
    """Ctrl with ↑ or ↓ moves a column, Delete takes it off; they can be dragged too."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Colonnes du tableau, dans leur ordre"))
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.model().rowsMoved.connect(lambda *_: self.changed.emit())

    def take(self, columns: Sequence[tuple[str, str]]) -> None:
        """Add these columns (code, title) at the end."""
        for code, title in columns:
            item = QListWidgetItem(title)
            item.setData(_CODE, code)
            item.setToolTip(title)
            self.addItem(item)
        if columns:
            self.setCurrentRow(self.count() - 1)
        self.changed.emit()

    def codes(self) -> list[str]:
        return [self.item(place).data(_CODE) for place in range(self.count())]

    def drop_chosen(self) -> None:
        """Take off the columns selected."""
        for item in self.selectedItems():
            self.takeItem(self.row(item))
        self.changed.emit()

    def shift(self, step: int) -> None:
        """Move the current column by one place."""
        place = self.currentRow()
        if not 0 <= place + step < self.count() or place < 0:
            return
        item = self.takeItem(place)
        self.insertItem(place + step, item)
        self.setCurrentRow(place + step)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = bool(event.modifiers() & _CONTROL)
        if held and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Left):
            self.drop_chosen()
        else:
            super().keyPressEvent(event)
