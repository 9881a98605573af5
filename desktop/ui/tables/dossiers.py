"""The list of dossiers: fast at 100,000 rows, driven by mouse or keys, read aloud cell by cell."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QTableView, QWidget

from desktop.ui.tables.lines import Line
from desktop.ui.tables.marks import Command, Run, command, selection_of, spans
from desktop.ui.tables.model import DossierModel, Fetch
from desktop.ui.tables.paint import COMPACT, MARK, TALL, RowPainter
from desktop.ui.tables.row import Column
from desktop.ui.tables.setup import fit, set_up
from desktop.ui.tables.state import Kind, StatePanel
from desktop.ui.theme import tokens


class DossierList(QTableView):
    """`fetch(ids)` gives rows (see tables.row.Row); `names` are the short names of the eleven challenges.
    Marked rows are the selection: Space, Ctrl+click or a click on the square marks, arrows only move."""

    open_wanted = Signal(object)  # id
    current_changed = Signal(object)  # id, or None in an empty list
    marks_changed = Signal(int)  # how many
    sort_wanted = Signal(str, bool)  # column ("number", "due_on"...), descending
    menu_wanted = Signal(object, QPoint)  # id, where on the screen
    state_action_wanted = Signal()
    read_failed = Signal(object)  # the exception of a fetch; the list is then empty, ready for show_state

    def __init__(
        self,
        fetch: Fetch,
        names: Sequence[str],
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._rows = DossierModel(fetch, names, today)
        self._brush = RowPainter()
        self._compact = False
        self._hovered = -1
        self._sorted: tuple[int, bool] = (-1, False)
        self._free_width = True  # until a column is dragged
        self._fitting = False
        # A viewport that PySide made itself: to know what Qt's own is, it would look through every kind of
        # widget, 10 ms before the first picture.
        self.setViewport(QWidget())
        self.setModel(self._rows)
        self._run = Run(self.selectionModel())
        self.setAccessibleName(self.tr("Liste des dossiers"))
        set_up(self)
        header = self.horizontalHeader()
        header.setAccessibleName(self.tr("Colonnes de la liste"))
        header.sectionClicked.connect(self._header_clicked)
        header.sectionResized.connect(self._resized)
        self._state = StatePanel(self.viewport())
        self._state.action_wanted.connect(self.state_action_wanted)

    # What is shown

    def set_ids(self, ids: Sequence[Any]) -> None:
        """Show these dossiers in this order. The current row and the marks stay on the same dossiers when
        they are still there; otherwise the row at the same place becomes current."""
        current, place, marked = self.current_id(), self.currentIndex().row(), set(self.marked_ids())
        self._brush.forget()
        self._rows.set_ids(ids)
        self._state.hide()
        if not len(ids):
            self.current_changed.emit(None)
            return
        if marked:
            self.selectionModel().select(selection_of(self._rows, ids, marked), Command.Select)
        try:
            self.go_to(ids.index(current))
        except ValueError:  # it is no longer among them, or there was none
            self.go_to(max(0, min(place, len(ids) - 1)))

    def refresh(self) -> None:
        """Read the rows again after a change, the order being the same."""
        self._brush.forget()
        self._rows.forget()
        self.viewport().update()

    def show_state(self, kind: Kind, title: str, sentence: str, action: str = "") -> None:
        """Say in place of the rows why there are none (`empty`, `loading` or `error`) and what to do; the
        button is told by state_action_wanted. The next set_ids takes the words away."""
        self._state.tell(kind, title, sentence, action)

    def set_compact(self, compact: bool) -> None:
        """One line of 28 px a row, or two lines in 46 px."""
        self._compact = compact
        self.verticalHeader().setDefaultSectionSize(COMPACT if compact else TALL)
        self.viewport().update()

    def set_sorted(self, column: str, descending: bool) -> None:
        """Show in the header the order the ids come in."""
        self._sorted = (Column[column.upper()], descending)
        self._rows.set_sorted(*self._sorted)

    def columns_state(self) -> QByteArray:
        """Widths and hidden columns, to keep between two days."""
        return self.horizontalHeader().saveState()

    def restore_columns(self, state: QByteArray) -> bool:
        """Put back what columns_state gave; False when it cannot be read."""
        self._free_width = False
        return self.horizontalHeader().restoreState(state)

    # Where we are

    def current_id(self) -> Any | None:
        """The id of the current row."""
        row = self.currentIndex().row()
        return self._rows.ids()[row] if 0 <= row < len(self._rows.ids()) else None

    def marked_ids(self) -> list[Any]:
        """The ids of the marked rows, in the order of the list."""
        ids = self._rows.ids()
        found = spans(self.selectionModel().selection())
        return [ids[row] for top, bottom in found for row in range(top, bottom + 1)]

    def go_to(self, row: int) -> None:
        """Make the row at this place current, and bring it into view."""
        column = max(self.currentIndex().column(), 0)
        self.selectionModel().setCurrentIndex(self._rows.index(row, column), Command.NoUpdate)

    def step(self, by: int) -> None:
        """Move `by` rows, stopping at both ends."""
        last = len(self._rows.ids()) - 1
        if last >= 0:
            self.go_to(max(0, min(last, self.currentIndex().row() + by)))

    def clear_marks(self) -> None:
        """Take every mark away."""
        self.selectionModel().clearSelection()

    # Keys and mouse

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        on_square = (
            isinstance(event, QMouseEvent)
            and index.column() == 0
            and event.position().x() - self.columnViewportPosition(0) < MARK
        )
        return command(event, on_square)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        old = self.currentIndex().row()
        key, plain = event.key(), not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if self.current_id() is not None:
                self.open_wanted.emit(self.current_id())
        elif key == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.selectionModel().select(self.currentIndex(), Command.Toggle | Command.Rows)
        elif key == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clear_marks()
        else:
            super().keyPressEvent(event)
            self._run.follow(event, old)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        old = self.currentIndex().row()
        super().mousePressEvent(event)
        self._run.follow(event, old)

    def keyboardSearch(self, search: str) -> None:
        # Qt would read every row to find one that begins with this letter; the search field does it better.
        return

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.open_wanted.emit(self._rows.ids()[index.row()])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.visualRect(self.currentIndex()).bottomLeft()
        index = self.indexAt(at)
        if index.isValid():
            self.menu_wanted.emit(self._rows.ids()[index.row()], self.viewport().mapToGlobal(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(round(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._update_row(self._hovered)
            self._update_row(row)
            self._hovered = row

    def _update_row(self, row: int) -> None:
        if row >= 0:
            top = self.rowViewportPosition(row)
            self.viewport().update(QRect(0, top, self.viewport().width(), self._brush.height))

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self._update_row(previous.row())
        self._update_row(current.row())
        if current.row() != previous.row() and current.isValid():
            self.current_changed.emit(self._rows.ids()[current.row()])

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        found = spans(self.selectionModel().selection())
        self.marks_changed.emit(sum(bottom - top + 1 for top, bottom in found))

    def _header_clicked(self, section: int) -> None:
        descending = self._sorted == (section, False)
        self.set_sorted(Column(section).name.lower(), descending)
        self.sort_wanted.emit(Column(section).name.lower(), descending)

    # Painting and widths

    def _resized(self, section: int, _old: int, _new: int) -> None:
        # The last column stretches by itself; any other width that changes was chosen by someone.
        if not self._fitting and section != Column.DUE_ON:
            self._free_width = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._free_width:
            self._fitting = True
            fit(self)
            self._fitting = False
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.viewport().update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        view, dirty, header = self.viewport(), event.rect(), self.horizontalHeader()
        widths = tuple(0 if header.isSectionHidden(c) else header.sectionSize(c) for c in Column)
        self._brush.lay_out(widths, self._compact, self.devicePixelRatioF(), self._today())
        lines: list[Line] = []
        try:
            lines = self._lines(dirty.top(), dirty.bottom())
        except Exception as error:  # noqa: BLE001 - an error can't leave a paint event: the screen tells it
            reason = error
            self._rows.set_ids(())  # or each paint would fail again
            QTimer.singleShot(0, self, lambda: self.read_failed.emit(reason))
        painter = QPainter(view)
        try:
            painter.fillRect(dirty, QColor(tokens().paper))
            lefts = [header.sectionViewportPosition(c) for c in Column]
            self._brush.paint(painter, lefts, view.width(), self.hasFocus(), lines)
        finally:
            painter.end()

    def _lines(self, above: int, bottom: int) -> list[Line]:
        ids, current, chosen = self._rows.ids(), self.currentIndex().row(), self.selectionModel()
        count, first = len(ids), self.rowAt(max(above, 0))
        if first < 0:
            return []
        any_marked, root = chosen.hasSelection(), self.rootIndex()
        top, height = self.rowViewportPosition(first), self._brush.height
        lines = []
        for row in range(first, min(count, first + (bottom - top) // height + 1)):
            marked = any_marked and chosen.isRowSelected(row, root)
            lines.append(
                Line(top, ids[row], self._rows.row(row), row == current, marked, row == self._hovered)
            )
            top += height
        return lines
