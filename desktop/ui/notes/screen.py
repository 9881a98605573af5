"""The place « Notes »: every note of every dossier, filtered, grouped, opened where it stands, exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from db.queries.all_notes import By, NoteRow, NoteWish
from desktop.ui.list.bar import grouped
from desktop.ui.notes.bar import NotesBar
from desktop.ui.notes.groups import Group, GroupsList
from desktop.ui.notes.inquiry import PAGE, Counts, NotesInquiry
from desktop.ui.notes.rows import NotesList
from desktop.ui.notes.words import axes, group_words
from desktop.ui.nothing_yet import invite_list
from desktop.ui.office import Office
from desktop.ui.screen import screen_action
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import plural
from desktop.ui.walk import Walk

_FOLLOWED = frozenset(
    {
        "annotation", "dossier", "applicant", "challenge", "quarter", "dossier_quarter", "interest",
        "merging", "piece",
    }
)  # fmt: skip


class NotesScreen(QWidget):
    """The screen of the place "notes"."""

    status = Signal(str)
    export_wanted = Signal(object)  # NoteWish: what is shown
    name, icon = "notes", "sticky-note"

    def __init__(self, office: Office, today: Callable[[], dt.date] = dt.date.today) -> None:
        super().__init__()
        self.office, self._today = office, today
        self.inquiry = NotesInquiry(office, self)
        self.bar = NotesBar(office)
        self.axis, self.groups, self.list = QComboBox(), GroupsList(), NotesList()
        self.state = StatePanel(self.list)
        self._group: str | None = None
        self._counts: Counts | None = None
        self._closed = self._asked = False
        self._know_authors = False
        self._lay_out()
        self._connect()

    # Building

    def _lay_out(self) -> None:
        for by, words in axes():
            self.axis.addItem(words, by)
        self.axis.setAccessibleName(self.tr("Grouper les notes"))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(8)
        column.addWidget(self.axis)
        column.addWidget(self.groups, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.list)
        split.setSizes([236, 900])
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addWidget(self.bar)
        whole.addWidget(split, 1)

    def _connect(self) -> None:
        self.bar.changed.connect(self.ask)
        self.bar.order_changed.connect(self._ask_page)
        self.bar.left_down.connect(self.list.setFocus)
        self.bar.export_wanted.connect(lambda: self.export_wanted.emit(self.wish()))
        self.axis.activated.connect(lambda _index: self._regroup())
        self.groups.chosen.connect(self._choose)
        self.list.rows.more_wanted.connect(self.inquiry.more)
        self.list.open_wanted.connect(self.open)
        self.inquiry.paged.connect(self._paged)
        self.inquiry.counted.connect(self._counted)
        self.inquiry.failed.connect(self._failed)
        self.state.action_wanted.connect(self.bar.clear)
        deeds: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Notes\u00a0: chercher"), "Ctrl+F", self._seek),
            (self.tr("Notes\u00a0: ouvrir le dossier au passage"), "Ctrl+Return", self.list.open),
            (self.tr("Notes\u00a0: enlever les filtres"), "Ctrl+Shift+Backspace", self.bar.clear),
            (self.tr("Notes\u00a0: exporter en classeur…"), "Ctrl+E", self.bar.export_wanted.emit),
        ]
        self._actions = [screen_action(self, *deed) for deed in deeds]

    def _seek(self) -> None:
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    # What the window asks of a screen

    @property
    def title(self) -> str:
        return self.tr("Notes")

    @property
    def widget(self) -> QWidget:
        return self

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & _FOLLOWED:
            self._know_authors = self._know_authors and "annotation" not in touched
            self.ask()

    def shown(self) -> None:
        if not self._asked:
            self.ask()
        self.list.setFocus()
        self._tell_status()

    def close_down(self) -> None:
        """The window closes: nothing more is read."""
        self._closed = True
        self.inquiry.close()

    # Asking

    def _by(self) -> By:
        by: By = self.axis.currentData()
        return by

    def _base(self) -> NoteWish:
        """What is wished for, whatever the group."""
        return NoteWish(self.office.author, **self.bar.fields(self._today()))

    def wish(self) -> NoteWish:
        """What the list shows."""
        base = self._base()
        if self._group is None:
            return base
        fields = base._asdict() | {self._by(): self._group}
        return NoteWish(**fields)

    def ask(self) -> None:
        """Read the notes and their counts again, beside the window."""
        if self._closed:
            return
        self._asked = True
        if not self.groups.rows.groups:
            self.groups.show_groups([Group(None, self.tr("Toutes"), None)], None)
            self.bar.count.setText(self.tr("Comptage en cours…"))
        self._ask_page()
        everyone = None if self._know_authors else NoteWish(self.office.author)
        self.inquiry.count(self._base(), self._by(), everyone)

    def _ask_page(self) -> None:
        self.inquiry.ask(self.wish(), oldest_first=self.bar.oldest_first)

    def _regroup(self) -> None:
        self._group = None
        self.groups.show_groups([Group(None, self.tr("Toutes"), None)], None)
        self.ask()

    def _choose(self, key: str | None) -> None:
        self._group = key
        self._ask_page()

    # Showing

    def _paged(self, rows: Sequence[NoteRow], more: bool) -> None:
        if self._closed:
            return
        whole = len(rows) < PAGE
        if more:
            self.list.rows.add(rows, whole=whole)
            return
        current = self.list.current()
        self.list.rows.show(rows, whole=whole)
        keys = [row.id for row in rows]
        at = keys.index(current.id) if current is not None and current.id in keys else 0
        if rows:
            self.list.setCurrentIndex(self.list.rows.index(at))
            self.state.hide()
        else:
            self._tell_empty()

    def _tell_empty(self) -> None:
        base = self._base()
        if base == NoteWish(base.person):
            words = self.tr(
                "Dans un dossier, sélectionnez des mots et tapez le chiffre d’un défi\u00a0: la note "
                "paraîtra ici."
            )
            invite_list(self.state, self.office, self.tr("Aucune note encore"), words)
        else:
            words = self.tr("Aucune note ne répond à ces filtres, ou à ces mots.")
            self.state.tell("empty", self.tr("Rien de tel"), words, self.tr("Enlever les filtres"))

    def _counted(self, counts: Counts) -> None:
        if self._closed:
            return
        self._counts = counts
        if counts.authors is not None:
            self._know_authors = True
            self.bar.show_authors(counts.authors)
        by = counts.question.by
        every = Group(None, self.tr("Toutes"), counts.notes)
        groups = [Group(row.key, group_words(by, row), row.notes) for row in counts.groups]
        kept = self._group
        self._group = self.groups.show_groups([every, *groups], kept)
        if self._group != kept:
            self._ask_page()  # the group looked at has lost its last note
        self._tell_status()

    def _tell_status(self) -> None:
        if self._counts is None:
            return
        notes, dossiers = self._counts.notes, self._counts.dossiers
        told = self.tr("{0} {1} dans {2} {3}").format(
            grouped(notes), plural(notes, "note"), grouped(dossiers), plural(dossiers, "dossier")
        )
        self.bar.count.setText(told)
        self.status.emit(
            self.tr("{0}    Entrée ouvrir au passage    Ctrl+F chercher    Ctrl+E exporter").format(told)
        )

    def _failed(self, words: str) -> None:
        self.list.rows.show([], whole=True)
        self.state.tell(
            "error", self.tr("Les notes n’ont pas pu être lues"), words, self.tr("Enlever les filtres")
        )

    # Going to a dossier

    def open(self, row: NoteRow) -> None:
        """Open the dossier where the note stands; J and K walk the dossiers of the notes shown."""
        ids = list(dict.fromkeys(each.dossier for each in self.list.rows.notes))
        self.office.dossier_wanted.emit(row.dossier, Walk(ids, ids.index(row.dossier)))
        self.office.note_wanted.emit(row.id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "list"):
            self.list.viewport().update()
            self.groups.viewport().update()
