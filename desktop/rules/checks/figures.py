"""Figures read in a text: a number with the noun it counts, an amount, two dates; and the words around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from desktop.rules.folding import fold
from desktop.rules.french import read_number
from desktop.rules.money import read_euros

_WORD = (
    r"(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|"
    r"trente|quarante|cinquante|soixante|cents?|mille)"
)
NUMBER = rf"(?:\d{{1,3}}(?: \d{{3}})+|\d+|{_WORD}(?:(?: et |[- ]){_WORD})*)"
_MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
           "novembre", "decembre")  # fmt: skip
_MONTH = "|".join(_MONTHS)
_RANGE = re.compile(
    rf"\b(?:du|de|entre le|des le) (?:(\d{{1,2}}|1er) )?({_MONTH})(?: (20\d\d))?"
    rf",? (?:au|a|jusqu'au|et le|jusqu'a|jusqu'en) (?:(\d{{1,2}}|1er) )?({_MONTH})(?: (20\d\d))?\b"
)
AROUND = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the passage that says it; `noun` is what it counts."""

    value: int
    noun: str
    section: str
    passage: str


class _Letters(dict[int, str]):
    """Each letter folded to one letter, found out once."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        # A ligature gives two letters, a blank none.
        self[code] = folded[0] if folded else " "
        return self[code]


_LETTERS = _Letters()


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """The text folded letter by letter, so that places in it are those of the text itself."""
    return text.translate(_LETTERS)


def value_of(written: str) -> int | None:
    """« 1 200 », « trente-six »."""
    digits = written.replace(" ", "")
    return int(digits) if digits.isdigit() else read_number(written.replace("une", "un"))


def counted(
    texts: dict[str, str],
    sections: Sequence[str],
    before: str,
    nouns: Sequence[str],
    *,
    touching: bool = False,
) -> Iterator[Figure]:
    """Every « <before> N <noun> » of these sections; `before` is a pattern, nouns are folded. One word may
    stand between number and noun (« vingt jeunes adultes »), unless they must be `touching`."""
    listed = "|".join(sorted((re.escape(noun) for noun in nouns), key=len, reverse=True))
    between = "" if touching else r"(?:\w+ )?"
    pattern = re.compile(rf"{before}(?P<n>{NUMBER}) {between}(?P<noun>{listed})\b")
    for section, text, said in _folded(texts, sections):
        for found in pattern.finditer(said):
            value = value_of(found["n"])
            if value is not None:
                noun = text[found.start("noun") : found.end()].lower()
                yield Figure(value, noun, section, passage(text, found.start("n"), found.end()))


def amounts(texts: dict[str, str], sections: Sequence[str], before: str) -> Iterator[Figure]:
    """Every « <before> N euros », in cents."""
    pattern = re.compile(rf"{before}(?P<n>\d{{1,3}}(?:[ .]\d{{3}})+|\d+)(?:,(?P<c>\d\d))? ?(?:euros?|€)")
    for section, text, said in _folded(texts, sections):
        for found in pattern.finditer(said):
            cents = read_euros(found["n"].replace(".", "") + (f",{found['c']}" if found["c"] else ""))
            if cents is not None:
                yield Figure(cents, "euros", section, passage(text, found.start(), found.end()))


@dataclass(frozen=True, slots=True)
class Span:
    """Two dates told by a text: first and last day."""

    starts: date
    ends: date
    section: str
    passage: str


def spans(texts: dict[str, str], sections: Sequence[str], year: int) -> Iterator[Span]:
    """Every « du 2 mars au 27 novembre », « de mars à juin »; without a year it is that of the call."""
    for section, text, said in _folded(texts, sections):
        for found in _RANGE.finditer(said):
            first, last = _day(found[1], found[2], found[3] or found[6], year), None
            last = _day(found[4], found[5], found[6] or found[3], year, last=True)
            if first and last and not found[6] and last < first:
                last = _day(found[4], found[5], str(first.year + 1), year, last=True)
            if first and last and first <= last:
                yield Span(first, last, section, passage(text, found.start(), found.end()))


def _day(day: str | None, month: str, year: str | None, usual: int, *, last: bool = False) -> date | None:
    number, y = _MONTHS.index(month) + 1, int(year or usual)
    if day is None:
        if not last:
            return date(y, number, 1)
        return date(y + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    try:
        return date(y, number, int(day.removesuffix("er")))
    except ValueError:
        return None


def _folded(texts: dict[str, str], sections: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for section in sections:
        text = texts.get(section, "")
        if text:
            yield section, text, plain(text)


def passage(text: str, start: int, end: int) -> str:
    """The words around a place, cut at whole words."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    if left:
        left = text.find(" ", left, start) + 1 or start
    if right < len(text):
        right = max(text.rfind(" ", end, right), end)
    said = " ".join(text[left:right].split())
    return ("… " if left else "") + said + (" …" if right < len(text) else "")
