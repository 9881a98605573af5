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
