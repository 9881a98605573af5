"""What the checks look at, for many dossiers at once: one statement a table, never one a dossier."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from db.filters import state_sql
from db.queries.rows import every

_STATE = state_sql("p", "d", "date('now', 'localtime')")


class FactRow(NamedTuple):
    """The dossier, its applicant, its call and wave. Money in cents, dates ISO."""

    id: bytes
    number: str
    title: str
    applicant_id: bytes
    kind: str
    applicant: str
    acronym: str
    siret: str
    rna: str
    iban: str
    account_holder: str
    call_id: bytes
    call_code: str
    call_kind: str
    year: int
    wave: str | None
    closes_on: str | None
    closings: str | None
    before_on: str | None  # closing of the wave before
    before_closings: str | None
    starts_on: str | None
    ends_on: str | None
    deposited_at: str | None
    beneficiaries: int | None
    women: int | None
    from_quarter: int | None
    cost: int | None
    asked: int | None
    proposed: int | None
    voted: int | None
    renewal: int | None
    quarters: str | None
    challenges: str | None  # declared or marked, the main one first
    outcome: str | None


_FACTS = """
SELECT d.id, d.number, d.title, a.id, a.kind, a.name, a.acronym, a.siret, a.rna, a.iban, a.account_holder,
 k.id, k.code, k.kind, k.year, w.title, w.closes_on, w.closings, b.closes_on, b.closings,
 d.starts_on, d.ends_on, d.deposited_at, d.beneficiaries, d.women, d.from_quarter, d.cost, d.asked,
 t.proposed, t.voted, d.renewal,
 (SELECT group_concat(q.code, ',') FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id
   WHERE x.dossier_id = d.id),
 (SELECT group_concat(code, ',') FROM (
   SELECT * FROM (SELECT c.code FROM declared x JOIN challenge c ON c.id = x.challenge_id
     WHERE x.dossier_id = d.id ORDER BY x.main DESC, c.rank)
   UNION ALL SELECT c.code FROM mark m JOIN challenge c ON c.id = m.challenge_id
   WHERE m.dossier_id = d.id AND m.level > 0)),
 z.outcome
FROM dossier d JOIN applicant a ON a.id = d.applicant_id JOIN call k ON k.id = d.call_id
LEFT JOIN wave w ON w.id = d.wave_id LEFT JOIN wave b ON b.call_id = w.call_id AND b.rank = w.rank - 1
LEFT JOIN total t ON t.dossier_id = d.id LEFT JOIN decision z ON z.dossier_id = d.id WHERE d.id IN ({keys})"""


class Rows(NamedTuple):
    """Everything of some dossiers, each table by dossier."""

    heads: list[FactRow]
    texts: dict[bytes, list[tuple[str, str]]]  # code, body
    lines: dict[bytes, list[tuple[str, str, str, int | None, str]]]  # side, account, label, cents, funder
    pieces: dict[
        bytes, list[tuple[bytes, str, str, str, str]]
    ]  # key, kind, label, state, text of a bank document
    asked: dict[bytes, list[tuple[str, int]]]  # funder, cents
    strangers: dict[bytes, list[tuple[str]]]  # quarters that are in no list, as written
    places: dict[bytes, list[tuple[str, float | None, float | None]]]  # name, longitude, latitude
    neighbours: dict[bytes, list[tuple[bytes, str, str]]]  # key, number, title
    grants: dict[bytes, list[tuple[bytes, int, str, str, int, str]]]  # of the applicant: key, year, funder…


def _marks(keys: Sequence[bytes]) -> str:
    return ", ".join("?" * len(keys))


def _by_dossier(
    reader: sqlite3.Connection, sql: str, keys: Sequence[bytes], times: int = 1
) -> dict[bytes, list[Any]]:
    made: dict[bytes, list[Any]] = defaultdict(list)
    for row in reader.execute(sql.replace("{keys}", _marks(keys)), list(keys) * times):
        made[row[0]].append(row[1:])
    return made


_BY_DOSSIER = {  # field of Rows -> its statement
    "texts": "SELECT dossier_id, code, body FROM section WHERE dossier_id IN ({keys})",
    "lines": "SELECT dossier_id, side, account, label, amount, funder FROM budget_line "
    "WHERE dossier_id IN ({keys}) ORDER BY dossier_id, side, rank",
    "pieces": f"SELECT p.dossier_id, p.id, p.kind, coalesce(nullif(p.label, ''), p.name), {_STATE}, "
    "CASE WHEN p.kind = 'rib' THEN (SELECT t.text FROM file f JOIN piece_text t ON t.sha256 = f.sha256 "
    "WHERE f.id = p.file_id) END FROM piece p JOIN dossier d ON d.id = p.dossier_id "
    "WHERE p.dossier_id IN ({keys}) ORDER BY p.id",
    "asked": "SELECT m.dossier_id, f.name, m.asked FROM amount m JOIN funder f ON f.id = m.funder_id "
    "WHERE m.asked > 0 AND m.dossier_id IN ({keys}) ORDER BY f.rank",
    "strangers": "SELECT dossier_id, value FROM source WHERE label = 'Quartier non reconnu' "
    "AND dossier_id IN ({keys})",
    "places": "SELECT dossier_id, name, lon, lat FROM action_place WHERE dossier_id IN ({keys}) ORDER BY rank",
    "neighbours": "SELECT d.id, o.id, o.number, o.title FROM dossier d JOIN dossier o "
    "ON o.applicant_id = d.applicant_id AND +o.call_id = d.call_id AND o.id <> d.id AND o.merged_into IS NULL "
    "WHERE d.id IN ({keys}) ORDER BY o.number",
}


def gather(reader: sqlite3.Connection, keys: Sequence[bytes]) -> Rows:
    """The rows of these dossiers (at most some thousands), in nine statements."""
    return Rows(
        heads=every(reader, FactRow, _FACTS.format(keys=_marks(keys)), list(keys)),
        grants=_by_dossier(reader, _GRANTS, keys, 3),
        **{name: _by_dossier(reader, sql, keys) for name, sql in _BY_DOSSIER.items()},
    )


_GRANTS = """
SELECT d.id, p.id, p.year, p.funder, p.purpose, p.amount, p.status FROM dossier d
 JOIN applicant a ON a.id = d.applicant_id JOIN past_grant p ON p.siret = a.siret AND p.siret <> ''
 WHERE d.id IN ({keys})
UNION SELECT d.id, p.id, p.year, p.funder, p.purpose, p.amount, p.status FROM dossier d
 JOIN applicant a ON a.id = d.applicant_id JOIN past_grant p ON p.rna = a.rna AND p.rna <> ''
 WHERE d.id IN ({keys})
UNION SELECT d.id, p.id, p.year, p.funder, p.purpose, p.amount, p.status FROM dossier d
 JOIN applicant a ON a.id = d.applicant_id JOIN past_grant p ON p.siren = substr(a.siret, 1, 9) AND p.siren <> ''
 WHERE d.id IN ({keys}) ORDER BY 3 DESC, 2"""


class Costs(NamedTuple):
    """What one action costs a head, for its call and main challenge."""

    call_id: bytes
    challenge: str
    short: str
    each: int  # cents


def costs(reader: sqlite3.Connection) -> list[Costs]:
    """The cost a head of every dossier that tells both figures."""
    sql = (
        "SELECT d.call_id, c.code, c.short, d.cost / d.beneficiaries FROM dossier d "
        "JOIN declared x ON x.dossier_id = d.id AND x.main JOIN challenge c ON c.id = x.challenge_id "
        "WHERE d.cost > 0 AND d.beneficiaries > 0 AND d.merged_into IS NULL"
    )
    return every(reader, Costs, sql)


class Told(NamedTuple):
    """What one dossier says of its action, to be compared with the others."""

    id: bytes
    number: str
    applicant_id: bytes
    applicant: str
    title: str
    call_id: bytes
    year: int
    renewal: int | None
    outcome: str
    text: str


_TOLD = """
SELECT d.id, d.number, d.applicant_id, a.name, d.title, d.call_id, k.year, d.renewal, coalesce(z.outcome, ''),
 coalesce((SELECT group_concat(body, char(10)) FROM section s WHERE s.dossier_id = d.id
   AND s.code IN ('description', 'objectives', 'need', 'means')), '')
FROM dossier d JOIN applicant a ON a.id = d.applicant_id JOIN call k ON k.id = d.call_id
LEFT JOIN decision z ON z.dossier_id = d.id WHERE d.merged_into IS NULL"""


def told(reader: sqlite3.Connection, keys: Sequence[bytes]) -> list[Told]:
    """The words of these dossiers."""
    return every(reader, Told, f"{_TOLD} AND d.id IN ({_marks(keys)})", list(keys))


def charges(
    reader: sqlite3.Connection, keys: Sequence[bytes], least: int
) -> dict[bytes, list[tuple[str, str, int]]]:
    """(account, label, cents) of the expenses of at least so many cents, by dossier."""
    sql = (
        "SELECT dossier_id, account, label, amount FROM budget_line WHERE side = 'charge' AND amount >= ? "
        "AND account NOT LIKE '86%' AND dossier_id IN ({})"
    )
    made: dict[bytes, list[tuple[str, str, int]]] = defaultdict(list)
    for row in reader.execute(sql.format(_marks(keys)), [least, *keys]):
        made[row[0]].append(row[1:])
    return made


def settled_pairs(reader: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Pairs of keys in hexadecimal, in order, that a person said are not the same money."""
    sql = "SELECT one, other FROM likeness WHERE kind = 'funding' AND verdict = 'different'"
    return frozenset((row[0], row[1]) for row in reader.execute(sql))


def all_dossiers(reader: sqlite3.Connection) -> list[bytes]:
    """Every key, in the order of the numbers."""
    return [
        row[0] for row in reader.execute("SELECT id FROM dossier WHERE merged_into IS NULL ORDER BY number")
    ]


def funder_names(reader: sqlite3.Connection) -> list[tuple[str, str]]:
    """(name, each name it goes by)."""
    made = []
    for name, letter, aliases in reader.execute(
        "SELECT name, letter_name, aliases FROM funder ORDER BY rank"
    ):
        made += [(name, other) for other in dict.fromkeys((name, letter, *aliases.split("\n"))) if other]
    return made


def quarter_outlines(reader: sqlite3.Connection) -> list[tuple[str, str]]:
    """(code, outline as GeoJSON, "" when unknown) of every quarter."""
    return list(reader.execute("SELECT code, outline FROM quarter ORDER BY rank").fetchall())


def in_chunks(keys: Iterable[bytes], size: int) -> list[list[bytes]]:
    """The keys by runs of `size`."""
    listed = list(keys)
    return [listed[start : start + size] for start in range(0, len(listed), size)]
