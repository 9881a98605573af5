"""What the reference base says of many applicants at once, for their checks: three statements for all."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from db.reference import Damaged, open_beside


class Known(NamedTuple):
    """Of one applicant; "" when not told, days ISO."""

    name: str
    rna: str  # of its legal unit
    closed_on: str
    dissolved_on: str
    sirene_dated: str
    rna_dated: str


_PLACES = "SELECT siret, state, since FROM place WHERE siret IN (SELECT value FROM json_each(?))"
_UNITS = "SELECT siren, name, rna, state, since FROM unit WHERE siren IN (SELECT value FROM json_each(?))"
_RNA = "SELECT id, name, position, dissolved_on FROM rna WHERE id IN (SELECT value FROM json_each(?))"


@contextlib.contextmanager
def _beside(reader: sqlite3.Connection) -> Iterator[sqlite3.Connection | None]:
    try:
        connection = open_beside(reader)
    except Damaged:
        connection = None  # told where the reference is loaded
    try:
        yield connection
    finally:
        if connection is not None:
            connection.close()


def edition(reader: sqlite3.Connection) -> str:
    """Changes when another extract is loaded, "" without a reference."""
    with _beside(reader) as reference:
        if reference is None:
            return ""
        try:
            return str(
                reference.execute("SELECT coalesce(max(n) || ' ' || max(at), '') FROM load").fetchone()[0]
            )
        except sqlite3.Error:
            return ""


def known(reader: sqlite3.Connection, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Known]:
    """What is said of each (SIRET, RNA); those that the reference does not know are left out."""
    with _beside(reader) as reference:
        if reference is None:
            return {}
        try:
            return _known(reference, numbers)
        except sqlite3.Error:
            return {}  # damaged further down, or being written for too long


def _known(reference: sqlite3.Connection, numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Known]:
    def by_key(sql: str, keys: set[str]) -> dict[str, tuple[str, ...]]:
        rows = reference.execute(sql, (json.dumps(sorted(keys - {""})),))
        return {row[0]: tuple(value or "" for value in row[1:]) for row in rows}

    places = by_key(_PLACES, {siret for siret, _ in numbers})
    units = by_key(_UNITS, {siret[:9] for siret, _ in numbers})
    rnas = by_key(_RNA, {rna for _, rna in numbers})
    dated = dict(reference.execute("SELECT kind, max(dated) FROM load GROUP BY kind").fetchall())
    found = {}
    for siret, rna in numbers:
        place, unit, body = places.get(siret), units.get(siret[:9]), rnas.get(rna)
        if not (place or unit or body):
            continue
        closed = place[1] if place and place[0] == "F" else unit[3] if unit and unit[2] == "C" else ""
        gone = body[2] if body and (body[1] == "D" or body[2]) else ""
        found[siret, rna] = Known(
            (unit[0] if unit else "") or (body[0] if body else ""), unit[1] if unit else "", closed, gone,
            dated.get("sirene") or "", dated.get("rna") or "",
        )  # fmt: skip
    return found
