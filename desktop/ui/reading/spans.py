"""Where the letters of a section stand in the Qt document, and back (UTF-16 units against code points)."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right

BLOCK = "\u2029"
_BREAKS = "\n\v\f\u0085\u2028\u2029"
# Qt keeps these for itself inside a document, or cannot show them.
_UNSHOWN = frozenset("\x00\ufdd0\ufdd1\ufffc\ufffe\uffff")
# What does not stand in the document as it is written, one place a letter.
_ELSE = re.compile("[\r\n\v\f\x00\x85\u2028\u2029\ufdd0\ufdd1\ufffc\ufffe\uffff\U00010000-\U0010ffff]")


class Span:
    """A section's text laid out from `base` on; `shown` is what Qt gets, one block per paragraph."""

    def __init__(self, section: str, text: str, base: int) -> None:
        self.section = section
        self.text = text
        self.base = base
        if _ELSE.search(text) is None:  # most of them: nothing to count
            self.shown, self.length = text, len(text)
            self._places = array("q", range(len(text) + 1))
        else:
            self._count(text)

    def _count(self, text: str) -> None:
        self._places = array("q")
        shown: list[str] = []
        at = 0
        for letter in text:
            self._places.append(at)
            out = self._out(letter, shown)
            if out:
                shown.append(out)
                at += 2 if ord(out) > 0xFFFF else 1
        while shown and shown[-1] == BLOCK:  # the empty lines at the end take no room
            shown.pop()
            at -= 1
        self._places.append(at)
        self._places = array("q", [min(place, at) for place in self._places])
        self.shown = "".join(shown)
        self.length = at

    @staticmethod
    def _out(letter: str, shown: list[str]) -> str:
        if letter == "\r":
            return ""
        if letter in _BREAKS:
            return BLOCK if shown and shown[-1] != BLOCK else ""
        return " " if letter in _UNSHOWN else letter

    @property
    def end(self) -> int:
        return self.base + self.length

    def position(self, offset: int) -> int:
        """Position in the document of the letter at `offset` of the text."""
        return self.base + self._places[max(0, min(offset, len(self.text)))]

    def passage(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the words between two positions of the document, spaces at both ends left out."""
        start = bisect_right(self._places, first - self.base) - 1
        end = bisect_left(self._places, last - self.base)
        start, end = max(0, start), min(max(end, 0), len(self.text))
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end
