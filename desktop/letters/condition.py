"""Conditions of a paragraph, as « decision.montant > 2300000 and not copies », read without eval."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from desktop.letters.fields import Data, Value, known, lookup

Test: TypeAlias = Callable[[Data], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+)|'(?P<text>[^']*)'|(?P<sign>[<>]=?|==|!=|[()])|(?P<name>[a-z_]+(?:\.[a-z_]+)*))"
)
_SIGNS: dict[str, Callable[[object, object], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": lambda a, b: _ordered(a, b, operator.gt),
    ">=": lambda a, b: _ordered(a, b, operator.ge),
    "<": lambda a, b: _ordered(a, b, operator.lt),
    "<=": lambda a, b: _ordered(a, b, operator.le),
}


class ConditionError(ValueError):
    """A French sentence saying what cannot be read."""


def _ordered(a: object, b: object, compare: Callable[[int, int], bool]) -> bool:
    # An unknown amount is neither above nor below anything.
    return isinstance(a, int) and isinstance(b, int) and compare(a, b)


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ConditionError(
                f"La condition « {text} » ne se lit pas à partir de « {text[at:].strip()} »."
            )
        kind = str(found.lastgroup)
        tokens.append((kind, found[kind]))
        at = found.end()
    return tokens


def compile_condition(text: str) -> Test:
    """The test of a condition; an empty one is always true. Raises ConditionError."""
    if not text.strip():
        return lambda data: True
    tokens = _tokens(text)
    test = _either(text, tokens)
    if tokens:
        raise ConditionError(f"La condition « {text} » a un mot de trop : « {tokens[0][1]} ».")
    return test


def _either(text: str, tokens: list[tuple[str, str]]) -> Test:
    tests = [_all(text, tokens)]
    while tokens and tokens[0] == ("name", "or"):
        tokens.pop(0)
        tests.append(_all(text, tokens))
    return lambda data: any(test(data) for test in tests)


def _all(text: str, tokens: list[tuple[str, str]]) -> Test:
    tests = [_one(text, tokens)]
    while tokens and tokens[0] == ("name", "and"):
        tokens.pop(0)
        tests.append(_one(text, tokens))
    return lambda data: all(test(data) for test in tests)


def _one(text: str, tokens: list[tuple[str, str]]) -> Test:
    if tokens and tokens[0] == ("name", "not"):
        tokens.pop(0)
        inner = _one(text, tokens)
        return lambda data: not inner(data)
    if tokens and tokens[0] == ("sign", "("):
        tokens.pop(0)
        group = _either(text, tokens)
        if not tokens or tokens.pop(0) != ("sign", ")"):
            raise ConditionError(f"La condition « {text} » n’a pas sa parenthèse fermante.")
        return group
    left = _value(text, tokens)
    if tokens and tokens[0][0] == "sign" and tokens[0][1] in _SIGNS:
        compare = _SIGNS[tokens.pop(0)[1]]
        right = _value(text, tokens)
        return lambda data: compare(left(data), right(data))
    return lambda data: bool(left(data))


def _value(text: str, tokens: list[tuple[str, str]]) -> Callable[[Data], Value]:
    if not tokens:
        raise ConditionError(f"La condition « {text} » n’est pas finie.")
    kind, word = tokens.pop(0)
    if kind == "number":
        number = int(word)
        return lambda data: number
    if kind == "text":
        return lambda data: word
    if kind != "name" or not known(word):
        raise ConditionError(f"La condition « {text} » nomme « {word} », qui n’est pas un champ connu.")
    return lambda data: _comparable(lookup(data, word))


def _comparable(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value
