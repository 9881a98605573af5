"""Cells of public extracts as the reference keeps them: plain texts, ISO days, "" for what is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_DAYS = {"0001-01-01", "1900-01-01", "0000-00-00"}  # how RNA and SIRENE write "no date"
_HIDDEN = {"[ND]", "NULL", "NONE", "NAN"}


class Columns:
    """Where each column of a header stands."""

    def __init__(self, names: Sequence[str]) -> None:
        self._places: dict[str, int] = {}
        for place, name in enumerate(names):
            self._places.setdefault(name, place)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def cell(self, cells: list[str], *names: str) -> str:
        """The cell under the first of these columns that the file has, "" when it has none."""
        for name in names:
            place = self._places.get(name)
            if place is not None:
                return cells[place]
        return ""


def text(value: str) -> str:
    """Trimmed; what a public file hides ("[ND]") is not known."""
    plain = value.strip()
    return "" if plain.upper() in _HIDDEN else plain


def one_line(value: str) -> str:
    """The words on one line."""
    return text(" ".join(value.split()))


def joined(values: Iterable[str]) -> str:
    """Parts of an address with one space between."""
    return " ".join(plain for plain in map(one_line, values) if plain)


def day(value: str) -> str:
    """An ISO day, "" for none or for the day that stands for none."""
    plain = value.strip()[:10]
    return plain if _DAY.fullmatch(plain) and plain not in _NO_DAYS else ""
