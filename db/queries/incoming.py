"""What may arrive: the dossiers a file can be recognised by, and the files already settled."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class Recognisable(NamedTuple):
    """A dossier by all that a file may say of it."""

    id: bytes
    number: str
    stage: str
    title: str
    applicant: str
    acronym: str
    siret: str
    rna: str
    source_id: str
    others: str | None  # numbers in other portals, space separated


class Settled(NamedTuple):
    """A file that has been dealt with."""

    sha256: str
    name: str
    state: str
    number: str | None
    settled_by: str
    seen_at: str


def recognisable(reader: sqlite3.Connection) -> list[Recognisable]:
    """Every dossier that has not been merged into another."""
    sql = (
        "SELECT d.id, d.number, d.stage, d.title, a.name, a.acronym, a.siret, a.rna, d.source_id, "
        "(SELECT group_concat(k.source_id, ' ') FROM also_known k WHERE k.dossier_id = d.id) "
        "FROM dossier d JOIN applicant a ON a.id = d.applicant_id WHERE d.merged_into IS NULL ORDER BY d.number"
    )
    return every(reader, Recognisable, sql)


def settled(reader: sqlite3.Connection) -> list[Settled]:
    """The files that were imported, attached or set aside, the last one first."""
    sql = (
        "SELECT i.sha256, i.name, i.state, d.number, i.settled_by, i.seen_at FROM incoming i "
        "LEFT JOIN dossier d ON d.id = i.dossier_id ORDER BY i.seen_at DESC, i.id DESC"
    )
    return every(reader, Settled, sql)
