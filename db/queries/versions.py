"""The tellings of one application: those of each import, and what stands in the base now."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from db.queries.rows import every

_SCALARS = (
    "title", "renewal", "starts_on", "ends_on", "place", "beneficiaries", "women", "cost", "asked",
    "deposited_at", "from_quarter",
)  # fmt: skip
_APPLICANT = (
    "name", "acronym", "siret", "rna", "legal_form", "legal_form_code", "naf", "purpose", "address", "postcode",
    "city", "insee", "email", "phone", "website", "founded_on", "iban", "bic", "account_holder",
)  # fmt: skip
_ROWS = {
    "budget": "SELECT side, account, label, amount, funder, status FROM budget_line WHERE dossier_id = ? ORDER BY rank",
    "own_budget": "SELECT side, account, label, amount FROM own_budget_line WHERE dossier_id = ? ORDER BY rank",
    "funding": "SELECT name, account, asked, answered, status, common_law, status_on, comment FROM funding_line "
    "WHERE dossier_id = ? ORDER BY rank",
    "places": "SELECT name, lon, lat FROM action_place WHERE dossier_id = ? ORDER BY rank",
    "people": "SELECT kind, civility, first_name, last_name, position, phone, email FROM contact "
    "WHERE dossier_id = ? ORDER BY id",
    "other": "SELECT label, value FROM source WHERE dossier_id = ? ORDER BY rank",
}
_CODES = {
    "quarters": "SELECT q.code FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id "
    "WHERE x.dossier_id = ? ORDER BY q.rank",
    "challenges": "SELECT c.code FROM declared x JOIN challenge c ON c.id = x.challenge_id "
    "WHERE x.dossier_id = ? ORDER BY x.main DESC, c.rank",
}


class VersionRow(NamedTuple):
    """One telling; `rank` counts from 1, the last import has the highest."""

    rank: int
    file: str
    at: str
    payload: dict[str, Any]


def versions(reader: sqlite3.Connection, dossier: bytes) -> list[VersionRow]:
    """What each import told of a dossier, the first one first; none when it was keyed in here."""
    sql = (
        "SELECT rank, file, at, payload FROM version WHERE dossier_id = ?1 UNION ALL "
        "SELECT (SELECT count(*) FROM version WHERE dossier_id = ?1) + 1, file, at, payload FROM imported "
        "WHERE dossier_id = ?1 ORDER BY 1"
    )
    rows = every(reader, VersionRow, sql, (dossier,))
    # What was erased tells nothing any more.
    return [row._replace(payload=json.loads(str(row.payload))) for row in rows if row.payload]


def count_versions(reader: sqlite3.Connection, dossier: bytes) -> tuple[int, str]:
    """How many imports told this dossier, and when the last one did ("" for none)."""
    sql = (
        "SELECT (SELECT count(*) FROM version WHERE dossier_id = ?1) + count(*), coalesce(max(at), '') "
        "FROM imported WHERE dossier_id = ?1"
    )
    count, at = reader.execute(sql, (dossier,)).fetchone()
    return count, at


def present(reader: sqlite3.Connection, dossier: bytes) -> dict[str, Any]:
    """What stands in the base now, under the names of an import's fields."""
    columns = ", ".join([*(f"d.{name}" for name in _SCALARS), *(f"a.{name}" for name in _APPLICANT)])
    row = reader.execute(
        f"SELECT {columns} FROM dossier d JOIN applicant a ON a.id = d.applicant_id WHERE d.id = ?",
        (dossier,),
    ).fetchone()
    if row is None:
        return {}
    names = [*_SCALARS, *(f"applicant.{name}" for name in _APPLICANT)]
    told: dict[str, Any] = dict(zip(names, row, strict=True))
    texts = reader.execute("SELECT code, body FROM section WHERE dossier_id = ?", (dossier,))
    told.update({f"text.{code}": body for code, body in texts})
    for name, sql in _ROWS.items():
        told[name] = [list(line) for line in reader.execute(sql, (dossier,))]
    for name, sql in _CODES.items():
        told[name] = [code for (code,) in reader.execute(sql, (dossier,))]
    return told
