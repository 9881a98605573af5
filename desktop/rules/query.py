"""The query language of the list: from what is typed to nodes, with the fault and its place in French.

Words, « quartier:nord », « défi:4>=2 », « demandé>23000 », quotes, parentheses, « ou », « - » or « sauf ».
English names are understood too; accents and case never matter.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from desktop.rules.folding import fold
from desktop.rules.grid import level_of
from desktop.rules.money import read_euros
from desktop.rules.query_fields import (
    BY_NAME,
    EMPTY,
    EMPTY_WORDS,
    FIELDS,
    LEVEL_WORDS,
    ME,
    ME_WORDS,
    ORDERED,
    Field,
    value_code,
)
from desktop.rules.query_nodes import (
    EVERYTHING,
    And,
    Node,
    Not,
    Op,
    Or,
    Term,
    Word,
    describe,
    to_text,
    to_tree,
)

__all__ = [
    "EVERYTHING", "FIELDS", "And", "Node", "Not", "Or", "QueryError", "Term", "Word",
    "describe", "parse", "to_text", "to_tree",
]  # fmt: skip

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<op>>=|<=|!=|≥|≤|≠|[:=<>])
    |(?P<quote>"(?:[^"\\]|\\.)*"|«[^»]*»)
    |(?P<minus>-)
    |(?P<word>[^\s():<>=!≥≤≠"«»-][^\s():<>=!≥≤≠"«»]*)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_OPS: dict[str, Op] = {":": "=", "=": "=", "!=": "!=", "≠": "!=", ">": ">", ">=": ">=", "≥": ">=", "<": "<",
                       "<=": "<=", "≤": "<="}  # fmt: skip
_OR, _AND, _NOT = frozenset({"ou", "or"}), frozenset({"et", "and"}), frozenset({"sauf", "not"})
_DEPTH = 50


class QueryError(ValueError):
    """What is wrong, where (index in the text), and what was perhaps meant (may be empty)."""

    def __init__(self, position: int, sentence: str, suggestion: str = "") -> None:
        super().__init__(sentence)
        self.position = position
        self.sentence = sentence
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Token:
    kind: Literal["open", "close", "op", "quote", "minus", "word"]
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a query; a lone quote or sign is a fault."""
    for found in _TOKEN.finditer(text):
        kind, said = found.lastgroup, found.group()
        if kind == "space":
            continue
        if kind == "other":
            if said in '"«':
                raise QueryError(
                    found.start(), "Ce guillemet n’est pas refermé.", text + ("»" if said == "«" else '"')
                )
            raise QueryError(found.start(), f"Le signe « {said} » n’a pas de sens ici.")
        if kind == "quote":
            inner = said[1:-1]
            said = inner.strip() if said[0] == "«" else re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL)
        yield Token(kind, said, found.start(), found.end())  # type: ignore[arg-type]  # the groups of _TOKEN


def parse(text: str) -> Node:
    """The query understood. Raises QueryError with the place and a French sentence."""
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.at = 0
        self.depth = 0

    def peek(self, ahead: int = 0) -> Token | None:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else None

    def says(self, words: frozenset[str]) -> bool:
        token = self.peek()
        after = self.peek(1)
        touching = token and after and after.kind == "op" and after.start == token.end
        return bool(token and token.kind == "word" and fold(token.text) in words and not touching)

    def whole(self) -> Node:
        if not self.tokens:
            return EVERYTHING
        node = self.either()
        left = self.peek()
        if left:
            raise QueryError(left.start, "Cette parenthèse fermante n’a pas d’ouvrante.")
        return node

    def either(self) -> Node:
        nodes = [self.both()]
        while self.says(_OR):
            self.at += 1
            nodes.append(self.both())
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def both(self) -> Node:
        nodes = [self.one()]
        while (token := self.peek()) and token.kind != "close" and not self.says(_OR):
            if self.says(_AND):
                self.at += 1
            nodes.append(self.one())
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def one(self) -> Node:
        token = self.peek()
        if token is None:
            raise QueryError(len(self.text), "La recherche s’arrête trop tôt : il manque un mot.")
        if token.kind == "minus" or self.says(_NOT):
            self.at += 1
            self.deeper(token)
            node = Not(self.one())
            self.depth -= 1
            return node
        if token.kind == "open":
            return self.group(token)
        if token.kind in ("close", "op"):
            raise QueryError(token.start, f"Il manque un mot avant « {token.text} ».")
        if self.says(_OR) or self.says(_AND):
            raise QueryError(token.start, f"Il manque un mot avant « {token.text} ».")
        after = self.peek(1)
        if token.kind == "word" and after and after.kind == "op" and after.start == token.end:
            return self.term(token)
        self.at += 1
        return Word(token.text)

    def group(self, opening: Token) -> Node:
        self.at += 1
        self.deeper(opening)
        closing = self.peek()
        if closing and closing.kind == "close":  # "()" stands for everything
            self.at += 1
            self.depth -= 1
            return EVERYTHING
        node = self.either()
        closing = self.peek()
        if closing is None:
            raise QueryError(opening.start, "Cette parenthèse n’est pas refermée.", self.text + ")")
        self.at += 1
        self.depth -= 1
        return node

    def deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > _DEPTH:
            raise QueryError(token.start, "Cette recherche a trop de parenthèses.")

    def term(self, name: Token) -> Term:
        field = BY_NAME.get(fold(name.text))
        if field is None:
            near = difflib.get_close_matches(fold(name.text), BY_NAME, n=1)
            meant = BY_NAME[near[0]].name if near else ""
            hint = f" Vouliez-vous dire « {meant} » ?" if meant else ""
            fixed = self.text[: name.start] + meant + self.text[name.end :] if meant else ""
            raise QueryError(name.start, f"Le champ « {name.text} » n’existe pas.{hint}", fixed)
        sign = self.tokens[self.at + 1]
        self.at += 2
        op = _OPS[sign.text]
        value = self.value(field, sign)
        if field.kind == "level":
            return self.level(field, op, value, sign)
        if op not in ("=", "!=") and field.kind not in ORDERED:
            raise QueryError(sign.start, f"Le champ « {field.name} » ne se compare pas avec « {sign.text} ».")
        return Term(field.code, op, _read(field, value))

    def value(self, field: Field, sign: Token) -> Token:
        token = self.peek()
        if token and token.kind == "minus":  # « proposé>-5 »
            number = self.peek(1)
            if number and number.kind == "word" and number.start == token.end:
                self.at += 2
                return Token("word", "-" + number.text, token.start, number.end)
        if token is None or token.kind not in ("word", "quote") or token.start != sign.end:
            raise QueryError(sign.end, f"Il manque une valeur après « {field.name}{sign.text} ».")
        self.at += 1
        return token

    def level(self, field: Field, op: Op, value: Token, sign: Token) -> Term:
        if op not in ("=", "!="):
            raise QueryError(sign.start, "Dire d’abord quel défi.", f"{field.name}:4{sign.text}{value.text}")
        code = _challenge(value)
        after = self.peek()
        if not (after and after.kind == "op" and after.start == value.end):
            return Term(field.code, op, code)
        self.at += 1
        said = self.value(field, after)
        level = level_of(said.text)
        if level is None:
            levels = ", ".join(f"{n} ({word})" for n, word in LEVEL_WORDS.items())
            raise QueryError(said.start, f"« {said.text} » n’est pas un niveau. Niveaux : {levels}.")
        if op == "!=":
            raise QueryError(sign.start, "Écrire le défi avec « : » quand un niveau suit.")
        return Term(field.code, _OPS[after.text], code, level)


def _challenge(value: Token) -> str:
    number = re.fullmatch(r"[dD]?0*(\d{1,2})", value.text)
    if number:
        return f"D{int(number[1]):02d}"
    return EMPTY if fold(value.text) in EMPTY_WORDS else value.text


def _read(field: Field, token: Token) -> str | int | date:
    text = token.text
    if token.kind == "word" and fold(text) in EMPTY_WORDS:
        return EMPTY
    if field.kind == "money":
        cents = read_euros(text)
        if cents is None:
            raise QueryError(token.start, f"« {text} » n’est pas un montant. Exemple : {field.name}>23000.")
        return cents
    if field.kind == "number":
        if not re.fullmatch(r"-?[0-9]{1,15}", text):
            raise QueryError(token.start, f"« {text} » n’est pas un nombre. Exemple : {field.name}>100.")
        return int(text)
    if field.kind == "date":
        return read_date(field.name, token)
    if field.values:
        return _read_fixed(field, token)
    if field.code == "officer" and token.kind == "word" and fold(text) in ME_WORDS:
        return ME
    return text


def _read_fixed(field: Field, token: Token) -> str:
    code = value_code(field, token.text)
    if code is not None:
        return code
    if field.code == "piece":  # a kind of piece is searched by its own name: « pièce:rib »
        return token.text
    if field.code == "check":  # « contrôle:à-voir », or the code of a rule: « contrôle:budget-balance »
        return value_code(field, token.text.replace("-", " ")) or token.text
    labels = [label for _, label in field.values]
    near = difflib.get_close_matches(fold(token.text), [fold(label) for label in labels], n=1)
    meant = next((label for label in labels if near and fold(label) == near[0]), "")
    sentence = f"« {token.text} » n’est pas une valeur de « {field.name} ». Valeurs : {', '.join(labels)}."
    raise QueryError(token.start, sentence, meant)


def read_date(name: str, token: Token) -> date:
    """A day as it is typed. Raises QueryError, which names the field."""
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})", token.text)
    if parts:
        year, month, day = (parts[1], parts[2], parts[3]) if parts[1] else (parts[6], parts[5], parts[4])
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            pass  # told below, like any other date that does not exist
    example = (date(2026, 1, 31) - timedelta(days=16)).isoformat()
    raise QueryError(token.start, f"« {token.text} » n’est pas une date. Exemple : {name}>{example}.")
