"""The columns that a table of dossiers may have, and their rows read as they come, for any number of dossiers.

Each column is one expression on a dossier: what is not chosen is not read. Several things in one cell stand one
a line, with who said it and when.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from db.filters import Node, state_sql, where
from db.queries.lists import _HELD, _QUARTERS, HERE
from db.queries.scores import CLOSED

_FROM = (
    "FROM dossier d JOIN applicant a ON a.id = d.applicant_id JOIN call k ON k.id = d.call_id "
    "LEFT JOIN total t ON t.dossier_id = d.id LEFT JOIN decision z ON z.dossier_id = d.id"
)
_STATE = state_sql("p", "d", "date('now', 'localtime')")


def _lines(select: str, mark: str = "char(10)") -> str:
    """Several rows in one cell, one a line."""
    return f"(SELECT group_concat(v, {mark}) FROM (SELECT {select}))"


_CHALLENGES = " JOIN challenge c ON c.id = m.challenge_id WHERE m.dossier_id = d.id"
_WHO = "' (' || {0}.author || ', ' || strftime('%d/%m/%Y', {0}.{1}) || ')'"
_LEVEL = "CASE m.level WHEN 3 THEN 'fort' WHEN 2 THEN 'moyen' WHEN 1 THEN 'faible' ELSE 'nul' END"
_OPEN = (
    "x.level IN ('bad', 'warn') AND NOT EXISTS (SELECT 1 FROM settlement s WHERE s.dossier_id = x.dossier_id "
    "AND s.code = x.code AND s.sources = x.sources)"
)
_CONDITION = (
    "x.text || CASE WHEN x.met_on IS NOT NULL THEN ' – remplie le ' || strftime('%d/%m/%Y', x.met_on) "
    "WHEN x.waived_on IS NOT NULL THEN ' – abandonnée le ' || strftime('%d/%m/%Y', x.waived_on) "
    "WHEN x.due_on IS NOT NULL THEN ' – attendue le ' || strftime('%d/%m/%Y', x.due_on) ELSE ' – à suivre' END "
    "|| CASE WHEN x.why <> '' THEN ' : ' || x.why ELSE '' END AS v FROM condition x WHERE x.dossier_id = d.id "
    "ORDER BY x.rank"
)
_OPINION = (
    "o.partner || ' : ' || CASE o.value WHEN 'favourable' THEN 'Favorable' WHEN 'reserved' THEN 'Réservé' "
    "WHEN 'unfavourable' THEN 'Défavorable' WHEN 'out_of_scope' THEN 'Hors champ' ELSE o.value END || CASE WHEN o.amount IS NOT NULL THEN ', ' || (o.amount / 100) || ' €' "
    "ELSE '' END || CASE WHEN o.comment <> '' THEN '. ' || o.comment ELSE '' END || CASE WHEN o.confidential "
    "THEN ' (confidentiel)' ELSE '' END || CASE WHEN o.author <> '' OR o.answered_on IS NOT NULL THEN ' (' || "
    "trim(o.author || ' ' || coalesce(strftime('%d/%m/%Y', o.answered_on), '')) || ')' ELSE '' END AS v "
    "FROM opinion o WHERE o.dossier_id = d.id ORDER BY o.partner, o.id"
)
_NOTE = (
    "coalesce('Défi ' || c.rank || ' : ', '') || CASE WHEN n.quote <> '' THEN '« ' || n.quote || ' » ' ELSE '' "
    f"END || n.text || {_WHO.format('n', 'at')} AS v FROM annotation n "
    "LEFT JOIN challenge c ON c.id = n.challenge_id "
    "WHERE n.dossier_id = d.id AND n.audience <> 'me' ORDER BY n.at, n.id"
)
# A second look must not know the first one: who has not closed their scores sees no other's.
_BLIND = (
    "NOT EXISTS (SELECT 1 FROM assessment y WHERE y.dossier_id = d.id AND y.author = ? AND y.state = 'draft')"
)
_SCORED = (
    "c.code || ' ' || c.title || ' : ' || coalesce(s.value, '–') || CASE WHEN s.reason <> '' THEN ' – ' || s.reason "
    f"ELSE '' END || {_WHO.format('x', 'at')} AS v FROM score s JOIN assessment x ON x.id = s.assessment_id "
    "JOIN criterion c ON c.id = s.criterion_id WHERE s.dossier_id = d.id AND x.state = 'final' "
    f"AND {_BLIND} ORDER BY c.rank, x.author"
)
SQL: dict[str, str] = {
    "number": "d.number", "source_id": "d.source_id", "applicant": "a.name", "acronym": "a.acronym",
    "kind": "a.kind", "siret": "a.siret", "rna": "a.rna", "address": "a.address", "postcode": "a.postcode",
    "city": "a.city", "email": "a.email", "phone": "a.phone", "title": "d.title", "renewal": "d.renewal",
    "people": _lines(
        "trim(x.civility || ' ' || x.first_name || ' ' || x.last_name || ' ' || x.position || ' ' || x.phone || ' ' || "
        "x.email) AS v FROM contact x WHERE x.dossier_id = d.id ORDER BY x.id"
    ),
    "quarters": _QUARTERS,
    "marks": _lines(f"c.code || ' ' || {_LEVEL} AS v FROM mark m{_CHALLENGES} AND m.level > 0 ORDER BY c.rank", "', '"),
    "mark_reasons": _lines(
        f"c.code || ' ' || c.short || ' : ' || {_LEVEL} || CASE WHEN m.reason <> '' THEN ' – ' || m.reason ELSE '' "
        f"END || CASE WHEN m.author <> '' THEN ' (' || m.author || ')' ELSE '' END AS v FROM mark m{_CHALLENGES} "
        "AND m.level > 0 ORDER BY c.rank"
    ),
    "declared": _lines(f"c.code AS v FROM declared m{_CHALLENGES} ORDER BY m.main DESC, c.rank", "', '"),
    "cost": "d.cost", "asked": "d.asked", "proposed": "t.proposed", "granted": "t.voted", "paid": "t.paid",
    "stage": "d.stage", "proposal_opinion": "d.proposal_opinion", "proposal_reason": "d.proposal_reason",
    "outcome": "z.outcome", "decided_on": "z.decided_on", "act": "z.act", "act_on": "z.act_on",
    "reasons": _lines(
        "r.label AS v FROM decision_reason x JOIN reason r ON r.id = x.reason_id WHERE x.dossier_id = d.id "
        "ORDER BY r.rank"
    ),
    "decision_comment": "z.comment", "decision_author": "z.author", "conditions": _lines(_CONDITION),
    "notified_on": "z.notified_on", "reopened_on": "z.reopened_on", "reopen_reason": "z.reopen_reason",
    "proof": _lines(
        "n.means || ' ' || n.tracking || ' ' || strftime('%d/%m/%Y', n.sent_on) || coalesce(', reçu le ' || "
        "strftime('%d/%m/%Y', n.received_on), '') AS v FROM notice n WHERE n.dossier_id = d.id ORDER BY n.sent_on"
    ),
    "letters": _lines(
        "l.number AS v FROM letter l WHERE l.dossier_id = d.id AND l.state = 'issued' ORDER BY l.number", "', '"
    ),
    "deposited_at": "d.deposited_at", "due_on": "d.due_on", "starts_on": "d.starts_on", "ends_on": "d.ends_on",
    "place": "d.place", "beneficiaries": "d.beneficiaries", "women": "d.women", "officer": "d.officer",
    "pieces_held": _HELD,
    "pieces_missing": f"(SELECT count(*) FROM piece p WHERE p.dossier_id = d.id AND ({_STATE}) IN "
    "('missing', 'refused', 'expired'))",
    "pieces_lacking": _lines(
        f"coalesce(nullif(p.label, ''), p.name) AS v FROM piece p WHERE p.dossier_id = d.id AND ({_STATE}) IN "
        "('missing', 'refused', 'expired') ORDER BY p.id"
    ),
    "labels": _lines(
        "l.name AS v FROM dossier_label x JOIN label l ON l.id = x.label_id WHERE x.dossier_id = d.id ORDER BY l.name",
        "', '",
    ),
    "wave": "(SELECT w.title FROM wave w WHERE w.id = d.wave_id)", "call": "k.title", "year": "k.year",
    "notes": _lines(
        "n.text AS v FROM annotation n WHERE n.dossier_id = d.id AND n.text <> '' AND n.audience <> 'me' ORDER BY n.at"
    ),
    "notes_whole": _lines(_NOTE), "opinions": _lines(_OPINION), "scores": _lines(_SCORED),
    "score_comments": _lines(
        f"x.comment || {_WHO.format('x', 'at')} AS v FROM assessment x WHERE x.dossier_id = d.id "
        f"AND x.state = 'final' AND x.comment <> '' AND {_BLIND} ORDER BY x.author"
    ),
    "checks": _lines(f"x.sentence AS v FROM finding x WHERE x.dossier_id = d.id AND {_OPEN} ORDER BY x.level, x.code"),
    "other": _lines("x.label || ' : ' || x.value AS v FROM source x WHERE x.dossier_id = d.id ORDER BY x.rank"),
    "budget": _lines(
        "CASE x.side WHEN 'charge' THEN 'Charge ' ELSE 'Produit ' END || x.account || ' ' || x.label || ' : ' || "
        "coalesce(x.amount / 100, '–') || ' €' || CASE WHEN x.funder <> '' THEN ' (' || x.funder || ')' ELSE '' END "
        "AS v FROM budget_line x WHERE x.dossier_id = d.id ORDER BY x.rank"
    ),
}  # fmt: skip
_PER_CODE = {  # "asked:ETAT147": an expression, and what the code is sought in
    "asked": "(SELECT x.asked FROM amount x JOIN funder f ON f.id = x.funder_id WHERE x.dossier_id = d.id AND f.code = ?)",
    "proposed": "(SELECT x.proposed FROM amount x JOIN funder f ON f.id = x.funder_id WHERE x.dossier_id = d.id "
    "AND f.code = ?)",
    "granted": "(SELECT x.voted FROM amount x JOIN funder f ON f.id = x.funder_id WHERE x.dossier_id = d.id AND f.code = ?)",
    "text": "(SELECT x.body FROM section x WHERE x.dossier_id = d.id AND x.code = ?)",
    "criterion": "(SELECT round(avg(s.value), 2) FROM score s JOIN assessment x ON x.id = s.assessment_id "
    "JOIN criterion c ON c.id = s.criterion_id WHERE s.dossier_id = d.id AND x.state = 'final' AND c.code = ? "
    f"AND {_BLIND})",
}


class CriterionRow(NamedTuple):
    """A criterion that a grid scores."""

    code: str
    title: str


def criteria(reader: sqlite3.Connection) -> list[CriterionRow]:
    """The criteria of every grid, each code once."""
    sql = "SELECT code, min(title) FROM criterion GROUP BY code ORDER BY min(rank), code"
    return [CriterionRow(*row) for row in reader.execute(sql)]


def sections(reader: sqlite3.Connection) -> list[str]:
    """The codes of the texts that dossiers have."""
    return [row[0] for row in reader.execute("SELECT DISTINCT code FROM section ORDER BY code")]


def stream(
    reader: sqlite3.Connection,
    codes: Sequence[str],
    tree: Node | None = None,
    *,
    only: frozenset[bytes] = frozenset(),
    person: str = "",
) -> Iterator[tuple[Any, ...]]:
    """The cells of each dossier that answers the query, in the order of their numbers, read as they are taken.

    `only`: of these keys alone. Dossiers closed to `person` by an interest are left out.
    """
    expressions, values = [], []
    for code in codes:
        kind, _, rest = code.partition(":")
        told = _PER_CODE[kind] if rest else SQL[code]
        expressions.append(told)
        values += [rest] if rest else []
        values += [person] * (told.count("?") - bool(rest))
    condition, wanted = where(tree)
    sql = (
        f"SELECT d.id, {', '.join(expressions)} {_FROM} WHERE ({condition}) AND {HERE} AND d.id NOT IN ({CLOSED}) "
        "ORDER BY d.number"
    )
    for row in reader.execute(sql, [*values, *wanted, person, person]):
        if not only or row[0] in only:
            yield row[1:]


def count(reader: sqlite3.Connection, tree: Node | None = None, *, person: str = "") -> int:
    """How many dossiers `stream` would give without `only`."""
    condition, wanted = where(tree)
    sql = f"SELECT count(*) {_FROM} WHERE ({condition}) AND {HERE} AND d.id NOT IN ({CLOSED})"
    return int(reader.execute(sql, [*wanted, person, person]).fetchone()[0])
