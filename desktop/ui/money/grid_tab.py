"""The tab « Grille défis × quartiers »: a measure, some dossiers; a cell opens its own, the page prints."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout

from desktop.rules.query_nodes import quoted
from desktop.rules.territory import MEASURES, Measure, Territory, View, cell_query
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import text
from desktop.ui.money.choosing import Chooser
from desktop.ui.money.grid_paper import GridPaper
from desktop.ui.money.grid_table import GridTable
from desktop.ui.money.residents_dialog import ResidentsDialog
from desktop.ui.money.tabs import MoneyTab
from desktop.ui.nothing_yet import invite_import, nothing_yet
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import plural

_FOLLOWED = frozenset(
    {
        "dossier", "amount", "mark", "declared", "dossier_quarter", "decision", "merging", "call", "wave",
        "quarter", "challenge",
    }
)  # fmt: skip


class GridTab(MoneyTab):
    """Read beside the window for each choice of dossiers; a change of measure reads nothing."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.territory: Territory | None = None
        self._reading = self._again = self._closed = False
        self.measure = QComboBox()
        self.measure.setAccessibleName(self.tr("Mesure"))
        for code, words in MEASURES.items():
            self.measure.addItem(words, code)
        self.per_resident = QCheckBox(self.tr("par &habitant"))
        self.per_resident.setMinimumHeight(32)  # as high as the filters beside it
        self.chooser = Chooser(office, quarters=False, first=(self.measure, self.per_resident))
        self.table = GridTable()
        self.state = StatePanel(self.table)
        self.note = text(caption=True)
        self.paper = GridPaper(self, office)
        self.open = Button(self.tr("&Voir les dossiers"), "list")
        self.residents = Button(self.tr("Ha&bitants…"), "users")
        self.save = Button(self.tr("Enre&gistrer…"), "download")
        self.print = Button(self.tr("Im&primer…"), "printer")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        foot = Row()
        foot.setSpacing(8)
        foot.addWidget(self.note, 1)
        for button in (self.open, self.residents, self.save, self.print):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.chooser)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.chooser.changed.connect(self.read)
        self.measure.currentIndexChanged.connect(lambda _index: self._show())
        self.per_resident.toggled.connect(lambda _on: self._show())
        self.table.open_wanted.connect(self.open_dossiers)
        self.state.action_wanted.connect(self.chooser.clear)
        deeds: list[Deed] = [
            (
                self.open,
                self.tr("Grille\u00a0: voir les dossiers"),
                "Ctrl+Return",
                self.table.open,
            ),
            (self.residents, self.tr("Grille\u00a0: habitants des quartiers…"), "Ctrl+H", self.ask_residents),
            (self.save, self.tr("Grille\u00a0: enregistrer en PDF ou en classeur…"), "Ctrl+E", self.ask_save),
            (self.print, self.tr("Grille\u00a0: imprimer…"), "Ctrl+P", self.ask_print),
        ]
        self._actions = screen_deeds(self, deeds)

    # What the screen asks of a tab

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & _FOLLOWED:
            self.read()

    def shown(self) -> None:
        if self.territory is None:
            self.read()
        self.table.setFocus()
        self._tell_status()

    def close_down(self) -> None:
        self._closed = True
        self.paper.clear()

    # Reading

    def query(self) -> str:
        """The dossiers looked at, in the language of the list."""
        choice = self.chooser.choice()
        parts = []
        if choice.year is not None:
            parts.append(f"année:{choice.year}")
        if self.chooser.call_code():
            parts.append(f"appel:{quoted(self.chooser.call_code())}")
        if self.chooser.wave_rank() is not None:
            parts.append(f"vague:{self.chooser.wave_rank()}")
        return " ".join(parts)

    def read(self) -> None:
        """Read the grid beside the window; asked again meanwhile, once more after."""
        if self._closed or self._reading:
            self._again = not self._closed
            return
        self._reading = True
        if self.territory is None:
            self.state.tell("loading", self.tr("Lecture de la grille"), "")
        query, me = self.query(), self._office.author

        def work(progress: Progress) -> Territory:
            from desktop.flow.territory import read_territory

            return read_territory(progress.session, query, me)

        self._office.runner.run(work, self._read, self._not_read, self.tr("Lire la grille"))

    def _read(self, found: Territory) -> None:
        self._reading = False
        if self._closed:
            return
        self.territory = found
        self._show()
        if self._again:
            self._again = False
            self.read()

    def _not_read(self, sentence: str) -> None:
        self._reading = False
        self.state.tell("error", self.tr("La grille n’a pas pu être lue"), sentence)

    def view(self) -> View | None:
        """The grid in the measure chosen."""
        if self.territory is None:
            return None
        measure: Measure = self.measure.currentData()
        return View(self.territory, measure, self.per_resident.isChecked())

    def _show(self) -> None:
        view = self.view()
        if view is None:
            return
        self.table.show_view(view)
        count = view.grid.whole.actions
        for button in (self.open, self.save, self.print):
            button.setEnabled(count > 0)
        self.residents.setEnabled(self._office.may("reference"))
        if count:
            self.state.hide()
        elif nothing_yet(self._office):
            words = self.tr(
                "La grille compte actions et argent par défi et par quartier, une fois des demandes là."
            )
            invite_import(self.state, self._office, self.tr("Grille vide"), words)
        else:
            words = self.tr("Aucun dossier ne répond à ces filtres.")
            self.state.tell("empty", self.tr("Grille vide"), words, self.tr("Enlever les filtres"))
        unknown = [a.name for a in view.grid.quarters if a.code and not a.residents]
        if view.per_resident and unknown:
            said = self.tr("Habitants inconnus\u00a0: {0}. « Habitants… » les complète.")
            self.note.setText(said.format(", ".join(unknown)))
        else:
            self.note.setText(self.tr("L’argent d’une action est partagé entre ses quartiers et ses défis."))
        self._tell_status()

    def _tell_status(self) -> None:
        keys = self.tr("Entrée dossiers de la case    Ctrl+P imprimer    Ctrl+E enregistrer")
        count = self.territory.whole.actions if self.territory else 0
        self.status.emit(f"{count} {plural(count, 'action')}    {keys}" if count else keys)

    # Deeds

    def open_dossiers(self, challenge: str | None, quarter: str | None) -> None:
        """Show in the list the dossiers of a cell, a row, a column."""
        self._office.list_wanted.emit(cell_query(self.query(), challenge, quarter))

    def _scope(self) -> str:
        choice = self.chooser.choice()
        chosen = (self.chooser.call, self.chooser.wave) if choice.call else (self.chooser.year,)
        return ", ".join(c.currentText() for c in chosen if c.currentData() is not None)

    def ask_save(self) -> None:
        """Ask where the page or the workbook goes."""
        view = self.view()
        if view is not None and self.save.isEnabled():
            self.paper.ask_where(view, self._scope())

    def ask_print(self) -> None:
        """Print the page."""
        view = self.view()
        if view is not None and self.print.isEnabled():
            self.paper.print(view, self._scope())

    def ask_residents(self) -> None:
        """Ask how many people live in each quarter."""
        from desktop.flow.territory import set_residents

        def then(told: Mapping[bytes, int | None]) -> None:
            self._office.do(set_residents, residents=told)

        if self._office.may("reference"):
            ResidentsDialog(self, self._office.quarters, then).open()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "table"):
            self.table.viewport().update()
