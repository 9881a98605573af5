"""The history of the applicant on one page, in the place of the notebook too."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.past import OwnRow
from desktop.flow.record import Record, read_record
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button
from desktop.ui.history import words
from desktop.ui.history.chart import Bars, YearChart
from desktop.ui.history.doubts import DoubtCard, SettledLine
from desktop.ui.history.tables import GrantTable, YearTable
from desktop.ui.intake.parts import scrolled
from desktop.ui.list.pane_parts import Group, wrapped
from desktop.ui.office import Office
from desktop.ui.theme import font

_YEARS = 8  # in the chart; the table has them all


class HistorySheet(WorkSheet):
    """Reads the record of the applicant of the dossier; settles doubts."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self.record: Record | None = None
        self.title = wrapped()
        self.title.setFont(font(20, QFont.Weight.DemiBold))
        self.numbers, self.total = wrapped(kind="caption"), wrapped()
        self.chart, self.years, self.grants = YearChart(), YearTable(), GrantTable()
        self.doubts = Group(self.tr("Est-ce le même porteur\u00a0?"))
        self.by_year = Group(self.tr("Année par année"))
        self.dossiers = Group(self.tr("Dossiers dans cette base"))
        self.others = Group(self.tr("Subventions connues par des listes, tous financeurs"))
        self.settled = Group(self.tr("Noms déjà tranchés"))
        self.empty = self._made_empty()
        self.cards: list[DoubtCard] = []
        self.links: dict[bytes, Button] = {}
        self.chart.chosen.connect(self.years.choose)
        self._lay_out()

    def _lay_out(self) -> None:
        self.by_year.fill([self.chart, self.years])
        self.others.fill([self.grants])
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 18, 24, 24)
        column.setSpacing(16)
        head = QVBoxLayout()
        head.setSpacing(2)
        for part in (self.title, self.numbers, self.total):
            head.addWidget(part)
        column.addLayout(head)
        groups = (self.empty, self.doubts, self.by_year, self.dossiers, self.others, self.settled)
        for group in groups:
            column.addWidget(group)
        column.addStretch(1)
        self.area = scrolled(inside, self.tr("Historique du porteur"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def _made_empty(self) -> QWidget:
        """What this page is for, and the one thing to do next."""
        made = QWidget()
        self.bring = Button(self.tr("&Importer une liste de subventions"), "download")
        self.bring.clicked.connect(lambda _on=False: self._office.place_wanted.emit("import"))
        row = QHBoxLayout()
        row.addWidget(self.bring)
        row.addStretch()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(
            wrapped(
                self.tr(
                    "Parvis ne connaît de ce porteur que ce dossier. Importez les subventions publiées par "
                    "les collectivités (SCDL), l’annexe de l’État ou la liste des postes adultes-relais et "
                    "Fonjep\u00a0: ce qui le concerne viendra ici."
                )
            )
        )
        column.addLayout(row)
        return made

    # The dossier

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        self._whole = whole
        record = read_record(self._office.reader, whole.head.applicant_id)
        if record is None or (record == self.record and not fresh):
            return
        same_person = self.record is not None and self.record.applicant.id == record.applicant.id
        deciding = any(card.isAncestorOf(self.focusWidget()) for card in self.cards if self.focusWidget())
        self.record = record
        self._show(whole, record)
        if not same_person:
            self.area.verticalScrollBar().setValue(0)
        elif deciding:
            (self.cards[0].same if self.cards else self.chart).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, whole: Whole, record: Record) -> None:
        live = not self._office.read_only
        self.title.setText(record.applicant.name)
        merged = [self.tr("réuni avec {0}").format(row.name) for row in record.merged]
        numbers = [
            f"{label} {number}"
            for label, number in (("SIRET", record.applicant.siret), ("RNA", record.applicant.rna))
            if number
        ]
        self.numbers.setText(" · ".join([*numbers, *merged]) or self.tr("Ni SIRET ni RNA"))
        self.total.setText(words.summary(record))
        known = bool(record.grants) or len(record.dossiers) > 1
        self.empty.setVisible(not known and not record.doubts)
        shown = record.years[:_YEARS]
        self.chart.show_years([Bars(y.year, (y.asked, y.granted, y.paid, y.others)) for y in reversed(shown)])
        self.years.show_years(record.years)
        self.grants.show_grants(record.grants)
        self.others.setVisible(bool(record.grants))
        self.cards = [DoubtCard(each, whole.applicant, whole.head.title, live=live) for each in record.doubts]
        for card in self.cards:
            card.settled.connect(self.settle)
        self.doubts.fill(self.cards)
        self.dossiers.fill([self._dossier(row, whole.head.id) for row in record.dossiers])
        lines = [SettledLine(*one, live=live) for one in record.settled]
        for line in lines:
            line.changed.connect(self.settle)
        self.settled.fill(lines)

    def _dossier(self, row: OwnRow, here: bytes) -> QWidget:
        """One dossier: its number leads to it."""
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        link = Button(row.number, "folder-open" if row.id != here else "file-text", kind="plain")
        link.setAccessibleName(self.tr("Ouvrir le dossier {0}, {1}").format(row.number, row.title))
        link.setEnabled(row.id != here)
        link.clicked.connect(partial(self._open, row.id))
        self.links[row.id] = link
        asked = self.tr("demandé {0}").format(words.money(row.asked))
        granted = self.tr("accordé {0}").format(words.money(row.voted)) if row.voted is not None else ""
        told = [row.title, asked, granted, words.outcome(row)]
        if row.id == here:
            told.append(self.tr("ce dossier"))
        line.addWidget(link)
        line.addWidget(wrapped(" · ".join(part for part in told if part)), 1)
        return made

    def _open(self, dossier: bytes, _checked: bool = False) -> None:
        self.place_wanted.emit(f"dossier:{dossier.hex()}")

    def settle(self, name: str, same: bool) -> None:
        """Say once whether a name of the lists is this applicant."""
        from desktop.flow.past import settle  # brings SQLAlchemy: at first use

        if self.record is not None:
            self._office.do(settle, applicant=self.record.applicant.id, name=name, same=same)

    def focus(self) -> None:
        """The first doubt, else the years."""
        target = self.cards[0].same if self.cards else self.chart if self.record else self.bring
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
