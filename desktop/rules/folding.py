"""Text made comparable: accents, case, ligatures, dashes and apostrophes folded away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SAME = str.maketrans(
    {
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "\u00a0": " ",
        "\u202f": " ",
    }
)
_SHORT = 60  # letters
_WORDS = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """Lower case without accents; dashes, apostrophes and spaces of one kind, single and trimmed."""
    return _short(text) if len(text) <= _SHORT else _fold(text)


@lru_cache(maxsize=32_768)  # a file says the same names, states and headers again and again
def _short(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    if text.isascii():  # nothing to fold away but case and spaces
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKD", text.translate(_SAME))
    for char in set(plain):  # a handful, however long the text
        if unicodedata.combining(char):
            plain = plain.replace(char, "")
    return " ".join(plain.casefold().split())


def words(text: str) -> list[str]:
    """The folded words and numbers of a text, punctuation left out."""
    return _WORDS.findall(fold(text))
