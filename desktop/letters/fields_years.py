"""The fields that the papers of a convention of several years may hold, with their examples."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the catalogue takes them from here
    from desktop.letters.fields import Value

# Rows of a grid: `nom`, then `colonnes`, a mapping from the heading to cents or to words.
YEARS: dict[str, tuple[str, Value]] = {
    "pluriannuelle.numero": ("Numéro d’une convention de plusieurs années", "CPO-2024-01"),
    "pluriannuelle.titre": ("Son intitulé", "Projet social 2024-2026"),
    "pluriannuelle.objet": ("Son objet, un paragraphe chacun", ["Un lieu ouvert à tous les habitants."]),
    "pluriannuelle.debut": ("Son premier jour", date(2024, 1, 1)),
    "pluriannuelle.fin": ("Son dernier jour", date(2026, 12, 31)),
    "pluriannuelle.annees": ("Ses années, en mots", "2024, 2025 et 2026"),
    "pluriannuelle.duree": ("Sa durée, en mots", "trois ans"),
    "pluriannuelle.signature": ("Jour où elle fut signée (facultatif)", date(2024, 4, 2)),
    "pluriannuelle.reversement": ("Le porteur peut reverser à d’autres (CGCT L1611-4)", False),
    "pluriannuelle.totaux": ("Montant promis chaque année", [1_500_000, 1_500_000, 1_500_000]),
    "pluriannuelle.tranches": (
        "Ce que chaque année promet, une phrase chacune",
        ["2024 : 15 000 €", "2025 : 15 000 €", "2026 : 15 000 €"],
    ),
    "pluriannuelle.montants": (
        "Montants par financeur et par année",
        [
            {
                "nom": "Amiens Métropole",
                "colonnes": {"2024": 1_000_000, "2025": 1_000_000, "2026": 1_000_000},
            },
            {"nom": "État, programme 147", "colonnes": {"2024": 500_000, "2025": 500_000, "2026": 500_000}},
        ],
    ),
    "pluriannuelle.engagements": (
        "Engagements du porteur, une phrase chacun (facultatif)",
        ["Ouvrir l’accueil du mardi au samedi, chaque année"],
    ),
    "pluriannuelle.indicateurs": (
        "Indicateurs et cible de chaque année (facultatif)",
        [
            {
                "nom": "Habitants accueillis (personnes)",
                "colonnes": {"2024": "400", "2025": "450", "2026": "500"},
            }
        ],
    ),
    "avenant.rang": ("Rang d’un avenant", 1),
    "avenant.objet": ("Objet de l’avenant", "Accueil du samedi"),
    "avenant.texte": (
        "Texte de l’avenant, un paragraphe chacun (facultatif)",
        ["L’accueil ouvre le samedi."],
    ),
    "avenant.fin": ("Nouvelle fin de la convention (facultatif)", date(2027, 12, 31)),
    "avenant.avant": ("Montant total d’avant l’avenant", 4_000_000),
    "avenant.changements": (
        "Montants changés (facultatif)",
        [{"nom": "2026, Amiens Métropole", "colonnes": {"Avant": 500_000, "Après": 1_000_000}}],
    ),
}
