"""The axes of the figures: how a dossier stands on each of them, and the rows in their order."""

from __future__ import annotations

from dataclasses import dataclass

_SUMS = (
    "dossiers", "granted_count", "asked", "granted", "paid", "cost", "people", "women", "men", "residents",
    "no_asked", "no_granted", "no_cost", "no_people", "shared", "closed", "reported",
)  # fmt: skip
_KNOWN = frozenset({"asked", "granted", "paid", "cost", "people", "women", "men", "residents"})  # or None


@dataclass(frozen=True, slots=True)
class Axis:
    """`shares`: the tables by which a dossier is shared on this axis; none: it stands whole on `code`.

    `rows` makes the rows from `grouped`: for an axis that the contract names, each of its codes.
    """

    shares: tuple[str, ...]
    code: str
    label: str
    rows: str


def _columns(residents: str = "NULL") -> str:
    told = {name: f"g.{name}" if name in _KNOWN else f"coalesce(g.{name}, 0)" for name in _SUMS}
    told["residents"] = residents
    return ", ".join(f"{column} AS {name}" for name, column in told.items())


def _named(shares: tuple[str, ...], table: str, label: str, none: str, residents: str = "NULL") -> Axis:
    """An axis whose every code stands in the rows, then what has none."""
    rows = f"""
SELECT code, label, {", ".join(_SUMS)} FROM (
 SELECT t.code AS code, {label} AS label, t.rank AS rank, {_columns(residents)}
 FROM {table} t LEFT JOIN grouped g ON g.code = t.code GROUP BY t.code
 UNION ALL SELECT '', '{none}', 100000, {_columns()} FROM grouped g WHERE g.code = '')
ORDER BY rank, code"""
    return Axis(shares, "s.code", "''", rows)


def _found(code: str, label: str, order: str) -> Axis:
    """An axis whose rows are what the dossiers have."""
    return Axis((), code, label, f"SELECT g.code, g.label, {_columns()} FROM grouped g ORDER BY {order}")


_KINDS = (
    "CASE s.kind WHEN 'association' THEN 'Associations' WHEN 'school' THEN 'Établissements scolaires' "
    "WHEN 'public' THEN 'Organismes publics' WHEN 'other' THEN 'Autres porteurs' ELSE 'Nature non dite' END"
)
_NEW = (
    "CASE s.renewal WHEN 1 THEN 'Actions reconduites' WHEN 0 THEN 'Actions nouvelles' "
    "ELSE 'Nouvelle ou reconduite : non dit' END"
)
_WAVE = "CASE WHEN s.wave_rank IS NULL THEN '' ELSE s.call_code || '/' || s.wave_rank END"

AXES: dict[str, Axis] = {
    "quarter": _named(("quarter",), "quarter", "t.short", "Sans quartier dit", "t.residents"),
    "challenge": _named(("challenge",), "challenge", "t.short", "Sans défi"),
    "funder": _named(("funder",), "funder", "t.name", "Sans financeur dit"),
    "theme": _named(("challenge", "theme"), "theme", "t.code || ' ' || t.title", "Sans thème"),
    "wave": _found(
        _WAVE, "CASE WHEN s.wave_rank IS NULL THEN 'Hors vague' ELSE s.wave_title || ' ' || s.call_year || ' · ' || s.call_title END",
        "g.code = '', g.code",
    ),
    "applicant": _found("s.kind", _KINDS, "g.dossiers DESC, g.code"),
    "renewal": _found(
        "CASE s.renewal WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE '' END", _NEW, "g.code = '', g.code"
    ),
    "year": _found("CAST(s.year AS TEXT)", "CAST(s.year AS TEXT)", "g.code"),
    "call": _found("s.call_code", "s.call_title", "g.code"),
    "whole": _found("''", "'En tout'", "g.code"),
}  # fmt: skip

BY_YEAR = f" SELECT g.year, g.code, g.label, {_columns()} FROM grouped g ORDER BY g.year, g.code"

# Each table: one row a dossier and code, its place `pos` among `n`; a theme is of a challenge, by weight.
_SPREAD = "row_number() OVER w AS pos, count(*) OVER (PARTITION BY {of}) AS n"
SHARES: dict[str, str] = {
    "quarter": f"""
quarter_of AS MATERIALIZED (SELECT x.dossier_id, q.code, x.quarter_id AS ref, {_SPREAD.format(of="x.dossier_id")}
 FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id
 WINDOW w AS (PARTITION BY x.dossier_id ORDER BY q.rank, q.code))""",
    "challenge": f"""
kept AS MATERIALIZED (SELECT dossier_id, challenge_id FROM (
  SELECT m.dossier_id, m.challenge_id, m.level, max(m.level) OVER (PARTITION BY m.dossier_id) AS most
  FROM mark m WHERE m.level > 0) WHERE level = most
 UNION ALL SELECT r.dossier_id, r.challenge_id FROM declared r
  WHERE r.dossier_id NOT IN (SELECT m.dossier_id FROM mark m WHERE m.level > 0)),
challenge_of AS MATERIALIZED (SELECT x.dossier_id, c.code, x.challenge_id AS ref, {_SPREAD.format(of="x.dossier_id")}
 FROM kept x JOIN challenge c ON c.id = x.challenge_id
 WINDOW w AS (PARTITION BY x.dossier_id ORDER BY c.rank, c.code))""",
    "theme": """
theme_of AS MATERIALIZED (SELECT x.challenge_id, t.code, t.id AS ref, count(*) OVER (PARTITION BY x.challenge_id) AS n,
  sum(x.percent) OVER (PARTITION BY x.challenge_id) AS all_of,
  sum(x.percent) OVER (PARTITION BY x.challenge_id ORDER BY t.rank, t.code) AS upto, x.percent
 FROM challenge_theme x JOIN theme t ON t.id = x.theme_id WHERE x.percent > 0)""",
    "funder": f"""
paid_of AS MATERIALIZED (SELECT dossier_id, funder_id, paid FROM paid),
funder_of AS MATERIALIZED (SELECT m.dossier_id, f.code, m.funder_id AS ref, m.asked, m.voted, coalesce(p.paid, 0) AS paid,
  {_SPREAD.format(of="m.dossier_id")}
 FROM amount m JOIN funder f ON f.id = m.funder_id
 LEFT JOIN paid_of p ON p.dossier_id = m.dossier_id AND p.funder_id = m.funder_id
 WHERE coalesce(m.asked, m.proposed, m.voted, m.paid) IS NOT NULL
 WINDOW w AS (PARTITION BY m.dossier_id ORDER BY f.rank, f.code))""",
}
