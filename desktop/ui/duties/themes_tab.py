"""The tab « Thèmes de l’État »: the table from challenge to theme, the money of a year by theme, its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from db.queries.duty_years import granted_years
from db.queries.p147 import BridgeRow, ThemeRow, bridge, themes
from desktop.ui.duties.bridge_model import BridgeModel
from desktop.ui.duties.duty_tab import Ask, DutyTab, ask_file
from desktop.ui.fields import Button
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import PLAIN, Line, Rows
from desktop.ui.nothing_yet import invite_list
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import euros, percent, plural

if TYPE_CHECKING:
    from desktop.flow.p147 import Told

_ROW = 28  # the eleven challenges stand whole on a small screen


class Read(NamedTuple):
    """What the tab shows."""

    themes: list[ThemeRow]
    bridge: list[BridgeRow]
    told: Told | None
    year: int | None
    years: list[int]


class ThemesTab(DutyTab):
    """The table is typed in place; a row is kept as soon as it makes 100."""

    followed = frozenset(
        {"challenge_theme", "theme", "decision", "amount", "dossier", "mark", "declared", "member_share",
         "project_member", "merging"}
    )  # fmt: skip

    def __init__(self, office: Office, ask: Ask = ask_file) -> None:
        super().__init__(office, ask)
        self.found: Read | None = None
        self.rows = BridgeModel(self)
        self.table = QTableView()
        self.sums = Rows(
            self.tr("Montants par thème"),
            [(self.tr("Thème"), 80), (self.tr("Intitulé"), 0), (self.tr("Actions"), 90),
             (self.tr("Montant"), 130), (self.tr("Part"), 80)],
            right=(2, 3, 4),
        )  # fmt: skip
        self.state = StatePanel(self.table)
        self.none_given = StatePanel(self.sums)
        self.total = text(caption=True)
        self.write = Button(self.tr("&Écrire le fichier…"), "file-down", kind="primary")
        self.back = Button(self.tr("&Reprendre la table enregistrée"), "undo-2")
        self._dress_table()
        self._lay_out()
        self.rows.row_ready.connect(self._keep)
        self.rows.row_wrong.connect(lambda words: self.notice.tell(words, "warn"))
        deeds: list[Deed] = [
            (
                self.write,
                self.tr("Thèmes de l’État\u00a0: écrire le fichier…"),
                "Ctrl+Return",
                self.ask_write,
            ),
            (self.back, self.tr("Thèmes de l’État\u00a0: reprendre la table"), "Ctrl+Backspace", self.forget),
        ]
        self._actions = screen_deeds(self, deeds)

    def _dress_table(self) -> None:
        self.table.setModel(self.rows)
        self.table.setAccessibleName(self.tr("Parts de chaque défi dans les thèmes de l’État, en pour cent"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )  # fmt: skip
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.setMinimumHeight(11 * _ROW + 40)

    def _lay_out(self) -> None:
        self.stand(
            self.tr(
                "Comment chaque défi compte dans les thèmes du programme 147\u00a0: tapez les parts, la "
                "ligne s’enregistre dès qu’elle fait 100. L’argent compté est celui de l’État."
            ),
            [(self.table, 3), (self.sums, 2), (self.notice, 0)],
            [self.total, self.back, self.write],
        )

    # Reading

    def gather(self, progress: Progress) -> Any:
        from desktop.flow.p147 import themed

        reader = progress.session
        years = granted_years(reader)
        year = self.chosen_year() or (years[0] if years else None)
        told = themed(reader, year) if year else None
        return Read(themes(reader), bridge(reader), told, year, years)

    def show_found(self, found: Any) -> None:
        self.found = found
        self.offer_years(found.years)
        self.rows.locked = self._office.why_not("settings")
        at = self.table.currentIndex()
        self.rows.show(self._office.challenges, found.themes, found.bridge)
        self.table.setCurrentIndex(self.rows.index(max(0, at.row()), max(0, at.column())))
        self.back.setEnabled(bool(self.rows.drafts))
        if not found.themes:
            self.state.tell("empty", self.tr("Aucun thème"), self.tr("La nomenclature de l’État manque ici."))
        self._show_sums(found)
        self.tell_status()

    def _show_sums(self, found: Read) -> None:
        sums: dict[str, tuple[set[bytes], int]] = {}
        for line in found.told.lines if found.told else ():
            dossiers, cents = sums.get(line.theme, (set(), 0))
            sums[line.theme] = dossiers | {line.dossier}, cents + line.amount
        whole = sum(cents for _, cents in sums.values())
        names = {row.code: row.title for row in found.themes}
        order = [row.code for row in found.themes if row.code in sums] + [""] * ("" in sums)
        self.sums.show_lines(
            [
                Line(
                    (
                        code or "–", names.get(code, self.tr("Sans thème")), str(len(sums[code][0])),
                        euros(sums[code][1]), percent(sums[code][1], whole) if whole else "",
                    ),
                    PLAIN if code else "warn", code,
                )
                for code in order
            ]
        )  # fmt: skip
        self.write.setEnabled(bool(sums))
        odd = len(found.told.odd) if found.told else 0
        told = self.tr("En tout {0}").format(euros(whole))
        if odd:
            told += self.tr("    {0} {1} à compléter\u00a0: {2}").format(
                odd,
                plural(odd, self.tr("ligne"), self.tr("lignes")),
                (found.told.odd if found.told else [""])[0],
            )
        self.total.setText(told)
        if sums:
            self.none_given.hide()
        else:
            words = self.tr("Rien n’est accordé par l’État dans cette année.")
            invite_list(self.none_given, self._office, self.tr("Aucun montant"), words)

    def tell_status(self) -> None:
        self.status.emit(
            self.tr("Flèches d’une case à l’autre    chiffres tapés    Entrée garde    Ctrl+Entrée écrire")
        )

    def shown(self) -> None:
        super().shown()
        self.table.setFocus()

    # Deeds

    def _keep(self, challenge: bytes, parts: dict[bytes, int]) -> None:
        """A row makes 100: it is written."""
        from desktop.flow.p147 import set_bridge

        self.notice.tell("")
        if self._office.do(set_bridge, challenge=challenge, parts=parts) is None:
            self.read()

    def forget(self) -> None:
        """Show again the table as it is kept."""
        self.rows.drop_drafts()
        self.notice.tell("")
        self.read()

    def ask_write(self) -> None:
        """Ask where, then write the file of the year."""
        if self.found is None or self.found.year is None or not self.write.isEnabled():
            return
        year = self.found.year
        out = self._ask(self, self.tr("Écrire les thèmes"), f"p147-{year}.csv", self.tr("Table (*.csv)"))
        if out is not None:
            from desktop.flow.p147 import csv_of, themed

            what = self.tr("Subventions par thème de l’État {0}").format(year)
            self.write_file(out, what, lambda reader: csv_of(reader, year, themed(reader, year)))
