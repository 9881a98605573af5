"""The sheet « Plan de financement »: figures, one line a funder, consequences in sentences."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.flow.funding import DossierPlan, plan_of
from desktop.flow.rulebook import rulebook
from desktop.rules.funding import consequences, of_kind
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.fields.row import Row
from desktop.ui.funding.table import NAME, STATUS, PlanModel, PlanTable
from desktop.ui.intake.parts import card, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.tongue import euros

_STATUS_KEYS = {"1": "confirmed", "2": "announced", "3": "asked", "4": "refused", "5": "unknown"}


class Figure(QFrame):
    """A figure with its name."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame, column = card()
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(2)
        self.value, self.note = text(size=20, bold=True), text(caption=True)
        column.addWidget(text(name, caption=True))
        column.addWidget(self.value)
        column.addWidget(self.note)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def tell(self, cents: int | None, note: str = "") -> None:
        """Show an amount; a dash when unknown."""
        self.value.setText("–" if cents is None else euros(cents))
        self.note.setText(note)


class FundingSheet(WorkSheet):
    """Every gesture is one undo; a plan read off the budget is kept at the first change."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self.found: DossierPlan | None = None
        self.model = PlanModel(self)
        self.table = PlanTable(self.model)
        self.note = text(caption=True)
        self.cost, self.sure = Figure(self.tr("Coût à financer")), Figure(self.tr("Confirmé"))
        self.expected, self.gap = Figure(self.tr("Attendu en tout")), Figure(self.tr("Reste à trouver"))
        self.follows = Rows(self.tr("Ce qui en découle"), [(self.tr("Ce qui en découle"), 0)])
        self.add = Button(self.tr("&Ajouter un financeur"), "plus")
        self.drop = Button(self.tr("Re&tirer la ligne"), "trash-2", kind="plain")
        self.add.setToolTip(self.tr("Ajouter un financeur (Ctrl+Inser)"))
        self.drop.setToolTip(self.tr("Retirer la ligne (Suppr)"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(10)
        for figure in (self.cost, self.sure, self.expected, self.gap):
            figures.addWidget(figure, 1)
        foot = Row()
        foot.addWidget(self.add)
        foot.addWidget(self.drop)
        foot.addStretch(1)
        foot.addWidget(QLabel(self.tr("Alt+1 confirmé   2 annoncé   3 demandé   4 refusé   5 inconnu")))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(10)
        column.addWidget(text(self.tr("Plan de financement"), 20, bold=True))
        column.addLayout(figures)
        column.addWidget(self.note)
        column.addWidget(self.table, 3)
        column.addLayout(foot)
        column.addWidget(SectionTitle(self.tr("Ce qui en découle")))
        column.addWidget(self.follows, 2)
        self.follows.horizontalHeader().hide()

    def _connect(self) -> None:
        self.model.changed.connect(self._change)
        self.add.clicked.connect(self.begin_line)
        self.drop.clicked.connect(self._remove)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._tell_buttons())
        for key, deed in (("Ctrl+Ins", self.begin_line), ("Delete", self._remove)):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(deed)
        for key, status in _STATUS_KEYS.items():
            shortcut = QShortcut(QKeySequence(f"Alt+{key}"), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda code=status: self._set_status(code))

    # What the dossier asks of a sheet

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        """Read the plan of this dossier; the cell being written in is finished first."""
        place = self.table.currentIndex()
        row, column = (place.row(), place.column()) if place.isValid() and not fresh else (0, STATUS)
        self._whole = whole
        self.found = plan_of(self._office.reader, whole.head.id, whole.head.cost)
        self.model.show(self.found.plan, self.found.lines, writable=not self._office.read_only)
        self.table.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), column))
        self._tell(self.found)

    def focus(self) -> None:
        self.table.setFocus()

    def _tell(self, found: DossierPlan) -> None:
        plan = found.plan
        whole = self._whole.head.cost if self._whole else None
        self.cost.tell(
            plan.cost,
            self.tr("{0} avec le bénévolat").format(euros(whole)) if whole and whole != plan.cost else "",
        )
        self.sure.tell(
            plan.sure, self.tr("dont {0} de ressources propres").format(euros(plan.own)) if plan.own else ""
        )
        law, contract = of_kind(plan.lines, common_law=True), of_kind(plan.lines, common_law=False)
        self.expected.tell(
            plan.expected, self.tr("contrat {0}, droit commun {1}").format(euros(contract), euros(law))
        )
        self.gap.tell(
            None if plan.gap is None else max(0, plan.gap),
            self.tr("{0} ne sont pas confirmés").format(euros(plan.still_open)) if plan.still_open else "",
        )
        if not found.lines:
            words = self.tr("Le budget ne nomme aucun financeur. Ajoutez le premier au bas du tableau.")
        elif found.kept:
            words = self.tr(
                "Chaque ligne dit ce qui est demandé, ce qui est répondu, et sur quoi cela repose."
            )
        else:
            words = self.tr("Lu dans le budget de la demande\u00a0: la première correction le garde ici.")
        self.note.setText(words)
        ceiling = int(rulebook(self._office.reader)["budget-public"].values["ceiling"])
        tones = {"good": "good", "warn": "warn", "bad": "bad"}
        self.follows.show_lines(
            [Line((words,), tones.get(tone, "neutral"), None) for words, tone in consequences(plan, ceiling)]
        )
        self._tell_buttons()

    def _tell_buttons(self) -> None:
        on_line = 0 <= self.table.currentIndex().row() < len(self.model.lines)
        self.drop.setEnabled(on_line and self.model.writable)
        self.add.setEnabled(self.model.writable)

    # Deeds

    def begin_line(self) -> None:
        """Write the name of a new funder at the end of the table."""
        index = self.model.index(len(self.model.lines), NAME)
        self.table.setCurrentIndex(index)
        self.table.setFocus()
        self.table.edit(index)

    def _set_status(self, status: str) -> None:
        place = self.table.currentIndex()
        if 0 <= place.row() < len(self.model.lines):
            self._change(place.row(), "status", status)

    def _change(self, place: int, field: str, value: Any) -> None:
        from desktop.flow.funding import change_line

        if self._whole is None:
            return
        if field == "status_on" and isinstance(value, str):
            value = dt.date.fromisoformat(value)
        self._office.do(change_line, dossier=self._whole.head.id, place=place, changes={field: value})

    def _remove(self) -> None:
        from desktop.flow.funding import remove_line

        place = self.table.currentIndex()
        if self._whole is not None and 0 <= place.row() < len(self.model.lines):
            self._office.do(remove_line, dossier=self._whole.head.id, place=place.row())
