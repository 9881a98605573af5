"""A convention of several years as screens and papers show it: its register, its alerts, one instalment."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from db.queries.agreement_shapes import (
    AgreementRow,
    AmendmentRow,
    CommitmentRow,
    IndicatorRow,
    LedgerRow,
    TrancheRow,
)
from db.queries.agreements import (
    agreement,
    amendments,
    commitments,
    indicators,
    ledger,
    tranches,
)
from desktop.rules.agreements import Fund, added, end_alert, report_alert, years_of


class Register(NamedTuple):
    """The ledger as a table: years, funders in their order, and the fund of each cell."""

    years: tuple[int, ...]
    funders: tuple[tuple[bytes, str], ...]
    cells: dict[tuple[int, bytes], Fund]

    def of(self, year: int | None = None, funder: bytes | None = None) -> Fund:
        """One cell; without a year the sum of the years, without a funder the sum of the funders."""
        found = [
            fund for (y, f), fund in self.cells.items()
            if (year is None or y == year) and (funder is None or f == funder)
        ]  # fmt: skip
        return added(found)


class Counted(NamedTuple):
    """One indicator and its figures by year: (target, reached, comment)."""

    id: bytes
    label: str
    unit: str
    years: dict[int, tuple[float | None, float | None, str]]


@dataclass(frozen=True, slots=True)
class Convention:
    """All that is known of one convention."""

    head: AgreementRow
    register: Register
    tranches: Sequence[TrancheRow]
    commitments: Sequence[CommitmentRow]
    indicators: Sequence[Counted]
    amendments: Sequence[AmendmentRow]


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def register_of(head: AgreementRow, rows: Iterable[LedgerRow]) -> Register:
    """The table of a ledger; every year of the convention has its column."""
    rows = list(rows)
    years = sorted({*years_of(day(head.starts_on), day(head.ends_on)), *(row.year for row in rows)})
    funders = dict.fromkeys((row.funder_id, row.funder) for row in rows)
    brought = {(row.year, row.funder_id): row.carried for row in rows}
    cells = {
        (row.year, row.funder_id): Fund(
            row.promised, row.carried, row.voted, row.paid, row.reported,
            brought.get((row.year + 1, row.funder_id), 0),
        )
        for row in rows
    }  # fmt: skip
    return Register(tuple(years), tuple(funders), cells)


def counted(rows: Iterable[IndicatorRow]) -> list[Counted]:
    """The indicators, each with its years."""
    found: dict[bytes, Counted] = {}
    for row in rows:
        one = found.setdefault(row.id, Counted(row.id, row.label, row.unit, {}))
        if row.year is not None:
            one.years[row.year] = (row.target, row.reached, row.comment)
    return list(found.values())


def convention(reader: sqlite3.Connection, key: bytes, person: str = "") -> Convention | None:
    """One convention in whole, None when it is not there."""
    head = agreement(reader, key)
    if head is None:
        return None
    return Convention(
        head, register_of(head, ledger(reader, key)), tranches(reader, key, person),
        commitments(reader, key), counted(indicators(reader, key)), amendments(reader, key),
    )  # fmt: skip


def alerts(head: AgreementRow, today: dt.date) -> list[str]:
    """« se termine dans 4 mois », « bilan 2025 attendu »: what the list tells of a convention."""
    found = [end_alert(head.state, day(head.ends_on), head.alert_months, today)]
    if head.state in ("signed", "ended"):
        told = [pair.split("=") for pair in head.reports.split()]
        found += [report_alert(int(year), state, today) for year, state in sorted(told)]
    return [words for words in found if words]
