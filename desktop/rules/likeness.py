"""Whether two bodies are one: by SIRET, then RNA, then SIREN; by name alone it is a doubt for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from desktop.rules.folding import words

Way = Literal["siret", "rna", "siren", "name"]
ALIKE = 88  # of 100 letters in the same place, words sorted: below, names are those of two bodies
SHORT = 5  # letters: a shorter name must be the same letter for letter
_SILENT = frozenset(
    {
        *("association", "associations", "assoc", "asso", "ass", "loi", "1901"),
        *("de", "la", "le", "les", "l", "du", "des", "d", "et", "en", "a", "au", "aux", "pour", "un", "une"),
        *("sarl", "sas", "sasu", "sa", "scic", "scop", "eurl", "gip", "epci"),
    }
)
_PLACE = re.compile(r"\s[-–]\s?\d{2,5}\s[^-]*$")  # « … - 80 AMIENS »
_TICKET = re.compile(r"\d+")


class Body(NamedTuple):
    """Whoever asks or was granted something; numbers are "" when unknown."""

    name: str
    siret: str = ""
    siren: str = ""
    rna: str = ""
    acronym: str = ""


class Match(NamedTuple):
    """How two bodies were found to be one; not `sure` when a person must say."""

    way: Way
    sure: bool
    likeness: int = 100  # of the names, out of 100


def body_of(name: str, siret: str, rna: str, acronym: str = "", siren: str = "") -> Body:
    """A body whose SIREN is the start of its SIRET."""
    return Body(name, siret, siren or siret[:9], rna, acronym)


@lru_cache(maxsize=65_536)
def core(name: str) -> str:
    """What tells one name from another: its words sorted, without articles, legal words and place."""
    kept: list[str] = []
    letters = ""
    for word in [*words(_PLACE.sub("", name)), ""]:
        if len(word) == 1 and word.isalpha():
            letters += word  # « C A P S » is one word
            continue
        if letters and letters not in _SILENT:
            kept.append(letters)
        letters = ""
        if word and word not in _SILENT:
            kept.append(word)
    return " ".join(sorted(kept))


def compare(mine: Body, theirs: Body) -> Match | None:
    """How `theirs` is `mine`; None when they are two, or when nothing says that they are one."""
    if mine.siret and mine.siret == theirs.siret:
        return Match("siret", True)
    known = bool(mine.siren and theirs.siren)
    if mine.rna and mine.rna == theirs.rna:
        # One RNA and two SIREN: one of the numbers is wrong, and no rule can tell which.
        return Match("rna", not known or mine.siren == theirs.siren)
    if known:
        return Match("siren", True) if mine.siren == theirs.siren else None
    if mine.rna and theirs.rna:
        return None
    likeness = names_alike(mine, theirs.name)
    return Match("name", False, likeness) if likeness else None


def names_alike(mine: Body, name: str) -> int:
    """How alike the names are, 0 when below what is worth a question."""
    theirs = core(name)
    if not theirs:
        return 0
    return max((_alike(one, theirs) for one in _cores(mine)), default=0)


def _cores(body: Body) -> Iterator[str]:
    yield from filter(None, (core(body.name), core(body.acronym) if len(body.acronym) > 2 else ""))


def _alike(mine: str, theirs: str) -> int:
    if mine == theirs:
        return 100
    if min(len(mine), len(theirs)) <= SHORT or _TICKET.findall(mine) != _TICKET.findall(theirs):
        return 0
    likeness = int(fuzz.ratio(mine, theirs))
    return likeness if likeness >= ALIKE else 0


def alike_among(mine: Body, names: Sequence[str]) -> list[tuple[str, int]]:
    """Those of many names that are like this body's, the likest first."""
    cores = [core(name) for name in names]
    found: dict[str, int] = {}
    for one in _cores(mine):
        for _, _, at in process.extract(one, cores, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None):
            likeness = _alike(one, cores[at])
            if likeness:
                found[names[at]] = max(found.get(names[at], 0), likeness)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
