"""The list screen: filters and order in, rows and the reading pane out, one question at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QByteArray, QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QLayout, QMenu, QVBoxLayout, QWidget

from desktop.rules.query import EVERYTHING, QueryError, to_text
from desktop.ui.list.bar import ListBar
from desktop.ui.list.deeds import ListDeeds
from desktop.ui.list.filters import Filters
from desktop.ui.list.inquiry import Inquiry, Vocabulary
from desktop.ui.list.keys import list_actions
from desktop.ui.list.reasons import Reasons
from desktop.ui.list.seat import PaneSeat
from desktop.ui.list.seeker import Answer, sentence
from desktop.ui.list.shown import rows_of
from desktop.ui.list.sorting import Order
from desktop.ui.list.split import PaneSplit
from desktop.ui.list.status import summary
from desktop.ui.office import Office
from desktop.ui.tables import DossierList
from desktop.ui.tables.row import Row
from desktop.ui.walk import Walk

AFTER_MS = 10  # the picture reaches the screen before the thread of counts and sums takes its share
# What the list does not show: a change there does not read it again.
_ELSEWHERE = frozenset({"saved_view", "phrase", "setting", "letter", "printing", "signatory"})
_MENU = ("open", "instruct", "ask", "mark")


class ListScreen(QWidget):
    """Asks its Inquiry, shows the answers; writes only through ListDeeds."""

    status = Signal(str)
    export_wanted = Signal(str, list)  # query, keys of the marked dossiers (none: all that are shown)

    shown_query = Signal(str)  # the filters changed

    name = "list"
    icon = "folder-open"

    def __init__(self, office: Office, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.office = office
        self.title = self.tr("Dossiers")
        self._ids: Sequence[bytes] = ()
        self._found: Answer | None = None
        self._was_painted = self._closed = False
        self.inquiry = Inquiry(office, self)
        self._vocabulary = Vocabulary(office)
        self.deeds = ListDeeds(office, self)
        self.bar = ListBar(office, Filters(), self._vocabulary, self)
        self.rows = DossierList(self._fetch, [c.short for c in office.challenges], today)
        self.seat = PaneSeat(office)
        self._reasons = Reasons(
            self.rows, retry=self.inquiry.ask, clear=self.clear_filters, bring=lambda: self._go("import")
        )
        self.deed = list_actions(self, self._deeds_by_name())
        self._lay_out()
        self._connect()
        self._first_page()

    @property
    def widget(self) -> QWidget:
        return self

    def _lay_out(self) -> None:
        self.split = PaneSplit(self.bar, self.rows, self.seat)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the pane gives way
        whole.addWidget(self.split)

    def _connect(self) -> None:
        bar, rows, seat, search, ask = self.bar, self.rows, self.seat, self.bar.search, self.inquiry
        ask.changed.connect(self._tell_filters)
        ask.answered.connect(self._answered)
        ask.failed.connect(self._failed)
        bar.stages_chosen.connect(self._choose_stages)
        bar.menu.stages_chosen.connect(self._choose_stages)
        bar.menu.toggled.connect(lambda term: ask.filter(ask.filters.toggled(term)))
        bar.menu.begun.connect(self._begin)
        bar.chip_removed.connect(lambda index: ask.filter(ask.filters.without(index)))
        bar.order_chosen.connect(ask.sort)
        bar.import_wanted.connect(lambda: self._go("import"))
        bar.new_wanted.connect(lambda: self._go("new"))
        bar.adopt(self.deed)
        search.looked_for.connect(ask.look_for)
        search.added.connect(lambda node: ask.filter(ask.filters.plus(node)))
        search.hit_taken.connect(lambda hit: self.open_dossier(hit.dossier))
        search.emptied_back.connect(self._edit_last)
        search.left_down.connect(rows.setFocus)
        rows.open_wanted.connect(self.open_dossier)
        rows.current_changed.connect(lambda _key: self._wake_pane())
        rows.marks_changed.connect(lambda _count: self._tell_status())
        rows.sort_wanted.connect(lambda column, descending: ask.sort(Order(column, descending)))
        rows.menu_wanted.connect(self._menu)
        for failed in (rows.read_failed, seat.read_failed):
            failed.connect(lambda error: self._failed(sentence(self.office.path, error)))
        self.split.pane_shown.connect(self._wake_pane)
        seat.due.connect(self._show_current)
        seat.open_wanted.connect(self.open_dossier)
        seat.instruct_wanted.connect(self._instruct)
        seat.piece_wanted.connect(self.deeds.ask_piece)

    # Rows and answers

    def _fetch(self, ids: Sequence[bytes]) -> list[Row]:
        return rows_of(self.office, ids)

    def _first_page(self) -> None:
        """The rows at once, before anything heavy is imported; counts and sums follow."""
        try:
            ids = self.inquiry.first_ids()
        except sqlite3.Error as error:
            self._failed(sentence(self.office.path, error))
            return
        self._tell_filters()
        if ids:
            self._show_ids(ids)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(AFTER_MS, self, self._after_picture)

    def _after_picture(self) -> None:
        if not self._closed:
            self.inquiry.ask()
            self._wake_pane()

    def _wake_pane(self) -> None:
        if self._was_painted:  # what the pane needs would delay the first picture
            self.seat.wake()

    def _answered(self, found: Answer) -> None:
        self._found = found
        self.bar.tell_counts(found.overall, found.counts)
        if found.ids and found.ids == self._ids:
            self.rows.refresh()
        else:
            self._show_ids(found.ids)
        if not found.ids and any(found.overall.values()):
            self._reasons.nothing_found()
        elif not found.ids:
            self._reasons.nothing_yet()
        self.bar.search.show_hits(found.hits if self.inquiry.live != EVERYTHING else ())
        self._wake_pane()
        self._tell_status()

    def _show_ids(self, ids: Sequence[bytes]) -> None:
        self._ids = ids
        self.rows.set_ids(ids)
        self.rows.set_sorted(*self.inquiry.order)

    def _show_current(self) -> None:
        if self.seat.isVisibleTo(self):
            self.seat.show_dossier(self.rows.current_id(), self._found.hits if self._found else ())

    def _failed(self, words: str) -> None:
        self._found, self._ids = None, ()
        self._reasons.failed(words)

    def _tell_status(self) -> None:
        if self._found is not None:
            self.status.emit(summary(self.office.reader, self._found, len(self.rows.marked_ids())))

    # Filters and views

    def _tell_filters(self) -> None:
        self.bar.tell_filters(self.inquiry.filters, [c.short for c in self.office.challenges])
        self.bar.tell_order(self.inquiry.order)
        self.shown_query.emit(self.inquiry.filters.text())

    def _choose_stages(self, codes: list[str]) -> None:
        self.inquiry.filter(Filters(tuple(codes), self.inquiry.filters.parts))

    def _begin(self, text: str) -> None:
        self.bar.search.setText(text)
        # A shortcut would select what to go on from.
        self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit_last(self) -> None:
        parts = self.inquiry.filters.parts
        if parts:
            self.inquiry.filter(self.inquiry.filters.without(len(parts) - 1))
            self.bar.search.setText(to_text(parts[-1]))

    def clear_filters(self) -> None:
        """Show every dossier."""
        self.bar.search.clear()
        self.inquiry.filter(Filters())

    def apply(self, query: str, sort: str = "") -> None:
        """Show exactly what this query says; `sort` as a saved view keeps it, "" for the order we are in."""
        self.bar.search.clear()
        try:
            self.inquiry.apply(query, sort)
        except QueryError as fault:
            self.office.told.emit(self.tr("Cette vue ne se lit plus. {0}").format(fault.sentence), "warn")
            return
        self.rows.setFocus()

    # Deeds

    def _deeds_by_name(self) -> dict[str, Callable[[], object]]:
        return {
            "open": lambda: self.open_dossier(self.rows.current_id()),
            "instruct": lambda: self._instruct(self.rows.current_id()),
            "ask": lambda: self.deeds.ask_piece(self.rows.current_id()),
            "mark": self._mark,
            "next": lambda: self.rows.step(1),
            "previous": lambda: self.rows.step(-1),
            "search": self._seek,
            "clear": self.clear_filters,
            "keep": lambda: self.deeds.keep_view(self.inquiry.query(), self.inquiry.order),
            **self.deeds.of_many(self.rows, lambda: (self._ids, self.inquiry.query())),
            "export": self._export,
            "pane": lambda: self.split.toggle(),
        }

    def _go(self, place: str) -> None:
        self.office.place_wanted.emit(place)

    def open_dossier(self, key: bytes | None) -> None:
        """Wish for the dossier screen, with the list as it is filtered."""
        if key is not None:
            self.office.dossier_wanted.emit(key, Walk(self._ids).at(key))

    def _instruct(self, key: bytes | None) -> None:
        if key is not None and self.deeds.instruct(key):
            self.open_dossier(key)

    def _mark(self) -> None:
        index = self.rows.currentIndex()
        if index.isValid():
            flag = self.rows.selectionModel().SelectionFlag
            self.rows.selectionModel().select(index, flag.Toggle | flag.Rows)

    def _seek(self) -> None:
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def _export(self) -> None:
        self.export_wanted.emit(self.inquiry.query(), self.rows.marked_ids())

    def _menu(self, _key: bytes, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions([self.deed[name] for name in _MENU])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def stand_on(self, key: bytes) -> None:
        """Make this dossier current, when it is in the list."""
        if key in self._ids:
            self.rows.go_to(self._ids.index(key))

    # The window

    def set_compact(self, compact: bool) -> None:
        self.rows.set_compact(compact)

    def columns_state(self) -> QByteArray:
        return self.rows.columns_state()

    def restore_columns(self, state: QByteArray) -> bool:
        return self.rows.restore_columns(state)

    def menu_actions(self) -> list[QAction]:
        return list(self.deed.values())

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched - _ELSEWHERE:
            self._vocabulary.forget()
            self.inquiry.ask()

    def shown(self) -> None:
        self.rows.setFocus()
        self._tell_status()

    def close_down(self) -> None:
        """The window closes."""
        self._closed = True
        self.seat.stop()
        self.inquiry.close()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.bar.minimumSizeHint().width(), 240)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "rows"):
            self.rows.refresh()
