"""The same words and amounts in two requests: which ones to compare, how much they share, which words."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from desktop.rules.folding import words

RUN = 5  # words in a row that two texts share by copy, hardly ever by chance
_SAMPLE = 8  # one run in eight is kept to find candidates; the comparison itself takes them all
_FEW = 3  # sampled runs in common that make a candidate
_OFTEN = 40  # a run that so many requests share is a form's own sentence
_SLOT = 24  # bits for the place of a request in the index
_EMPTY = frozenset(
    words(
        "a au aux avec ce ces cet cette d dans de des du elle elles en est et il ils l la le les leur leurs "
        "n nos notre nous on ou par pas plus pour qu que qui s sa sans se ses son sont sur un une"
    )
)


@lru_cache(maxsize=65_536)
def _plain(word: str) -> str:
    return "".join(words(word))


@lru_cache(maxsize=65_536)
def _number(word: str) -> int:
    """The same in every process, as the hash of a word is not: what is sampled decides who is compared."""
    return int.from_bytes(blake2b(word.encode(), digest_size=7).digest())


@lru_cache(maxsize=512)
def _tokens(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words as written, a sign alone left out, and the runs of the same words folded."""
    pairs = [(word, folded) for word in text.split() if (folded := _plain(word))]
    plain = [folded for _, folded in pairs]
    numbers = [_number(folded) for folded in plain]
    made = map(hash, zip(*(numbers[at:] for at in range(RUN)), strict=False))
    return tuple(word for word, _ in pairs), tuple(made)


def runs(text: str) -> set[int]:
    """Every run of five words of a text, as numbers."""
    return set(_tokens(text)[1])


def telling(label: str) -> frozenset[str]:
    """The words of a label that say something."""
    return frozenset(word for word in words(label) if word not in _EMPTY and not word.isdigit())


def likeness(one: str, other: str) -> int:
    """Words in common of two titles, per cent (Dice)."""
    a, b = telling(one), telling(other)
    return 200 * len(a & b) // (len(a) + len(b)) if a and b else 0


class Index:
    """Who shares words with whom, for tens of thousands of requests in a few megabytes.

    Sorted numbers: the run above, the place of the request below. Requests told again go to a small heap
    beside them; what an old place says is checked anew on the real texts, so it needs no taking out.
    """

    def __init__(self, requests: Iterable[tuple[bytes, str, Sequence[str]]]) -> None:
        """Key, text and marks of each: one mark in common makes a candidate, as enough runs do."""
        self._keys: list[bytes] = []
        packed: list[int] = []
        for key, text, marks in requests:
            place = len(self._keys)
            self._keys.append(key)
            packed += ((run << _SLOT) | place for run in _sampled(text, marks))
        packed.sort()
        self._packed = array("Q", packed)
        self._late: dict[int, set[bytes]] = defaultdict(set)

    def add(self, key: bytes, text: str, marks: Sequence[str] = ()) -> None:
        """A request is new, or was rewritten."""
        for run in _sampled(text, marks):
            self._late[run].add(key)

    def near(self, key: bytes, text: str, marks: Sequence[str] = ()) -> list[bytes]:
        """The requests that share enough sampled runs with this text, or a mark, the nearest first."""
        shared: Counter[bytes] = Counter()
        for run in _sampled(text, marks):
            at = bisect_left(self._packed, run << _SLOT)
            end = min(at + _OFTEN, len(self._packed))
            met = set(self._late.get(run, ()))
            while at < end and self._packed[at] >> _SLOT == run:
                met.add(self._keys[self._packed[at] & ((1 << _SLOT) - 1)])
                at += 1
            if len(met) < _OFTEN:
                shared.update(met)
        del shared[key]
        return [other for other, count in shared.most_common(12) if count >= _FEW]


def _sampled(text: str, marks: Sequence[str]) -> list[int]:
    # Forty bits of the run, so that a place fits below it.
    kept = [run >> 3 for run in runs(text) if run % _SAMPLE == 0]
    kept += (hash((_number(mark), turn)) for mark in set(marks) for turn in range(_FEW))
    return [run & ((1 << 40) - 1) for run in kept]


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts share: per cent of the shorter one, how many runs, their longest passage."""

    share: int
    count: int
    mine: str
    theirs: str
    words: str


def compare(mine: str, theirs: str) -> Shared:
    """The two texts held against each other."""
    (left, ours), (right, others) = _tokens(mine), _tokens(theirs)
    both = set(ours) & set(others)
    if not both:
        return Shared(0, 0, "", "", "")
    start, size = _longest([run in both for run in ours])
    there = others.index(ours[start])
    return Shared(
        100 * len(both) // max(1, min(len(set(ours)), len(set(others)))),
        len(both),
        _around(left, start, size),
        _around(right, there, size),
        " ".join(left[start : start + min(size, 12)]),
    )


def _longest(marks: Sequence[bool]) -> tuple[int, int]:
    """Where the longest stretch of shared runs begins, and how many words it has."""
    best, begin, length = (0, 0), 0, 0
    for at, mark in enumerate(marks):
        length = length + 1 if mark else 0
        begin = at if mark and length == 1 else begin
        best = max(best, (length, -begin))
    return -best[1], best[0] + RUN - 1


def _around(said: Sequence[str], at: int, size: int) -> str:
    start, end = max(0, at - 5), min(len(said), at + min(size, 40) + 5)
    return ("… " if start else "") + " ".join(said[start:end]) + (" …" if end < len(said) else "")


@dataclass(frozen=True, slots=True)
class Spent:
    """One expense of a budget; cents."""

    account: str
    label: str
    amount: int


@lru_cache(maxsize=4096)
def _label(text: str) -> frozenset[str]:
    return telling(text)


def same_lines(mine: Sequence[Spent], theirs: Sequence[Spent]) -> Iterator[tuple[Spent, Spent]]:
    """The expenses of the same post, the same amount and nearly the same words."""
    for one in mine:
        for other in theirs:
            if one.amount != other.amount or one.account[:2] != other.account[:2]:
                continue
            a, b = _label(one.label), _label(other.label)
            if min(len(a), len(b)) >= 1 and 2 * len(a & b) * 10 >= (len(a) + len(b)) * 8:
                yield one, other
                break
