"""A query once understood: five kinds of node, its text and its sentence in French."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from desktop.rules.folding import fold
from desktop.rules.money import euros
from desktop.rules.query_fields import BY_CODE, EMPTY, LEVEL_WORDS, ME, Field

Op = Literal["=", "!=", ">", ">=", "<", "<="]


@dataclass(frozen=True, slots=True)
class Word:
    """A free word or quoted phrase, searched everywhere."""

    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A field compared with a value.

    `value` by kind of field: str code or text (text, enum, flag), int cents (money), int (number), date.
    For a level field (challenge): `value` is the challenge as written (D04 when it was a number), and
    `op` and `level` compare its mark; without a level, "marked or declared" is meant. EMPTY = no value.
    """

    field: str
    op: Op
    value: str | int | date
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


Node = Word | Term | Not | And | Or
EVERYTHING = And(())

_BARE = re.compile(r"[^\s():<>=!\"«»≠≥≤-][^\s():<>=!\"«»≠≥≤]*")
_KEYWORDS = frozenset({"ou", "or", "et", "and", "sauf", "not", "non"})
_SPOKEN: dict[str, str] = {
    "=": ":", "!=": " différent de", ">": " plus de", ">=": " au moins", "<": " moins de", "<=": " au plus",
}  # fmt: skip
_SPOKEN_DATE: dict[str, str] = _SPOKEN | {
    ">": " après le",
    ">=": " à partir du",
    "<": " avant le",
    "<=": " jusqu’au",
}


def quoted(text: str) -> str:
    """The text as it is typed in a query: between quotes when it holds more than a plain word."""
    if _BARE.fullmatch(text) and fold(text) not in _KEYWORDS:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typed(field: Field, value: str | int | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        if field.kind != "money":
            return str(value)
        whole, rest = divmod(abs(value), 100)
        return ("-" if value < 0 else "") + str(whole) + (f",{rest:02d}" if rest else "")
    if value == EMPTY:
        return "aucun"
    if field.code == "officer" and value == ME:
        return "moi"
    return quoted(dict(field.values).get(value, value))


def to_text(node: Node, inside: bool = False) -> str:
    """The query as it would be typed; parsing it again gives the same node."""
    match node:
        case Word(text):
            return quoted(text)
        case Term(code, op, value, level):
            field = BY_CODE[code]
            if level is not None:
                return f"{field.name}:{_typed(field, value)}{op}{level}"
            return f"{field.name}{':' if op == '=' else op}{_typed(field, value)}"
        case Not(inner):
            return "-" + to_text(inner, inside=True)
        case And(nodes):
            text = " ".join(to_text(n, inside=True) for n in nodes)
            return f"({text})" if inside else text
        case Or(nodes):
            text = " ou ".join(to_text(n, inside=True) for n in nodes)
            return f"({text})" if inside else text


def to_tree(node: Node, me: str = "") -> tuple[Any, ...]:
    """The plain tuples that `db.filters.where` turns into SQL; `me` is the name behind « agent:moi »."""
    match node:
        case Word(text):
            return ("word", text)
        case Term(code, op, value, level):
            plain: Any = value.isoformat() if isinstance(value, date) else None if value == EMPTY else value
            if code == "officer" and plain == ME:
                plain = me
            return ("term", code, op, plain if level is None else (plain, level))
        case Not(inner):
            return ("not", to_tree(inner, me))
        case And(nodes):
            return ("and", [to_tree(n, me) for n in nodes])
        case Or(nodes):
            return ("or", [to_tree(n, me) for n in nodes])


def describe(node: Node, inside: bool = False) -> str:
    """A French sentence for the chip: « Quartier : Nord », « Demandé plus de 23 000 € »."""
    match node:
        case Word(text):
            return f"« {text} »"
        case Term():
            return _describe_term(node)
        case Not(inner):
            return f"sauf {describe(inner, inside=True)}"
        case And(()):
            return "Tous les dossiers"
        case And(nodes):
            text = " et ".join(describe(n, inside=True) for n in nodes)
        case Or(nodes):
            text = " ou ".join(describe(n, inside=True) for n in nodes)
    return f"({text})" if inside else text


def _describe_term(term: Term) -> str:
    field = BY_CODE[term.field]
    name = field.name[0].upper() + field.name[1:]
    if term.level is not None:
        word = LEVEL_WORDS[term.level]
        how = {"=": word, "!=": f"autre que {word}", ">": f"plus que {word}", ">=": f"au moins {word}",
               "<": f"moins que {word}", "<=": f"au plus {word}"}[term.op]  # fmt: skip
        return f"{name} : {_spoken(field, term.value)} {how}"
    spoken = _SPOKEN_DATE if field.kind == "date" else _SPOKEN
    gap = "\u00a0" if term.op == "=" else ""
    return f"{name}{gap}{spoken[term.op]} {_spoken(field, term.value)}"


def _spoken(field: Field, value: str | int | date) -> str:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int):
        return euros(value) if field.kind == "money" else str(value)
    if field.code == "challenge" and re.fullmatch(r"D\d\d", value):
        return str(int(value[1:]))
    return "aucun" if value == EMPTY else dict(field.values).get(value, value)
