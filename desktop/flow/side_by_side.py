"""Two dossiers or two applicants compared field by field, in the words that a screen shows."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from db.queries.sides import ApplicantSide, DossierSide, applicant_sides, dossier_sides
from desktop.flow.desk import LABELS
from desktop.rules.french import date_short, listed, plural
from desktop.rules.money import euros
from desktop.rules.register import LABELS as REGISTER_LABELS
from desktop.rules.sections import TITLES

_LISTS = ("budget", "own_budget", "funding", "places", "people")
_DAYS = ("starts_on", "ends_on", "deposited_at", "founded_on")
_LABELS = {
    **REGISTER_LABELS, "email": "Courriel", "phone": "Téléphone", "iban": "IBAN", "bic": "BIC",
    "account_holder": "Titulaire du compte",
}  # fmt: skip


class Compared(NamedTuple):
    """One field of both; `name` is what a merge can take, texts are "" when nothing is said."""

    name: str
    label: str
    one: str
    other: str
    same: bool


def compare_dossiers(reader: sqlite3.Connection, one: bytes, other: bytes) -> list[Compared]:
    """Two dossiers; what both leave empty is left out. [] when one of them is gone."""
    sides = dossier_sides(reader, one, other)
    return list(_dossiers(*sides)) if len(sides) == 2 else []


def compare_applicants(reader: sqlite3.Connection, one: bytes, other: bytes) -> list[Compared]:
    """Two applicants; the same."""
    sides = applicant_sides(reader, one, other)
    return list(_applicants(*sides)) if len(sides) == 2 else []


def _dossiers(one: DossierSide, other: DossierSide) -> Iterator[Compared]:
    for name in (field for field in DossierSide._fields[1:] if field != "texts" and field not in _LISTS):
        yield from _compared(name, LABELS[name], getattr(one, name), getattr(other, name))
    mine, theirs = json.loads(one.texts), json.loads(other.texts)
    for code in sorted(mine.keys() | theirs.keys()):
        yield from _compared(f"text.{code}", TITLES.get(code, code), mine.get(code, ""), theirs.get(code, ""))
    for name in _LISTS:
        yield from _compared(name, LABELS[name], getattr(one, name), getattr(other, name))


def _applicants(one: ApplicantSide, other: ApplicantSide) -> Iterator[Compared]:
    for name in ApplicantSide._fields[1:]:
        yield from _compared(name, _LABELS[name], getattr(one, name), getattr(other, name))


def _compared(name: str, label: str, one: Any, other: Any) -> Iterator[Compared]:
    shown = _shown(name, one), _shown(name, other)
    if any(shown):
        yield Compared(name, label, *shown, one == other)


def _shown(name: str, value: Any) -> str:
    if value in (None, "", "[]"):
        return ""
    if name in ("cost", "asked"):
        return euros(value)
    if name in _LISTS:
        count = len(json.loads(value))
        return f"{count} {plural(count, 'ligne')}"
    if name == "renewal":
        return "oui" if value else "non"
    if name in _DAYS:
        return date_short(dt.date.fromisoformat(str(value)[:10]))
    return listed(json.loads(value)) if name in ("quarters", "challenges") else str(value)
