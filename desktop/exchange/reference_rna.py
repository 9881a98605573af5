"""RNA extracts (rna_waldec, rna_import): one association a row; who declares or manages it is never read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from desktop.exchange.reference_cells import Columns, day, joined, one_line, text
from desktop.exchange.reference_stream import Records, Tally

TITLE = "Répertoire national des associations (RNA)"
COLUMNS = {
    "rna": (
        "id", "old_id", "siret", "name", "short", "purpose", "nature", "position", "created_on",
        "declared_on", "published_on", "dissolved_on", "address", "postcode", "city", "insee", "website",
        "updated_at",
    )
}  # fmt: skip
_NEEDED = {"id", "titre", "position", "date_creat"}


def recognises(names: Collection[str]) -> bool:
    """Whether these headers are those of an RNA extract."""
    return set(names) >= _NEEDED


def rows(records: Records, tally: Tally) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """("rna", values of COLUMNS) for each association; damaged rows are told in the tally."""
    at = Columns(records.names)
    for line, cells in records:
        key = text(at.cell(cells, "id")).upper()
        name = one_line(at.cell(cells, "titre"))
        if not key or not name or len(key) > 20:
            tally.refuse(
                records.where(line),
                "id",
                key or name,
                "Le numéro RNA ou le titre manque : la ligne est laissée.",
            )
            continue
        tally.read += 1
        updated = at.cell(cells, "maj_time")[:10]
        tally.newest = max(tally.newest, day(updated))
        siret = text(at.cell(cells, "siret"))
        yield "rna", (
            key, text(at.cell(cells, "id_ex")), siret if len(siret) == 14 and siret.isdigit() else "", name,
            one_line(at.cell(cells, "titre_court")), one_line(at.cell(cells, "objet")),
            text(at.cell(cells, "nature")), text(at.cell(cells, "position")).upper(),
            *(day(at.cell(cells, c)) for c in ("date_creat", "date_decla", "date_publi", "date_disso")),
            _address(at, cells), text(at.cell(cells, "adrs_codepostal")),
            one_line(at.cell(cells, "adrs_libcommune", "libcom")), text(at.cell(cells, "adrs_codeinsee")),
            text(at.cell(cells, "siteweb")), updated,
        )  # fmt: skip


def _address(at: Columns, cells: list[str]) -> str:
    """Two lines at most: what completes, then the street."""
    street = joined(
        at.cell(cells, c) for c in ("adrs_numvoie", "adrs_repetition", "adrs_typevoie", "adrs_libvoie")
    )
    lines = [at.cell(cells, "adrs_complement"), street, at.cell(cells, "adrs_distrib")]
    lines += [at.cell(cells, c) for c in ("adr1", "adr2", "adr3")]  # rna_import
    return "\n".join(line for line in map(one_line, lines) if line)
