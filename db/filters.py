"""The list's query as SQL: a plain tree of tuples in, a WHERE clause and its values out.

Tree: ("and", [nodes]) · ("or", [nodes]) · ("not", node) · ("word", text) · ("term", field, op, value)
with op one of "=", "!=", ">", ">=", "<", "<=", ":" (contains). Values: text, cents, ISO dates; a level of
a challenge is the pair (code or rank, level). An unknown field raises KeyError.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db import filters_contract
from db.connection import fold
from db.queries.money import counted_in
from db.search import match_expression

Node = tuple[Any, ...]
Clause = tuple[str, list[Any]]

_COMPARE = {"=": "=", ":": "=", "!=": "<>", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
_PLAIN = {  # money, numbers, dates, codes: compared as they are
    "asked": "d.asked",
    "cost": "d.cost",
    "proposed": "t.proposed",
    "granted": "t.voted",
    "paid": "t.paid",
    "stage": "d.stage",
    "deposited": "date(d.deposited_at)",
    "due": "d.due_on",
    "starts": "d.starts_on",
    "ends": "d.ends_on",
    "beneficiaries": "d.beneficiaries",
    "year": "coalesce(d.tranche, (SELECT k.year FROM call k WHERE k.id = d.call_id))",  # as the figures
}
_TEXT = {  # found anywhere, accents folded
    "applicant": "a.name || ' ' || a.acronym",
    "title": "d.title",
    "number": "d.number || ' ' || d.source_id",
    "officer": "d.officer",
    "siret": "a.siret",
    "rna": "a.rna",
    "kind": "a.kind",
}
_EXISTS = {  # a row of another table whose folded text contains the value
    "quarter": (
        "dossier_quarter x JOIN quarter q ON q.id = x.quarter_id",
        "q.code || ' ' || q.name || ' ' || q.short || ' ' || q.aliases",
    ),
    "label": ("dossier_label x JOIN label l ON l.id = x.label_id", "l.name"),
    "note": ("annotation x", "x.text || ' ' || x.quote"),
    "text": ("section x", "x.body"),
    "audience": ("annotation x", "x.audience"),
    "contact": ("contact x", "x.first_name || ' ' || x.last_name"),
    "reason": ("decision_reason x JOIN reason r ON r.id = x.reason_id", "r.code || ' ' || r.label"),
}


# Past its last day, a piece that was held is expired; a decided dossier keeps its pieces as they were then.
_EXPIRED = (
    "({p}.state IN ('received', 'announced', 'waived') AND {p}.expires_on < {day} "
    "AND {d}.stage NOT IN ('decided', 'notified', 'closed'))"
)


def state_sql(piece: str, dossier: str, day: str = "?") -> str:
    """The state of a piece on a day, as SQL on the letters of its table and of its dossier's."""
    expired = _EXPIRED.format(p=piece, d=dossier, day=day)
    return f"CASE WHEN {expired} THEN 'expired' ELSE {piece}.state END"


def where(node: Node | None) -> Clause:
    """The condition on `dossier d JOIN applicant a LEFT JOIN total t LEFT JOIN decision z`."""
    if node is None:
        return "1", []
    kind = node[0]
    if kind in ("and", "or"):
        parts = [where(child) for child in node[1]]
        if not parts:
            return "1", []
        joined = f" {kind.upper()} ".join(f"({sql})" for sql, _ in parts)
        return joined, [value for _, values in parts for value in values]
    if kind == "not":
        sql, values = where(node[1])
        return f"NOT coalesce(({sql}), 0)", values
    if kind == "word":
        return _word(node[1])
    return _term(*node[1:])


def _word(text: str) -> Clause:
    words = match_expression(text)
    if not words:
        return "1", []
    return (
        "d.id IN (SELECT s.dossier FROM search_doc s WHERE s.n IN (SELECT rowid FROM search WHERE search MATCH ?))",
        [words],
    )


def _term(field: str, op: str, value: Any) -> Clause:
    special = _SPECIAL.get(field)
    if special is not None:
        if op == "!=" and field in _NEGATED:
            sql, values = special("=", value)
            return f"NOT coalesce({sql}, 0)", values
        return special(op, value)
    if field in _PLAIN:
        if value is None:
            return f"{_PLAIN[field]} IS {'NOT ' if op == '!=' else ''}NULL", []
        return f"{_PLAIN[field]} {_COMPARE[op]} ?", [value]
    negated = "NOT " if op == "!=" else ""
    if field in _TEXT:
        if value is None:
            return f"{negated}coalesce({_TEXT[field]}, '') = ''", []
        return f"{negated}instr(fold({_TEXT[field]}), ?) > 0", [fold(str(value))]
    table, text = _EXISTS[field]
    if value is None:
        return f"{'' if negated else 'NOT '}EXISTS (SELECT 1 FROM {table} WHERE x.dossier_id = d.id)", []
    return (
        f"{negated}EXISTS (SELECT 1 FROM {table} WHERE x.dossier_id = d.id AND instr(fold({text}), ?) > 0)",
        [fold(str(value))],
    )


def _challenge(op: str, value: Any) -> Clause:
    """A mark of at least "weak" or a declared challenge; with a level, the mark compared with it."""
    if value is None:
        return (
            "NOT EXISTS (SELECT 1 FROM mark m WHERE m.dossier_id = d.id AND m.level > 0) "
            "AND NOT EXISTS (SELECT 1 FROM declared m WHERE m.dossier_id = d.id)",
            [],
        )
    code, level = value if isinstance(value, tuple) else (value, None)
    named = "(c.code = ? OR c.rank = ? OR instr(fold(c.short || ' ' || c.title), ?) > 0)"
    text = str(code)
    rank = int(text) if text.isdigit() else -1
    names: list[Any] = [text.upper(), rank, "\x00" if rank > 0 else fold(text)]
    marked = f"SELECT 1 FROM mark m JOIN challenge c ON c.id = m.challenge_id WHERE m.dossier_id = d.id AND {named}"
    if level is not None:
        return f"EXISTS ({marked} AND m.level {_COMPARE[op]} ?)", [*names, level]
    declared = f"SELECT 1 FROM declared m JOIN challenge c ON c.id = m.challenge_id WHERE m.dossier_id = d.id AND {named}"
    return f"(EXISTS ({marked} AND m.level > 0) OR EXISTS ({declared}))", [*names, *names]


def _outcome(op: str, value: Any) -> Clause:
    if value is None:
        return "z.id IS NULL", []
    return f"z.outcome {_COMPARE[op]} ?", [value]


def _wave(op: str, value: Any) -> Clause:
    if value is None:
        return "d.wave_id IS NULL", []
    found = f"w.rank {_COMPARE[op]} ?" if str(value).isdigit() else "instr(fold(w.title), ?) > 0"
    wanted = int(value) if str(value).isdigit() else fold(str(value))
    return f"EXISTS (SELECT 1 FROM wave w WHERE w.id = d.wave_id AND {found})", [wanted]


def _flag(condition: str) -> Callable[[str, Any], Clause]:
    return lambda op, value: (
        condition if (value == "yes") == (op != "!=") else f"NOT coalesce({condition}, 0)",
        [],
    )


_STATE = state_sql("x", "d", "date('now', 'localtime')")


def _piece(_op: str, value: Any) -> Clause:
    """piece:missing — a state; anything else is sought in the names of the pieces."""
    if value == "complete":
        return (
            f"NOT EXISTS (SELECT 1 FROM piece x WHERE x.dossier_id = d.id AND ({_STATE}) "
            "IN ('missing', 'refused', 'expired'))",
            [],
        )
    if value in ("missing", "announced", "received", "refused", "waived", "expired", "none"):
        return f"EXISTS (SELECT 1 FROM piece x WHERE x.dossier_id = d.id AND ({_STATE}) = ?)", [value]
    return (
        "EXISTS (SELECT 1 FROM piece x WHERE x.dossier_id = d.id AND instr(fold(x.label || ' ' || x.name), ?) > 0)",
        [fold(str(value))],
    )


# Findings that count: a person who accepted one says so with the digest of what it was made from.
_OPEN = (
    "NOT EXISTS (SELECT 1 FROM settlement s WHERE s.dossier_id = x.dossier_id AND s.code = x.code "
    "AND s.sources = x.sources)"
)
_ODD = f"d.id IN (SELECT x.dossier_id FROM finding x WHERE x.level IN ('bad', 'warn') AND {_OPEN})"
_CHECKS = {
    "bad": f"d.id IN (SELECT x.dossier_id FROM finding x WHERE x.level = 'bad' AND {_OPEN})",
    "warn": f"d.id IN (SELECT x.dossier_id FROM finding x WHERE x.level = 'warn' AND {_OPEN})",
    "accepted": "d.id IN (SELECT s.dossier_id FROM settlement s JOIN finding x ON x.dossier_id = s.dossier_id "
    "AND x.code = s.code AND x.sources = s.sources)",
    "clear": f"NOT {_ODD}",
}


def _check(_op: str, value: Any) -> Clause:
    """check:bad — a level, what was accepted, nothing odd; anything else is the code of a rule."""
    if value is None or value in _CHECKS:
        return _CHECKS[value or "clear"], []
    code = fold(str(value))
    return (
        "d.id IN (SELECT x.dossier_id FROM finding x WHERE (x.rule = ? OR x.code = ?) AND x.level <> 'good' "
        f"AND {_OPEN})",
        [code, str(value)],
    )


def _envelope(_op: str, value: Any) -> Clause:
    """envelope:name — something of the dossier counts in it."""
    sql, values = counted_in(None if value is None else fold(str(value)))
    return f"d.id IN ({sql})", [*values]


_CONDITIONS = {
    "open": "x.met_on IS NULL AND x.waived_on IS NULL",
    "due": "x.met_on IS NULL AND x.waived_on IS NULL AND x.due_on < date('now', 'localtime')",
    "met": "x.met_on IS NOT NULL",
    "waived": "x.waived_on IS NOT NULL",
}


def _condition(_op: str, value: Any) -> Clause:
    """condition:due — what became of it; anything else is sought in its words."""
    if value is None:
        return "NOT EXISTS (SELECT 1 FROM condition x WHERE x.dossier_id = d.id)", []
    known = _CONDITIONS.get(value, "instr(fold(x.text), ?) > 0")
    sql = f"EXISTS (SELECT 1 FROM condition x WHERE x.dossier_id = d.id AND {known})"
    return sql, [] if value in _CONDITIONS else [fold(str(value))]


_SPECIAL: dict[str, Callable[[str, Any], Clause]] = {
    "challenge": _challenge,
    "outcome": _outcome,
    "wave": _wave,
    "call": filters_contract.call,
    "piece": _piece,
    "check": _check,
    "condition": _condition,
    "report": filters_contract.report,
    "envelope": _envelope,
    "funder": filters_contract.funder,
    "retained": filters_contract.retained,
    "theme": filters_contract.theme,
    "renewal": filters_contract.renewal,
    "project": _flag("EXISTS (SELECT 1 FROM project x WHERE x.dossier_id = d.id)"),
    "refiled": _flag(
        "EXISTS (SELECT 1 FROM dossier_link x WHERE x.dossier_id = d.id AND x.kind = 'reworked')"
    ),
    "orphan": _flag("EXISTS (SELECT 1 FROM annotation x WHERE x.dossier_id = d.id AND x.orphan)"),
}

_NEGATED = frozenset(
    {
        "report",
        "call",
        "piece",
        "check",
        "challenge",
        "wave",
        "envelope",
        "condition",
        "funder",
        "retained",
        "theme",
    }
)  # "!=" is the denial of the whole condition
