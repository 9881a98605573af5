"""The form of a paper application: its parts, what keeps it from being saved, the application it makes."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.exchange.application import Application, BudgetLine
from desktop.rules.budget import totals
from desktop.ui.intake.paper_action import ActionPart
from desktop.ui.intake.paper_budget import BudgetPart
from desktop.ui.intake.paper_people import PeoplePart
from desktop.ui.intake.paper_slots import Slots
from desktop.ui.office import Office


class Fault(NamedTuple):
    """Why the form can't be saved, and the name of the field to mend."""

    name: str
    sentence: str


class PaperForm(QWidget):
    """The cards one under the other; `slots` keeps every field under its name."""

    typed = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.slots = Slots(self)
        self.people = PeoplePart(self.slots)
        self.action = ActionPart(office, self.slots)
        self.budget = BudgetPart(office, self.slots)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(14)
        for part in (self.people, self.action, self.budget):
            column.addWidget(part)
        column.addStretch(1)
        self.slots.typed.connect(self.typed)

    def faults(self) -> list[Fault]:
        """What keeps it from being saved, in the order of the form."""
        found = []
        if not self.people.lines["applicant.name"].text().strip():
            found.append(Fault("applicant.name", self.tr("Le nom du porteur manque.")))
        for name, labelled in (*self.people.checked, *self.action.checked):
            if fault := labelled.fault():
                found.append(Fault(name, fault))
        if not self.action.lines["title"].text().strip():
            found.append(Fault("title", self.tr("L’intitulé de l’action manque.")))
        found += self._dates()
        if self.action.ticked() and self.action.main.currentData() is None:
            found.append(Fault("main", self.tr("Choisissez le défi principal parmi les défis cochés.")))
        for name, label in self.budget.wrong():
            found.append(Fault(name, self.tr("{0}\u00a0: ceci n’est pas un montant.").format(label)))
        return found

    def _dates(self) -> list[Fault]:
        found = []
        if self.action.day("deposited_at") is None:
            found.append(Fault("deposited_at", self.tr("La date de dépôt manque.")))
        starts, ends = self.action.day("starts_on"), self.action.day("ends_on")
        if starts and ends and ends < starts:
            found.append(Fault("ends_on", self.tr("L’action finit avant d’avoir commencé.")))
        return found

    def remarks(self) -> list[str]:
        """What is odd but does not keep from saving."""
        found = []
        asked, women = self.action.cents("asked"), self.action.number("women")
        if asked is None:
            found.append(self.tr("Le montant demandé n’est pas dit."))
        everyone = self.action.number("beneficiaries")
        if women is not None and everyone is not None and women > everyone:
            found.append(self.tr("Il y a plus de femmes que de bénéficiaires."))
        lines = self.budget.lines()
        if lines:
            from desktop.flow.rulebook import rulebook  # with python-stdnum: at the first budget typed
            from desktop.rules.checks import DossierFacts, check

            facts = DossierFacts(asked=asked, cost=self.action.cents("cost"), budget=tuple(lines))
            found += [
                one.sentence for one in check(facts, rulebook(self._office.reader), ["budget"]) if one.counts
            ]
        return found

    def application(self) -> Application:
        """What was typed, as a reader would hand it over."""
        action, lines = self.action, self.budget.lines()
        titles = {challenge.code: challenge.title for challenge in self._office.challenges}
        main = action.main.currentData()
        deposited = action.day("deposited_at") or dt.date.today()
        cost = action.cents("cost")
        return Application(
            source="paper",
            source_id="",
            row=self.tr("demande papier"),
            deposited_at=dt.datetime.combine(deposited, dt.time()),
            applicant=self.people.applicant(),
            people=self.people.people(),
            title=action.lines["title"].text().strip(),
            renewal=action.renewal.currentData(),
            starts_on=action.day("starts_on"),
            ends_on=action.day("ends_on"),
            place=action.lines["place"].text().strip(),
            beneficiaries=action.number("beneficiaries"),
            women=action.number("women"),
            main_challenge=titles[main] if main else "",
            challenges=[titles[code] for code in action.ticked() if code != main],
            quarters=[code for code, box in action.quarters.items() if box.isChecked()],
            texts={
                code: field.text().strip() for code, field in action.texts.items() if field.text().strip()
            },
            cost=cost if cost is not None or not lines else totals(lines).charges,
            asked=action.cents("asked"),
            budget=[BudgetLine(one.side, one.account, one.label, one.amount, one.funder) for one in lines],
        )
