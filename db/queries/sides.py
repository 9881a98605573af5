"""Two dossiers, or two applicants, as they are compared side by side: each whole in one row."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every

_LISTS = {  # table -> the columns that make two lists the same
    "budget_line": "side, account, label, amount, funder, status",
    "own_budget_line": "side, account, label, amount",
    "funding_line": "name, account, asked, answered, status",
    "action_place": "name, lon, lat",
    "contact": "kind, civility, first_name, last_name, position, phone, email",
}


def _list(table: str) -> str:
    order = "id" if table == "contact" else "rank"
    return (
        f"(SELECT json_group_array(json_array({_LISTS[table]})) FROM "
        f"(SELECT * FROM {table} WHERE dossier_id = d.id ORDER BY {order}))"
    )


_SIDES = f"""
SELECT d.id, d.title, d.renewal, d.starts_on, d.ends_on, d.place, d.beneficiaries, d.women, d.cost, d.asked,
 d.deposited_at, d.from_quarter,
 (SELECT json_group_array(name) FROM (SELECT q.name FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id
   WHERE x.dossier_id = d.id ORDER BY q.rank)),
 (SELECT json_group_array(short) FROM (SELECT c.short FROM declared x JOIN challenge c ON c.id = x.challenge_id
   WHERE x.dossier_id = d.id ORDER BY x.main DESC, c.rank)),
 (SELECT json_group_object(code, body) FROM section WHERE dossier_id = d.id),
 {_list("budget_line")}, {_list("own_budget_line")}, {_list("funding_line")}, {_list("action_place")},
 {_list("contact")}
FROM dossier d WHERE d.id IN (?, ?) ORDER BY d.id <> ?"""


class DossierSide(NamedTuple):
    """The fields bear the names under which a merge takes them; lists are JSON, money is in cents."""

    id: bytes
    title: str
    renewal: int | None
    starts_on: str | None
    ends_on: str | None
    place: str
    beneficiaries: int | None
    women: int | None
    cost: int | None
    asked: int | None
    deposited_at: str | None
    from_quarter: int | None
    quarters: str
    challenges: str
    texts: str
    budget: str
    own_budget: str
    funding: str
    places: str
    people: str


class ApplicantSide(NamedTuple):
    """The fields bear the names of their columns."""

    id: bytes
    name: str
    acronym: str
    siret: str
    rna: str
    legal_form: str
    legal_form_code: str
    naf: str
    purpose: str
    address: str
    postcode: str
    city: str
    insee: str
    email: str
    phone: str
    website: str
    founded_on: str | None
    iban: str
    bic: str
    account_holder: str


def dossier_sides(reader: sqlite3.Connection, one: bytes, other: bytes) -> list[DossierSide]:
    """Both dossiers, in the order asked."""
    return every(reader, DossierSide, _SIDES, (one, other, one))


def applicant_sides(reader: sqlite3.Connection, one: bytes, other: bytes) -> list[ApplicantSide]:
    """Both applicants, in the order asked."""
    columns = ", ".join(ApplicantSide._fields)
    sql = f"SELECT {columns} FROM applicant WHERE id IN (?, ?) ORDER BY id <> ?"
    return every(reader, ApplicantSide, sql, (one, other, one))
