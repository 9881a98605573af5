"""The figures of a year, gathered once: what its report prints and what is counted again in a test."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from db.queries.contract_totals import TotalRow
from db.queries.figures import Age, Cross, Figure, ages, crossed
from db.queries.year_report import (
    ActionRow,
    AgreementYear,
    FunderPaid,
    LateRow,
    ReportState,
    actions,
    agreement_years,
    late_reports,
    paid_in_year,
    report_states,
)
from desktop.flow.figures import Asked, Figures, read_figures
from desktop.flow.figures_years import OverYears, by_year_of, read_over_years
from desktop.rules.figures import MEASURES, value_of

AXES = ("quarter", "challenge", "funder", "applicant", "renewal", "wave", "theme")
COUNTED = (
    *(measure.code for measure in MEASURES),
    "no_asked",
    "no_granted",
    "no_cost",
    "no_people",
    "reported",
)
_BEFORE = ("granted", "granted_count", "asked", "paid", "beneficiaries")


@dataclass(frozen=True, slots=True)
class YearTold:
    """Everything counted for one year; `evolution` is of every year."""

    year: int
    today: dt.date
    axes: tuple[Figures, ...]
    cross: tuple[Cross, ...]
    ages: tuple[Age, ...]
    actions: tuple[ActionRow, ...]
    agreements: tuple[AgreementYear, ...]
    paid: tuple[FunderPaid, ...]
    reports: tuple[ReportState, ...]
    late: tuple[LateRow, ...]
    evolution: OverYears

    @property
    def whole(self) -> Figure:
        """The year in all, as the dossiers tell it."""
        return self.axes[0].whole

    def axis(self, by: str) -> Figures:
        """The figures of one axis."""
        return next(found for found in self.axes if found.asked.by == by)


def tell_year(
    reader: sqlite3.Connection, year: int, person: str = "", today: dt.date | None = None
) -> YearTold:
    """Read it all; `person` reads: what is closed to them is counted, never named."""
    day = today or dt.date.today()
    asked = [Asked(by, year, year) for by in AXES]
    return YearTold(
        year, day, tuple(read_figures(reader, one, person) for one in asked),
        tuple(crossed(reader, year=year)), tuple(ages(reader, year=year)),
        tuple(actions(reader, year, person)), tuple(agreement_years(reader, year, person)),
        tuple(paid_in_year(reader, year)), tuple(report_states(reader, year, day.isoformat())),
        tuple(late_reports(reader, year, day.isoformat(), person)),
        read_over_years(reader, Asked("year", None, year), person),
    )  # fmt: skip


def facts(told: YearTold) -> dict[str, int | None]:
    """Every figure of the report: « quarter/QN08001M/granted ». Cents, counts, tenths of a per cent."""
    return dict(_facts(told))


def _facts(told: YearTold) -> Iterator[tuple[str, int | None]]:
    for found in told.axes:
        by = found.asked.by
        for row in (*found.rows, found.whole):
            code = "=" if row is found.whole else row.code
            for measure in COUNTED:
                if measure != "per_resident" or by == "quarter":
                    yield f"{by}/{code}/{measure}", value_of(row, measure)
    for cell in told.cross:
        yield f"grid/{cell.challenge}/{cell.quarter}/dossiers", cell.dossiers
        yield f"grid/{cell.challenge}/{cell.quarter}/granted", cell.granted
    for age in told.ages:
        for name in ("dossiers", "people", "women", "men"):
            yield f"age/{age.code}/{name}", getattr(age, name)
    yield from _listed(told)
    for row in told.evolution.found.rows:
        for measure in COUNTED:
            if measure != "per_resident":
                yield f"year/{row.code}/{measure}", value_of(row, measure)
    for total in told.evolution.before:
        yield from _entered(total)


def _listed(told: YearTold) -> Iterator[tuple[str, int | None]]:
    for action in told.actions:
        yield f"action/{action.number}/granted", action.granted
        yield f"action/{action.number}/paid", action.paid
    for agreement in told.agreements:
        for name in ("promised", "voted", "paid"):
            yield f"agreement/{agreement.number}/{name}", getattr(agreement, name)
    for funder in told.paid:
        yield f"paid/{funder.code}", funder.paid
    for state in told.reports:
        yield f"reports/{state.state}", state.reports
    yield "reports/late", len(told.late)


def _entered(total: TotalRow) -> Iterator[tuple[str, int | None]]:
    for measure in _BEFORE:
        value = by_year_of(total, measure)
        if value is not None and not total.axis:
            yield f"before/{total.contract}/{measure}", value
