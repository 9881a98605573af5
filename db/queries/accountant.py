"""What the accountant needs of each grant: whom to pay, on which account, under which act, with which reserve."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class GrantRow(NamedTuple):
    """One granted dossier. Dates ISO; `unmet` holds its conditions neither met nor waived, one a line."""

    dossier_id: bytes
    number: str
    applicant: str
    siret: str
    kind: str
    holder: str
    iban: str
    bic: str
    title: str
    outcome: str
    act: str
    act_on: str | None
    decided_on: str
    notified_on: str | None
    state: str
    convention: str | None  # how far it is: draft, issued
    signed_on: str | None  # the convention, by both
    unmet: str


class GivenRow(NamedTuple):
    """What one funder gives to one dossier. Cents."""

    dossier_id: bytes
    funder: str
    voted: int


_GRANTS = """
SELECT d.id, d.number, a.name, a.siret, a.kind, a.account_holder, a.iban, a.bic, d.title, z.outcome, z.act, z.act_on,
 z.decided_on, z.notified_on, z.state,
 (SELECT max(l.state) FROM letter l WHERE l.dossier_id = d.id AND l.template = 'convention'),
 (SELECT max(l.signed_on) FROM letter l WHERE l.dossier_id = d.id AND l.template = 'convention'),
 coalesce((SELECT group_concat(text, char(10)) FROM (SELECT text FROM condition c WHERE c.dossier_id = d.id
   AND c.met_on IS NULL AND c.waived_on IS NULL ORDER BY c.rank)), '')
FROM decision z JOIN dossier d ON d.id = z.dossier_id JOIN applicant a ON a.id = d.applicant_id
WHERE d.merged_into IS NULL AND z.outcome IN ('granted', 'partial') ORDER BY d.number"""


def grants(reader: sqlite3.Connection) -> list[GrantRow]:
    """Every grant, in the order of the numbers."""
    return every(reader, GrantRow, _GRANTS)


def given(reader: sqlite3.Connection) -> list[GivenRow]:
    """The shares of every grant, in the order of the funders."""
    sql = (
        "SELECT m.dossier_id, f.name, m.voted FROM amount m JOIN funder f ON f.id = m.funder_id "
        "JOIN decision z ON z.dossier_id = m.dossier_id "
        "WHERE m.voted > 0 AND z.outcome IN ('granted', 'partial') ORDER BY f.rank"
    )
    return every(reader, GivenRow, sql)
