"""The workbench: scenarios and their cells, the dossiers they are about, rules, readings to rank by."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from db.queries.facts import in_chunks
from db.queries.money import MAIN_CHALLENGE
from db.queries.rows import every, one
from db.queries.scores import CLOSED

T = TypeVar("T", bound=NamedTuple)
_AT_ONCE = 5000


class ScenarioRow(NamedTuple):
    """One scenario with what it gives in all, in cents, to how many dossiers."""

    id: bytes
    name: str
    query: str
    ranking: str
    cut: int | None
    comment: str
    author: str
    made_at: str
    promoted_at: str | None
    dossiers: int
    given: int


class BenchRow(NamedTuple):
    """One dossier of the bench. Money in cents, None unknown."""

    id: bytes
    number: str
    applicant_id: bytes
    applicant: str
    title: str
    stage: str
    outcome: str | None
    renewal: int | None
    cost: int | None
    asked: int | None
    quarters: str | None  # codes
    challenge: str | None  # code of the main one
    closed: int  # to this person, who declared an interest
    united: int  # with another dossier, which goes on in its place


class BenchAmount(NamedTuple):
    """What one funder is asked, proposed and voted for one dossier, in cents."""

    dossier: bytes
    funder: bytes
    asked: int | None
    proposed: int | None
    voted: int | None


class RuleRow(NamedTuple):
    code: str
    label: str
    axis: str
    bound: str
    percent: int
    subject: str


class ReadingRow(NamedTuple):
    """One value of one reading; a reading that counts is final, of somebody without an interest."""

    dossier: bytes
    grid: str
    author: str
    state: str
    criterion: str | None
    value: int | None
    away: int


class CriterionRow(NamedTuple):
    """One criterion of one grid."""

    grid: str
    scale: str
    code: str
    title: str
    weight: int
    eliminating: int


_SCENARIOS = """
SELECT s.id, s.name, s.query, s.ranking, s.cut, s.comment, s.author, s.made_at, s.promoted_at,
 count(DISTINCT CASE WHEN c.amount > 0 THEN c.dossier_id END), coalesce(sum(c.amount), 0)
FROM scenario s LEFT JOIN allocation c ON c.scenario_id = s.id"""


def scenarios(reader: sqlite3.Connection) -> list[ScenarioRow]:
    """Every scenario, the oldest first."""
    return every(reader, ScenarioRow, f"{_SCENARIOS} GROUP BY s.id ORDER BY s.made_at, s.id")


def scenario(reader: sqlite3.Connection, key: bytes) -> ScenarioRow | None:
    return one(reader, ScenarioRow, f"{_SCENARIOS} WHERE s.id = ? GROUP BY s.id", (key,))


def cells(reader: sqlite3.Connection, key: bytes) -> dict[tuple[bytes, bytes], int]:
    """(dossier, funder) -> cents of a scenario."""
    sql = "SELECT dossier_id, funder_id, amount FROM allocation WHERE scenario_id = ?"
    return {(dossier, funder): amount for dossier, funder, amount in reader.execute(sql, (key,))}


def bench_rows(reader: sqlite3.Connection, ids: Sequence[bytes], person: str) -> list[BenchRow]:
    """The rows of these dossiers, in the order of their numbers."""
    sql = f"""
SELECT d.id, d.number, a.id, a.name, d.title, d.stage, z.outcome, d.renewal, d.cost, d.asked,
 (SELECT group_concat(code, ',') FROM (SELECT q.code FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id
   WHERE x.dossier_id = d.id ORDER BY q.rank)),
 (SELECT c.code FROM challenge c WHERE c.id = {MAIN_CHALLENGE.format(d="d.id")}),
 d.id IN ({CLOSED}), d.merged_into IS NOT NULL
FROM dossier d JOIN applicant a ON a.id = d.applicant_id LEFT JOIN decision z ON z.dossier_id = d.id
WHERE d.id IN ({{ids}}) ORDER BY d.number"""
    return sorted(_of(reader, BenchRow, sql, ids, person, person), key=lambda row: row.number)


def bench_amounts(reader: sqlite3.Connection, ids: Sequence[bytes]) -> list[BenchAmount]:
    """What these dossiers ask of each funder, are proposed and voted."""
    sql = (
        "SELECT dossier_id, funder_id, asked, proposed, voted FROM amount "
        "WHERE dossier_id IN ({ids}) AND coalesce(asked, proposed, voted) IS NOT NULL"
    )
    return _of(reader, BenchAmount, sql, ids)


def _of(
    reader: sqlite3.Connection, shape: type[T], sql: str, ids: Sequence[bytes], *before: object
) -> list[T]:
    """One statement on some dossiers, some thousands at a time: a statement takes no more values than that."""
    rows: list[T] = []
    for some in in_chunks(ids, _AT_ONCE):
        rows += every(reader, shape, sql.replace("{ids}", ", ".join("?" * len(some))), [*before, *some])
    return rows


_GRANTED = """
SELECT d.id, p.id AS grant_id, p.amount FROM dossier d JOIN call k ON k.id = d.call_id
 JOIN applicant a ON a.id = d.applicant_id JOIN past_grant p ON {tie} AND p.year = k.year - 1
 WHERE p.status = 'granted' AND d.id IN ({{ids}})"""
_LAST_YEAR = " UNION ".join(
    _GRANTED.format(tie=tie)
    for tie in (
        "p.siret = a.siret AND p.siret <> ''",
        "p.rna = a.rna AND p.rna <> ''",
        "p.siren = substr(a.siret, 1, 9) AND p.siren <> ''",
    )
)


def last_year(reader: sqlite3.Connection, ids: Sequence[bytes]) -> dict[bytes, int]:
    """Cents that the applicant of each dossier was granted the year before by all funders, by its numbers."""
    found: dict[bytes, int] = {}
    for some in in_chunks(ids, _AT_ONCE):
        marks = ", ".join("?" * len(some))
        sql = f"SELECT id, sum(amount) FROM ({_LAST_YEAR.format(ids=marks)}) GROUP BY id"
        found |= reader.execute(sql, [*some] * 3).fetchall()
    return found


def money_rules(reader: sqlite3.Connection) -> list[RuleRow]:
    """The rules in force, in their order."""
    sql = "SELECT code, label, axis, bound, percent, subject FROM money_rule WHERE active ORDER BY rank"
    return every(reader, RuleRow, sql)


def readings(reader: sqlite3.Connection, ids: Sequence[bytes]) -> list[ReadingRow]:
    """Every value of every assessment of these dossiers, drafts included so that they can be left aside."""
    sql = """
SELECT s.dossier_id, g.code, s.author, s.state, c.code, v.value,
 EXISTS (SELECT 1 FROM interest i WHERE i.person = s.author AND i.ended_on IS NULL
  AND (i.dossier_id = d.id OR i.applicant_id = d.applicant_id OR i.applicant_id IN (
   SELECT p.applicant_id FROM project_member p WHERE p.dossier_id = d.id AND p.left_on IS NULL)))
FROM assessment s JOIN dossier d ON d.id = s.dossier_id JOIN score_grid g ON g.id = s.grid_id
LEFT JOIN score v ON v.assessment_id = s.id LEFT JOIN criterion c ON c.id = v.criterion_id
WHERE s.dossier_id IN ({ids}) ORDER BY s.dossier_id, s.author"""
    return _of(reader, ReadingRow, sql, ids)


def all_criteria(reader: sqlite3.Connection) -> list[CriterionRow]:
    """The criteria of every scoring grid."""
    sql = (
        "SELECT g.code, g.scale, c.code, c.title, c.weight, c.eliminating FROM criterion c "
        "JOIN score_grid g ON g.id = c.grid_id ORDER BY g.code, c.rank"
    )
    return every(reader, CriterionRow, sql)


def role_of(reader: sqlite3.Connection, person: str) -> str:
    """The role of somebody of the office, "" when unknown."""
    found = reader.execute("SELECT role FROM person WHERE name = ?", (person,)).fetchone()
    return found[0] if found else ""
