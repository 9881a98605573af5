"""The tab « Atelier »: a scenario typed like a spreadsheet, its totals beside it, its ranking."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.flow.bench import dossiers_of
from desktop.rules.bench import differences
from desktop.ui.bench.bar import ScenarioBar
from desktop.ui.bench.columns import signed
from desktop.ui.bench.deeds import Deeds
from desktop.ui.bench.desk import Desk
from desktop.ui.bench.model import BenchModel
from desktop.ui.bench.ranking import Ranking
from desktop.ui.bench.scenario_deeds import ScenarioDeeds
from desktop.ui.bench.table import BenchTable
from desktop.ui.bench.totals import Totals
from desktop.ui.fields.wrong import mark_wrong
from desktop.ui.money.tabs import MoneyTab
from desktop.ui.office import Office
from desktop.ui.screen import screen_action
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import euros
from desktop.ui.walk import Walk


class BenchTab(MoneyTab):
    """Plugged into the place « Enveloppes »."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.desk = Desk(office, self)
        self.bar = ScenarioBar()
        self.model = BenchModel(self.desk, self.bar.against_name)
        self.table = BenchTable(self.model)
        self.totals = Totals(self.desk)
        self.ranking = Ranking(self.desk)
        self.deeds = Deeds(self.desk, self.table)
        self.scenarios = ScenarioDeeds(self.desk, self)
        self._pages = QStackedWidget()
        self._descending: dict[int, bool] = {}
        self._lay_out()
        self.empty = StatePanel(self._middle)
        self._actions = self._make_actions()
        self._connect()

    def _lay_out(self) -> None:
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.ranking)
        self._whole = QSplitter(Qt.Orientation.Horizontal)
        self._whole.setChildrenCollapsible(False)
        self._whole.addWidget(self._pages)
        self._whole.addWidget(self.totals)
        self.totals.setMinimumWidth(276)
        self._whole.setSizes([900, 260])
        self._whole.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.bar)
        # A splitter would take the sentence of an empty bench for one more part of itself.
        self._middle = QWidget()
        inside = QVBoxLayout(self._middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._whole)
        column.addWidget(self._middle, 1)

    def _connect(self) -> None:
        desk, bar = self.desk, self.bar
        desk.listed.connect(self._listed)
        desk.loaded.connect(self._loaded)
        desk.moved.connect(lambda _rows: self._tell())
        bar.scenario_chosen.connect(desk.choose)
        bar.compared.connect(desk.compare)
        bar.view_chosen.connect(self.show_ranking)
        bar.search.typed.connect(self.filter)
        bar.new.clicked.connect(self.scenarios.ask_new)
        self.scenarios.made.connect(self.shown)
        bar.promote.clicked.connect(self.scenarios.ask_promote)
        self.model.written.connect(desk.write)
        self.model.refused.connect(lambda words: self.office.told.emit(words, "warn"))
        self.table.delegate.faulty.connect(self._fault)
        self.table.sort_wanted.connect(self.sort)
        self.table.open_wanted.connect(self.open_dossier)
        self.ranking.told.connect(
            lambda words: self.status.emit(words) if self.bar.ranking.isChecked() else None
        )
        self.ranking.table.doubleClicked.connect(
            lambda index: self.open_dossier(self.ranking.model.order[index.row()])
        )
        self.empty.action_wanted.connect(self.scenarios.ask_new)

    def _make_actions(self) -> list[QAction]:
        deeds, scenarios = self.deeds, self.scenarios
        on_cells: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Copier les cases"), "Ctrl+C", deeds.copy),
            (self.tr("Coller les cases"), "Ctrl+V", deeds.paste),
            (self.tr("Remplir vers le bas"), "Ctrl+D", deeds.fill_down),
            (self.tr("Remplir à droite"), "Ctrl+R", deeds.fill_right),
            (self.tr("Arrondir à 100 € inférieurs"), "Ctrl+Alt+D", lambda: deeds.round("down")),
            (self.tr("Arrondir à 100 € au plus près"), "Ctrl+Alt+A", lambda: deeds.round("nearest")),
            (self.tr("Répartir un montant…"), "Ctrl+Alt+R", deeds.share_out),
            (self.tr("Vider les cases"), "Delete", deeds.clear),
        ]
        of_scenario: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Nouveau scénario…"), "Ctrl+Alt+S", scenarios.ask_new),
            (self.tr("Dupliquer le scénario…"), "Ctrl+Alt+C", scenarios.ask_copy),
            (self.tr("Renommer le scénario…"), "Ctrl+Alt+N", scenarios.ask_rename),
            (self.tr("Retirer le scénario"), "Ctrl+Shift+Delete", scenarios.remove),
        ]
        also: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Classement ou tableau"), "Ctrl+Alt+L", self.bar.ranking.toggle),
            (self.tr("Proposer ce scénario…"), "Ctrl+Alt+P", scenarios.ask_promote),
            (self.tr("Filtrer l’atelier"), "Ctrl+F", self.bar.search.setFocus),
        ]
        tools = [screen_action(self.table, *deed) for deed in on_cells]
        manage = [screen_action(self, *deed) for deed in of_scenario]
        self.bar.tool_menu.addActions(tools)
        self.bar.menu.addActions(manage)
        leave = screen_action(
            self.table, self.tr("Quitter le tableau"), "Escape", self.bar.scenarios.setFocus
        )
        return [*tools, *manage, *(screen_action(self, *deed) for deed in also), leave]

    # What the place asks of a tab

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if self.desk.found is not None or self.desk.rows or "scenario" in touched:
            self.desk.follow(touched)
            if self.bar.ranking.isChecked() and touched & {"scenario"}:
                self.ranking.reload()

    def shown(self) -> None:
        if self.desk.found is None:
            self.desk.read()
        self._tell()
        if self.bar.ranking.isChecked():
            self.ranking.table.setFocus()
        elif self.desk.found is not None:
            self.table.cells.setFocus()
        else:
            self.bar.new.setFocus()

    def close_down(self) -> None:
        self.ranking.settle()

    # Showing

    def _listed(self) -> None:
        desk = self.desk
        self.bar.tell(desk.rows, desk.key, desk.against, writable=not self.office.read_only)
        self.bar.new.setEnabled(not self.office.read_only)

    def _loaded(self) -> None:
        if self.desk.found is None:
            self.empty.tell(
                "empty",
                self.tr("Aucun scénario pour le moment"),
                self.tr(
                    "Un scénario essaie une répartition sans rien proposer\u00a0: un dossier par ligne, un "
                    "financeur par colonne. Vous en faites autant qu’il en faut, puis l’un d’eux devient la "
                    "proposition."
                ),
                "" if self.office.read_only else self.tr("Créer un scénario"),
            )
        else:
            self.empty.hide()
        self._whole.setVisible(self.desk.found is not None)
        if self.bar.ranking.isChecked():
            self.ranking.reload()
        self._tell()

    def _tell(self) -> None:
        if self.bar.ranking.isChecked():
            return
        bench = self.desk.bench
        words = self.tr("{0} dossiers affichés sur {1} · {2} répartis")
        said = words.format(len(self.model.order), len(bench.lines), euros(bench.whole))
        if self.desk.against is not None:
            gaps = differences(bench.written(), self.desk.other)
            told = self.tr(" · {0} cases diffèrent de « {1} », {2} en tout")
            said += told.format(len(gaps), self.bar.against_name(), signed(sum(gaps.values())))
        self.status.emit(said)

    def _fault(self, words: str) -> None:
        if words:
            self.office.told.emit(words, "warn")

    def show_ranking(self, on: bool) -> None:
        """The ranked list in the place of the table, or back."""
        self._pages.setCurrentIndex(int(on))
        if on:
            self.ranking.reload()
            self.ranking.table.setFocus()
        else:
            self.ranking.settle()
            self.table.cells.setFocus()
            self._tell()

    def filter(self, query: str) -> None:
        """Show the dossiers that answer this query; a query not yet understood changes nothing."""
        try:
            keys = set(dossiers_of(self.office.reader, query, self.office.author)) if query.strip() else None
        except ValueError as wrong:
            mark_wrong(self.bar.search, str(wrong))
            return
        mark_wrong(self.bar.search, "")
        self.model.keep_only(keys)
        self._tell()

    def sort(self, column: int) -> None:
        """By this column; once more, the other way round."""
        self._descending = {column: not self._descending.get(column, True)}
        self.model.sort_by(column, self._descending[column])

    def open_dossier(self, key: bytes) -> None:
        """Show a dossier; J and K walk the lines as they are here."""
        keys = tuple(self.desk.bench.lines[row].key for row in self.model.order)
        place = keys.index(key) if key in keys else 0
        self.office.dossier_wanted.emit(key, Walk(keys or (key,), place))
