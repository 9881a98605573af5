"""The window of a dossier on a date: slider, date, the rows of that moment, its paper."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import cast

from PySide6.QtCore import QTime, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from db.asof import By
from desktop.flow.asof import Line, Retold, Sheet, as_document, moment_words
from desktop.ui.asof.rows import PastRows
from desktop.ui.asof.slider import StepSlider
from desktop.ui.fields import Button, DateField, IconButton
from desktop.ui.office import Office
from desktop.ui.papers.show import ChooseFile, Made, PaperMaker, Wanted, ask_file
from desktop.ui.runner import Progress
from desktop.ui.tongue import plural
from desktop.ui.traced import note_left

_AT_ONCE = 1500  # operations read in the window; more go to the worker


class AsOfWindow(QDialog):
    """Read-only: nothing here writes in the dossier."""

    def __init__(
        self, office: Office, dossier: bytes, title: str, over: QWidget | None = None,
        choose_file: ChooseFile = ask_file,
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.office, self._dossier, self._title = office, dossier, title
        self.told: Retold | None = None
        self.sheet: Sheet | None = None
        self.papers = PaperMaker(office, self, choose_file)
        self.setObjectName("asof")
        self.setWindowTitle(self.tr("État à une date · {0}").format(title))
        limit = over.window().size() if over is not None else self.screen().availableSize()
        self.resize(min(1180, limit.width()), min(700, limit.height()))
        self.slider, self.rows = StepSlider(), PastRows()
        self.day, self.hour = DateField(self.tr("Jour")), QTimeEdit()
        self.hour.setDisplayFormat("HH:mm")
        self.hour.setMinimumHeight(self.day.sizeHint().height())
        self.hour.setAccessibleName(self.tr("Heure"))
        self.by = QComboBox()
        self.by.setAccessibleName(self.tr("Ce que l’on regarde"))
        self.by.addItem(self.tr("Ce qui était connu ici"), "known")
        self.by.addItem(self.tr("Ce qui était écrit, sur tous les postes"), "written")
        self.back = IconButton("chevron-left", self.tr("Étape précédente"), key="Alt+Left")
        self.on = IconButton("chevron-right", self.tr("Étape suivante"), key="Alt+Right")
        self.said, self.count = QLabel(), QLabel()
        self.only = QCheckBox(self.tr("Seulement ce qui &diffère"))
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setAccessibleName(self.tr("Ligne choisie, en entier"))
        self.whole.setPlaceholderText(self.tr("Choisissez une ligne : elle s’affiche ici en entier."))
        self.whole.setTabChangesFocus(True)
        self.paper = Button(self.tr("&Imprimer ou enregistrer…"), "printer", kind="primary")
        self.leave = Button(self.tr("&Fermer"), "x")
        self._lay_out()
        self._wire()
        self._read()

    def _lay_out(self) -> None:
        self.said.setWordWrap(True)
        self.count.setProperty("kind", "caption")
        top = QHBoxLayout()
        for widget in (self.day, self.hour, self.by):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.only)
        line = QHBoxLayout()
        line.addWidget(self.back)
        line.addWidget(self.slider, 1)
        line.addWidget(self.on)
        parts = QSplitter()
        parts.addWidget(self.rows)
        parts.addWidget(self.whole)
        parts.setStretchFactor(0, 1)
        parts.setSizes([840, 320])
        parts.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for layout in (top, line):
            column.addLayout(layout)
        column.addWidget(self.said)
        column.addWidget(parts, 1)
        column.addLayout(foot)

    def _wire(self) -> None:
        self.slider.valueChanged.connect(self._show)
        self.rows.step_wanted.connect(self._step)
        self.rows.line_chosen.connect(self._tell_line)
        self.back.clicked.connect(lambda: self._step(-1))
        self.on.clicked.connect(lambda: self._step(1))
        self.day.settled.connect(lambda _day: self._go_to_date())
        self.hour.editingFinished.connect(self._go_to_date)
        self.by.currentIndexChanged.connect(self._order_changed)
        self.only.toggled.connect(lambda _on: self._show(self.slider.value()))
        self.paper.clicked.connect(self.make_paper)
        self.leave.clicked.connect(self.reject)
        for button in (self.leave, self.paper):
            button.setAutoDefault(False)
        QShortcut(QKeySequence.StandardKey.Print, self, self.make_paper)

    # Reading

    def _read(self) -> None:
        query = "SELECT count(*) FROM op WHERE dossier = ?"
        many = self.office.reader.execute(query, (self._dossier,)).fetchone()[0]
        if many <= _AT_ONCE:
            self._told(Retold(self.office.reader, self._dossier, self.office.author))
            return
        self.said.setText(self.tr("Lecture de l’histoire du dossier…"))
        dossier, person = self._dossier, self.office.author

        def work(progress: Progress) -> Retold:
            progress(self.tr("Lecture de l’histoire du dossier"), 0.2)
            return Retold(cast(sqlite3.Connection, progress.session), dossier, person)

        self.office.runner.run(work, self._told, self.said.setText, self.tr("État à une date"))

    def _told(self, told: Retold) -> None:
        self.told = told
        self._order_changed()
        note_left(self.office, "consulted", self.tr("État à une date ouvert"), (self._dossier,))
        QTimer.singleShot(0, self, self.slider.setFocus)

    @property
    def _by(self) -> By:
        return cast(By, self.by.currentData())

    def _order_changed(self) -> None:
        if self.told is None:
            return
        moments = self.told.moments(self._by)
        self.slider.blockSignals(True)
        self.slider.show_moments(moments)
        self.slider.setValue(len(moments))
        self.slider.blockSignals(False)
        self._show(len(moments))

    def _step(self, by: int) -> None:
        self.slider.setValue(self.slider.value() + by)

    def _go_to_date(self) -> None:
        if self.told is None or (day := self.day.day()) is None:
            return
        moment = f"{day.isoformat()} {self.hour.time().toString('HH:mm')}"
        self.slider.setValue(self.told.story.count_at(moment, self._by))
        self._set_date(moment)

    def go_to(self, moment: str) -> None:
        """Show the dossier at an ISO moment."""
        if self.told is not None:
            self._set_date(moment)
            self._go_to_date()

    def _set_date(self, moment: str) -> None:
        self.day.set_day(dt.date.fromisoformat(moment[:10]))
        self.hour.setTime(QTime.fromString(moment[11:16] or "23:59", "HH:mm"))

    # Showing

    def _show(self, count: int) -> None:
        if self.told is None:
            return
        sheet = self.sheet = self.told.sheet(count, self._by)
        self.back.setEnabled(count > 0)
        self.on.setEnabled(count < self.slider.maximum())
        if sheet.moment is None:
            self.said.setText(self.tr("Avant la première étape : ce dossier n’existait pas encore."))
        else:
            self.said.setText(self._moment_words(sheet))
            self._set_date(sheet.moment.at(self._by))
        shown = self.rows.show_sheet(sheet, only_changed=self.only.isChecked())
        lines = plural(shown, self.tr("ligne"))
        steps = self.tr("étape {0} sur {1}").format(count, self.slider.maximum())
        self.count.setText(f"{shown} {lines} · {steps}")
        self.slider.setAccessibleDescription(self.said.text())
        self.paper.setEnabled(count > 0)

    def _moment_words(self, sheet: Sheet) -> str:
        step = sheet.moment
        assert step is not None
        words = self.tr("{0}\u00a0: «\u00a0{1}\u00a0», par {2} sur le poste {3}.")
        told = words.format(moment_words(step.made_at), step.label, step.author, step.site)
        if step.known_at[:16] != step.made_at[:16]:
            came = self.tr("Arrivé ici le {0}.")
            told = f"{told} {came.format(moment_words(step.known_at))}"
        return told

    def _tell_line(self, line: Line | None) -> None:
        if line is None:
            self.whole.setPlainText("")
            return
        told = [line.label.upper(), "", line.value or self.tr("(rien à ce moment)")]
        if line.now is not None:
            told += ["", self.tr("AUJOURD’HUI"), "", line.now]
        self.whole.setPlainText("\n".join(told))

    # Paper

    def make_paper(self) -> None:
        """The pages of this moment, to print or save; each says the moment and the printing."""
        sheet, by, author = self.sheet, self._by, self.office.author
        if sheet is None or sheet.moment is None:
            return
        day = self.day.day() or dt.date.today()
        moment = f"{day.isoformat()} {self.hour.time().toString('HH:mm')}"
        document = as_document(sheet, moment, by, author, dt.datetime.now())

        def make(_reader: sqlite3.Connection, form: str) -> Made:
            if form == "docx":
                from desktop.letters.word_file import make_word

                return Made(make_word(document))
            from desktop.letters.letter import make_document

            return Made(make_document(document))

        stem = f"Dossier {sheet.number} au {day:%Y-%m-%d}"
        self.papers.show(Wanted(document.title, stem, ("pdf", "docx"), make))
