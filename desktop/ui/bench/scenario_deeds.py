"""What is done with a whole scenario: made, copied, renamed, removed, proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db import queries
from desktop.flow import scenarios as verbs
from desktop.ui.bench.asking import NewScenario
from desktop.ui.bench.beside import run_beside
from desktop.ui.bench.desk import Desk
from desktop.ui.bench.promoting import PromoteDialog
from desktop.ui.dossier.asking import ask_line
from desktop.ui.runner import Progress
from desktop.ui.tongue import plural

if TYPE_CHECKING:
    from db.store import Done


class ScenarioDeeds(QObject):
    """The windows that ask, and the verbs that they call."""

    made = Signal()  # a scenario is on the bench: the keyboard goes to its cells

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self.desk, self.over = desk, over

    def ask_new(self) -> None:
        """A scenario from the proposals, the requests, another scenario or nothing."""
        self._ask(0)

    def ask_copy(self) -> None:
        """The same cells under another name."""
        if self.desk.scenario is not None:
            self._ask(3)

    def _ask(self, chosen: int) -> None:
        row = self.desk.scenario
        starts: list[tuple[str, object]] = [
            (self.tr("Ce qui est proposé aujourd’hui"), "proposed"),
            (self.tr("Ce qui est demandé"), "asked"),
            (self.tr("Des cases vides"), "empty"),
        ]
        if row is not None:
            starts.append((self.tr("Le scénario « {0} »").format(row.name), "scenario"))
        query = row.query if row is not None else self._year()
        NewScenario(self.over, starts, min(chosen, len(starts) - 1), query, self.make).open()

    def _year(self) -> str:
        """The dossiers of the latest call, as a query: those of years gone by are given nothing any more."""
        years = [call.year for call in queries.calls(self.desk.office.reader) if call.kind == "general"]
        return f"année:{max(years)}" if years else ""

    def make(self, name: str, start: object, query: str) -> str:
        """Make it and put it on the bench; returns the sentence that refused it, "" when it is done."""
        if not name.strip():
            return self.tr("Donnez un nom au scénario.")
        if any(row.name == name.strip() for row in self.desk.rows):
            return self.tr("Un scénario s’appelle déjà ainsi\u00a0: choisissez un autre nom.")
        like = self.desk.key if start == "scenario" else None
        store, title = self.desk.office.store, self.tr("Créer le scénario")

        def work(_progress: Progress) -> Done:
            return store.do(verbs.make, name=name, start=start, query=query, like=like)

        def after(done: Done) -> None:
            self.desk.choose(done.value)
            self.made.emit()

        run_beside(self.desk.office, title, work, after)
        return ""

    def ask_rename(self) -> None:
        row = self.desk.scenario
        if row is None:
            return

        def then(name: str) -> None:
            self.desk.office.do(verbs.rename, scenario=row.id, name=name)

        ask_line(self.over, "rename", self.tr("Renommer le scénario"), self.tr("Nom"), then, value=row.name)

    def remove(self) -> None:
        """Taken away at once: Ctrl+Z brings it back."""
        row = self.desk.scenario
        if row is not None and self.desk.office.do(verbs.remove, scenario=row.id) is not None:
            said = self.tr(
                "Le scénario « {0} » est retiré. Ctrl+Z le ramène\u00a0; les propositions ne changent pas."
            )
            self.desk.office.told.emit(said.format(row.name), "good")

    def ask_promote(self) -> None:
        """Show what would be proposed, dossier by dossier."""
        row, office = self.desk.scenario, self.desk.office
        if row is None:
            return
        changes = verbs.promotion(office.reader, row.id, office.author)
        PromoteDialog(self.over, row.name, changes, lambda: self.promote(row.id, row.name)).open()

    def promote(self, key: bytes, name: str) -> None:
        """In the worker: hundreds of proposals are one step, with progress and Cancel."""
        office = self.desk.office
        store, title = office.store, self.tr("Proposer le scénario")

        def work(progress: Progress) -> Done:
            return store.do(verbs.promote, scenario=key, progress=progress)

        def after(done: Done) -> None:
            count = done.value.written
            words = plural(count, "dossier porte", "dossiers portent")
            said = self.tr("{0} {1} la proposition de « {2} ». Ctrl+Z reprend le tout.")
            told = said.format(count, words, name)
            if done.value.left:
                left = ", ".join(f"{one.number} ({one.blocker})" for one in done.value.left[:5])
                told += self.tr(" Laissés tels quels\u00a0: {0}.").format(left)
            office.told.emit(told, "good")

        run_beside(office, title, work, after)
