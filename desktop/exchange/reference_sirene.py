"""SIRENE stocks: legal units, their earlier periods, establishments; natural persons are never read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from desktop.exchange.reference_cells import Columns, day, joined, one_line, text
from desktop.exchange.reference_stream import Records, Tally

TITLE = "Répertoire SIRENE"
COLUMNS = {
    "unit": (
        "siren", "rna", "name", "usual", "acronym", "category", "naf", "state", "head", "created_on",
        "since", "updated_at",
    ),
    "period": ("siren", "since", "until", "name", "category", "naf", "state", "head"),
    "place": (
        "siret", "siren", "name", "head", "state", "naf", "created_on", "since", "address", "postcode",
        "city", "insee", "updated_at",
    ),
}  # fmt: skip
_PERSON = "1000"  # legal category of a natural person
_STATE = "etatAdministratifUniteLegale"


def recognises(names: Collection[str]) -> bool:
    """Whether these headers are those of a stock of legal units, of their history, or of establishments."""
    told = set(names)
    unit = {"siren", _STATE, "categorieJuridiqueUniteLegale"} <= told
    return unit or {"siret", "etatAdministratifEtablissement"} <= told


def rows(records: Records, tally: Tally) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """(table, values of COLUMNS[table]); one row of a joined extract gives both its unit and its place."""
    at = Columns(records.names)
    with_unit, with_place = _STATE in at, "etatAdministratifEtablissement" in at
    past = "dateFin" in at and with_unit and not with_place
    for line, cells in records:
        siren = _padded(at.cell(cells, "siren") or at.cell(cells, "siret")[:9], 9)
        if not siren:
            tally.refuse(
                records.where(line), "siren", at.cell(cells, "siren", "siret"),
                "Le SIREN n’a pas neuf chiffres : la ligne est laissée.",
            )  # fmt: skip
            continue
        if with_unit and _is_person(at, cells):
            tally.people += 1
            continue
        tally.read += 1
        if past:
            yield "period", _period(at, cells, siren)
            continue
        for stamp in ("dateDernierTraitementUniteLegale", "dateDernierTraitementEtablissement"):
            tally.newest = max(tally.newest, day(at.cell(cells, stamp)))
        if with_unit:
            yield "unit", _unit(at, cells, siren, joined_extract=with_place)
        if with_place and (place := _place(at, cells, siren)):
            yield "place", place


def _is_person(at: Columns, cells: list[str]) -> bool:
    name = text(at.cell(cells, "denominationUniteLegale"))
    return at.cell(cells, "categorieJuridiqueUniteLegale").strip() == _PERSON or not name


def _padded(value: str, digits: int) -> str:
    """A number whose first zeros a spreadsheet lost; "" when it is none."""
    plain = value.strip().removesuffix(".0").replace(" ", "")
    return plain.zfill(digits) if plain.isdigit() and digits - 3 <= len(plain) <= digits else ""


def _unit(at: Columns, cells: list[str], siren: str, *, joined_extract: bool) -> tuple[Any, ...]:
    nic = at.cell(cells, "nicSiegeUniteLegale").strip()
    rna = text(at.cell(cells, "identifiantAssociationUniteLegale")).upper()
    return (
        siren, rna, one_line(at.cell(cells, "denominationUniteLegale")),
        one_line(at.cell(cells, "denominationUsuelle1UniteLegale")), text(at.cell(cells, "sigleUniteLegale")),
        at.cell(cells, "categorieJuridiqueUniteLegale").strip().removesuffix(".0"),
        text(at.cell(cells, "activitePrincipaleUniteLegale")), at.cell(cells, _STATE).strip().upper(),
        siren + nic.zfill(5) if nic.isdigit() else "", day(at.cell(cells, "dateCreationUniteLegale")),
        # In a joined extract this date is that of the establishment.
        "" if joined_extract else day(at.cell(cells, "dateDebut")),
        day(at.cell(cells, "dateDernierTraitementUniteLegale")),
    )  # fmt: skip


def _period(at: Columns, cells: list[str], siren: str) -> tuple[Any, ...]:
    nic = at.cell(cells, "nicSiegeUniteLegale").strip()
    return (
        siren, day(at.cell(cells, "dateDebut")), day(at.cell(cells, "dateFin")),
        one_line(at.cell(cells, "denominationUniteLegale")),
        at.cell(cells, "categorieJuridiqueUniteLegale").strip().removesuffix(".0"),
        text(at.cell(cells, "activitePrincipaleUniteLegale")), at.cell(cells, _STATE).strip().upper(),
        siren + nic.zfill(5) if nic.isdigit() else "",
    )  # fmt: skip


def _place(at: Columns, cells: list[str], siren: str) -> tuple[Any, ...] | None:
    siret = _padded(at.cell(cells, "siret"), 14)
    if not siret:
        return None
    street = joined(
        at.cell(cells, f"{name}Etablissement")
        for name in ("numeroVoie", "indiceRepetition", "typeVoie", "libelleVoie")
    )
    lines = [at.cell(cells, "complementAdresseEtablissement"), street]
    lines.append(at.cell(cells, "distributionSpecialeEtablissement"))
    usual = at.cell(cells, "denominationUsuelleEtablissement")
    head = at.cell(cells, "etablissementSiege").strip().lower() in ("true", "1", "oui", "vrai")
    return (
        siret, siren,
        one_line(usual or at.cell(cells, "enseigne1Etablissement")),
        int(head), at.cell(cells, "etatAdministratifEtablissement").strip().upper(),
        text(at.cell(cells, "activitePrincipaleEtablissement")),
        day(at.cell(cells, "dateCreationEtablissement")), day(at.cell(cells, "dateDebut")),
        "\n".join(line for line in map(one_line, lines) if line),
        text(at.cell(cells, "codePostalEtablissement")),
        one_line(at.cell(cells, "libelleCommuneEtablissement")),
        text(at.cell(cells, "codeCommuneEtablissement")),
        day(at.cell(cells, "dateDernierTraitementEtablissement")),
    )  # fmt: skip
