"""The tab « Seuils »: the bodies above a threshold of the law, what it demands, whether it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from db.queries.duty_years import granted_years
from desktop.ui.duties.duty_tab import Ask, DutyTab, ask_file
from desktop.ui.fields import Button
from desktop.ui.held import held
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line
from desktop.ui.money.attempting import attempt
from desktop.ui.nothing_yet import invite_list
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.runner import Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import euros, plural

if TYPE_CHECKING:
    from desktop.flow.thresholds import Above


class Read(NamedTuple):
    """What the tab shows of a year."""

    found: list[Above]
    year: int | None
    years: list[int]


class ThresholdsTab(DutyTab):
    """One line a body and a threshold."""

    followed = frozenset(
        {"decision", "amount", "dossier", "applicant", "letter", "piece", "agreement", "published_grant",
         "publication", "setting", "past_grant", "funding_line", "member_share", "merging"}
    )  # fmt: skip

    def __init__(self, office: Office, ask: Ask = ask_file) -> None:
        super().__init__(office, ask)
        self.found: Read | None = None
        self.table = PillRows(
            self.tr("Organismes au-delà d’un seuil"),
            [(self.tr("État"), 112), (self.tr("Organisme"), 230), (self.tr("De l’autorité"), 104),
             (self.tr("Argent public"), 108), (self.tr("Ses produits"), 104), (self.tr("Seuil"), 196),
             (self.tr("Ce qui est demandé"), 0)],
            right=(2, 3, 4),
        )  # fmt: skip
        self.state = StatePanel(self.table)
        self.note, self.detail = text(caption=True), text()
        self.products = Button(self.tr("Ses &produits…"), "pencil")
        self.open = Button(self.tr("Ouvrir le d&ossier"), "file-text")
        self.write = Button(self.tr("&Écrire le classeur…"), "file-spreadsheet", kind="primary")
        self._lay_out()
        self.table.opened.connect(lambda _what: self.open_dossier())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._tell())
        deeds: list[Deed] = [
            (self.products, self.tr("Seuils\u00a0: produits de l’organisme…"), "F2", self.ask_products),
            (self.open, self.tr("Seuils\u00a0: ouvrir le dossier"), "Ctrl+I", self.open_dossier),
            (self.write, self.tr("Seuils\u00a0: écrire le classeur…"), "Ctrl+Return", self.ask_write),
        ]
        self._actions = screen_deeds(self, deeds)

    def _lay_out(self) -> None:
        self.stand(
            self.tr(
                "23\u202f000\u00a0€ par an\u00a0: convention et publication. 75\u202f000\u00a0€ ou la "
                "moitié des produits de l’organisme\u00a0: liste annexée au budget. 153\u202f000\u00a0€ "
                "d’argent public\u00a0: comptes, commissaire aux comptes, Journal officiel."
            ),
            [(self.table, 1), (self.detail, 0), (self.notice, 0)],
            [self.note, self.open, self.products, self.write],
        )

    # Reading

    def gather(self, progress: Progress) -> Any:
        from desktop.flow.thresholds import above

        years = granted_years(progress.session)
        year = self.chosen_year() or (years[0] if years else None)
        return Read(above(progress.session, year) if year else [], year, years)

    def show_found(self, found: Any) -> None:
        self.found = found
        self.offer_years(found.years)
        self.table.show_again([_line(one) for one in found.found], self.table.current())
        if not found.found:
            words = self.tr("Aucune association ne dépasse un seuil de la loi dans cette année.")
            invite_list(self.state, self._office, self.tr("Personne au-delà"), words)
        self._tell()
        self.tell_status()

    def _tell(self) -> None:
        one: Any = self.table.current()
        held(self.products, self._office.why_not("edit"), on=one is not None)
        self.open.setEnabled(one is not None and bool(one.dossiers))
        self.write.setEnabled(self.found is not None and bool(self.found.found))
        self.detail.setVisible(one is not None)
        if one is None:
            self.note.setText("")
        else:
            from desktop.flow.thresholds import answer_words

            head = f"{one.name}, {one.threshold.words()}\u00a0:"
            self.detail.setText("\n".join([head, *(f"–\u00a0{answer_words(a)}" for a in one.answers)]))
            basis = one.basis or self.tr("rien d’autre que l’autorité")
            self.note.setText(self.tr("{0}. Argent public\u00a0: {1}.").format(one.threshold.law, basis))

    def tell_status(self) -> None:
        rows = self.found.found if self.found else []
        lacks = len({one.applicant for one in rows if one.lacks})
        count = len({one.applicant for one in rows})
        words = self.tr("{0} {1}, {2} à qui il manque quelque chose    F2 produits    Ctrl+Entrée écrire")
        self.status.emit(
            words.format(count, plural(count, self.tr("organisme"), self.tr("organismes")), lacks)
        )

    def shown(self) -> None:
        super().shown()
        self.table.setFocus()

    # Deeds

    def open_dossier(self) -> None:
        """Open the first dossier of the body in front, its others after it."""
        one: Any = self.table.current()
        if one is not None and one.dossiers:
            self.open_one(one.dossiers[0], one.dossiers)

    def ask_products(self) -> None:
        """Ask the products of the body's own accounts: the half of them is a threshold too."""
        from desktop.flow.thresholds import set_products
        from desktop.ui.duties.products_dialog import ProductsDialog

        one: Any = self.table.current()
        if one is None or self.found is None or self.found.year is None or not self.products.isEnabled():
            return
        year = self.found.year

        def then(cents: int | None) -> str:
            why, _done = attempt(self._office, set_products, applicant=one.applicant, year=year, amount=cents)
            return why

        ProductsDialog(self, one.name, year, one.products, then).open()

    def ask_write(self) -> None:
        """Ask where, then write the list of the year."""
        if self.found is None or self.found.year is None or not self.write.isEnabled():
            return
        year = self.found.year
        out = self._ask(
            self, self.tr("Écrire les seuils"), f"seuils-{year}.xlsx", self.tr("Classeur (*.xlsx)")
        )
        if out is not None:
            from desktop.flow.thresholds import thresholds_book

            what = self.tr("Seuils {0}").format(year)
            self.write_file(out, what, lambda reader: thresholds_book(reader, year))


def _line(one: Above) -> Line:
    from desktop.flow.thresholds import answer_words

    asked = any(answer.state == "hand" for answer in one.answers)
    state, tone = (
        ("à compléter", "bad") if one.lacks else ("à vérifier", "warn") if asked else ("en règle", "good")
    )
    products = euros(one.products) if one.products is not None else "?"
    demands = " · ".join(answer_words(answer) for answer in one.answers)
    return Line(
        (state, one.name, euros(one.own), euros(one.public), products, one.threshold.label, demands),
        tone,
        one,
    )
