"""A text without the names of some persons: each is covered wherever it stands, accents and case aside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

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


def cover(text: str, people: Iterable[Named]) -> str:
    """The text with last names, full names, mail addresses and telephone numbers covered. A first name alone
    stays: it is also a word, a street, a school."""
    for person in people:
        for pattern in _patterns(person):
            text = pattern.sub(BAR, text)
    return text


def names(text: str, people: Iterable[Named]) -> bool:
    """Whether a text names one of them."""
    return any(pattern.search(text) for person in people for pattern in _patterns(person))


def _patterns(person: Named) -> list[re.Pattern[str]]:
    made = []
    last, first = person.last_name.strip(), person.first_name.strip()
    if len(last) >= _SHORT:
        full = rf"(?:{_loose(first)}[\s\u00a0]+)?" if first else ""
        after = rf"(?:[\s\u00a0]+{_loose(first)})?" if first else ""
        made.append(re.compile(rf"(?<!\w){full}{_loose(last)}{after}(?!\w)", re.IGNORECASE))
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


def _loose(name: str) -> str:
    """A pattern of a name whose accents, case, hyphens and apostrophes do not count."""
    return "".join(f"[{re.escape(_ACCENTS[c])}]" if c in _ACCENTS else re.escape(c) for c in fold(name))
