"""« Recevabilité »: the checklist of pieces on the left, eligibility, verdict and next step on the right."""

from __future__ import annotations

import sqlite3
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db import queries
from db.queries.shapes import PieceRow
from desktop.rules import eligibility
from desktop.rules.findings import Level
from desktop.rules.pieces import LACKING
from desktop.ui.dossier.outline_rows import counted
from desktop.ui.dossier.piece_deeds import PieceDeeds
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button, FlowLayout, SectionTitle
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import Notice, scrolled
from desktop.ui.office import Office
from desktop.ui.sift.asked import RequestList
from desktop.ui.sift.questions import Questions
from desktop.ui.sift.requesting import Requesting
from desktop.ui.sift.rows import Sifted, clock_of, more_to_ask, pause_words, sifted
from desktop.ui.sift.table import PieceTable
from desktop.ui.sift.verdict import VerdictPanel
from desktop.ui.tongue import date_long, plural

RIGHT = 364  # pixels


class SiftSheet(WorkSheet):
    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self._seen = 0  # where the journal stood when the verdict shown was read
        self._shown: Sifted | None = None
        self.deeds = PieceDeeds(office, self)
        self.requesting = Requesting(office, self)
        self.clock, self.lock = Notice(), Notice()
        self.title = SectionTitle(self.tr("Pièces"))
        self.table = PieceTable()
        self.again = Button("", "history")
        self.buttons = self._deed_buttons()
        self.asked_title = SectionTitle(self.tr("Demandes au porteur"))
        self.asked = RequestList()
        self.questions = Questions()
        self.verdict = VerdictPanel(queries.reasons(office.reader))
        self._lay_out()
        self._connect()

    def _deed_buttons(self) -> dict[str, Button]:
        words = {
            "received": (self.tr("Reçue"), "R", "check"),
            "refused": (self.tr("Non conforme…"), "N", "circle-x"),
            "none": (self.tr("Sans objet"), "S", "circle"),
            "waived": (self.tr("Dispensée, déjà détenue…"), "D", "circle-check"),
            "date": (self.tr("Date…"), "T", "calendar"),
            "missing": (self.tr("En attente"), "A", "circle-dashed"),
        }
        made = {}
        for name, (said, key, drawing) in words.items():
            button = made[name] = Button(f"{said}  {key}", drawing, kind="plain")
            button.setAccessibleName(self.tr("{0} (touche {1})").format(said, key))
            button.setToolTip(button.accessibleName())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    # Laying out

    def _lay_out(self) -> None:
        line = Row(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(self._left(), 1)
        edge = QFrame()
        edge.setFixedWidth(1)
        edge.setStyleSheet("background: palette(midlight)")
        line.addWidget(edge)
        line.addWidget(self._right())

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setContentsMargins(18, 14, 14, 12)
        left.setSpacing(8)
        left.addWidget(self.clock)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.again)
        left.addLayout(top)
        left.addWidget(self.table, 1)
        row = QWidget()
        flow = FlowLayout(row, gap=4)
        for button in self.buttons.values():
            flow.addWidget(button)
        left.addWidget(row)
        left.addWidget(self.asked_title)
        left.addWidget(self.asked)
        return left

    def _right(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 18, 12)
        column.setSpacing(8)
        column.addWidget(SectionTitle(self.tr("Recevabilité")))
        column.addWidget(self.questions)
        column.addSpacing(8)
        column.addWidget(SectionTitle(self.tr("Verdict")))
        column.addWidget(self.lock)
        column.addWidget(self.verdict)
        column.addStretch()
        right = scrolled(inside, self.tr("Recevabilité et verdict"))
        right.setFixedWidth(RIGHT)
        return right

    def _connect(self) -> None:
        self.table.deed_wanted.connect(self._settle)
        self.table.open_wanted.connect(lambda piece: self.place_wanted.emit(f"piece:{piece.id.hex()}"))
        self.table.current_changed.connect(self._fit_buttons)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.table.want(name))
        self.again.clicked.connect(self.take_all_again)
        self.asked.deed_wanted.connect(self.requesting.deed)
        self.questions.place_wanted.connect(self.place_wanted)
        self.verdict.ask_wanted.connect(self.requesting.ask)
        self.verdict.record_wanted.connect(self.record)
        self.verdict.decide_wanted.connect(lambda: self.place_wanted.emit("deed:decide"))

    # Showing

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        from desktop.flow.reports import report_lock
        from desktop.flow.reuse import offers

        self.lock.tell(report_lock(self._office.reader, whole.head.id), "bad")
        before, today = self._whole, date.today()
        self._whole = self.deeds.whole = self.requesting.whole = whole
        shown = sifted(whole, offers(self._office.reader, whole.head.id, today), today)
        fresh = fresh or before is None or before.head.id != whole.head.id
        settled = before is not None and before.sift != whole.sift
        self._shown = shown
        self._show_clock(shown)
        self.title.set_text(self.tr("Pièces {0} / {1}").format(*counted(shown.pieces)))
        self.table.show_rows(shown.pieces, shown.offers, fresh=fresh)
        count = len(shown.offers)
        words = self.tr("Reprendre {0} {1} ({2})").format(
            count, plural(count, "pièce déjà détenue", "pièces déjà détenues"), "Ctrl+D"
        )
        self.again.setText(words)
        self.again.setShortcut("Ctrl+D")
        self.again.setVisible(bool(count))
        self.asked.show_requests(whole.requests, today)
        self.asked_title.setVisible(bool(whole.requests))
        self.questions.show_questions(shown.questions)
        verdict, reasons = eligibility.suggest(shown.questions, len(shown.lacking))
        self.requesting.more = more_to_ask(shown.questions, shown.pieces)
        # While nothing was said, the verdict proposed follows what lacks; what was chosen is left alone.
        moved = before is not None and lacking_of(before) != len(shown.lacking)
        keep = not fresh and not settled and not (whole.sift is None and moved)
        count = len(shown.lacking) + len(self.requesting.more)
        if not keep:  # what was chosen and not recorded rests on what was read then
            self._seen = whole.position
        self.verdict.show_verdict(whole.sift, verdict, reasons, count, keep=keep)
        self._fit_buttons()

    def _show_clock(self, shown: Sifted) -> None:
        clock = shown.clock
        if clock is None or self._whole is None:
            self.clock.tell("")
        elif clock.pause is not None:
            self.clock.tell(pause_words(self._whole), "neutral")
        elif clock.due <= date.today():
            words = self.tr("Le silence gardé vaut rejet depuis le {0} : une demande n’arrête plus le délai.")
            self.clock.tell(words.format(date_long(clock.due)), "bad")
        else:
            words = self.tr("Le silence vaudra rejet le {0}.")
            self.clock.tell(words.format(date_long(clock.due)), "neutral")

    def _fit_buttons(self) -> None:
        row = self.table.current()
        possible = possible_deeds(row) if row else frozenset()
        for name, button in self.buttons.items():
            button.setEnabled(name in possible)

    def focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Deeds

    def _settle(self, row: PieceRow, deed: str) -> None:
        """Do to a piece what its key says, then go to the next one."""
        if deed not in possible_deeds(row):
            words = self.tr("« {0} » : aucun fichier n’est là, cette touche n’y fait rien.")
            self._office.told.emit(words.format(row.label or row.name), "neutral")
            return
        place = self.table.currentIndex().row()
        if deed == "date":
            self.deeds.ask_date(row)
            return
        if deed != "waived" or not self.deeds.take_again(row):
            self.deeds.settle(row, deed)
        if deed != "refused":
            self.table.choose(place + 1)

    def take_all_again(self) -> None:
        """Take every piece that is held already."""
        from desktop.flow.reuse import take_all_again

        if self._shown is not None and self._shown.offers:
            pairs = [(offer.piece, offer.earlier) for offer in self._shown.offers.values()]
            self._office.do(take_all_again, pairs=pairs)

    def record(self) -> None:
        """Record the verdict chosen."""
        from desktop.flow.complete import sift

        if self._whole is None:
            return
        verdict = self.verdict.verdict()
        done = self._office.do(
            sift, seen=self._seen, dossier=self._whole.head.id, verdict=verdict,
            reasons=self.verdict.ticked(), comment=self.verdict.comment.text(),
        )  # fmt: skip
        if done is not None and verdict == "admissible":
            self._office.told.emit(self.tr("Le dossier est recevable : il peut être instruit."), "good")


def lacking_of(whole: Whole) -> int:
    """How many pieces the applicant still has to give."""
    return sum(piece.state in LACKING for piece in whole.pieces)


def possible_deeds(row: PieceRow) -> frozenset[str]:
    """What can be said of a piece as it stands."""
    deeds = {"received", "refused", "date"} if row.sha256 else set()
    if row.state == "announced":
        deeds |= {"received", "refused"}
    if not row.sha256:
        deeds |= {"none", "waived"}
    if row.state in ("refused", "waived", "none"):
        deeds.add("missing")
    return frozenset(deeds - {row.state})


def state(_reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    """The sign of the outline: what was said, and whether the clock stands still."""
    words: dict[str, tuple[Level, str]] = {
        "admissible": ("good", "Dossier recevable"),
        "incomplete": ("warn", "Dossier à compléter"),
        "inadmissible": ("bad", "Dossier irrecevable"),
    }
    clock = clock_of(whole, date.today())
    pause = f", délai suspendu jusqu’au {clock.pause.end:%d/%m/%Y}" if clock and clock.pause else ""
    if whole.sift is None:
        return ("warn", f"Pièces demandées{pause}") if pause else (None, "Pas encore trié")
    level, told = words[whole.sift.verdict]
    return level, told + pause
