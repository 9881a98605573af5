"""The first part of the paper form: who asks, who represents it, who is in charge of the action."""

from __future__ import annotations

from typing import Literal, cast

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop.exchange.application import Applicant, Person
from desktop.rules.identity import Verdict, check_rna, check_siret
from desktop.ui.fields import AutoText
from desktop.ui.intake.paper_parts import Labelled, section
from desktop.ui.intake.paper_slots import Slots

Kind = Literal["association", "school", "public", "other"]
_APPLICANT = (
    "name",
    "acronym",
    "siret",
    "rna",
    "legal_form",
    "address",
    "postcode",
    "city",
    "email",
    "phone",
)
_PERSON = ("first_name", "last_name", "position", "email", "phone")


class PeoplePart(QWidget):
    """Cards of the applicant and of its two people."""

    def __init__(self, slots: Slots, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slots = slots
        self.checked: list[tuple[str, Labelled]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        self.kind = QComboBox()
        for code, words in (
            ("association", self.tr("Association")),
            ("school", self.tr("Établissement scolaire")),
            ("public", self.tr("Collectivité ou établissement public")),
            ("other", self.tr("Autre structure")),
        ):
            self.kind.addItem(words, code)
        self.purpose = slots.long("applicant.purpose", AutoText(self.tr("Objet de la structure"), lines=2))
        self.lines: dict[str, QLineEdit] = {}
        self.civilities: dict[str, QComboBox] = {}
        self._applicant()
        self._person("representative", self.tr("Le représentant légal"))
        self._person("in_charge", self.tr("Le responsable de l’action, s’il est différent"))

    def _applicant(self) -> None:
        frame, grid = section(self.tr("Le porteur"))
        grid.addWidget(
            Labelled(self.tr("Nature"), self._slots.choice("applicant.kind", self.kind)), 0, 0, 1, 4
        )
        labels = {
            "name": (self.tr("Nom (obligatoire)"), 0, 4, 6),
            "acronym": (self.tr("Sigle"), 0, 10, 2),
            "siret": (self.tr("SIRET"), 1, 0, 4),
            "rna": (self.tr("RNA"), 1, 4, 3),
            "legal_form": (self.tr("Forme juridique"), 1, 7, 5),
            "address": (self.tr("Adresse"), 2, 0, 6),
            "postcode": (self.tr("Code postal"), 2, 6, 2),
            "city": (self.tr("Commune"), 2, 8, 4),
            "email": (self.tr("Courriel"), 3, 0, 6),
            "phone": (self.tr("Téléphone"), 3, 6, 6),
        }
        checks = {"siret": lambda t: _fault(check_siret(t)), "rna": lambda t: _fault(check_rna(t))}
        for name, (label, row, column, span) in labels.items():
            field = self._slots.line(f"applicant.{name}", QLineEdit())
            self.lines[f"applicant.{name}"] = field
            labelled = Labelled(label, field, checks.get(name))
            self.checked.append((f"applicant.{name}", labelled))
            grid.addWidget(labelled, row, column, 1, span)
        grid.addWidget(Labelled(self.tr("Objet de la structure"), self.purpose), 4, 0, 1, 12)
        self._column.addWidget(frame)

    def _person(self, who: str, title: str) -> None:
        frame, grid = section(title)
        civility = QComboBox()
        civility.addItems(["", "Mme", "M."])
        civility.setAccessibleName(self.tr("{0}\u00a0: civilité").format(title))
        self.civilities[who] = self._slots.choice(f"{who}.civility", civility)
        grid.addWidget(Labelled(self.tr("Civilité"), civility), 0, 0, 1, 2)
        labels = {
            "first_name": (self.tr("Prénom"), 0, 2, 5),
            "last_name": (self.tr("Nom"), 0, 7, 5),
            "position": (self.tr("Fonction"), 1, 0, 4),
            "email": (self.tr("Courriel"), 1, 4, 5),
            "phone": (self.tr("Téléphone"), 1, 9, 3),
        }
        for name, (label, row, column, span) in labels.items():
            field = self._slots.line(f"{who}.{name}", QLineEdit())
            field.setAccessibleName(f"{title}\u00a0: {label}")
            self.lines[f"{who}.{name}"] = field
            grid.addWidget(Labelled(label, field), row, column, 1, span)
        self._column.addWidget(frame)

    def applicant(self) -> Applicant:
        """The applicant as typed, its numbers tidied."""
        told = {name: self.lines[f"applicant.{name}"].text().strip() for name in _APPLICANT}
        told["siret"] = check_siret(told["siret"]).value
        told["rna"] = check_rna(told["rna"]).value
        made = Applicant(kind=cast(Kind, self.kind.currentData()), purpose=self.purpose.text().strip())
        for name, words in told.items():
            setattr(made, name, words)
        return made

    def people(self) -> list[Person]:
        """Those who have at least a name."""
        found = []
        kinds: tuple[Literal["representative", "in_charge"], ...] = ("representative", "in_charge")
        for who in kinds:
            told = {name: self.lines[f"{who}.{name}"].text().strip() for name in _PERSON}
            if told["first_name"] or told["last_name"]:
                found.append(Person(who, self.civilities[who].currentText(), **told))
        return found


def _fault(verdict: Verdict) -> str:
    return "" if verdict.ok else verdict.reason
