"""A text without the names of some persons: each is covered wherever it stands, accents and case aside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from desktop.rules.blackout import BAR
from desktop.rules.folding import fold

_SHORT = 3  # letters: a shorter name would cover words that are none


@dataclass(frozen=True, slots=True)
class Named:
    """A person as texts name them; empty where unknown."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def empty(self) -> bool:
        return not (self.last_name.strip() or self.email.strip() or self.phone.strip())


def cover(text: str, people: Iterable[Named], *, strict: bool = False) -> str:
    """The text with last names, full names, mail addresses and telephone numbers covered. A first name alone
    stays: it is also a word, a street, a school. `strict`: a last name alone stays too."""
    for person in people:
        for pattern in _patterns(person, strict):
            text = pattern.sub(BAR, text)
    return text


def names(text: str, people: Iterable[Named], *, strict: bool = False) -> bool:
    """Whether a text names one of them; `strict`: by more than a last name that another may bear."""
    return any(pattern.search(text) for person in people for pattern in _patterns(person, strict))


def around(text: str, people: Iterable[Named], size: int = 160) -> str:
    """The words around the first place where a text names one of them."""
    starts = [found.start() for one in people for way in _patterns(one, False) if (found := way.search(text))]
    first = max(0, min(starts, default=0) - size // 3)
    shown = text[first : first + size].strip()
    return f"{'… ' if first else ''}{shown}{' …' if first + size < len(text) else ''}"


_GAP = r"[\s\u00a0\u202f]+"
_CIVILITIES = r"(?:madame|monsieur|mademoiselle|mme|mlle|mr|m\.?)"


@lru_cache(maxsize=4096)
def _patterns(person: Named, strict: bool) -> list[re.Pattern[str]]:
    made = []
    last, first = _loose(person.last_name.strip()), _loose(person.first_name.strip())
    if len(person.last_name.strip()) >= _SHORT:
        if strict:
            ways = [
                rf"{_CIVILITIES}{_GAP}(?:{first}{_GAP})?{last}" if first else rf"{_CIVILITIES}{_GAP}{last}"
            ]
            ways += [rf"{first}{_GAP}{last}", rf"{last}{_GAP}{first}"] if first else []
        else:
            ways = [rf"(?:{first}{_GAP})?{last}(?:{_GAP}{first})?" if first else last]
        made += [re.compile(rf"(?<!\w)(?:{way})(?!\w)", re.IGNORECASE) for way in ways]
    if email := person.email.strip():
        made.append(re.compile(re.escape(email), re.IGNORECASE))
    digits = re.sub(r"\D", "", person.phone)
    if len(digits) >= 8:
        made.append(re.compile(r"\+?" + r"[\s.\-\u00a0\u202f]?".join(digits)))
    return made


_ACCENTS = {
    "a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü", "y": "yÿ", "n": "nñ",
    "'": "'’", "-": "-‑\u2010 ", " ": " \u00a0\u202f-",
}  # fmt: skip


_LIGATURES = re.compile("oe|ae|.", re.DOTALL)


def _loose(name: str) -> str:
    """A pattern of a name whose accents, case, ligatures, hyphens and apostrophes do not count."""
    return "".join(_one(part) for part in _LIGATURES.findall(fold(name)))


def _one(part: str) -> str:
    if part in ("oe", "ae"):
        return f"(?:{_one(part[0])}{_one(part[1])}|{'œ' if part == 'oe' else 'æ'})"
    return f"[{re.escape(_ACCENTS[part])}]" if part in _ACCENTS else re.escape(part)
