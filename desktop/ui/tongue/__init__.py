"""How counts, amounts and dates are said in the language of the screens: French, or English when chosen.

What flow, rules, exchange and db say is French; `edge` gives it in English where Qt shows it.
Papers and exports go on asking `desktop.rules.french`: they are French whatever the screens speak.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.machine import machine
from desktop.rules import french, money

if TYPE_CHECKING:
    from desktop.ui.tongue.english import English

LANGUAGES = {"fr": "Français", "en": "English"}  # each under its own name
KEY = "look/language"  # what the user chose, in the settings of the window


def chosen(kept: object) -> str:
    """The language to speak: PARVIS_LANGUAGE, else what the user chose (`kept`), else what the machine says,
    else French, whatever the system speaks."""
    wanted = os.environ.get("PARVIS_LANGUAGE") or kept or machine().get("language")
    return str(wanted) if wanted in LANGUAGES else "fr"


class _Spoken:
    """One language for the whole program; French asks for nothing more."""

    other: English | None = None
    own: Callable[[str], str] = str


def speak(language: English, own: Callable[[str], str]) -> None:
    """Say numbers, dates and plurals as this language does; `own` marks a text that it must not touch."""
    _Spoken.other, _Spoken.own = language, own


def as_written(text: str) -> str:
    """The words of an applicant or a title, whatever sentence of the program they look like."""
    return _Spoken.own(text) if _Spoken.other else text


def spoken() -> English | None:
    """The language of the screens, None in French."""
    return _Spoken.other


def plural(count: int, noun: str, form: str = "") -> str:
    """The word that agrees with a count."""
    other = _Spoken.other
    return other.plural(count, noun, form) if other else french.plural(count, noun, form)


def euros(cents: int) -> str:
    """« 9 000 € », “€9,000”: cents only when there are some."""
    told = money.euros(cents)
    return _Spoken.other.number(told) if _Spoken.other else told


def percent(part: int, whole: int, digits: int = 0) -> str:
    """« 29,5 % », “29.5%”; a dash when there is nothing to divide by."""
    told = money.percent(part, whole, digits)
    return _Spoken.other.number(told) if _Spoken.other else told


def date_long(day: date) -> str:
    """« 12 mars 2025 », “12 March 2025”."""
    told = french.date_long(day)
    return _Spoken.other.number(told) if _Spoken.other else told


def date_short(day: date) -> str:
    """« 01/03/2025 », alike in both."""
    return french.date_short(day)


def listed(items: Sequence[str], last: str = "et") -> str:
    """« a, b et c », “a, b and c”."""
    return french.listed(items, _Spoken.other.word(last) if _Spoken.other else last)


def typography(text: str) -> str:
    """French spaces and quotes put right in a sentence from below; its English is found all the same."""
    return french.typography(text)


def de_(noun: str) -> str:
    """« de la Somme », “of Somme”."""
    return f"of {noun}" if _Spoken.other else french.de_(noun)
