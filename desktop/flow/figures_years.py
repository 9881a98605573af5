"""The figures over the years: the rows of an axis year by year, the earlier contract beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from db.queries.contract_totals import TotalRow, contract_totals
from db.queries.figures import Figure, yearly, years
from desktop.flow.figures import Asked, Figures, read_figures


@dataclass(frozen=True, slots=True)
class OverYears:
    """`cells`: a row by code and year, only where something counts; `wholes`: each year in all. `before`:
    what was entered of earlier contracts on this axis, by code ("" for all of a contract)."""

    found: Figures
    years: tuple[int, ...]
    cells: Mapping[tuple[str, int], Figure]
    wholes: Mapping[int, Figure]
    before: tuple[TotalRow, ...]


def read_over_years(reader: sqlite3.Connection, asked: Asked, person: str = "") -> OverYears:
    """Five statements, whatever the number of years and of dossiers."""
    told = {"since": asked.since, "until": asked.until, "filters": asked.filters, "person": person}
    by = "whole" if asked.by == "year" else asked.by
    cells = {(row.code, year): row for year, row in yearly(reader, by, **told)}  # type: ignore[arg-type]
    wholes = dict(yearly(reader, "whole", **told))  # type: ignore[arg-type]
    shown = [
        year
        for year in years(reader)
        if (asked.since is None or year >= asked.since) and (asked.until is None or year <= asked.until)
    ]
    before = [row for row in contract_totals(reader) if row.axis in ("", by)]
    return OverYears(read_figures(reader, asked, person), tuple(shown), cells, wholes, tuple(before))


_ENTERED = {"dossiers": "actions", "granted_count": "actions"}


def entered(row: TotalRow, measure: str) -> int | None:
    """A figure of an earlier contract in a measure of this one; its actions are those it granted."""
    if measure == "dossiers":
        return None  # what was asked and refused is not in « nearly 2,000 actions »
    name = _ENTERED.get(measure, measure)
    value: int | None = getattr(row, name) if name in row._fields else None
    return value


def by_year_of(row: TotalRow, measure: str) -> int | None:
    """The same, for one year of that contract on average, so that it stands beside a year of this one."""
    value = entered(row, measure)
    return None if value is None else (value * 2 + row.years) // (row.years * 2)
