"""The funders of one dossier: the lines kept, and what a first plan is made of."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class FundingRow(NamedTuple):
    """One funder. Cents, dates as ISO text."""

    id: bytes
    name: str
    account: str
    common_law: bool
    asked: int | None
    answered: int | None
    status: str
    status_on: str | None
    proof: str
    piece: str | None  # name of the piece that proves it
    comment: str
    author: str


def funding_lines(reader: sqlite3.Connection, dossier: bytes) -> list[FundingRow]:
    """The lines kept, in their order."""
    sql = (
        "SELECT l.id, l.name, l.account, l.common_law, l.asked, l.answered, l.status, l.status_on, l.proof, "
        "coalesce(nullif(p.name, ''), p.label), l.comment, l.author FROM funding_line l "
        "LEFT JOIN piece p ON p.id = l.piece_id WHERE l.dossier_id = ? ORDER BY l.rank, l.id"
    )
    return every(reader, FundingRow, sql, (dossier,))


def budget_lines(reader: sqlite3.Connection, dossier: bytes) -> list[tuple[str, str, str, str, int | None]]:
    """(side, account, label, funder, amount) of the action's budget."""
    sql = "SELECT side, account, label, funder, amount FROM budget_line WHERE dossier_id = ? ORDER BY rank"
    return list(reader.execute(sql, (dossier,)).fetchall())


def asked_of(reader: sqlite3.Connection, dossier: bytes) -> list[tuple[str, str, int | None]]:
    """(name, account, cents) of what the office's own funders were asked."""
    sql = (
        "SELECT f.name, f.account, m.asked FROM amount m JOIN funder f ON f.id = m.funder_id "
        "WHERE m.dossier_id = ? ORDER BY f.rank"
    )
    return list(reader.execute(sql, (dossier,)).fetchall())
