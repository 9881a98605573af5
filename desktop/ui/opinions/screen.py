"""The place « Avis »: the partners with their counters, what each was asked, its answers, and six deeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.queries.opinions import AskedRow, PartnerCount, counters, partners, requests_many
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.fields import StageChips
from desktop.ui.intake.rows import Line, Rows, one_line
from desktop.ui.office import Office
from desktop.ui.opinions.asking import AskDialog, AskWish
from desktop.ui.opinions.deeds import OpinionDeeds
from desktop.ui.opinions.parts import Empty, Foot, Head
from desktop.ui.opinions.table import PillRows
from desktop.ui.opinions.telling import TellingDialog
from desktop.ui.opinions.words import money, state, when
from desktop.ui.screen import screen_action
from desktop.ui.tongue import plural
from desktop.ui.walk import Walk

_FOLLOWED = frozenset({"opinion", "opinion_request", "opinion_pack", "partner", "dossier", "interest"})


class OpinionsScreen(QWidget):
    """The screen of the place "opinions"."""

    status = Signal(str)
    name, icon = "opinions", "messages-square"

    def __init__(self, office: Office, today: Callable[[], dt.date] = dt.date.today) -> None:
        super().__init__()
        self.office, self._today = office, today
        self.folder = Path.home()
        self.counts: list[PartnerCount] = []
        self.asked: list[AskedRow] = []
        self.deeds = OpinionDeeds(office, self)
        self.head, self.foot, self.empty = Head(), Foot(), Empty()
        self.list = Rows(
            self.tr("Partenaires"),
            [
                (self.tr("Partenaire"), 0), (self.tr("Demandés"), 88), (self.tr("Reçus"), 62),
                (self.tr("Retard"), 66),
            ],
            right=(1, 2, 3),
        )  # fmt: skip
        self.chips = StageChips()
        self.table = PillRows(
            self.tr("Avis demandés"),
            [
                (self.tr("Avis"), 126), (self.tr("Partenaire"), 96), (self.tr("Dossier"), 88),
                (self.tr("Porteur · action"), 170), (self.tr("Montant"), 82), (self.tr("Réponse"), 94),
                (self.tr("Commentaire"), 0),
            ],
            several=True, right=(4,),
        )  # fmt: skip
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        shown = QWidget()
        inside = QVBoxLayout(shown)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.foot)
        self._pages.addWidget(shown)
        self._pages.addWidget(self.empty)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(14, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.chips)
        column.addWidget(self._pages, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setSizes([330, 810])
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        line = QHBoxLayout()
        line.addWidget(split)
        whole.addLayout(line, 1)

    def _connect(self) -> None:
        self.list.picked.connect(lambda _one: self._show())
        self.table.picked.connect(self._picked)
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._tell_buttons())
        self.chips.chosen.connect(lambda _codes: self._show())
        self.empty.ask_wanted.connect(self.ask)
        self.office.returns_wanted.connect(self.take)
        head = self.head
        deeds: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Avis\u00a0: demander un avis…"), "N", self.ask),
            (self.tr("Avis\u00a0: lire un retour…"), "L", self.choose_files),
            (self.tr("Avis\u00a0: saisir un avis…"), "S", self.record),
            (self.tr("Avis\u00a0: relancer le partenaire…"), "R", self.remind),
            (self.tr("Avis\u00a0: retirer la demande…"), "Del", self.withdraw),
        ]
        buttons = (head.ask, head.read, head.record, head.remind, head.withdraw)
        for button, (_, _, deed) in zip(buttons, deeds, strict=True):
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
        self._actions = [screen_action(self, *deed) for deed in deeds]

    # What the window asks of a screen

    @property
    def title(self) -> str:
        return self.tr("Avis")

    @property
    def widget(self) -> QWidget:
        return self

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & _FOLLOWED:
            self.read()

    def shown(self) -> None:
        self.read()
        (self.table if self.asked else self.list).setFocus()

    def take(self, paths: Sequence[Path]) -> None:
        """Files dropped here: packs that came back."""
        self.deeds.read(paths)

    # Reading

    def read(self) -> None:
        """Read the counters, then what the partner in front was asked."""
        before = self.partner()
        self.counts = counters(self.office.reader, self._today())
        lines = [Line((self.tr("Tous"), *self._figures(self.counts)), "neutral", None)]
        for one in self.counts:
            tone = "bad" if one.late else "good" if one.asked and not one.waiting else "neutral"
            lines.append(Line((one.short, *self._figures([one])), tone, one))
        self.list.blockSignals(True)
        self.list.show_lines(lines)
        for row, line in enumerate(lines):
            if before is not None and line.what is not None and line.what.id == before.id:
                self.list.selectRow(row)
        self.list.blockSignals(False)
        self._show()

    def _figures(self, counts: Sequence[PartnerCount]) -> tuple[str, ...]:
        sums = (sum(c.asked for c in counts), sum(c.received for c in counts), sum(c.late for c in counts))
        return tuple(str(figure or "–") for figure in sums)

    def partner(self) -> PartnerCount | None:
        """The partner in front, None for all of them."""
        index = self.list.currentIndex()
        return self.list.rows.lines[index.row()].what if index.isValid() else None

    def _show(self) -> None:
        one = self.partner()
        kept = self.table.current()
        rows = requests_many(
            self.office.reader,
            partner=one.id if one else None,
            person=self.office.author,
            today=self._today(),
        )
        self.asked = rows
        tests: dict[str, Callable[[AskedRow], bool]] = {
            "waiting": lambda row: row.opinion is None, "late": lambda row: bool(row.late),
            "received": lambda row: row.opinion is not None,
        }  # fmt: skip
        words = {
            "waiting": self.tr("En attente"), "late": self.tr("En retard"), "received": self.tr("Reçus"),
        }  # fmt: skip
        self.chips.set_chips([(code, words[code], sum(map(test, rows))) for code, test in tests.items()])
        for code in self.chips.codes():
            rows = [row for row in rows if tests[code](row)]
        self.head.tell(one, self.counts)
        same = next((row for row in rows if isinstance(kept, AskedRow) and row.id == kept.id), None)
        self.table.show_again([self._line(row) for row in rows], same)
        self.table.setColumnHidden(1, one is not None)
        self.table.setColumnWidth(3, 266 if one is not None else 170)
        self.empty.tell(one.name if one else "")
        self._pages.setCurrentIndex(0 if self.asked else 1)
        self.chips.setVisible(bool(self.asked))
        self._tell_buttons()
        count = len(rows)
        self.status.emit(
            self.tr(
                "{0} {1}    N demander    L lire un retour    S saisir    R relancer    Entrée ouvrir"
            ).format(count, plural(count, "demande"))
        )

    def _line(self, row: AskedRow) -> Line:
        words, tone = state(row, self._today())
        hidden = self.tr("[entre services] ") if row.confidential else ""
        cells = (
            words, row.short, row.number, f"{row.applicant} · {row.title}", money(row.amount), when(row),
            one_line(hidden + (row.comment or "")),
        )  # fmt: skip
        return Line(cells, tone, row)

    def _picked(self, row: AskedRow | None) -> None:
        self.foot.tell(row)
        self._tell_buttons()

    def _tell_buttons(self) -> None:
        writable = not self.office.read_only
        waiting = any(row.opinion is None for row in self.chosen())
        one = self.partner()
        self.head.record.setEnabled(writable and bool(self.chosen()))
        self.head.withdraw.setEnabled(writable and waiting)
        self.head.remind.setEnabled(writable and (bool(one.waiting) if one else waiting))
        self.head.ask.setEnabled(writable)
        self.head.read.setEnabled(writable)

    def chosen(self) -> list[AskedRow]:
        """The requests selected."""
        return [row for row in self.table.chosen() if isinstance(row, AskedRow)]

    # Deeds

    def ask(self) -> None:
        """Ask who, about what, for when."""
        one = self.partner()

        def then(wish: AskWish) -> None:
            self.folder = wish.folder
            self.deeds.ask(wish)

        AskDialog(self, self.office, self.folder, then, partner=one.id if one else None).open()

    def choose_files(self) -> None:
        """Choose returned files on the disk."""
        dialog = QFileDialog(self, self.tr("Quel fichier est revenu\u00a0?"), str(self.folder))
        dialog.setObjectName("returns")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Classeurs et PDF (*.xlsx *.ods *.pdf)"))
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def record(self) -> None:
        """Write down what a partner said of the dossier in front."""
        rows = self.chosen()
        if not rows or self.office.read_only:
            return
        row = rows[0]
        of = self.tr("Dossier {0}, {1}").format(row.number, row.applicant)
        known = partners(self.office.reader)
        TellingDialog(
            self,
            of,
            known,
            lambda who, told: self.deeds.record(row.dossier_id, who, told),
            partner=row.partner_id,
        ).open()

    def remind(self) -> None:
        """Remind the partner in front of all that it owes: those late when there are some, else every one."""
        rows = self.chosen()
        one = self.partner()
        wanted = one.id if one else rows[0].partner_id if rows else None
        if wanted is None or self.office.read_only:
            return
        waiting = self.deeds.waiting(wanted)
        who = next((row for row in partners(self.office.reader, all_of_them=True) if row.id == wanted), None)
        if waiting and who is not None:
            self.deeds.remind(who, [row for row in waiting if row.late] or waiting)

    def withdraw(self) -> None:
        """Take the chosen requests back, with a reason."""
        rows = [row for row in self.chosen() if row.opinion is None]
        if not rows or self.office.read_only:
            return
        count = len(rows)
        warning = self.tr(
            "{0} {1} à {2}. Le fichier déjà remis ne sera plus accepté pour ces dossiers."
        ).format(count, plural(count, "demande retirée", "demandes retirées"), rows[0].partner)
        ReasonDialog(
            self, self.tr("Retirer une demande d’avis"), warning, self.tr("Retirer"),
            lambda reason: self.deeds.withdraw(rows, reason),
        ).open()  # fmt: skip

    def _open(self, row: AskedRow) -> None:
        keys = list(dict.fromkeys(line.what.dossier_id for line in self.table.rows.lines))
        self.office.dossier_wanted.emit(row.dossier_id, Walk(keys, keys.index(row.dossier_id)))
