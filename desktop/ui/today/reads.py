"""What the place « Aujourd’hui » reads, in the worker: the day of one person and the events of the months."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from db.queries.agreements import agreements
from db.queries.day import DayRow, deadlines, wave_days
from db.queries.outcome import FollowedRow, to_follow
from desktop.rules.agenda import Term
from desktop.rules.agreements import LIVE
from desktop.rules.calendar_days import DayEvent, WaveDates, events
from desktop.rules.pile import Order
from desktop.ui.tongue import plural

if TYPE_CHECKING:  # SQLAlchemy comes in the worker
    from desktop.flow.agenda import Day


class Found(NamedTuple):
    """One reading."""

    day: Day
    events: dict[dt.date, list[DayEvent]]
    conditions: list[FollowedRow]  # of decisions, still awaited
    owed: str = ""  # what open data is due, in words
    conventions: int = 0  # of several years, that end soon or wait for a report


def read_today(
    reader: sqlite3.Connection, person: str, today: dt.date, *, everyone: bool, order: Order
) -> Found:
    """The pile and the dates; dates of the office, of no dossier, stand in the calendar too."""
    from desktop.flow.agenda import day_of
    from desktop.flow.agreement_view import alerts

    day = day_of(reader, person, today, everyone=everyone, order=order)
    terms = [(term, one.key, one.number) for term, one in day.dates]
    terms += [
        (Term("own", dt.date.fromisoformat(row.due_on), row.title), b"", "")
        for row in deadlines(reader, person)
        if row.dossier is None
    ]
    waves = [_wave(row) for row in wave_days(reader)]
    several = agreements(reader, person)
    terms += [
        (Term("own", end, f"Fin de la convention {row.number} – {row.applicant}"), b"", "")
        for row in several
        if row.state in LIVE and (end := _day(row.ends_on)) is not None
    ]
    pressing = sum(bool(alerts(row, today)) for row in several)
    return Found(day, events(waves, terms), to_follow(reader, person), _owed(reader, today), pressing)


def _owed(reader: sqlite3.Connection, today: dt.date) -> str:
    """« 3 aides à publier sous trente jours, dont 2 en retard », "" when nothing presses."""
    from desktop.flow.open_data import delays, own_funder

    if own_funder(reader) is None:
        return ""
    pressing = [one.state for one in delays(reader, today) if one.state in ("late", "soon")]
    if not pressing:
        return ""
    late = pressing.count("late")
    words = f"{len(pressing)} {plural(len(pressing), 'aide')} à publier en données ouvertes"
    return f"{words}, dont {late} en retard" if late else words


def _wave(row: DayRow) -> WaveDates:
    closings = dict(line.split("=", 1) for line in row.closings.split("\n") if "=" in line)
    return WaveDates(
        f"{row.wave}, {row.call}",
        _day(row.opens_on),
        {kind: dt.date.fromisoformat(day) for kind, day in closings.items()},
        _day(row.decides_on),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None
