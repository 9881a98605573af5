"""The figures of the contract as people ask for them: axes, measures, the query behind a bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from desktop.rules.money import NARROW, euros, percent
from desktop.rules.query_nodes import quoted

AXES: dict[str, str] = {
    "quarter": "Quartier",
    "challenge": "Défi",
    "funder": "Financeur",
    "applicant": "Nature du porteur",
    "renewal": "Nouvelle ou reconduite",
    "wave": "Vague",
    "call": "Appel",
    "theme": "Thème de l’État (P147)",
    "year": "Année",
}
SHARED = ("quarter", "challenge", "theme")  # where a dossier may count in several rows
# « Accordé par quartier »: how an axis is said after a measure.
BY: dict[str, str] = {
    **{code: f"par {name[0].lower()}{name[1:]}" for code, name in AXES.items()},
    "renewal": "des actions nouvelles et reconduites",
}
Kind = Literal["count", "money", "rate", "people"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One column: its code is a field of a row, or a ratio of two."""

    code: str
    label: str
    kind: Kind


MEASURES: tuple[Measure, ...] = (
    Measure("dossiers", "Dossiers", "count"),
    Measure("granted_count", "Dossiers accordés", "count"),
    Measure("asked", "Demandé", "money"),
    Measure("granted", "Accordé", "money"),
    Measure("paid", "Versé", "money"),
    Measure("rate", "Accordé / demandé", "rate"),
    Measure("cost", "Coût des actions", "money"),
    Measure("per_resident", "Accordé par habitant", "money"),
    Measure("beneficiaries", "Bénéficiaires", "people"),
    Measure("women", "dont femmes", "people"),
    Measure("men", "dont hommes", "people"),
)
BY_CODE: dict[str, Measure] = {measure.code: measure for measure in MEASURES}
ADDED = frozenset({"asked", "granted", "paid", "cost", "beneficiaries", "women", "men"})  # rows add up

RULE = (
    "Un dossier de plusieurs quartiers ou défis compte une fois dans chacun, et une fois en tout. "
    "Son argent, son coût et son public sont partagés à parts égales, au centime près ; le dernier prend "
    "le reste : les lignes s’additionnent. Ses défis sont ceux de la plus forte note, sinon ceux que le "
    "porteur déclare."
)
YEAR_RULE = (
    "L’année d’un dossier est celle de son appel, ou l’année de convention qu’il demande. « Versé » est "
    "ce qui a été payé à ce jour sur ces dossiers, quelle que soit l’année du paiement."
)
PEOPLE_RULE = (
    "Le public est celui du bilan quand il est reçu, sinon celui de la demande. Une même personne peut être "
    "comptée par plusieurs actions."
)


def value_of(row: Any, measure: str) -> int | None:
    """The figure of a row: cents, counts, or tenths of a per cent; None when it is not known."""
    if measure == "rate":
        asked, granted = row.asked, row.granted
        return None if not asked or granted is None else (granted * 2000 + asked) // (asked * 2)
    if measure == "per_resident":
        granted, residents = row.granted, row.residents
        return None if not residents or granted is None else (granted * 2 + residents) // (residents * 2)
    value: int | None = getattr(row, measure)
    return value


def words_of(value: int | None, measure: str) -> str:
    """The figure as it is read; a dash when nobody knows it."""
    if value is None:
        return "–"
    kind = BY_CODE[measure].kind
    if kind == "rate":
        return percent(value, 1000, 1)
    if kind == "money":
        return euros(value) if measure == "per_resident" else whole_euros(value)
    return grouped(value)


def grouped(number: int) -> str:
    """« 31 500 », with no-break spaces."""
    return f"{number:,}".replace(",", NARROW)


def whole_euros(cents: int) -> str:
    """Rounded to the euro, half up: what tables and bars show; the numbers that leave keep their cents."""
    sign = -1 if cents < 0 else 1
    return euros(sign * ((abs(cents) + 50) // 100) * 100)


def query_of(
    by: str, code: str, since: int | None = None, until: int | None = None,
    filters: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """The dossiers of a row, in the language of the list."""
    parts = [] if by == "whole" else [_term(by, code)]
    parts += [_term(name, value) for name, value in (filters or {}).items() if name != by]
    if since is not None and since == until:
        parts.append(f"année:{since}")
    else:
        parts += [f"année>={since}"] if since is not None else []
        parts += [f"année<={until}"] if until is not None else []
    return " ".join(parts)


_WORDS = {
    "quarter": "quartier", "challenge": "retenu", "funder": "financeur", "applicant": "type", "call": "appel",
    "theme": "thème", "year": "année",
}  # fmt: skip
_RENEWAL = {"yes": "reconduction:oui", "no": "reconduction:non -reconduction:aucun", "": "reconduction:aucun"}


def _term(by: str, code: str) -> str:
    if by == "renewal":
        return _RENEWAL[code]
    if by == "wave":
        call, _, rank = code.rpartition("/")
        return f"appel:{quoted(call)} vague:{rank}" if code else "vague:aucun"
    return f"{_WORDS[by]}:{quoted(code) if code else 'aucun'}"
