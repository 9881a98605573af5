"""The words a report is known by: columns, texts and facts, from resources/reports/cerfa_15059.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from desktop.exchange.cerfa_map import form_map, norm
from desktop.paths import resources
from desktop.rules.chart import BY_CODE, Side, nearest_account
from desktop.told_file import told_file

_Patterns = tuple[re.Pattern[str], ...]
FORECAST, DONE, PERCENT = "forecast", "done", "percent"
_TOTAL = re.compile(r"(sous )?totaux\b|(sous )?total\b")
_MOST_WORDS = 24  # of a label: a longer one is prose


@dataclass(frozen=True, slots=True)
class Words:
    """What the file tells, as patterns over words without accents, case nor punctuation."""

    recognised: _Patterns
    confirmed: _Patterns
    columns: Mapping[str, _Patterns]
    people: Mapping[str, _Patterns]
    indicators: Mapping[str, _Patterns]
    texts: tuple[tuple[str, _Patterns], ...]
    fields: tuple[tuple[str, _Patterns], ...]


@cache
def known_words() -> Words:
    """Read once."""
    path = resources() / "reports" / "cerfa_15059.toml"
    data = told_file(path)

    def whole(table: Mapping[str, Iterable[str]]) -> dict[str, _Patterns]:
        return {name: _patterns(rf"^(?:{one})$" for one in labels) for name, labels in table.items()}

    return Words(
        _patterns(data["recognised"]),
        _patterns(data["confirmed"]),
        whole(data["columns"]),
        whole(data["people"]),
        whole(data["indicators"]),
        tuple((one["code"], _patterns(one["labels"])) for one in data["text"]),
        tuple((one["code"], _patterns(one["labels"])) for one in data["field"]),
    )


def _patterns(written: Iterable[str]) -> _Patterns:
    return tuple(re.compile(one) for one in written)


def is_report(words: str) -> bool:
    """Whether the words of a file, as `norm` makes them, are those of a report."""
    told = known_words()
    said = sum(bool(one.search(words)) for one in told.confirmed)
    return said > 1 and any(one.search(words) for one in told.recognised)


def column_of(text: str) -> str:
    """The column of the financial table that a heading names, "" for none."""
    if text.strip() in ("%", "% ", "(%)", "en %"):
        return PERCENT
    return _named(known_words().columns, norm(text))


def people_column(text: str) -> str:
    return _named(known_words().people, norm(text))


def indicator_column(text: str) -> str:
    return _named(known_words().indicators, norm(text))


def _named(table: Mapping[str, _Patterns], said: str) -> str:
    return next((name for name, labels in table.items() if any(one.search(said) for one in labels)), "")


def meaning(label: str) -> str:
    """What a label asks for: "texts.course", "granted"…; "" when it is none of the report."""
    said = norm(label)
    if not said or len(said.split()) > _MOST_WORDS:
        return ""
    for code, labels in known_words().fields:
        if any(one.search(said) for one in labels):
            return code
    for code, labels in known_words().texts:
        if any(one.search(said) for one in labels):
            return f"texts.{code}"
    return ""


def is_total(label: str) -> bool:
    """Whether a line of a table only adds up others."""
    return _TOTAL.match(norm(label)) is not None


def account_of(label: str, side: Side | None) -> tuple[str, Side] | None:
    """The account a printed label stands for, with its side; None when it is none of the chart."""
    said = norm(label)
    for line in form_map().lines:
        if line.account in BY_CODE and side in (None, line.side) and line.says(said):
            return line.account, "charge" if line.side == "charge" else "product"
    found = nearest_account(label, side)
    return (found.code, found.side) if found else None
