"""The place « Notes »: groups with their counts on the left, the notes on the right, a search over both."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QWidget,
)

from db.queries.browsing import Count, NoteFilter, NoteRow, note_counts, note_total
from desktop.flow.export_notes import AUDIENCES
from desktop.rules.french import plural
from desktop.rules.grid import LABELS
from desktop.ui.browse.frame import NotesFrame
from desktop.ui.browse.model import NOTE, NotesModel
from desktop.ui.challenge_faces import ChallengeFace
from desktop.ui.intake.rows import Line
from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.walk import Walk

_PAUSE = 180  # ms after a key of the search
_TOUCHES = frozenset({"annotation", "dossier", "interest", "challenge", "quarter"})


class Sums(NamedTuple):
    """What is counted beside the window."""

    groups: list[Count]
    notes: int
    dossiers: int


class NotesScreen(NotesFrame):
    """The screen of the place "notes"."""

    status = Signal(str)
    name, icon = "notes", "sticky-note"

    def __init__(self, office: Office) -> None:
        self.office = office
        self.model = NotesModel(lambda: office.reader)
        super().__init__(self.model, self._faces)
        self.model.setParent(self)
        self.wanted = NoteFilter(office.author)
        self._closed = self._counting = self._again = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._connect()

    def _connect(self) -> None:
        self.search.typed.connect(lambda _words: self._pause.start())
        self._pause.timeout.connect(lambda: self.look_for(replace(self.wanted, words=self.search.text())))
        self.group.activated.connect(lambda _index: self._count())
        self.groups.activated.connect(self._choose_group)
        self.groups.clicked.connect(self._choose_group)
        self.chips.removed.connect(self._drop)
        self.list.activated.connect(lambda index: self.open_note(index.data(NOTE)))
        self.export.clicked.connect(self.ask_export)
        self._actions = [
            self._action(self.tr("Notes\u00a0: chercher"), "Ctrl+F", self.search.setFocus),
            self._action(self.tr("Notes\u00a0: retirer tous les filtres"), "Ctrl+Backspace", self.clear),
            self._action(self.tr("Notes\u00a0: exporter…"), "Ctrl+Shift+X", self.ask_export),
        ]

    def _action(self, words: str, key: str, deed: Callable[[], object]) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: deed())
        self.addAction(action)
        return action

    def _faces(self) -> dict[int, ChallengeFace]:
        rows = self.office.challenges
        return {r.rank: ChallengeFace(r.rank, r.code, r.title, r.short, r.colour, r.icon) for r in rows}

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
        if touched & _TOUCHES:
            self.look_for(self.wanted)

    def shown(self) -> None:
        self.look_for(self.wanted)
        self.list.setFocus()

    def close_down(self) -> None:
        """The window closes: nothing more is counted."""
        self._closed = True
        self._pause.stop()

    # Filtering

    def look_for(self, wanted: NoteFilter) -> None:
        """Show the notes of a filter."""
        self.wanted = wanted
        self.model.show(wanted)
        if self.model.rows:
            self.list.setCurrentIndex(self.model.index(0))
        self.pages.setCurrentIndex(0 if self.model.rows else 1)
        filtered = wanted != NoteFilter(wanted.person)
        self.empty.setText(
            self.tr("Aucune note ne correspond. Retirez un filtre (Ctrl+Retour arrière).")
            if filtered
            else self.tr(
                "Aucune note encore. Dans un dossier, sélectionnez des mots et tapez le chiffre d’un défi."
            )
        )
        self.chips.set_filters(self._told_filters())
        self._count()

    def clear(self) -> None:
        """Take every filter off."""
        self.search.clear()
        self.look_for(NoteFilter(self.office.author))

    def _told_filters(self) -> list[tuple[str, str]]:
        """(field, words) of the filters that are on."""
        w = self.wanted
        names = {row.code: f"{row.rank} · {row.short}" for row in self.office.challenges}
        quarters = {row.code: row.short for row in self.office.quarters}
        told = [
            ("challenge", self.tr("sans défi") if w.challenge == "-" else names.get(w.challenge, "")),
            ("quarter", quarters.get(w.quarter, "")),
            ("author", w.author),
            (
                "strength",
                "" if w.strength is None else self.tr("force\u00a0: {0}").format(LABELS[w.strength].lower()),
            ),
            ("audience", self.tr("pour\u00a0: {0}").format(AUDIENCES[w.audience]) if w.audience else ""),
        ]
        return [(field, words) for field, words in told if words]

    def _strength_words(self, strength: int | None) -> str:
        return "" if strength is None else self.tr("force\u00a0: {0}").format(LABELS[strength].lower())

    def _drop(self, field: str) -> None:
        self.look_for(_with(self.wanted, field, None if field == "strength" else ""))

    def _choose_group(self) -> None:
        index = self.groups.currentIndex()
        if not index.isValid():
            return
        group, code = str(self.group.currentData()), self.groups.rows.lines[index.row()].what
        self.look_for(_with(self.wanted, group, int(code) if group == "strength" else code))

    def _count(self) -> None:
        """Count beside the window; asked again meanwhile, once more after."""
        if self._closed or self._counting:
            self._again = not self._closed
            return
        self._counting = True
        wanted, group = self.wanted, str(self.group.currentData())

        def work(progress: Progress) -> Sums:
            reader: sqlite3.Connection = progress.session
            return Sums(note_counts(reader, wanted, group), *note_total(reader, wanted))

        self.office.runner.run(work, self._counted, self._not_counted, self.tr("Compter les notes"))

    def _counted(self, sums: Sums) -> None:
        self._counting = False
        if self._closed:
            return
        group = str(self.group.currentData())
        lines = [
            Line((self._group_words(group, row), f"{row.many}"), "neutral", row.code) for row in sums.groups
        ]
        self.groups.show_lines(lines)
        words = self.tr("{0} {1} dans {2} {3}").format(
            sums.notes, plural(sums.notes, "note"), sums.dossiers, plural(sums.dossiers, "dossier")
        )
        self.told.setText(words)
        self.export.setEnabled(sums.notes > 0)
        self.status.emit(
            words + self.tr("    Entrée ouvre le passage    Ctrl+F cherche    Ctrl+Maj+X exporte")
        )
        if self._again:
            self._again = False
            self._count()

    def _not_counted(self, sentence: str) -> None:
        self._counting = False
        self.office.told.emit(sentence, "warn")

    def _group_words(self, group: str, row: Count) -> str:
        if group == "strength":
            return LABELS[int(row.code)]
        return AUDIENCES.get(row.words, row.words) if group == "audience" else row.words

    # Deeds

    def open_note(self, row: NoteRow | None) -> None:
        """Open the dossier at the passage; J and K follow the dossiers of the list."""
        if row is None:
            return
        keys = list(dict.fromkeys(each.dossier for each in self.model.rows))
        self.office.dossier_wanted.emit(row.dossier, Walk(keys, keys.index(row.dossier)))
        self.office.note_wanted.emit(row.id)

    def ask_export(self) -> None:
        """Ask where, then write what is filtered."""
        dialog = QFileDialog(self, self.tr("Exporter les notes"), str(Path.home() / "notes.xlsx"))
        dialog.setObjectName("exportNotes")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Classeur (*.xlsx)"))
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, out: Path) -> None:
        """Write the workbook beside the window."""
        wanted, office = self.wanted, self.office

        def work(progress: Progress) -> int:
            from desktop.exchange.application import Cancelled as Stopped
            from desktop.flow.export_notes import export_notes

            try:
                return export_notes(progress.session, wanted, out, progress)
            except Stopped as stop:
                raise Cancelled from stop

        def done(count: int) -> None:
            words = self.tr("Le classeur «\u00a0{0}\u00a0» est écrit\u00a0: {1} {2}.")
            office.told.emit(words.format(out.name, count, plural(count, "note")), "good")

        office.runner.run(
            work, done, lambda said: office.told.emit(said, "bad"), self.tr("Exporter les notes")
        )


def _with(wanted: NoteFilter, field: str, value: str | int | None) -> NoteFilter:
    """The filter with one of its parts changed."""
    changes: dict[str, Any] = {field: value}
    return replace(wanted, **changes)
