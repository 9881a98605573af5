"""The second part of the paper form: the call, the action, its texts, its quarters and its challenges."""

from __future__ import annotations

import datetime as dt
import re

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from db import queries
from desktop.rules.sections import SECTIONS
from desktop.ui.fields import AutoText, DateField, MoneyField, SectionTitle
from desktop.ui.intake.paper_parts import Labelled, section
from desktop.ui.intake.paper_slots import Slots
from desktop.ui.office import Office

_NUMBER = re.compile(r"\d{1,3}(?:[\s.]?\d{3})*|\d{1,7}")

_LINES = {"objectives": 5, "description": 8}  # of the longer texts; the others have three


class ActionPart(QWidget):
    """Cards of the application, of its action and of what it aims at."""

    def __init__(self, office: Office, slots: Slots, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office, self._slots = office, slots
        self.checked: list[tuple[str, Labelled]] = []
        self.lines: dict[str, QLineEdit] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        self.call = QComboBox()
        self.renewal = QComboBox()
        self.main = QComboBox()
        self.texts: dict[str, AutoText] = {}
        self.quarters: dict[str, QCheckBox] = {}
        self.challenges: dict[str, QCheckBox] = {}
        self._demand()
        self._action()
        self._aims()

    # Building

    def _add(self, grid: QGridLayout, name: str, label: str, field: QLineEdit, *place: int) -> None:
        self.lines[name] = self._slots.line(name, field)
        check = self._number_fault if name in ("beneficiaries", "women") else None
        labelled = Labelled(label, field, check)
        self.checked.append((name, labelled))
        row, column, span = place
        grid.addWidget(labelled, row, column, 1, span)

    def _demand(self) -> None:
        frame, grid = section(self.tr("La demande"))
        for call in queries.calls(self._office.reader):
            self.call.addItem(call.title, call.id)
        grid.addWidget(
            Labelled(self.tr("Appel à projets"), self._slots.choice("call", self.call)), 0, 0, 1, 8
        )
        deposited = DateField(self.tr("Date de dépôt"))
        deposited.set_day(dt.date.today())
        self._add(grid, "deposited_at", self.tr("Date de dépôt"), deposited, 0, 8, 4)
        asked, cost = MoneyField(self.tr("Montant demandé")), MoneyField(self.tr("Coût de l’action"))
        cost.setPlaceholderText(self.tr("Total des charges du budget"))
        self._add(grid, "asked", self.tr("Montant demandé"), asked, 1, 0, 4)
        self._add(grid, "cost", self.tr("Coût de l’action"), cost, 1, 4, 4)
        for code, words in (
            (None, self.tr("Non dit")),
            (False, self.tr("Première demande")),
            (True, self.tr("Renouvellement")),
        ):
            self.renewal.addItem(words, code)
        renewal = self._slots.choice("renewal", self.renewal)
        grid.addWidget(Labelled(self.tr("Demande nouvelle ou reconduite"), renewal), 1, 8, 1, 4)
        self._column.addWidget(frame)

    def _action(self) -> None:
        frame, grid = section(self.tr("L’action"))
        self._add(grid, "title", self.tr("Intitulé (obligatoire)"), QLineEdit(), 0, 0, 12)
        self._add(grid, "starts_on", self.tr("Début"), DateField(self.tr("Début de l’action")), 1, 0, 3)
        self._add(grid, "ends_on", self.tr("Fin"), DateField(self.tr("Fin de l’action")), 1, 3, 3)
        self._add(grid, "place", self.tr("Lieu de réalisation"), QLineEdit(), 1, 6, 6)
        self._add(grid, "beneficiaries", self.tr("Nombre de bénéficiaires"), QLineEdit(), 2, 0, 3)
        self._add(grid, "women", self.tr("Dont femmes"), QLineEdit(), 2, 3, 3)
        for rank, (code, title) in enumerate(SECTIONS):
            self.texts[code] = self._slots.long(f"texts.{code}", AutoText(title, lines=_LINES.get(code, 3)))
            grid.addWidget(Labelled(title, self.texts[code]), 3 + rank, 0, 1, 12)
        self._column.addWidget(frame)

    def _aims(self) -> None:
        frame, grid = section(self.tr("Les quartiers et les défis"))
        grid.addWidget(SectionTitle(self.tr("Quartiers")), 0, 0, 1, 12)
        row = 1
        for rank, quarter in enumerate(self._office.quarters):
            box = self._slots.tick(f"quarter.{quarter.code}", QCheckBox(quarter.name))
            self.quarters[quarter.code] = box
            grid.addWidget(box, row + rank // 3, rank % 3 * 4, 1, 4)
        row += len(self._office.quarters) // 3 + 1
        grid.addWidget(SectionTitle(self.tr("Défis")), row, 0, 1, 12)
        row += 1
        for rank, challenge in enumerate(self._office.challenges):
            box = QCheckBox(f"{challenge.rank}\u00a0· {challenge.short}")
            box.setToolTip(challenge.title)
            box.setAccessibleDescription(challenge.title)
            box.toggled.connect(lambda _on: self._offer_main())
            self.challenges[challenge.code] = self._slots.tick(f"challenge.{challenge.code}", box)
            grid.addWidget(box, row + rank // 3, rank % 3 * 4, 1, 4)
        row += len(self._office.challenges) // 3 + 1
        self._offer_main()
        grid.addWidget(
            Labelled(self.tr("Défi principal"), self._slots.choice("main", self.main)), row, 0, 1, 8
        )
        self._column.addWidget(frame)

    def _offer_main(self) -> None:
        """The main challenge is one of those ticked; a single one is the main one."""
        chosen = self.main.currentData()
        ticked = (
            [c for c in self._office.challenges if self.challenges[c.code].isChecked()]
            if self._ready()
            else []
        )
        self.main.blockSignals(True)
        self.main.clear()
        if len(ticked) != 1:
            self.main.addItem(self.tr("À choisir parmi les défis cochés"), None)
        for challenge in ticked:
            self.main.addItem(f"{challenge.rank}\u00a0· {challenge.short}", challenge.code)
        self.main.setCurrentIndex(max(0, self.main.findData(chosen)))
        self.main.setEnabled(len(ticked) > 1)
        self.main.blockSignals(False)

    def _ready(self) -> bool:
        return len(self.challenges) == len(self._office.challenges)

    def _number_fault(self, words: str) -> str:
        if _NUMBER.fullmatch(words.strip()):
            return ""
        return self.tr("Ceci n’est pas un nombre. Écrivez par exemple 120.")

    # Reading

    def day(self, name: str) -> dt.date | None:
        """The date typed in a field."""
        field = self.lines[name]
        return field.day() if isinstance(field, DateField) else None

    def cents(self, name: str) -> int | None:
        """The amount typed in a field."""
        field = self.lines[name]
        return field.cents() if isinstance(field, MoneyField) else None

    def number(self, name: str) -> int | None:
        """The count typed in a field, None when there is none or it can't be read."""
        words = self.lines[name].text().strip()
        return int(re.sub(r"\D", "", words)) if _NUMBER.fullmatch(words) else None

    def ticked(self) -> list[str]:
        """The codes of the challenges ticked."""
        return [code for code, box in self.challenges.items() if box.isChecked()]
