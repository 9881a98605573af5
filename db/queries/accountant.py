"""What the accountant needs of each grant: whom to pay, on which account, under which act, with which reserve."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class GrantRow(NamedTuple):
    """One granted dossier, or the part of one member of a project. Dates ISO; `unmet` holds its conditions neither met nor waived, one a line."""

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
    member_id: bytes | None = None


class GivenRow(NamedTuple):
    """What one funder gives to one dossier, or to one member of a project. Cents."""

    dossier_id: bytes
    funder: str
    voted: int
    member_id: bytes | None = None


# Money granted is paid to whom it was granted: each member of a project on its own account (CGCT L1611-4).


_GRANTS = """
SELECT d.id, d.number, a.name, a.siret, a.kind, a.account_holder, a.iban, a.bic, d.title, z.outcome, z.act, z.act_on,
 z.decided_on, z.notified_on, z.state,
 (SELECT max(l.state) FROM letter l WHERE l.dossier_id = d.id AND l.template = 'convention'
  AND l.member_id IS p.id),
 (SELECT max(l.signed_on) FROM letter l WHERE l.dossier_id = d.id AND l.template = 'convention'
  AND l.member_id IS p.id),
 coalesce((SELECT group_concat(text, char(10)) FROM (SELECT text FROM condition c WHERE c.dossier_id = d.id
   AND c.met_on IS NULL AND c.waived_on IS NULL ORDER BY c.rank)), ''), p.id
FROM decision z JOIN dossier d ON d.id = z.dossier_id
LEFT JOIN project_member p ON p.dossier_id = d.id
 AND EXISTS (SELECT 1 FROM member_share h WHERE h.member_id = p.id AND h.voted > 0)
JOIN applicant a ON a.id = coalesce(p.applicant_id, d.applicant_id)
WHERE d.merged_into IS NULL AND z.outcome IN ('granted', 'partial') ORDER BY d.number, p.rank"""


def grants(reader: sqlite3.Connection) -> list[GrantRow]:
    """Every grant, in the order of the numbers."""
    return every(reader, GrantRow, _GRANTS)


def given(reader: sqlite3.Connection) -> list[GivenRow]:
    """The shares of every grant, in the order of the funders."""
    sql = (
        "SELECT m.dossier_id, f.name, coalesce(h.voted, m.voted), h.member_id FROM amount m "
        "JOIN funder f ON f.id = m.funder_id JOIN decision z ON z.dossier_id = m.dossier_id "
        "LEFT JOIN member_share h ON h.dossier_id = m.dossier_id AND h.funder_id = m.funder_id AND h.voted > 0 "
        "WHERE m.voted > 0 AND z.outcome IN ('granted', 'partial') ORDER BY f.rank"
    )
    return every(reader, GivenRow, sql)
