"""Which words of two passages to show strong: those that differ, or those they share."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from desktop.rules.checks.figures import NUMBER, plain
from desktop.rules.folding import fold

_TOKEN = re.compile(r"\d+(?:[ \u202f\u00a0]\d{3})*(?:,\d+)?(?:[ \u202f\u00a0]?[€%])?|\w+|\s+|[^\w\s]+")
_SMALL = 3  # a shared word shorter than this says nothing
_FIGURE = re.compile(rf"\b{NUMBER}\b(?: (?:€|\w{{3,}}))?")
_FEW = 4  # words; a figure or a date against another is strong as a whole
Part = tuple[str, bool]  # words, and whether they are strong


def figures(text: str) -> list[Part]:
    """The passage cut into parts; strong are its numbers with the word they count."""
    made: list[Part] = []
    at = 0
    for found in _FIGURE.finditer(plain(text)):
        made += [(text[at : found.start()], False), (text[found.start() : found.end()], True)]
        at = found.end()
    return [part for part in (*made, (text[at:], False)) if part[0]]


def parts(one: str, other: str, *, shared: bool) -> tuple[list[Part], list[Part]]:
    """Both passages cut into parts. Strong are the words they share, or else those in which they differ."""
    left, right = _TOKEN.findall(one), _TOKEN.findall(other)
    said = [{fold(t) for t in tokens if t.strip()} for tokens in (left, right)]
    if not shared and not said[0] & said[1] and max(map(len, said)) > _FEW:
        return [(one, False)], [(other, False)]  # nothing is the same: nothing stands out
    match = SequenceMatcher(None, [fold(t) for t in left], [fold(t) for t in right], autojunk=False)
    marks: tuple[list[bool], list[bool]] = ([not shared] * len(left), [not shared] * len(right))
    for a, b, size in match.get_matching_blocks():
        run = "".join(left[a : a + size])
        telling = len(re.findall(rf"\w{{{_SMALL},}}", run)) > 1 or bool(re.search(r"\d", run))
        for step in range(size):
            marks[0][a + step] = marks[1][b + step] = shared and telling
    return _joined(left, marks[0]), _joined(right, marks[1])


def _joined(tokens: list[str], strong: list[bool]) -> list[Part]:
    made: list[Part] = []
    for token, mark in zip(tokens, strong, strict=True):
        # Blanks follow the part before them, so that strong words are not cut at each space.
        mark = made[-1][1] if made and not token.strip() else mark
        if made and made[-1][1] == mark:
            made[-1] = (made[-1][0] + token, mark)
        else:
            made.append((token, mark))
    return made
