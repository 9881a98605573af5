"""Names as written in a file (challenges, quarters, funders) matched to the codes of the house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from desktop.rules.folding import fold, words

NEAR = 0.6  # below, two names share too few words to be the same
MARGIN = 0.12  # two candidates closer than this cannot be told apart
_ARTICLES = {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "sur"}
_EMPTY = _ARTICLES | {"leur", "leurs", "un", "une", "quartier", "quartiers", "qpv", "defi", "n", "no"}
_QUARTER_CODE = re.compile(r"\bQ[NP]\s?\d{2}[0-9AB]\s?\d{2}[0-9IMNC]\b", re.IGNORECASE)
_CHALLENGE_CODE = re.compile(
    r"^\s*(?:d[ée]fi\s*)?(?:n\s*°\s*)?d?\s*0*(\d{1,2})\b(?!\s*(?:ans|à))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Place:
    """One code of the house with every name it goes by."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """`code` is None when nothing fits or several do (`candidates`); `remark` is French, empty when exact."""

    code: str | None
    confidence: float
    remark: str = ""
    candidates: tuple[str, ...] = ()


def match(written: str, places: Sequence[Place]) -> Match:
    """The place meant: by code, then by exact name, then by words in common."""
    if not fold(written):
        return Match(None, 0.0, "Rien n’est écrit.")
    coded = _by_code(written, places)
    if coded:
        return coded
    said = _said(written)
    exact = sorted({place.code for place in places for name in place.names if _said(name) == said})
    if len(exact) == 1:
        return Match(exact[0], 1.0)
    if exact:
        return _ambiguous(written, exact, places)
    return _by_words(written, said, places)


def match_all(written: str, places: Sequence[Place]) -> list[Match]:
    """Every place of a cell that lists several, joined by commas, semicolons or line feeds.

    Names may hold commas themselves: the longest run of parts that is one exact name is kept whole.
    """
    parts = [part.strip() for part in re.split(r"[,;\n|]", written) if part.strip()]
    found: list[Match] = []
    at = 0
    while at < len(parts):
        for end in range(len(parts), at, -1):
            whole = match(", ".join(parts[at:end]), places)
            if end == at + 1 or (whole.code and whole.confidence == 1.0 and not _codes(parts[at + 1 : end])):
                found.append(whole)
                at = end
                break
    return found


def _codes(parts: Iterable[str]) -> bool:
    return any(_QUARTER_CODE.search(part) for part in parts)


def _said(text: str) -> tuple[str, ...]:
    """The words that tell, in order; a name made of empty words only keeps them."""
    every = words(text)
    return tuple(word for word in every if word not in _EMPTY) or tuple(every)


def _by_code(written: str, places: Sequence[Place]) -> Match | None:
    codes = {fold(place.code): place.code for place in places}
    plain = codes.get(fold(written))
    if plain:
        return Match(plain, 1.0)
    quarter = _QUARTER_CODE.search(written)
    if quarter:
        found = codes.get(fold(quarter.group().replace(" ", "")))
        if found:
            return Match(found, 1.0)
        # An old code (QP080003) may be among the names of a place.
        old = [p.code for p in places if fold(quarter.group()) in {fold(name) for name in p.names}]
        if len(old) == 1:
            return Match(old[0], 1.0, f"« {quarter.group()} » est un ancien code.")
        return Match(None, 0.0, f"Le code « {quarter.group()} » n’est pas dans la liste.")
    number = _CHALLENGE_CODE.match(written)
    if number and f"d{int(number[1]):02d}" in codes:
        return Match(codes[f"d{int(number[1]):02d}"], 1.0)
    return None


def _by_words(written: str, said: tuple[str, ...], places: Sequence[Place]) -> Match:
    ranked = sorted(
        (
            (max(_near(said, _said(name)) for name in place.names), place.code)
            for place in places
            if place.names
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    near = [(score, code) for score, code in ranked if score >= NEAR]
    if not near:
        return Match(
            None, ranked[0][0] if ranked else 0.0, f"« {written.strip()} » ne correspond à aucun nom connu."
        )
    best = near[0][0]
    rivals = [code for score, code in near if best - score < MARGIN]
    if len(rivals) > 1:
        return _ambiguous(written, rivals, places)
    name = next(place.names[0] for place in places if place.code == rivals[0])
    return Match(rivals[0], best, f"« {written.strip()} » a été lu « {name} ».")


def _near(said: tuple[str, ...], name: tuple[str, ...]) -> float:
    """Words in common over all words (Dice), a word with a slip of the pen counting for most of itself."""
    left = list(name)
    common = 0.0
    for word in said:
        best = max(left, key=lambda other: _alike(word, other), default="")
        likeness = _alike(word, best)
        if likeness:
            common += likeness
            left.remove(best)
    return 2 * common / (len(said) + len(name)) if common else 0.0


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 5:
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= 0.8 else 0.0


def _ambiguous(written: str, codes: Sequence[str], places: Sequence[Place]) -> Match:
    names = [place.names[0] for place in places if place.code in codes]
    sentence = f"« {written.strip()} » peut désigner : {', '.join(names)}. Choisir."
    return Match(None, 0.0, sentence, tuple(codes))
