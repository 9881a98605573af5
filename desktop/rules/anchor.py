"""Finding a quoted passage again after the text around it, or the passage itself, has changed a little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

CLOSE = 0.75  # share of the words that must still be there, in order
SHORT = 20  # a shorter quote proves nothing by itself when it has moved
CONTEXT = 32  # characters kept before and after a quote

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets in the text; `exact` is False when the words changed."""

    start: int
    end: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The context to keep with a quote: what stands before and after it."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def locate(text: str, quote: str, start: int, before: str = "", after: str = "") -> Span | None:
    """Where the quote stands now: at its place, elsewhere, or nearly the same words; None if it is gone."""
    if not quote.strip():
        return None
    here = _exact(text, quote, start, before, after)
    return here or _nearly(text, quote, start)


def _exact(text: str, quote: str, start: int, before: str, after: str) -> Span | None:
    places = list(_occurrences(text, quote))
    if not places:
        return None

    def rank(at: int) -> tuple[int, int]:
        # The words around decide; when they say the same of two places, the nearer one is meant.
        # At its old place with nothing kept of its surroundings, distance 0 wins by itself.
        return -_context(text, at, at + len(quote), before, after), abs(at - start)

    best = min(places, key=rank)
    kept = -rank(best)[0]
    if len(quote) < SHORT and best != start and kept < min(6, len(before) + len(after)):
        return None  # a common word found among strangers is another passage
    return Span(best, best + len(quote))


def _occurrences(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _context(text: str, start: int, end: int, before: str, after: str) -> int:
    """How many characters of the kept context still touch the place, on both sides."""
    left = _common(reversed(text[max(0, start - len(before)) : start]), reversed(before))
    return left + _common(iter(text[end : end + len(after)]), iter(after))


def _common(one: Iterator[str], other: Iterator[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _tokens(text: str) -> list[_Token]:
    return [_Token(m.group().casefold(), m.start(), m.end()) for m in _WORD.finditer(text)]


def _nearly(text: str, quote: str, start: int) -> Span | None:
    wanted = [token.word for token in _tokens(quote)]
    found = _tokens(text)
    if len(wanted) < 3 or not found:
        return None
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(wanted)
    best: tuple[float, int, Span] | None = None
    for first in _starts(found, set(wanted)):
        window = found[first : first + _reach(len(wanted))]
        matcher.set_seq1([token.word for token in window])
        blocks = [b for b in matcher.get_matching_blocks() if b.size]
        if not blocks or blocks[0].a:
            continue
        last = blocks[-1].a + blocks[-1].size
        kept = sum(block.size for block in blocks)
        likeness = 2 * kept / (last + len(wanted))
        span = Span(window[0].start, window[last - 1].end, exact=False)
        rank = (likeness, -abs(span.start - start))
        if likeness >= CLOSE and (best is None or rank > best[:2]):
            best = (*rank, span)
    return best[2] if best else None


def _reach(length: int) -> int:
    """How many words a changed quote may spread over: a quarter more, three at least."""
    return length + max(3, length // 4)


def _starts(found: list[_Token], wanted: set[str]) -> Iterator[int]:
    """Word positions where the quote may begin: a shared word, with enough others in reach to be close."""
    size = len(wanted)
    reach = _reach(size)
    shared = [token.word in wanted for token in found]
    running = [0]
    for here in shared:
        running.append(running[-1] + here)
    for first, here in enumerate(shared):
        in_reach = running[min(first + reach, len(shared))] - running[first]
        if here and in_reach >= CLOSE * size * 0.75:
            yield first
