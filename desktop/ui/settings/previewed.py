"""A page of the settings beside which stands the real page of a real dossier, as it is typed."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.rules.settings import Entry, Subject
from desktop.ui.letters.desk import sentences
from desktop.ui.letters.preview import Preview
from desktop.ui.office import Office
from desktop.ui.runner import Progress, Runner
from desktop.ui.settings.page import EntriesPage
from desktop.ui.viewer.paper import FIT_WIDTH

PAUSE_MS = 350  # after a key, before the page is made again


class Tried(NamedTuple):
    """The page of what is typed and what the pre-flight says of it, or why there is none."""

    content: bytes = b""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    fault: str = ""


class PreviewedPage(EntriesPage):
    """Nothing is written by looking: the page shows what is typed, saved or not."""

    def __init__(self, office: Office, subject: Subject) -> None:
        self.preview = Preview("")
        self.dossier = QComboBox()
        self._runner = Runner(office.at_work.open_eyes, None)
        self._later = QTimer()
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._sampled = ""
        self._asked = 0
        super().__init__(office, subject)
        self._runner.setParent(self)
        self.dossier.setAccessibleName(self.tr("Dossier de l’aperçu"))
        self.dossier.setEditable(True)
        self.dossier.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if (edit := self.dossier.lineEdit()) is not None:
            edit.setAccessibleName(self.dossier.accessibleName())
        self.dossier.activated.connect(lambda _at: self._later.start())
        self._later.timeout.connect(self._make)
        self.form.changed.connect(self._later.start)
        self._later.start()

    def letter(self) -> str:
        """The letter that the page shows, "" for none."""
        raise NotImplementedError

    def words(self, reader: sqlite3.Connection, typed: Entry) -> tuple[Entry, Mapping[str, Any] | None]:
        """What is typed, as the words of that letter and its head (None: that of the office)."""
        raise NotImplementedError

    def beside(self) -> QWidget:
        """The page, and whose dossier it is made of."""
        made = QWidget()
        label = QLabel(self.tr("Aperçu avec\u00a0:"))
        label.setBuddy(self.dossier)
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 0, 0)
        line.addWidget(label)
        line.addWidget(self.dossier, 1)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.preview, 1)
        self.dossier.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.dossier.setMinimumContentsLength(12)
        return made

    def _picked(self, code: str | None) -> None:
        super()._picked(code)
        self._later.start()

    def _make(self) -> None:
        """Make the page of what is typed, beside the window; only the last one asked for is shown."""
        code = self.letter()
        if not code:
            return
        if code != self._sampled:
            self._sample(code)
        key, entry = self.dossier.currentData(), self.form.entry()
        if key is None:
            self.preview.say(self.tr("La base n’a pas encore de dossier\u00a0: l’aperçu en montrera un."))
            return
        self._asked += 1
        asked, today = self._asked, dt.date.today()

        def work(progress: Progress) -> Tried:
            from desktop.flow.settings_letters import draft_of
            from desktop.letters.letter import make

            try:
                told, head = self.words(progress.session, entry)
                draft = draft_of(progress.session, code, told, key, today, head)
            except ValueError as fault:  # what is half typed is no failure
                return Tried(fault=str(fault))
            said = sentences(draft.findings, "error"), sentences(draft.findings, "warning")
            return Tried(make(draft.letter, watermark="PROJET"), *said)

        def made(found: Tried) -> None:
            if asked == self._asked:
                self._show_page(found)

        def failed(sentence: str) -> None:
            if asked == self._asked:
                self.preview.clear()
                self.preview.say(sentence)

        self._runner.run(work, made, failed, self.tr("Aperçu"))

    def _show_page(self, found: Tried) -> None:
        if found.fault:
            self.preview.clear()
            self.preview.say(found.fault)
            return
        self.preview.head(self.shown_as(), self.tr("aperçu"), "neutral", found.errors, found.warnings)
        self.preview.show_pdf(found.content)
        if (view := self.preview.view()) is not None:
            view.pages.set_zoom(FIT_WIDTH)  # words are read here, not a layout

    def shown_as(self) -> str:
        """The title over the page."""
        return self.subject.title

    def _sample(self, code: str) -> None:
        from desktop.flow.settings_letters import dossiers_for

        self._sampled = code
        self.dossier.clear()
        for row in dossiers_for(self.office.reader, code, self.office.author):
            self.dossier.addItem(f"{row.number} · {row.applicant}", row.id)
        if (edit := self.dossier.lineEdit()) is not None:
            edit.setCursorPosition(0)

    def close_down(self) -> None:
        """Nothing is made any more."""
        self._later.stop()
        self._asked += 1
        self._runner.stop()
        self.preview.close_down()
