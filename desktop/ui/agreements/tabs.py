"""The four tabs of a convention: register, commitments and indicators, amendments, requests."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.agreement_shapes import AmendmentRow, CommitmentRow, TrancheRow
from desktop.flow.agreement_view import Convention, Counted
from desktop.flow.amend import changes_of
from desktop.rules.agreements import AMENDED, FOUND, REPORTS, figure, ratio
from desktop.rules.journey import LABELS
from desktop.ui.agreements.ledger_table import LedgerTable
from desktop.ui.agreements.words import act, day_words, money
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, Rows, one_line
from desktop.ui.opinions.table import PillRows
from desktop.ui.tongue import euros


class Tab(QWidget):
    """One tab of a convention."""

    title = ""
    icon = ""

    def show_convention(self, told: Convention, *, writable: bool) -> None:
        raise NotImplementedError

    def focus(self) -> None:
        raise NotImplementedError

    def _column(self) -> QVBoxLayout:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        return column


class RegisterTab(Tab):
    """What was promised, carried, voted, paid, reported, year by year."""

    icon = "table"

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("Re&gistre par année")
        self.table = LedgerTable()
        self.note = text(caption=True)
        column = self._column()
        column.addWidget(self.table, 1)
        column.addWidget(self.note)

    def show_convention(self, told: Convention, *, writable: bool) -> None:
        self.table.show_register(told.register)
        self.note.setText(
            self.tr(
                "Écart = promis + reporté − employé selon le bilan accepté, sinon payé. Un écart positif "
                "peut être reporté à l’année suivante."
            )
            if told.register.funders
            else self.tr("Rien n’est promis encore\u00a0: P donne les montants par année et par financeur.")
        )

    def focus(self) -> None:
        self.table.setFocus()


class TermsTab(Tab):
    """What the applicant undertakes and what is counted, with what was found each year."""

    icon = "list-checks"
    commitment_wanted = Signal(object)  # CommitmentRow, None for a new one
    judging_wanted = Signal(object, str)  # CommitmentRow, state
    indicator_wanted = Signal(object)  # Counted, None for a new one

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("&Engagements et indicateurs")
        self.commitments = PillRows(
            self.tr("Engagements"),
            [
                (self.tr("Constat"), 124), (self.tr("Engagement"), 0), (self.tr("Année"), 112),
                (self.tr("Quartier"), 110), (self.tr("Défi"), 150), (self.tr("Remarque"), 240),
            ],
        )  # fmt: skip
        self.indicators = Rows(self.tr("Indicateurs"), [(self.tr("Indicateur"), 0)])
        self.add = Button(self.tr("Ajouter un en&gagement…"), "plus", kind="plain")
        self.count = Button(self.tr("Ajouter un &indicateur…"), "plus", kind="plain")
        self.keys = text(
            self.tr("Alt+1 tenu   Alt+2 en partie   Alt+3 non tenu   Entrée ouvre"), caption=True
        )
        self._lay_out()
        self.commitments.opened.connect(self.commitment_wanted)
        self.add.clicked.connect(lambda: self.commitment_wanted.emit(None))
        self.count.clicked.connect(lambda: self.indicator_wanted.emit(None))

    def _lay_out(self) -> None:
        column = self._column()
        for title, button, table in (
            (self.tr("Engagements"), self.add, self.commitments),
            (self.tr("Indicateurs\u00a0: atteint sur visé"), self.count, self.indicators),
        ):
            line = QHBoxLayout()
            line.addWidget(SectionTitle(title), 1)
            line.addWidget(button)
            column.addLayout(line)
            column.addWidget(table, 1)
        column.addWidget(self.keys)

    def show_convention(self, told: Convention, *, writable: bool) -> None:
        draft = told.head.state == "draft"
        self.add.setEnabled(writable and draft)
        self.add.setToolTip("" if draft else self.tr("Signée\u00a0: un engagement se change par un avenant"))
        self.count.setEnabled(writable)
        kept = self.commitments.current()
        lines = [
            Line(
                (
                    FOUND[row.state][0], one_line(row.text),
                    str(row.year) if row.year else self.tr("chaque année"), row.quarter or self.tr("tous"),
                    row.challenge or "", one_line(row.comment),
                ),
                FOUND[row.state][1], row,
            )
            for row in told.commitments
        ]  # fmt: skip
        same = next(
            (row for row in told.commitments if isinstance(kept, CommitmentRow) and row.id == kept.id), None
        )
        self.commitments.show_again(lines, same)
        self._show_indicators(told)

    def _show_indicators(self, told: Convention) -> None:
        years = told.register.years
        heads = [(self.tr("Indicateur"), 0), *((str(year), 170) for year in years)]
        self.indicators.set_headings(heads, right=range(1, len(heads)))
        self.indicators.show_lines([_indicator_line(one, years) for one in told.indicators])

    def current(self) -> CommitmentRow | None:
        found = self.commitments.current()
        return found if isinstance(found, CommitmentRow) else None

    def focus(self) -> None:
        self.commitments.setFocus()


def _indicator_line(one: Counted, years: tuple[int, ...]) -> Line:
    cells = [f"{one.label} ({one.unit})" if one.unit else one.label]
    for year in years:
        target, reached, _ = one.years.get(year, (None, None, ""))
        words = figure(reached) or "–"
        if target is not None:
            share = ratio(target, reached)
            words += f" / {figure(target)}" + (f"  ({share})" if share else "")
        cells.append(words)
    return Line(tuple(cells), "neutral", one)


class AmendmentsTab(Tab):
    """The amendments, in draft or signed."""

    icon = "file-pen"
    amendment_wanted = Signal(object)  # AmendmentRow

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("A&venants")
        self.table = PillRows(
            self.tr("Avenants"),
            [
                (self.tr("État"), 104), (self.tr("N°"), 44), (self.tr("Objet"), 0),
                (self.tr("Ce qu’il change"), 360), (self.tr("Signé le"), 100),
                (self.tr("Délibération"), 236),
            ],
        )  # fmt: skip
        self.nothing = text(caption=True)
        column = self._column()
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing)
        self.table.opened.connect(self.amendment_wanted)

    def show_convention(self, told: Convention, *, writable: bool) -> None:
        kept = self.table.current()
        same = next(
            (row for row in told.amendments if isinstance(kept, AmendmentRow) and row.id == kept.id), None
        )
        lines = [self._line(row) for row in told.amendments]
        self.table.show_again(lines, same)
        self.nothing.setText(
            self.tr("Entrée ouvre un avenant\u00a0; signé, il change les promesses et la fin en une fois.")
            if lines
            else self.tr("Aucun avenant. Une convention signée ne change que par un avenant (A).")
        )

    def current(self) -> AmendmentRow | None:
        found = self.table.current()
        return found if isinstance(found, AmendmentRow) else None

    def _line(self, row: AmendmentRow) -> Line:
        words, tone = AMENDED[row.state]
        return Line(
            (words, str(row.rank), one_line(row.title), changes_words(row), day_words(row.signed_on),
             act(row.act, row.act_on)),
            tone, row,
        )  # fmt: skip

    def focus(self) -> None:
        self.table.setFocus()


def changes_words(row: AmendmentRow) -> str:
    """« fin le 31/12/2027 ; 2026 : 20 000 € → 25 000 € »."""
    parts = [f"fin le {day_words(row.ends_on)}"] if row.ends_on else []
    parts += [
        f"{change.year}\u00a0: {money(change.before)} → {money(change.after)}"
        for change in changes_of(row.changes)
    ]
    return " ; ".join(parts)


class RequestsTab(Tab):
    """The dossiers that ask for each year; Enter opens one."""

    icon = "folder-open"
    opened = Signal(object)  # TrancheRow

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("De&mandes")
        self.table = Rows(
            self.tr("Demandes de chaque année"),
            [
                (self.tr("Année"), 84), (self.tr("Dossier"), 104), (self.tr("Intitulé"), 0),
                (self.tr("Étape"), 100), (self.tr("Demandé"), 92), (self.tr("Voté"), 92),
                (self.tr("Payé"), 92), (self.tr("Bilan"), 230), (self.tr("Non employé"), 110),
            ],
            right=(4, 5, 6, 8),
        )  # fmt: skip
        self.nothing = text(caption=True)
        column = self._column()
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing)
        self.table.activated.connect(lambda _index: self._open())

    def show_convention(self, told: Convention, *, writable: bool) -> None:
        asked = {row.year: row for row in told.tranches}
        lines = [self._line(year, asked.get(year)) for year in told.register.years]
        place = self.table.currentIndex().row()
        self.table.show_lines(lines)
        if 0 < place < len(lines):
            self.table.selectRow(place)
        self.nothing.setText(
            self.tr("Entrée ouvre le dossier\u00a0; D rattache ou détache la demande d’une année.")
        )

    def _line(self, year: int, row: TrancheRow | None) -> Line:
        if row is None:
            empty = (str(year), "–", self.tr("pas encore de demande"), "", "", "", "", "", "")
            return Line(empty, "neutral", year)
        told = REPORTS.get(row.report, "")
        if row.report in ("awaited", "returned") and row.due_on:
            told += self.tr(", pour le {0}").format(day_words(row.due_on))
        cells = (
            str(year), row.number, one_line(row.title), LABELS.get(row.stage, row.stage), money(row.asked),
            money(row.voted), money(row.paid), told, "" if row.unspent is None else euros(row.unspent),
        )  # fmt: skip
        return Line(cells, "good" if row.report == "accepted" else "neutral", row)

    def year(self) -> int | None:
        """The year in front."""
        index = self.table.currentIndex()
        what = self.table.rows.lines[index.row()].what if index.isValid() else None
        return what.year if isinstance(what, TrancheRow) else what

    def current(self) -> TrancheRow | None:
        index = self.table.currentIndex()
        what = self.table.rows.lines[index.row()].what if index.isValid() else None
        return what if isinstance(what, TrancheRow) else None

    def _open(self) -> None:
        row = self.current()
        if row is not None:
            self.opened.emit(row)

    def focus(self) -> None:
        self.table.setFocus()
