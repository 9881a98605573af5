"""The tab « État annexé »: what each funder brings in a year, its actions, the workbook for the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from db.queries.duty_years import granted_years
from desktop.ui.duties.duty_tab import Ask, DutyTab, ask_file
from desktop.ui.fields import Button
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import PLAIN, Line, Rows
from desktop.ui.nothing_yet import invite_list
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.runner import Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import euros, plural

if TYPE_CHECKING:
    from desktop.flow.statement import Action, FunderSums, Statement


class Read(NamedTuple):
    """What the tab shows of a year; None when nothing was ever granted."""

    told: Statement | None
    years: list[int]


class StatementTab(DutyTab):
    """Receipts by funder above, the actions below."""

    followed = frozenset(
        {"decision", "amount", "dossier", "applicant", "payment", "funding_line", "envelope", "mark",
         "declared", "past_grant", "merging", "funder"}
    )  # fmt: skip

    def __init__(self, office: Office, ask: Ask = ask_file) -> None:
        super().__init__(office, ask)
        self.found: Read | None = None
        self.funders = Rows(
            self.tr("Recettes par financeur"),
            [(self.tr("Financeur"), 0), (self.tr("Contrat, ouvert"), 116), (self.tr("Contrat, voté"), 112),
             (self.tr("dont versé"), 100), (self.tr("Droit commun, ouvert"), 160),
             (self.tr("Droit commun, apporté"), 170), (self.tr("Autres"), 96), (self.tr("Recettes"), 112)],
            right=(1, 2, 3, 4, 5, 6, 7),
        )  # fmt: skip
        self.state = StatePanel(self.funders)
        self.listed = PillRows(
            self.tr("Actions de l’année"),
            [(self.tr("Numéro"), 116), (self.tr("Bénéficiaire"), 250), (self.tr("Action"), 0),
             (self.tr("Coût"), 110), (self.tr("Contrat"), 110), (self.tr("Droit commun"), 116),
             (self.tr("Autres"), 100), (self.tr("Versé"), 100)],
            right=(3, 4, 5, 6, 7),
        )  # fmt: skip
        self.sums = text(caption=True)
        self.write = Button(self.tr("&Écrire le classeur…"), "file-spreadsheet", kind="primary")
        self.open = Button(self.tr("Ouvrir le d&ossier"), "file-text")
        self._lay_out()
        self.listed.opened.connect(lambda _what: self.open_dossier())
        deeds: list[Deed] = [
            (self.write, self.tr("État annexé\u00a0: écrire le classeur…"), "Ctrl+Return", self.ask_write),
            (self.open, self.tr("État annexé\u00a0: ouvrir le dossier"), "Ctrl+I", self.open_dossier),
        ]
        self._actions = screen_deeds(self, deeds)

    def _lay_out(self) -> None:
        self.stand(
            self.tr(
                "Toutes les actions et tous les moyens du contrat, recettes et dépenses, la politique de "
                "la ville à part du droit commun (CGCT, art. L2313-1)."
            ),
            [(self.funders, 2), (self.listed, 3), (self.notice, 0)],
            [self.sums, self.open, self.write],
        )

    # Reading

    def gather(self, progress: Progress) -> Any:
        from desktop.flow.statement import read_statement

        years = granted_years(progress.session)
        year = self.chosen_year() or (years[0] if years else None)
        return Read(read_statement(progress.session, year) if year else None, years)

    def show_found(self, found: Any) -> None:
        from desktop.flow.statement import by_funder, total

        self.found = found
        self.offer_years(found.years)
        told: Statement | None = found.told
        self.write.setEnabled(told is not None)
        self.open.setEnabled(told is not None)
        if told is None:
            words = self.tr("L’état se remplit avec les décisions d’accord d’une année.")
            invite_list(self.state, self._office, self.tr("Aucune action accordée"), words)
            return
        self.funders.show_lines([_funder(one) for one in by_funder(told)])
        self.listed.show_again([_action(one) for one in told.actions], self.listed.current())
        sums = total(told.actions)
        self.sums.setText(
            self.tr(
                "Coût {0}    contrat {1}    droit commun {2}    autres {3}    demandé sans réponse {4}"
            ).format(*(euros(sums[name]) for name in ("cost", "voted", "common", "others", "waiting")))
        )
        self.tell_status()

    def tell_status(self) -> None:
        count = len(self.found.told.actions) if self.found and self.found.told else 0
        words = self.tr("{0} {1}    Ctrl+Entrée écrire le classeur    Entrée ouvrir le dossier")
        self.status.emit(words.format(count, plural(count, self.tr("action"), self.tr("actions"))))

    def shown(self) -> None:
        super().shown()
        self.listed.setFocus()

    # Deeds

    def open_dossier(self) -> None:
        what: Any = self.listed.current()
        if what is not None:
            self.open_one(what.row.dossier_id, [line.what.row.dossier_id for line in self.listed.rows.lines])

    def ask_write(self) -> None:
        """Ask where, then write the workbook of the year."""
        if self.found is None or self.found.told is None:
            return
        year = self.found.told.year
        kind = self.tr("Classeur (*.xlsx)")
        out = self._ask(self, self.tr("Écrire l’état annexé"), f"etat-annexe-{year}.xlsx", kind)
        if out is not None:
            from desktop.flow.statement_book import statement_book

            what = self.tr("État annexé au budget {0}").format(year)
            self.write_file(out, what, lambda reader: statement_book(reader, year))


def _cents(amount: int) -> str:
    return euros(amount) if amount else "–"


def _funder(one: FunderSums) -> Line:
    receipts = one.voted + one.common + one.others
    figures = (one.opened, one.voted, one.paid, one.opened_common, one.common, one.others, receipts)
    return Line((one.name, *map(_cents, figures)), PLAIN, one)


def _action(one: Action) -> Line:
    row = one.row
    cost = "?" if row.cost is None else euros(row.cost)
    figures = [sum(parts.values()) for parts in (one.voted, one.common, one.others, one.paid)]
    return Line((row.number, row.applicant, row.title, cost, *map(_cents, figures)), "neutral", one)
