"""The sheet « Bilan »: the plan beside what was done, people, texts, what is odd; accept, send back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from db.queries.reports import ReportRow, reports
from desktop.flow.report_view import ReportView, report_view
from desktop.flow.reports import report_lock
from desktop.rules.ages import Counted
from desktop.rules.report_gaps import sums
from desktop.rules.reports import KINDS
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button, FlowLayout
from desktop.ui.held import held
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.reports import grid, people
from desktop.ui.reports.cells import CellsModel, CellsTable
from desktop.ui.reports.facts import FactsPage
from desktop.ui.reports.figures import Figures
from desktop.ui.reports.paper import PaperPage
from desktop.ui.reports.settling import Settling
from desktop.ui.reports.texts import TextsPage
from desktop.ui.reports.words import due_words, labels, standing

_TONES = {"bad": "bad", "warn": "warn", "note": "neutral"}


class ReportSheet(WorkSheet):
    """Every gesture is one undo. Alt and a letter go to the buttons; F2 writes in a cell."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self.view: ReportView | None = None
        self.known: list[ReportRow] = []
        self.settling = Settling(office, self)
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Quel bilan"))
        self.state = text(caption=True)
        self.notice = Notice()
        self.figures = Figures()
        self.lines = CellsModel(grid.headings(), self)
        self.table = CellsTable(self.tr("Le prévu et le réalisé, une ligne par compte"), self.lines)
        self.remarks = Rows(self.tr("À savoir"), [(self.tr("À savoir avant d’accepter"), 0)])
        self.counts = CellsModel(people.headings(), self)
        self.people = CellsTable(self.tr("Personnes prévues et touchées, par âge et par sexe"), self.counts)
        self.texts, self.facts = TextsPage(), FactsPage()
        self.document = PaperPage(office.files)
        self.empty = Notice()
        self.buttons = QWidget()
        self._make_buttons()
        self._lay_out()
        self._connect()

    def _make_buttons(self) -> None:
        self.accept = Button(self.tr("Acc&epter…"), "check", kind="primary")
        self.send_back = Button(self.tr("&Renvoyer…"), "undo-2")
        self.extend = Button(self.tr("Pro&longer…"), "calendar")
        self.read_in = Button(self.tr("L&ire…"), "file-down")
        self.key_in = Button(self.tr("&Saisir"), "pencil")
        self.explain = Button(self.tr("E&xpliquer…"), "pencil-line")
        self.piece = Button(self.tr("&Pièce"), "file-text")
        self.paper = Button(self.tr("Fic&he…"), "printer")
        self.reopen = Button(self.tr("Rou&vrir…"), "rotate-cw", kind="plain")

    def _deeds(self) -> list[Button]:
        return [
            self.accept, self.send_back, self.extend, self.read_in, self.key_in, self.explain, self.piece,
            self.paper, self.reopen,
        ]  # fmt: skip

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(text(self.tr("Bilan"), 20, bold=True))
        head.addWidget(self.which)
        head.addWidget(self.state, 1)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.setAccessibleName(self.tr("Le reste du bilan"))
        for page, title in (
            (self.remarks, self.tr("À savoir")), (self.people, self.tr("Personnes")),
            (self.texts, self.tr("Textes")), (self.facts, self.tr("Dates et indicateurs")),
            (self.document, self.tr("Document")),
        ):  # fmt: skip
            self.pages.addTab(page, title)
        self.remarks.horizontalHeader().hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._inside())
        nothing = QWidget()
        alone = QVBoxLayout(nothing)
        alone.setContentsMargins(0, 0, 0, 0)
        alone.addWidget(self.empty)
        alone.addStretch(1)
        self.stack.addWidget(nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 12, 20, 12)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.notice)
        whole.addWidget(self.stack, 1)

    def _inside(self) -> QWidget:
        """What is shown of a report that is owed."""
        row = FlowLayout(self.buttons, gap=6)
        for button in self._deeds():
            row.addWidget(button)
        inside = QWidget()
        self._column = column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.figures)
        column.addWidget(self.table, 6)
        column.addWidget(self.pages, 4)
        column.addWidget(self.buttons)
        return inside

    def _connect(self) -> None:
        self.pages.currentChanged.connect(self._turned)
        self.which.activated.connect(lambda _index: self._read(fresh=True))
        self.lines.written.connect(self._write_line)
        self.counts.written.connect(self._write_people)
        self.texts.written.connect(lambda code, body: self.settling.write_text(code, body))
        self.facts.written.connect(lambda name, value: self.settling.write_fact(name, value))
        deeds = {
            self.accept: self.settling.accept, self.send_back: self.settling.send_back,
            self.extend: self.settling.extend, self.read_in: self.settling.choose_file,
            self.key_in: self.settling.key_in, self.explain: self.settling.explain,
            self.piece: self._open_piece, self.paper: self.settling.paper, self.reopen: self.settling.reopen,
        }  # fmt: skip
        for button, deed in deeds.items():
            button.clicked.connect(deed)
        for key, button in (("Ctrl+Return", self.accept), ("Ctrl+Backspace", self.send_back)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(button.click)
            button.setToolTip(f"{button.text().replace('&', '')} ({shortcut.key().toString()})")

    # What the dossier asks of a sheet

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        """Read the reports of this dossier; the one in front stays so."""
        self._whole = whole
        self.known = reports(self._office.reader, [whole.head.id])
        chosen = None if fresh else self.which.currentData()
        self.which.clear()
        for row in self.known:
            self.which.addItem(f"{KINDS[row.kind].capitalize()} {row.year}", row.id)
        keys = [row.id for row in self.known]
        first = next((n for n, row in enumerate(self.known) if row.state not in ("accepted", "waived")), 0)
        self.which.setCurrentIndex(keys.index(chosen) if chosen in keys else first)
        self.which.setVisible(len(keys) > 1)
        lock = report_lock(self._office.reader, whole.head.id)
        self.notice.tell(lock, "bad" if lock else "neutral")
        self._read(fresh=fresh)

    def focus(self) -> None:
        self.table.setFocus()

    def flush(self) -> None:
        self.texts.flush()

    def close_down(self) -> None:
        self.document.close_down()

    def _turned(self, _page: int) -> None:
        """The document asks for room: the figures leave it theirs."""
        reading = self.pages.currentWidget() is self.document
        self.figures.setVisible(not reading)
        self._column.setStretchFactor(self.table, 3 if reading else 6)
        self._column.setStretchFactor(self.pages, 7 if reading else 4)
        if reading:
            self.document.come()

    # Reading

    def _read(self, *, fresh: bool) -> None:
        key = self.which.currentData()
        self.view = report_view(self._office.reader, key) if key is not None else None
        self.settling.view = self.view
        self.stack.setCurrentIndex(0 if self.view else 1)
        if self.view is None:
            words = self.tr("Ce dossier n’a pas de subvention notifiée\u00a0: aucun bilan n’en est attendu.")
            self.empty.tell(words)
            self.state.setText("")
            return
        view, place = self.view, self.table.currentIndex()
        writable = view.row.state not in ("accepted", "waived") and not self._office.why_not("report")
        self._tell_head(view)
        self.lines.show(grid.rows_of(view.pairs, view.settings), writable=writable)
        self.table.stand(place.row() if not fresh else 0, place.column() if not fresh else grid.DONE)
        said = [Line((one.sentence,), _TONES[one.level], one) for one in view.remarks]
        nothing = (
            self.tr("Rien d’étrange dans ce bilan.") if view.row.received_on else self.tr("Pas encore reçu.")
        )
        self.remarks.show_lines(
            said or [Line((nothing,), "good" if view.row.received_on else "neutral", None)]
        )
        self.counts.show(people.rows_of(view.people, view.row), writable=writable)
        self.texts.show_texts(view.asked, view.texts, writable=writable)
        self.facts.show_report(view.row, view.indicators, writable=writable)
        pieces = self._whole.pieces if self._whole else []
        self.document.show_piece(next((one for one in pieces if one.id == view.row.piece_id), None))
        self._tell_buttons(view)

    def _tell_head(self, view: ReportView) -> None:
        row, today = view.row, dt.date.today()
        words = [labels()[standing(row, today)], self.tr("attendu le {0}").format(due_words(row, today))]
        if row.comment:
            words.append(row.comment.partition("\n")[0])
        self.state.setText(" · ".join(words))
        self.figures.tell(row, sums(view.pairs, "planned"), sums(view.pairs, "done"), view.lefts())

    def _tell_buttons(self, view: ReportView) -> None:
        row = view.row
        report, settle = self._office.why_not("report"), self._office.why_not("settle_report")
        open_, came = row.state in ("awaited", "returned"), row.state == "received"
        held(self.accept, settle, on=open_ or came)
        held(self.send_back, settle, on=came)
        held(self.extend, self._office.why_not("ask_change"), on=open_ or came)
        held(self.read_in, report, on=open_ or came)
        held(self.key_in, report, on=open_)
        wide = any(remark.code == "gap" for remark in view.remarks)
        held(self.explain, report, on=came and wide)
        held(self.reopen, settle, on=row.state in ("accepted", "waived"))
        self.piece.setVisible(row.piece_id is not None)
        self.reopen.setVisible(row.state in ("accepted", "waived"))
        for button in (self.accept, self.send_back, self.key_in, self.explain):
            button.setVisible(row.state not in ("accepted", "waived"))

    # Writing

    def _write_line(self, pair: Any, column: int, value: Any) -> None:
        if pair is not None:
            self.settling.write_line(pair, grid.FIELDS[column], value)

    def _write_people(self, age: Any, column: int, value: Any) -> None:
        if self.view is None:
            return
        moment, name = people.FIELDS[column]
        shown = next(row for row in self.counts.rows if row.what == age)  # also what the request says of all
        kept = people.counted(self.view.people, moment).get(str(age))
        known = kept or Counted(str(age), *(shown.values[1:4] if moment == "request" else ()))
        told = known._replace(**{name: value})
        if name != "people" and known.people == (known.women or 0) + (known.men or 0):
            told = told._replace(people=None)  # the total followed from both: it goes on doing so
        self.settling.write_people(told, moment)

    def _open_piece(self) -> None:
        if self.view is not None and self.view.row.piece_id is not None:
            self.place_wanted.emit(f"piece:{self.view.row.piece_id.hex()}")
