"""The menu « + Filtre »: everything the list can be filtered by, with a click instead of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from db import queries
from desktop.rules.journey import STAGES
from desktop.rules.query import Term
from desktop.rules.query_fields import BY_CODE
from desktop.ui.list.filters import Filters
from desktop.ui.office import Office
from desktop.ui.tongue import euros

_LEASTS = (5_000_00, 10_000_00, 23_000_00)
_Choice = tuple[str, Term]


class FilterMenu(QMenu):
    """Filled each time it opens, with the values of the data; ticks say what is already filtered."""

    toggled = Signal(object)  # Term
    stages_chosen = Signal(list)  # codes
    begun = Signal(str)  # the beginning of a query, to be finished in the search field

    def __init__(self, office: Office, filters: Callable[[], Filters], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office, self._filters = office, filters
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Make the entries again."""
        self.clear()
        reader, office = self._office.reader, self._office
        self._group(self.tr("Quartier"), ((q.name, Term("quarter", "=", q.short)) for q in office.quarters))
        self._group(
            self.tr("Défi"),
            ((f"{c.rank} · {c.short}", Term("challenge", "=", c.code)) for c in office.challenges),
        )
        self._stages()
        self._group(self.tr("Financeur"), ((f.name, Term("funder", "=", f.name)) for f in office.funders))
        labels = [(row.name, Term("label", "=", row.name)) for row in queries.all_labels(reader)]
        self._group(self.tr("Étiquette"), labels)
        self._group(self.tr("Pièces"), self._fixed("piece"))
        self._group(self.tr("Contrôles"), self._fixed("check"))
        self._group(self.tr("Type de porteur"), self._fixed("kind"))
        self._group(self.tr("Décision"), self._fixed("outcome"))
        waves = [(row.title, Term("wave", "=", row.title)) for row in queries.waves(reader)]
        self._group(self.tr("Vague"), waves)
        self._group(self.tr("Échéance"), self._dues())
        leasts = [
            (self.tr("Plus de {0}").format(euros(cents)), Term("asked", ">", cents)) for cents in _LEASTS
        ]
        self._amounts(self._group(self.tr("Montant demandé"), leasts))
        mine = Term("officer", "=", "me")
        self.addSeparator()
        self._tick(self, self.tr("Mes dossiers"), mine)

    def _fixed(self, code: str) -> list[_Choice]:
        values = BY_CODE[code].values
        return [(label[0].upper() + label[1:], Term(code, "=", value)) for value, label in values]

    def _dues(self) -> list[_Choice]:
        today = date.today()
        return [
            (self.tr("Dépassée"), Term("due", "<", today)),
            (self.tr("Dans les 7 jours"), Term("due", "<=", today + timedelta(days=7))),
            (self.tr("Dans les 30 jours"), Term("due", "<=", today + timedelta(days=30))),
        ]

    def _group(self, title: str, choices: Iterable[_Choice]) -> QMenu:
        menu = self.addMenu(title)
        for words, term in choices:
            self._tick(menu, words, term)
        menu.setEnabled(not menu.isEmpty())
        return menu

    def _tick(self, menu: QMenu, words: str, term: Term) -> None:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(self._filters().has(term))
        action.triggered.connect(lambda: self.toggled.emit(term))

    def _stages(self) -> None:
        menu, chosen = self.addMenu(self.tr("Étape")), self._filters().stages
        for stage in STAGES:
            action = menu.addAction(stage.label)
            action.setCheckable(True)
            action.setChecked(stage.code in chosen)
            action.triggered.connect(lambda _=False, code=stage.code: self._stage(code))

    def _stage(self, code: str) -> None:
        chosen = self._filters().stages
        kept = [other for other in chosen if other != code]
        self.stages_chosen.emit(kept if code in chosen else [*kept, code])

    def _amounts(self, menu: QMenu) -> None:
        menu.addSeparator()
        for words, text in (
            (self.tr("Autre montant demandé…"), "demandé>"),
            (self.tr("Montant proposé…"), "proposé>"),
            (self.tr("Coût de l’action…"), "coût>"),
        ):
            action = QAction(words, menu)
            action.triggered.connect(lambda _=False, beginning=text: self.begun.emit(beginning))
            menu.addAction(action)
