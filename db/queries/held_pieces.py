"""Pieces beyond one dossier: the rules of their kinds, and the earlier ones that may serve again."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class KindRow(NamedTuple):
    """A piece that this kind of applicant may give, with its rule."""

    code: str
    title: str
    rule: str
    moment: str
    required: int
    calls: str
    valid_months: int
    reusable: int


class EarlierRow(NamedTuple):
    """A piece that lacks, and one of another dossier of the same applicant that could stand for it."""

    piece: bytes
    kind: str
    valid_months: int
    earlier: bytes
    name: str
    number: str  # of the dossier it stands in
    state: str
    dated_on: str | None
    received_on: str | None
    expires_on: str | None


def kinds_of(reader: sqlite3.Connection, dossier: bytes) -> list[KindRow]:
    """The kinds of pieces of the applicant of this dossier, in their order."""
    sql = (
        "SELECT k.code, k.title, k.rule, k.moment, k.required, k.calls, k.valid_months, k.reusable "
        "FROM piece_kind k WHERE k.asked_of = (SELECT a.kind FROM dossier d JOIN applicant a "
        "ON a.id = d.applicant_id WHERE d.id = ?) ORDER BY k.rank"
    )
    return every(reader, KindRow, sql, (dossier,))


def earlier_pieces(reader: sqlite3.Connection, dossier: bytes) -> list[EarlierRow]:
    """The pieces with a file that stand in the other dossiers of the applicant, for each one that lacks."""
    sql = """
SELECT p.id, p.kind, k.valid_months, e.id, e.name, o.number, e.state, e.dated_on, e.received_on, e.expires_on
FROM dossier d JOIN applicant a ON a.id = d.applicant_id
JOIN piece p ON p.dossier_id = d.id AND p.file_id IS NULL AND p.state = 'missing'
JOIN piece_kind k ON k.code = p.kind AND k.asked_of = a.kind AND k.reusable
JOIN dossier o ON o.applicant_id = d.applicant_id AND o.id <> d.id
JOIN piece e ON e.dossier_id = o.id AND e.kind = p.kind AND e.file_id IS NOT NULL AND e.held_by IS NULL
WHERE d.id = ? ORDER BY o.number"""
    return every(reader, EarlierRow, sql, (dossier,))
