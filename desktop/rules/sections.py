"""The sections of an application as an officer reads them, in reading order."""

from __future__ import annotations

SECTIONS: tuple[tuple[str, str], ...] = (
    ("objectives", "Objectifs de l’action"),
    ("description", "Description"),
    ("need", "Besoin et diagnostic"),
    ("public", "Public bénéficiaire"),
    ("territory", "Territoire et lieux"),
    ("means", "Moyens matériels et humains"),
    ("calendar", "Calendrier"),
    ("partners", "Partenaires"),
    ("evaluation", "Évaluation prévue"),
    ("remarks", "Informations complémentaires"),
)

TITLES: dict[str, str] = dict(SECTIONS)

FIELDS: dict[str, str] = {
    "name": "Nom du porteur", "kind": "Nature du porteur", "siret": "SIRET", "rna": "RNA",
    "address": "Adresse", "title": "Intitulé", "period": "Période",
    "renewal": "Nature de la demande", "deposited": "Date de dépôt",
    "cost": "Coût de l’action", "asked": "Montant demandé", "beneficiaries": "Bénéficiaires",
    "quarters": "Quartiers", "place": "Lieu",
}  # fmt: skip


def place_words(place: str, piece: str | None = None, page: int | None = None) -> str:
    """Where a note stands, in words: « Description », « Statuts.pdf, page 2 », "" for the whole dossier."""
    kind, _, rest = place.partition(":")
    if kind == "piece":
        name = piece or "Pièce retirée"
        return f"{name}, page {page}" if page else name
    if kind == "field":
        return FIELDS.get(rest, "Budget" if rest.startswith("budget") else "Champ de la demande")
    return TITLES.get(rest or kind, "")
