"""The order of the day as a list: walked by arrows, moved by hand with the mouse or the keyboard."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from db.queries.committee import ItemRow
from desktop.ui.committee.agenda_model import AgendaModel, Index, Order, dropped
from desktop.ui.committee.agenda_paint import AgendaPainter


class AgendaList(QListView):
    """Arrows move over the items, headings are passed; Enter opens; drag and Alt + arrows reorder."""

    picked = Signal(object)  # ItemRow or None
    open_wanted = Signal(object)  # ItemRow
    order_wanted = Signal(list)  # Order
    remove_wanted = Signal()

    def __init__(self, name: str, *, movable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = AgendaModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(AgendaPainter(self, tall=movable))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if movable else mode.SingleSelection)
        self.movable = movable
        if movable:
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.setDropIndicatorShown(True)
        self.doubleClicked.connect(lambda _index: self._open())

    def show_items(
        self, items: Sequence[ItemRow], here: bytes | None = None, leaving: Collection[bytes] = ()
    ) -> None:
        """Show this order of the day; what was chosen stays chosen."""
        kept, place = self.current(), self.currentIndex().row()
        self.blockSignals(True)
        self.rows.here, self.rows.leaving = here, leaving
        self.rows.show(items, self.tr("Sans rubrique"))
        self.choose(here if here is not None else kept.id if kept else None, max(place, 0))
        self.blockSignals(False)
        self.picked.emit(self.current())

    def choose(self, key: bytes | None, place: int = 0) -> None:
        """Put the current line on an item, else on the one that stands at this place now."""
        rows = [at for at, entry in enumerate(self.rows.entries) if not isinstance(entry, str)]
        wanted = (
            [at for at in rows if self._at(at).id == key] or [at for at in rows if at >= place] or rows[-1:]
        )
        if wanted:
            self.setCurrentIndex(self.rows.index(wanted[0]))
            self.scrollTo(self.currentIndex())

    def _at(self, row: int) -> ItemRow:
        entry = self.rows.entries[row]
        assert not isinstance(entry, str)
        return entry

    def current(self) -> ItemRow | None:
        """The item of the current line."""
        index = self.currentIndex()
        entry = self.rows.entries[index.row()] if index.isValid() else None
        return None if entry is None or isinstance(entry, str) else entry

    def chosen(self) -> list[ItemRow]:
        """The items selected, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._at(row) for row in rows if not isinstance(self.rows.entries[row], str)]

    def order(self) -> Order:
        """The items with their headings, as they stand."""
        return [(row.id, row.heading) for row in self.rows.entries if not isinstance(row, str)]

    def move_by(self, by: int) -> None:
        """Wish the chosen items one place up (-1) or down (1); past an end of its heading, one takes the
        next heading first."""
        row = self.current()
        order = self.order()
        if row is None:
            return
        at = next(place for place, (key, _) in enumerate(order) if key == row.id)
        other = at + by
        if not 0 <= other < len(order):
            return
        heading = order[other][1]
        if heading != row.heading:
            order[at] = (row.id, heading)
        else:
            order[at], order[other] = order[other], order[at]
        self.order_wanted.emit(order)

    def _open(self) -> None:
        row = self.current()
        if row is not None:
            self.open_wanted.emit(row)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.picked.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if self.movable and alt and key in steps:
            self.move_by(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif self.movable and key == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif event.text().isalpha() and event.text():
            event.ignore()  # letters are keys of the screen
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """The items chosen go where they are dropped, under the heading of that place."""
        moved = self.chosen()
        index = self.indexAt(event.position().toPoint())
        at = index.row() if index.isValid() else len(self.rows.entries)
        if index.isValid() and event.position().y() > self.visualRect(index).center().y():
            at += 1
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if moved:
            self.order_wanted.emit(dropped(self.rows.entries, {row.id for row in moved}, at))
