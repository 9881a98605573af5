"""The sheet « Avis des partenaires » of a dossier: what each one said, who is still awaited, one typed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout

from db.queries.opinions import AskedRow, OpinionRow, opinions_of, partners, requests_many
from desktop.rules.opinions import face, in_sum
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, one_line
from desktop.ui.office import Office
from desktop.ui.opinions.asking import AskDialog
from desktop.ui.opinions.deeds import OpinionDeeds
from desktop.ui.opinions.table import PillRows
from desktop.ui.opinions.telling import TellingDialog
from desktop.ui.opinions.words import asked, day, money, state, when, whence


class OpinionsSheet(WorkSheet):
    """Opinions that count first, then what is awaited, then what was said before and replaced since."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self.deeds = OpinionDeeds(office, self)
        self.told = text(caption=True)
        self.rows = PillRows(
            self.tr("Avis des partenaires"),
            [
                (self.tr("Avis"), 132), (self.tr("Partenaire"), 0), (self.tr("Montant"), 84),
                (self.tr("Donné le"), 118),
            ],
            right=(2,),
        )  # fmt: skip
        self.comment, self.facts, self.hidden = text(), text(caption=True), Notice()
        self.add = Button(self.tr("&Saisir un avis…"), "plus", kind="primary")
        self.ask = Button(self.tr("&Demander…"), "send")
        self.mend = Button(self.tr("&Corriger…"), "pencil")
        self.drop = Button(self.tr("Re&tirer…"), "trash-2", kind="plain")
        for button, key in (
            (self.add, "Ctrl+Inser"),
            (self.ask, "N"),
            (self.mend, "F2"),
            (self.drop, "Suppr"),
        ):
            button.setToolTip(f"{button.text().replace('&', '').rstrip('…')} ({key})")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        foot = Row()
        foot.setSpacing(8)
        for button in (self.add, self.ask, self.mend):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.drop)
        self.hidden.tell("")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(10)
        column.addWidget(text(self.tr("Avis des partenaires"), 20, bold=True))
        column.addWidget(self.told)
        column.addWidget(self.rows, 1)
        for part in (self.hidden, self.comment, self.facts):
            column.addWidget(part)
        column.addLayout(foot)
        key = QLabel(self.tr("Ctrl+Inser saisir   N demander   F2 corriger   Suppr retirer"))
        key.setProperty("kind", "caption")
        key.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(key)

    def _connect(self) -> None:
        self.rows.picked.connect(self._picked)
        self.rows.opened.connect(lambda _what: self.edit())
        deeds: tuple[tuple[Button, str, Callable[[], None]], ...] = (
            (self.add, "Ctrl+Ins", self.record), (self.mend, "F2", self.edit),
            (self.drop, "Delete", self.take_off),
            (self.ask, "N", self.ask_for),
        )  # fmt: skip
        for button, key, deed in deeds:
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
            shortcut = QShortcut(QKeySequence(key), self.rows, deed)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    # What the dossier asks of a sheet

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        """Read what the partners said of this dossier."""
        self._whole = whole
        key, reader, today = whole.head.id, self._office.reader, dt.date.today()
        given = opinions_of(reader, key, earlier=True)
        waiting = [row for row in requests_many(reader, dossiers=[key]) if row.opinion is None]
        kept = self.rows.current() if not fresh else None
        lines = [self._line(row) for row in given if row.counts]
        for row in waiting:
            words, tone = state(row, today)
            lines.append(Line((words, row.partner, "", when(row)), tone, row))
        lines += [self._line(row) for row in given if not row.counts]
        self.rows.show_again(lines, kept)
        said = in_sum(row.value for row in given if row.counts)
        awaited = self.tr("{0} en attente").format(len(waiting)) if waiting else ""
        told = ", ".join(part for part in (said, awaited) if part)
        self.told.setText(told or self.tr("Aucun partenaire n’a encore été interrogé sur ce dossier."))
        self._tell_buttons()

    def focus(self) -> None:
        self.rows.setFocus()

    def _line(self, row: OpinionRow) -> Line:
        words, tone = face(row.value)
        if not row.counts:
            words, tone = self.tr("Remplacé"), "neutral"
        mark = self.tr(" · entre services") if row.confidential else ""
        who = row.short if row.confidential else row.partner
        return Line((one_line(words), who + mark, money(row.amount), day(row.answered_on)), tone, row)

    def _picked(self, row: OpinionRow | AskedRow | None) -> None:
        given = isinstance(row, OpinionRow)
        self.comment.setText((row.comment or "") if isinstance(row, OpinionRow) else "")
        self.comment.setVisible(bool(self.comment.text()))
        self.facts.setText("" if row is None else whence(row) if isinstance(row, OpinionRow) else asked(row))
        closed = given and bool(row is not None and row.confidential)
        words = self.tr(
            "Cet avis reste entre services\u00a0: ni courrier, ni dossier remis, ni vidéoprojecteur."
        )
        self.hidden.tell(words if closed else "", "warn")
        self._tell_buttons()

    def _tell_buttons(self) -> None:
        row, writable = self.rows.current(), not self._office.read_only
        mine = isinstance(row, OpinionRow) and row.channel != "import"
        self.add.setEnabled(writable)
        self.ask.setEnabled(writable)
        self.mend.setEnabled(writable and mine)
        self.drop.setEnabled(writable and mine)

    # Deeds

    def record(self) -> None:
        """Write down what a partner said; the one in front first."""
        whole, row = self._whole, self.rows.current()
        if whole is None or self._office.read_only:
            return
        key = whole.head.id
        partner = row.partner_id if isinstance(row, AskedRow | OpinionRow) else None
        TellingDialog(
            self, self._of(), partners(self._office.reader),
            lambda who, told: self.deeds.record(key, who, told), partner=partner,
        ).open()  # fmt: skip

    def ask_for(self) -> None:
        """Ask partners about this dossier alone."""
        if self._whole is not None and not self._office.read_only:
            query = f"numéro:{self._whole.head.number}"
            AskDialog(self, self._office, Path.home(), self.deeds.ask, query=query).open()

    def edit(self) -> None:
        """Mend the opinion in front; what is awaited is written down instead."""
        row = self.rows.current()
        if isinstance(row, AskedRow):
            self.record()
        elif isinstance(row, OpinionRow) and row.channel != "import" and not self._office.read_only:
            known = partners(self._office.reader, all_of_them=True)
            mended = row
            TellingDialog(
                self, self._of(), known, lambda _who, told: self.deeds.correct(mended.id, told),
                partner=row.partner_id, mended=row,
            ).open()  # fmt: skip

    def take_off(self) -> None:
        """Take away an opinion noted by mistake, with the reason."""
        row = self.rows.current()
        if not isinstance(row, OpinionRow) or row.channel == "import" or self._office.read_only:
            return
        warning = self.tr(
            "L’avis de {0} ne comptera plus\u00a0; celui d’avant, s’il y en a un, compte de nouveau."
        )
        key = row.id
        ReasonDialog(
            self, self.tr("Retirer un avis"), warning.format(row.partner), self.tr("Retirer"),
            lambda reason: self.deeds.take_off(key, reason),
        ).open()  # fmt: skip

    def _of(self) -> str:
        head = self._whole.head if self._whole else None
        return self.tr("Dossier {0}, {1}").format(head.number, head.applicant) if head else ""
