"""The figures of the contract, read: rows of an axis, the whole, and what is not known told beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from db.queries.figures import Figure, figures
from desktop.flow.settings_read import entries
from desktop.rules.figures import SHARED, grouped
from desktop.rules.french import plural
from desktop.rules.settings.applications import RESIDENTS


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at: an axis, the years, codes by other axes."""

    by: str = "quarter"
    since: int | None = None
    until: int | None = None
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def scope(self) -> str:
        """The years in words."""
        if self.since is None and self.until is None:
            return "toutes les années"
        if self.since == self.until:
            return f"{self.since}"
        if self.until is None:
            return f"depuis {self.since}"
        return f"jusqu’à {self.until}" if self.since is None else f"{self.since} à {self.until}"


@dataclass(frozen=True, slots=True)
class Figures:
    """The answer. `whole`: what the rows add up to, each dossier counted once. `notes`: French sentences."""

    asked: Asked
    rows: tuple[Figure, ...]
    whole: Figure
    notes: tuple[str, ...]


def read_figures(reader: sqlite3.Connection, asked: Asked, person: str = "") -> Figures:
    """Two statements, whatever the size: the rows, and the whole."""
    told = {"since": asked.since, "until": asked.until, "person": person}
    rows = figures(reader, asked.by, filters=asked.filters, **told)  # type: ignore[arg-type]  # years
    whole = figures(reader, "whole", filters=asked.filters, **told)  # type: ignore[arg-type]  # years
    found = whole[0] if whole else _nothing()
    added = _added(found, rows, asked.by, city_residents(reader))
    return Figures(asked, tuple(rows), added, tuple(notes_of(found, rows, asked.by)))


def _nothing() -> Figure:
    return Figure("", "En tout", 0, 0, 0, 0, 0, 0, 0, 0, 0, None, 0, 0, 0, 0, 0, 0, 0)


def _added(whole: Figure, rows: list[Figure], by: str, residents: int | None) -> Figure:
    """The whole of an axis: what each funder was asked is added up, the residents of the quarters too."""
    if by == "funder":
        parts = [row.asked for row in rows if row.asked is not None]
        whole = whole._replace(asked=sum(parts) if parts or not whole.dossiers else None)
    quarters = [row.residents for row in rows if row.code]
    if by == "quarter" and quarters and all(quarters):
        return whole._replace(residents=sum(number or 0 for number in quarters))
    return whole._replace(residents=residents)


def city_residents(reader: sqlite3.Connection) -> int | None:
    """The residents of all the quarters together, as the city tells them; None when nobody does."""
    number = entries(reader, RESIDENTS)[RESIDENTS.code]["residents_total"]
    return int(number) if number else None


def _said(count: int, words: str) -> list[str]:
    return [f"{count} {plural(count, 'dossier')} {words}."] if count else []


def notes_of(whole: Figure, rows: list[Figure], by: str) -> list[str]:
    """What no sum may hide: the unknown, the shared, the closed, and where the public comes from."""
    notes = _said(whole.no_asked, "sans montant demandé connu")
    notes += _said(whole.no_granted, "d’accord sans montant accordé connu")
    notes += _said(whole.no_cost, "sans coût connu")
    notes += _rules(rows, by)
    if by == "funder" and whole.asked is not None:
        asked = sum(row.asked or 0 for row in rows)
        if asked != whole.asked:
            notes.append(
                "Ce qui est demandé à chaque financeur ne fait pas toujours le total du dossier : "
                "le total de cette colonne est celui des financeurs."
            )
    notes += _people(whole)
    if whole.closed:
        ends = "vous est fermé" if whole.closed == 1 else "vous sont fermés"
        notes.append(f"{whole.closed} {plural(whole.closed, 'dossier')} {ends} par un intérêt déclaré.")
    return notes


def _rules(rows: list[Figure], by: str) -> list[str]:
    """How this axis counts, where it is not plain."""
    notes = []
    if by in SHARED and any(row.shared for row in rows):
        notes.append(
            "Certains dossiers comptent dans plusieurs lignes : la colonne des dossiers ne s’additionne "
            "pas ; leur argent, leur coût et leur public y sont partagés à parts égales, au centime près."
        )
    if by in ("challenge", "theme"):
        notes.append(
            "Les défis d’un dossier : ceux de la plus forte note, sinon ceux que le porteur déclare."
        )
    if by == "theme":
        notes.append("Un défi de plusieurs thèmes est partagé selon leurs pourcentages.")
    if by == "funder":
        notes.append("Le coût et le public d’un dossier sont partagés à parts égales entre ses financeurs.")
    unknown = [row.label for row in rows if by == "quarter" and row.code and not row.residents]
    if unknown:
        notes.append(f"Habitants inconnus : {', '.join(unknown)} ; le total est celui que dit la ville.")
    return notes


def _people(whole: Figure) -> list[str]:
    told = whole.dossiers - whole.no_people
    if not told:
        return _said(whole.no_people, "sans public connu")
    asked = told - whole.reported
    parts = []
    if whole.reported:
        parts.append(f"d’après le bilan de {whole.reported} {plural(whole.reported, 'dossier')}")
    if asked:
        parts.append(f"d’après la demande de {asked} {plural(asked, 'dossier')}")
    notes = [f"Public {' et '.join(parts)}."]
    unsaid = (whole.beneficiaries or 0) - (whole.women or 0) - (whole.men or 0)
    if unsaid > 0:
        notes.append(f"{grouped(unsaid)} {plural(unsaid, 'personne')} dont le sexe n’est pas dit.")
    return notes + _said(whole.no_people, "sans public connu")
