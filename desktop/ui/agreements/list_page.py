"""The list of conventions: state, applicant, years, amounts, what presses; filters; the page with nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db.queries.agreement_shapes import AgreementRow
from desktop.flow.agreement_view import alerts
from desktop.rules.agreements import LIVE, end_alert
from desktop.rules.folding import fold
from desktop.ui import letter_keys
from desktop.ui.agreements.words import day, money, period, presses, state
from desktop.ui.fields import Button, SearchField, StageChips
from desktop.ui.fields.row import Row
from desktop.ui.icons import pixmap
from desktop.ui.intake.parts import card, text
from desktop.ui.intake.rows import Line
from desktop.ui.opinions.table import PillRows
from desktop.ui.theme import tokens


class ListPage(QWidget):
    """Enter opens a convention; N opens a new one."""

    opened = Signal(object)  # AgreementRow
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[AgreementRow] = ()
        self._today = dt.date.today()
        self.new = Button(self.tr("&Nouvelle convention…"), "plus", kind="primary")
        self.new.setToolTip(letter_keys.without(self.tr("Nouvelle convention (N)")))
        self.chips = StageChips()
        self.words = SearchField(self.tr("Chercher une convention"))
        self.words.setPlaceholderText(self.tr("Porteur, intitulé, numéro"))
        self.table = PillRows(
            self.tr("Conventions"),
            [
                (self.tr("État"), 92), (self.tr("Convention"), 104), (self.tr("Porteur · intitulé"), 0),
                (self.tr("Années"), 90), (self.tr("Promis"), 88), (self.tr("Voté"), 88),
                (self.tr("Payé"), 88), (self.tr("À voir"), 292),
            ],
            right=(4, 5, 6),
        )  # fmt: skip
        self.empty = Empty()
        self._pages = QStackedWidget()
        self._lay_out()
        self.new.clicked.connect(self.new_wanted)
        self.empty.new.clicked.connect(self.new_wanted)
        self.table.opened.connect(self.opened)
        self.chips.chosen.connect(lambda _codes: self._show())
        self.words.textChanged.connect(lambda _text: self._show())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(text(self.tr("Conventions"), 20, bold=True), 1)
        top.addWidget(self.new)
        filters = Row()
        filters.setSpacing(10)
        filters.addWidget(self.chips, 1)
        self.words.setMinimumWidth(260)
        filters.addWidget(self.words)
        shown = QWidget()
        inside = QVBoxLayout(shown)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addLayout(filters)
        inside.addWidget(self.table, 1)
        self._pages.addWidget(shown)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(top)
        whole.addWidget(self._pages, 1)

    def show_rows(self, rows: Sequence[AgreementRow], today: dt.date, *, writable: bool) -> None:
        """Show these conventions; the one in front stays in front."""
        self.rows, self._today = rows, today
        self.new.setVisible(bool(rows))
        self.new.setEnabled(writable)
        self.empty.tell(writable=writable)
        self._pages.setCurrentIndex(0 if rows else 1)
        self._show()

    def _show(self) -> None:
        kept = self.table.current()
        rows = list(self.rows)
        if sought := fold(self.words.text()):
            rows = [row for row in rows if sought in fold(f"{row.number} {row.applicant} {row.title}")]
        tests = self._tests()
        self.chips.set_chips([(code, words, sum(map(test, rows))) for code, (words, test) in tests.items()])
        for code in self.chips.codes():
            rows = [row for row in rows if tests[code][1](row)]
        same = next((r for r in rows if isinstance(kept, AgreementRow) and r.id == kept.id), None)
        self.table.show_again([self._line(row) for row in rows], same)

    def _tests(self) -> dict[str, tuple[str, Callable[[AgreementRow], bool]]]:
        today = self._today
        return {
            "live": (self.tr("En cours"), lambda row: row.state in LIVE),
            "ending": (
                self.tr("À renouveler"),
                lambda row: bool(end_alert(row.state, day(row.ends_on), row.alert_months, today)),
            ),
            "report": (
                self.tr("Bilan attendu"), lambda row: any(w.startswith("bilan") for w in alerts(row, today)),
            ),
            "draft": (self.tr("Projets"), lambda row: row.state == "draft"),
            "over": (self.tr("Terminées"), lambda row: row.state not in LIVE),
        }  # fmt: skip

    def _line(self, row: AgreementRow) -> Line:
        words, tone = state(row)
        cells = (
            words, row.number, f"{row.applicant} · {row.title}", period(row), money(row.promised),
            money(row.voted), money(row.paid), presses(row, self._today),
        )  # fmt: skip
        return Line(cells, tone, row)

    def current(self) -> AgreementRow | None:
        """The convention in front."""
        found = self.table.current()
        return found if isinstance(found, AgreementRow) else None


class Empty(QWidget):
    """What this place is for, and the one thing to do next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = QLabel()
        self.title, self.words = text(size=15, bold=True), text(caption=True)
        self.new = Button(self.tr("Nouvelle convention…"), "plus", kind="primary")
        frame, inside = card()
        inside.setContentsMargins(24, 32, 24, 32)
        for label in (self.drawing, self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        inside.addWidget(self.new, 0, Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        column.addStretch(1)

    def tell(self, *, writable: bool) -> None:
        """There is no convention yet."""
        self.drawing.setPixmap(pixmap("handshake", tokens().accent, 28))
        self.title.setText(self.tr("Aucune convention de plusieurs années"))
        self.words.setText(
            self.tr(
                "Une convention promet des montants par année et par financeur, en échange d’engagements "
                "et d’indicateurs. Chaque année est demandée par un dossier\u00a0; le registre met en "
                "regard ce qui fut promis, voté, payé et rendu compte."
            )
        )
        self.new.setEnabled(writable)
