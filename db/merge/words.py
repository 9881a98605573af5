"""Two texts made from one, brought together by words; figures are never blended."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class _Change(NamedTuple):
    """Words `start` to `end` of the base become `words`."""

    start: int
    end: int
    words: tuple[str, ...]


def merge3(base: str, one: str, other: str) -> str | None:
    """The base with the changes of both; None when they touch each other, or a figure within one word."""
    if one == other or other == base:
        return one
    if one == base:
        return other
    words = _WORDS.findall(base)
    mine, theirs = _changes(words, _WORDS.findall(one)), _changes(words, _WORDS.findall(other))
    same = set(mine) & set(theirs)
    for here in mine:
        for there in theirs:
            if here not in same and there not in same and _meet(words, here, there):
                return None
            if (here in same) != (there in same) and _overlap(here, there):
                return None
    merged = list(words)
    for change in sorted({*mine, *theirs}, reverse=True):
        merged[change.start : change.end] = change.words
    return "".join(merged)


def _changes(base: list[str], made: list[str]) -> list[_Change]:
    start = 0
    while start < min(len(base), len(made)) and base[start] == made[start]:
        start += 1
    end = 0
    while end < min(len(base), len(made)) - start and base[-1 - end] == made[-1 - end]:
        end += 1
    middle, changed = base[start : len(base) - end], made[start : len(made) - end]
    matcher = SequenceMatcher(None, middle, changed, autojunk=False)
    return [
        _Change(start + i, start + j, tuple(changed[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


def _overlap(here: _Change, there: _Change) -> bool:
    return here.start <= there.end and there.start <= here.end


def _meet(words: list[str], here: _Change, there: _Change) -> bool:
    """Whether two changes are about the same words: none between them, or one beside a figure."""
    if _overlap(here, there):
        return True
    first, last = sorted((here, there))
    between = [word for word in words[first.end : last.start] if word[0].isalnum()]
    touched = [*words[first.start : last.end], *first.words, *last.words]
    figures = any(any(c.isdigit() for c in word) for word in touched)
    return not between or (len(between) == 1 and figures)
