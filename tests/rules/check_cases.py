"""One case for and one case against each rule: what changes in a sound dossier."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.rules.budget import Line
from desktop.rules.checks.facts import (
    Bank,
    DossierFacts,
    Double,
    Given,
    Neighbour,
    Peers,
    Reference,
    Spot,
)
from desktop.rules.project import Told

TEXT = "Un texte assez long pour dire vraiment ce que l’action fera et pour qui."
SOUND = DossierFacts(
    siret="00000001800010",
    rna="W802999001",
    iban="FR7630006000011234567890189",
    applicant="Les Lettres d’Étouvie",
    title="Parler pour agir",
    texts=dict.fromkeys(("objectives", "description", "public", "evaluation"), TEXT),
    quarters=("QN08001M",),
    open_quarters=frozenset(("QN08001M", "QN08002M")),
    challenges=("D02",),
    starts_on=date(2026, 2, 1),
    ends_on=date(2026, 12, 18),
    deposited_on=date(2026, 1, 19),
    closes_on=date(2026, 1, 31),
    exercise=2026,
    beneficiaries=60,
    women=45,
    from_quarter=50,
    cost=20_000_00,
    asked=9_000_00,
)
RIB = "RELEVÉ D’IDENTITÉ BANCAIRE Titulaire : {} IBAN FR76 3000 6000 0112 3456 7890 {} BIC AGRIFRPP"


def bank(name: str = "Les Lettres d’Étouvie", key: str = "189") -> Bank:
    return Bank("0a" * 16, "RIB", RIB.format(name, key))


def lines(*told: tuple[str, int]) -> tuple[Line, ...]:
    """Whole euros by account; the side is that of the first figure (6, 86: charges)."""
    return tuple(
        Line(
            "charge" if account.startswith(("6", "86", "CH")) else "product",
            account,
            f"ligne {n}",
            euros * 100,
        )
        for n, (account, euros) in enumerate(told)
    )


def text(section: str, said: str) -> dict[str, str]:
    return {**SOUND.texts, section: said}


def double(kind: str) -> Double:
    return Double(kind, "0b" * 16, "Dossier 2026-0007, Autre", "nos mots", "leurs mots", "mots")


BALANCED = (("60", 8_000), ("64", 12_000), ("70", 11_000), ("74epci", 9_000))
Change = dict[str, Any]
# rule -> (a change that makes it speak, a change that is as near as can be and leaves it silent)
CASES: dict[str, tuple[Change, Change]] = {
    "id-siret": ({"siret": "00000001800011"}, {"siret": "000 000 018 00010"}),
    "id-rna": ({"rna": "W80"}, {"rna": "W2A1000001"}),
    "id-uai": ({"uai": "0750655F"}, {"uai": "0750655E"}),
    # The international key stands, the French one does not.
    "id-rib": ({"iban": "FR2230006000011234567890188"}, {"iban": "FR76 3000 6000 0112 3456 7890 189"}),
    "id-right": ({}, {"siret": "1", "rna": "", "iban": ""}),
    "id-none": ({"siret": "", "rna": ""}, {"siret": ""}),
    "id-holder": (
        {"account_holder": "M. Karim Fictif"},
        {"account_holder": "ASSOCIATION LES LETTRES D'ETOUVIE"},
    ),
    "id-account": (
        {"iban": "FR1420041010050500013M02606", "banks": (bank(),)},
        {"banks": (bank(),)},
    ),
    "ref-closed": (
        {"reference": Reference(siret="00000001800010", closed_on=date(2025, 5, 1))},
        {"reference": Reference(siret="00000001800010", name="LES LETTRES D'ETOUVIE")},
    ),
    "ref-dissolved": ({"reference": Reference(dissolved_on=date(2025, 5, 1))}, {"reference": Reference()}),
    "ref-name": (
        {"reference": Reference(name="LE JARDIN")},
        {"reference": Reference(name="LETTRES D'ETOUVIE")},
    ),
    "ref-rna": ({"reference": Reference(rna="W802999002")}, {"reference": Reference(rna="W802999001")}),
    "budget-none": ({"budget": lines(("60", 0))}, {"budget": ()}),
    "budget-balance": (
        {"budget": lines(("60", 20_000), ("70", 10_999), ("74epci", 9_000))},
        {"budget": lines(*BALANCED)},
    ),
    "budget-voluntary": (
        {"budget": lines(*BALANCED, ("86", 500), ("87", 400), ("75", 100))},
        {"budget": lines(*BALANCED, ("86", 500), ("87", 500))},
    ),
    "budget-total": (
        {"cost": 20_001_00, "budget": lines(*BALANCED)},
        {"budget": lines(*BALANCED, ("86", 500), ("87", 500))},
    ),
    "budget-subtotal": (
        {
            "budget": (
                Line("charge", "60", "Achats", 8_000_00),
                *lines(("601", 4_000), ("604", 3_000), ("64", 13_000), ("70", 11_000), ("74epci", 9_000)),
            )
        },
        {
            "budget": (
                Line("charge", "60", "Achats", 7_000_00),
                *lines(("601", 4_000), ("604", 3_000), ("64", 13_000), ("70", 11_000), ("74epci", 9_000)),
            )
        },
    ),
    "budget-asked": ({"asked": 8_000_00, "budget": lines(*BALANCED)}, {"budget": lines(*BALANCED)}),
    "budget-share": ({"asked": 16_000_01}, {"asked": 16_000_00}),
    "budget-public": (
        {"budget": lines(("60", 20_000), ("70", 3_999), ("74epci", 9_000), ("74dep", 7_001))},
        {"budget": lines(("60", 20_000), ("70", 4_000), ("74epci", 9_000), ("74dep", 7_000))},
    ),
    "budget-staff": (
        {"budget": lines(("60", 999), ("64", 19_001), ("70", 11_000), ("74epci", 9_000))},
        {"budget": lines(("60", 1_000), ("64", 19_000), ("70", 11_000), ("74epci", 9_000))},
    ),
    "budget-head": (
        {"beneficiaries": 10, "women": 5, "from_quarter": 10, "peers": Peers("Insertion", 5, 199_99)},
        {"beneficiaries": 10, "women": 5, "from_quarter": 10, "peers": Peers("Insertion", 4, 199_99)},
    ),
    "budget-cents": (
        {
            "budget": (
                *lines(*BALANCED[1:]),
                Line("charge", "60", "x", 7_999_50),
                Line("charge", "61", "y", 50),
            )
        },
        {"budget": lines(*BALANCED)},
    ),
    "budget-negative": (
        {"budget": lines(("60", -100), ("61", 8_100), *BALANCED[1:])},
        {"budget": lines(("60", 0), ("61", 8_000), *BALANCED[1:])},
    ),
    "budget-indirect": (
        {"budget": lines(("CHARGINDIRECT", 8_000), *BALANCED[1:])},
        {"budget": lines(("65", 8_000), *BALANCED[1:])},
    ),
    "date-order": ({"ends_on": date(2026, 1, 31)}, {"ends_on": date(2026, 2, 1)}),
    "date-late": ({"deposited_on": date(2026, 2, 1)}, {"deposited_on": date(2026, 1, 31)}),
    "date-wave": (
        {"deposited_on": date(2026, 2, 1), "missed_on": date(2026, 1, 31), "closes_on": date(2026, 5, 15)},
        {"missed_on": None},
    ),
    "date-start": ({"starts_on": date(2025, 12, 31)}, {"kind": "school", "starts_on": date(2026, 9, 1)}),
    "date-end": ({"ends_on": date(2027, 9, 1)}, {"ends_on": date(2027, 8, 31)}),
    "quarter-unknown": ({"unknown_quarters": ("Centre",)}, {}),
    "quarter-closed": (
        {"quarters": ("QN08006M",)},
        {"quarters": ("QN08006M",), "open_quarters": frozenset()},
    ),
    "quarter-none": ({"quarters": ()}, {"quarters": ("QN08002M",)}),
    "place-outside": (
        {"spots": (Spot("Salle", (("QN08001M", 151), ("QN08002M", 900))),)},
        {"spots": (Spot("Salle", (("QN08001M", 150), ("QN08002M", 0))), Spot("Ailleurs"))},
    ),
    "challenge-none": ({"challenges": ()}, {"challenges": ("D11",)}),
    "public-women": ({"women": 61}, {"women": 60}),
    "public-negative": ({"women": -1}, {"women": 0}),
    "public-zero": ({"beneficiaries": 0, "women": 0, "from_quarter": 0}, {"beneficiaries": None}),
    "public-quarter": ({"from_quarter": 29}, {"from_quarter": 30}),
    "public-quarter-more": ({"from_quarter": 61}, {"from_quarter": 60}),
    "public-quarter-unknown": ({"from_quarter": None}, {"from_quarter": 0, "beneficiaries": 0, "women": 0}),
    "text-missing": ({"texts": text("evaluation", " ")}, {"texts": text("public", "Tout public")}),
    "running-costs": (
        {"title": "Aide au fonctionnement de l’association"},
        {"title": "Le fonctionnement du cerveau expliqué aux enfants"},
    ),
    "figure-people": (
        {
            "texts": text(
                "objectives", "Accompagner quatre-vingts personnes vers l’emploi, toute l’année durant."
            )
        },
        {
            "texts": text(
                "objectives", "Accompagner 60 personnes ; en amener vingt jeunes au diplôme, en un an."
            )
        },
    ),
    "figure-asked": (
        {"texts": text("remarks", "Pour cela nous sollicitons une subvention de 12 000 euros.")},
        {"texts": text("remarks", "Pour cela nous sollicitons une subvention de 9 000 euros.")},
    ),
    "figure-cost": (
        {"texts": text("means", "Le coût total de l’action est de 25 000 €.")},
        {"texts": text("means", "Le coût total de l’action est de 20 000 €, la place coûte 3 euros.")},
    ),
    "figure-dates": (
        {"texts": text("calendar", "Les ateliers vont du 2 mars 2026 au 30 juin 2027.")},
        {
            "texts": text(
                "calendar", "Les ateliers vont de mars à mi-juin, puis du 1er septembre au 12 décembre."
            )
        },
    ),
    "figure-sessions": (
        {
            "texts": {
                **SOUND.texts,
                "calendar": "Vingt séances de mars à juin.",
                "evaluation": "Assiduité aux 24 séances, notée par chacun des animateurs.",
            }
        },
        {
            "texts": {
                **SOUND.texts,
                "calendar": "Vingt séances de mars à juin.",
                "evaluation": "Assiduité aux 20 séances, notée par chacun des animateurs.",
            }
        },
    ),
    "pieces-missing": ({"missing_pieces": ("RIB",)}, {"missing_pieces": ()}),
    "piece-expired": ({"expired_pieces": (("Assurance", ""),)}, {"expired_pieces": ()}),
    "report-missing": (
        {"renewal": False, "report_received": False, "granted_before": (Given("Ville", 2025, 100),)},
        {"renewal": False, "report_received": False, "granted_before": (Given("Ville", 2024, 100),)},
    ),
    "twin-same": (
        {"neighbours": (Neighbour("7", "PARLER POUR AGIR"),)},
        {"neighbours": (Neighbour("7", "Parler"),)},
    ),
    "twin-other": (
        {"neighbours": (Neighbour("7", "Parler"),)},
        {"neighbours": (Neighbour("7", "PARLER POUR AGIR"),)},
    ),
    "double-action": ({"doubles": (double("action"),)}, {"doubles": (double("line"),)}),
    "double-line": ({"doubles": (double("line"),)}, {"doubles": (double("grant"),)}),
    "double-grant": ({"doubles": (double("grant"),)}, {"doubles": (double("action"),)}),
    "money-asked": ({"asked": None}, {"asked": 1}),
    "money-over": ({"asked": 20_000_01}, {"asked": 20_000_00}),
    "money-proposed": ({"proposed": 9_000_01}, {"proposed": 9_000_00}),
    "threshold-convention": (
        {"asked": 20_000_00, "cost": 80_000_00, "granted_before": (Given("", 2026, 3_000_01),)},
        {"asked": 23_000_00, "cost": 80_000_00, "granted_before": (Given("", 2025, 3_000_01),)},
    ),
    "threshold-accounts": (
        {"asked": 75_000_01, "cost": 200_000_00},
        {"asked": 75_000_01, "voted": 75_000_00, "cost": 200_000_00},
    ),
    "threshold-auditor": (
        {"asked": 153_000_01, "cost": 300_000_00},
        {"kind": "public", "asked": 153_000_01, "cost": 300_000_00},
    ),
    "project-balance": (
        {"together": (Told("project-sum", "bad", "Les charges ne font pas le budget."),)},
        {"together": (Told("project-agreement", "warn", "Un accord manque."),)},
    ),
    "project-regrant": (
        {"together": (Told("project-regrant", "bad", "Une part passerait à un autre."),)},
        {"together": (Told("project-sum", "bad", "Les charges ne font pas le budget."),)},
    ),
    "project-people": (
        {"together": (Told("project-agreement", "warn", "Un accord manque."),)},
        {"together": (Told("project-regrant", "bad", "Une part passerait à un autre."),)},
    ),
}
