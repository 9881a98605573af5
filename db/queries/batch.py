"""The dossiers of a batch: what each one is, what is asked of and proposed by each funder, what it had before."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from db.queries.rows import every

_BY_FUNDER = (
    "(SELECT group_concat(hex(x.funder_id) || ':' || x.{0}) FROM amount x JOIN funder f ON f.id = x.funder_id "
    "WHERE x.dossier_id = d.id AND x.{0} > 0)"
)
# Last year's money: what this base granted, else what the lists of past grants say of the same body.
_BEFORE = """
(SELECT sum(t2.voted) FROM dossier d2 JOIN call k2 ON k2.id = d2.call_id JOIN total t2 ON t2.dossier_id = d2.id
  WHERE d2.applicant_id = d.applicant_id AND k2.year = k.year - 1 AND d2.merged_into IS NULL)"""
_TOLD = """
(SELECT sum(g.amount) FROM past_grant g WHERE g.year = k.year - 1 AND g.status = 'granted'
  AND ((g.siret <> '' AND g.siret = a.siret) OR (g.rna <> '' AND g.rna = a.rna)))"""
_SUBJECTS = f"""
SELECT d.id, d.number, a.name, d.title, k.title, d.stage, d.officer, d.asked, d.cost, t.proposed, t.voted,
 {_BY_FUNDER.format("asked")}, {_BY_FUNDER.format("proposed")}, {_BEFORE}, {_TOLD}
FROM dossier d JOIN applicant a ON a.id = d.applicant_id
JOIN call k ON k.id = d.call_id LEFT JOIN total t ON t.dossier_id = d.id WHERE d.id IN ({{}})"""
_AT_ONCE = 500  # keys of one statement


class SubjectRow(NamedTuple):
    """One dossier of a batch. Money in cents, None unknown; `*_by` are read with `shares`."""

    id: bytes
    number: str
    applicant: str
    title: str
    call: str
    stage: str
    officer: str
    asked: int | None
    cost: int | None
    proposed: int | None
    voted: int | None
    asked_by: str | None
    proposed_by: str | None
    before_here: int | None  # granted last year in this base
    before_told: int | None  # granted last year as lists tell it

    @property
    def last_year(self) -> int | None:
        """What was granted to the same body the year before, the surer source first."""
        return self.before_here if self.before_here is not None else self.before_told


def subjects(reader: sqlite3.Connection, ids: Sequence[bytes]) -> list[SubjectRow]:
    """These dossiers, in the order asked; keys that are gone are left out."""
    found: dict[bytes, SubjectRow] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        sql = _SUBJECTS.format(", ".join("?" * len(some)))
        found |= {row.id: row for row in every(reader, SubjectRow, sql, some)}
    return [found[key] for key in ids if key in found]


def shares(told: str | None) -> dict[bytes, int]:
    """ "<hex>:<cents>,…" → cents by funder key."""
    pairs = (part.split(":") for part in (told or "").split(",") if part)
    return {bytes.fromhex(key): int(cents) for key, cents in pairs}


class NumberRow(NamedTuple):
    """A dossier as a file may name it; `kept` is the number of the one it was united with."""

    id: bytes
    number: str
    source_id: str
    kept: str | None


def numbers(reader: sqlite3.Connection) -> list[NumberRow]:
    """Every dossier, those united with another too."""
    sql = (
        "SELECT d.id, d.number, d.source_id, (SELECT e.number FROM dossier e WHERE e.id = d.merged_into) "
        "FROM dossier d"
    )
    return every(reader, NumberRow, sql)


def officers(reader: sqlite3.Connection) -> list[str]:
    """Who has dossiers, by name."""
    sql = (
        "SELECT officer FROM dossier WHERE officer <> '' UNION SELECT name FROM person WHERE left_on IS NULL "
        "UNION SELECT t.key FROM setting s, json_each(s.value) t WHERE s.name = 'teams' ORDER BY 1"
    )
    return [row[0] for row in reader.execute(sql)]
