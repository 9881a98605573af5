"""Envelopes: what each holds, what the dossiers take from it; in which one an amount of a dossier counts.

An amount (one dossier, one funder) counts in one envelope alone: the one chosen by hand, else the narrowest
that fits. An envelope fits when funder and year are the dossier's, and its call, wave, quarter and challenge
too where it names them. A quarter fits a dossier that concerns this quarter and no other; a challenge fits the
dossier of which it is the main one (strongest mark, then what the applicant declared as main). A quarter or a
challenge binds tighter than a wave, a wave than a call. What fits none stands in rows of its own, without `id`.

Droit commun is apart: its envelopes take the financing lines told as such, never an amount of the contract.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class EnvelopeRow(NamedTuple):
    """One envelope, or (`id` None) what one funder gives outside any in a call and wave. Cents.

    `engaged` is voted; `proposed` waits for a decision: once voted, a dossier counts by its votes alone.
    """

    id: bytes | None
    year: int
    call_id: bytes | None
    call_code: str
    call: str
    wave_id: bytes | None
    wave_rank: int | None
    wave: str
    funder_id: bytes | None  # None: droit commun of a body that is no funder of the office
    funder_code: str
    funder: str
    quarter_id: bytes | None
    quarter_code: str
    quarter: str
    challenge_id: bytes | None
    challenge_code: str
    challenge: str
    title: str
    scope: str  # what it is for, in words: « 2026 · Première vague · Nord »
    common_law: bool
    comment: str
    amount: int  # voted by the funder
    carried: int
    reserve: int
    engaged: int
    proposed: int
    counted: int  # amounts that count here
    bound: int  # of which chosen by hand

    @property
    def outside(self) -> bool:
        """Whether this is what fits no envelope."""
        return self.id is None

    @property
    def held(self) -> int:
        """What may be given: voted and carried over, less the reserve."""
        return self.amount + self.carried - self.reserve

    @property
    def free(self) -> int:
        """What is left before the proposals."""
        return self.held - self.engaged

    @property
    def left(self) -> int:
        """Voted + carried − reserve − engaged − proposed; negative when too much is promised."""
        return self.free - self.proposed


# An envelope `e` with what its keys stand for, and what it is for in words.
_JOINED = """e LEFT JOIN call k ON k.id = e.call_id LEFT JOIN wave w ON w.id = e.wave_id
LEFT JOIN funder f ON f.id = e.funder_id LEFT JOIN quarter q ON q.id = e.quarter_id
LEFT JOIN challenge c ON c.id = e.challenge_id"""
_SCOPE = (
    "(e.title || CASE e.title WHEN '' THEN '' ELSE ' · ' END || e.year || "
    "coalesce(' · ' || coalesce(w.title, k.title), '') || coalesce(' · ' || q.short, '') || "
    "coalesce(' · ' || c.short, ''))"
)
# The challenge a dossier counts for where one must be chosen: the strongest mark, else the main declared.
MAIN_CHALLENGE = (
    "(SELECT c.id FROM challenge c LEFT JOIN mark k ON k.challenge_id = c.id AND k.dossier_id = {d} "
    "LEFT JOIN declared x ON x.challenge_id = c.id AND x.dossier_id = {d} "
    "WHERE k.level > 0 OR x.id IS NOT NULL "
    "ORDER BY coalesce(k.level, 0) DESC, coalesce(x.main, 0) DESC, c.rank LIMIT 1)"
)
_ONLY_QUARTER = "(SELECT CASE count(*) WHEN 1 THEN min(x.quarter_id) END FROM dossier_quarter x WHERE x.dossier_id = d.id)"
# Sought only where an envelope names a quarter or a challenge: a large base without such goes faster.
_PLACED = f"""
SELECT d.id, k.year, d.call_id, d.wave_id,
 CASE WHEN EXISTS (SELECT 1 FROM envelope WHERE quarter_id IS NOT NULL) THEN {_ONLY_QUARTER} END AS quarter_id,
 CASE WHEN EXISTS (SELECT 1 FROM envelope WHERE challenge_id IS NOT NULL)
  THEN {MAIN_CHALLENGE.format(d="d.id")} END AS challenge_id
FROM main.dossier d JOIN call k ON k.id = d.call_id WHERE d.merged_into IS NULL"""
_NARROWEST = """
(SELECT e.id FROM envelope e WHERE e.funder_id = {funder} AND e.year = {p}.year AND e.common_law = {law}
 AND (e.call_id IS NULL OR e.call_id = {p}.call_id) AND (e.wave_id IS NULL OR e.wave_id = {p}.wave_id)
 AND (e.quarter_id IS NULL OR e.quarter_id = {p}.quarter_id)
 AND (e.challenge_id IS NULL OR e.challenge_id = {p}.challenge_id)
 ORDER BY (e.quarter_id IS NOT NULL) + (e.challenge_id IS NOT NULL) DESC, e.quarter_id IS NOT NULL DESC,
  e.wave_id IS NOT NULL DESC, e.call_id IS NOT NULL DESC, e.title, e.id LIMIT 1)"""
# A body of droit commun is known by its key, else by its name as written.
_BODY = (
    "coalesce(l.funder_id, (SELECT f.id FROM funder f WHERE fold(f.name) = fold(l.name) OR "
    "instr(char(10) || fold(f.aliases) || char(10), char(10) || fold(l.name) || char(10)) > 0 LIMIT 1))"
)
_FIT = _NARROWEST.format(funder="g.funder_id", p="g", law="g.law")

# Amounts are added up by what an envelope looks at before one is sought: few sums, however many dossiers.
_TAKEN = f"""
placed AS NOT MATERIALIZED ({_PLACED}),
summed AS (
 SELECT m.funder_id, p.year, p.call_id, p.wave_id, p.quarter_id, p.challenge_id, m.envelope_id AS chosen, 0 AS law,
  sum(CASE WHEN z.id IS NOT NULL OR m.voted IS NOT NULL THEN coalesce(m.voted, 0) ELSE 0 END) AS engaged,
  sum(CASE WHEN z.id IS NULL AND m.voted IS NULL THEN coalesce(m.proposed, 0) ELSE 0 END) AS proposed,
  sum(CASE WHEN z.id IS NOT NULL THEN coalesce(m.voted, 0) <> 0
   ELSE coalesce(m.voted, m.proposed, 0) <> 0 END) AS counted
 FROM amount m JOIN placed p ON p.id = m.dossier_id LEFT JOIN decision z ON z.dossier_id = m.dossier_id
 GROUP BY 1, 2, 3, 4, 5, 6, 7
 UNION ALL
 SELECT {_BODY},
  p.year, p.call_id, p.wave_id, p.quarter_id, p.challenge_id, NULL, 1,
  sum(CASE WHEN l.status = 'confirmed' THEN coalesce(l.answered, l.asked, 0) ELSE 0 END),
  sum(CASE WHEN l.status = 'announced' THEN coalesce(l.answered, l.asked, 0) ELSE 0 END),
  sum(l.status IN ('confirmed', 'announced') AND coalesce(l.answered, l.asked, 0) <> 0)
 FROM funding_line l CROSS JOIN placed p ON p.id = l.dossier_id WHERE l.common_law
 GROUP BY 1, 2, 3, 4, 5, 6),
taken AS (SELECT g.*, coalesce(g.chosen, {_FIT}) AS place FROM summed g)"""

_ENVELOPES = f"""
WITH {_TAKEN},
shown AS (
 SELECT e.id, e.year, e.call_id, e.wave_id, e.funder_id, e.quarter_id, e.challenge_id, e.title, e.common_law,
  e.comment, e.amount, e.carried, e.reserve, coalesce(sum(t.engaged), 0) AS engaged,
  coalesce(sum(t.proposed), 0) AS proposed, coalesce(sum(t.counted), 0) AS counted,
  coalesce(h.bound, 0) AS bound
 FROM envelope e LEFT JOIN taken t ON t.place = e.id
 LEFT JOIN (SELECT envelope_id, count(*) AS bound FROM amount WHERE envelope_id IS NOT NULL GROUP BY 1) h
  ON h.envelope_id = e.id GROUP BY e.id
 UNION ALL
 SELECT NULL, t.year, t.call_id, t.wave_id, t.funder_id, NULL, NULL, '', t.law, '', 0, 0, 0, sum(t.engaged),
  sum(t.proposed), sum(t.counted), 0
 FROM taken t WHERE t.place IS NULL GROUP BY t.year, t.call_id, t.wave_id, t.funder_id, t.law
 HAVING sum(t.engaged) <> 0 OR sum(t.proposed) <> 0)
SELECT e.id, e.year, e.call_id, coalesce(k.code, ''), coalesce(k.title, ''), e.wave_id, w.rank,
 coalesce(w.title, ''), e.funder_id, coalesce(f.code, ''), coalesce(f.name, ''), e.quarter_id,
 coalesce(q.code, ''), coalesce(q.short, ''), e.challenge_id, coalesce(c.code, ''), coalesce(c.short, ''),
 e.title, {_SCOPE}, e.common_law, e.comment, e.amount, e.carried, e.reserve, e.engaged, e.proposed, e.counted,
 e.bound
FROM shown {_JOINED} WHERE ?1 IS NULL OR e.year = ?1
ORDER BY e.common_law, f.rank IS NULL, f.rank, e.id IS NULL, e.year, k.code, w.rank IS NULL, w.rank,
 q.rank IS NOT NULL, q.rank, c.rank IS NOT NULL, c.rank, e.title, e.id"""


def envelopes(reader: sqlite3.Connection, year: int | None = None) -> list[EnvelopeRow]:
    """Every envelope, of one year or of all, by funder, droit commun last; what fits none after those of its
    funder. Added up, the rows of a funder are all that the dossiers take from it: not a cent is lost."""
    found = every(reader, EnvelopeRow, _ENVELOPES, (year,))
    return [row._replace(common_law=bool(row.common_law)) for row in found]


class PlaceRow(NamedTuple):
    """The envelope in which what a funder gives a dossier counts; None: none fits."""

    dossier_id: bytes
    funder_id: bytes
    envelope_id: bytes | None
    chosen: bool  # by hand


def places(reader: sqlite3.Connection, dossier: bytes | None = None) -> list[PlaceRow]:
    """For each dossier (or one) and each funder, where an amount counts, whether there is one yet or not.

    It does not depend on the amounts: read once, it serves every keystroke of a table of amounts.
    """
    only = "" if dossier is None else " AND d.id = ?"  # an OR would go through every dossier for one
    sql = f"""
WITH placed AS ({_PLACED}{only})
SELECT p.id, f.id, coalesce(m.envelope_id, {_NARROWEST.format(funder="f.id", p="p", law="0")}),
 m.envelope_id IS NOT NULL
FROM placed p CROSS JOIN funder f LEFT JOIN amount m ON m.dossier_id = p.id AND m.funder_id = f.id
ORDER BY p.id, f.rank"""
    return [
        row._replace(chosen=bool(row.chosen))
        for row in every(reader, PlaceRow, sql, (dossier,) if only else ())
    ]


# Every dossier of which something counts, with its envelope (or none).
_COUNTED = f"""
WITH placed AS ({_PLACED}),
named AS (SELECT e.id, fold(f.name || ', ' || {_SCOPE}) AS name FROM envelope {_JOINED}),
counted AS (
 SELECT m.dossier_id, coalesce(m.envelope_id, {_NARROWEST.format(funder="m.funder_id", p="p", law="0")}) AS place
 FROM amount m JOIN placed p ON p.id = m.dossier_id LEFT JOIN decision z ON z.dossier_id = m.dossier_id
 WHERE CASE WHEN z.id IS NULL THEN coalesce(m.voted, m.proposed, 0) ELSE coalesce(m.voted, 0) END <> 0
 UNION SELECT l.dossier_id, {_NARROWEST.format(funder=_BODY, p="p", law="1")}
 FROM funding_line l JOIN placed p ON p.id = l.dossier_id WHERE l.common_law
  AND l.status IN ('confirmed', 'announced') AND coalesce(l.answered, l.asked, 0) <> 0)
SELECT dossier_id FROM counted WHERE """
_SOUGHT = """place IN (SELECT id FROM named WHERE name = ? OR lower(hex(id)) = ?)
OR (NOT EXISTS (SELECT 1 FROM named WHERE name = ? OR lower(hex(id)) = ?)
 AND place IN (SELECT id FROM named WHERE instr(name, ?) > 0))"""


def counted_in(name: str | None) -> tuple[str, list[str]]:
    """Keys of the dossiers of which something counts in the envelope of this folded name (or key in
    hexadecimal), else in those whose name holds it; None: in no envelope. A statement and its values."""
    return (f"{_COUNTED} place IS NULL", []) if name is None else (f"{_COUNTED} {_SOUGHT}", [name] * 5)
