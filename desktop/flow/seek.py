"""The typed query of the list, as the plain tree that the cellar understands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from desktop.rules.query import parse
from desktop.rules.query_fields import EMPTY, ME
from desktop.rules.query_nodes import And, Node, Not, Or, Term, Word


def tree(text: str, me: str = "") -> tuple[Any, ...] | None:
    """The query of db.queries for a text; None for "everything". Raises desktop.rules.query.QueryError."""
    node = parse(text)
    return None if node == And(()) else plain(node, me)


def plain(node: Node, me: str = "") -> tuple[Any, ...]:
    match node:
        case Word(text):
            return ("word", text)
        case Not(inner):
            return ("not", plain(inner, me))
        case And(nodes):
            return ("and", [plain(child, me) for child in nodes])
        case Or(nodes):
            return ("or", [plain(child, me) for child in nodes])
        case Term(field, op, value, level):
            return ("term", field, op, _value(field, value, level, me))


def _value(field: str, value: str | int | dt.date, level: int | None, me: str) -> Any:
    if value == EMPTY:
        return None
    if field == "officer" and value == ME:
        return me
    if isinstance(value, dt.date):
        return value.isoformat()
    return (value, level) if level is not None else value
