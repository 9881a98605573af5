"""The same grants under the draft that goes further than SCDL 2.1.1: more columns, the same number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desktop.rules.scdl import COLUMNS, Line, number

WIDE = (
    "idSubvention", "nomAttribuant", "idAttribuant", "nomServiceInstructeur", "idServiceInstructeur",
    "nomBeneficiaire", "idBeneficiaire", "rnaBeneficiaire", "exerciceBudgetaire", "pluriannualite",
    "anneesPluriannualite", "dateDecision", "dateConvention", "referenceDecision", "dateCreation",
    "dateDebut", "dateFin", "dispositif", "sousDispositif", "statutLabel", "objet", "nature",
    "montantDemande", "montant", "nomOutilInstruction", "nomOutilVersement", "ej", "cléVersement",
    "conditionsVersement", "descriptionConditionsVersement", "datesPeriodeVersement", "cofinancement",
    "attribuantsCofinanceurs", "idCofinancement", "idRAE", "notificationUE", "pourcentageSubvention",
    "evaluationCout", "evaluation", "dateMiseAJour",
)  # fmt: skip


class Service(NamedTuple):
    """The service that instructs, under the SIRET of its authority."""

    name: str
    siret: str


def wide(lines: Sequence[Line], service: Service) -> tuple[Sequence[str], list[list[str]]]:
    """The columns of the draft and the rows; what Parvis does not know is left empty."""
    return WIDE, [_row(line, service) for line in lines]


def _row(line: Line, service: Service) -> list[str]:
    one = line.share
    told = dict(zip(COLUMNS, line.cells, strict=True))
    several = told["conditionsVersement"] == "échelonné"
    told |= {
        "idSubvention": one.number,
        "nomServiceInstructeur": service.name,
        "idServiceInstructeur": service.siret,
        "exerciceBudgetaire": f"{one.year}",
        "statutLabel": "attribuée",
        "nomOutilInstruction": "Parvis",
        "descriptionConditionsVersement": (
            f"Versement en {len(one.payments)} fois." if several else "Versement en une fois."
        ),
        "montant": number(one.total or 0),
    }
    return [told.get(name, "") for name in WIDE]
