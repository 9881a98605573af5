"""Legal dates: silence, missing pieces, appeal, payment, report, convention; and what is left of them."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.rules.journey import Tone

SILENCE_MONTHS = 2  # CRPA L231-4, 3°: a request for money left unanswered is rejected
APPEAL_MONTHS = 2  # CJA R421-1
WITHDRAWAL_MONTHS = 4  # CRPA L242-1
REPORT_MONTHS = 6  # loi 2000-321, art. 10
PUBLICATION_MONTHS = 3  # décret 2017-779
PAYMENT_DAYS = 60  # loi 2021-875
CONVENTION_YEARS = 4
CONVENTION_ABOVE = 23_000_00
ANNEX_ABOVE = 75_000_00
AUDIT_ABOVE = 153_000_00


@dataclass(frozen=True, slots=True)
class Suspension:
    """Pieces asked on a day, due on another, received or not."""

    asked: date
    due: date
    received: date | None = None

    @property
    def end(self) -> date:
        """The clock runs again when the pieces come, at the latest when their time is up (L114-5)."""
        return self.due if self.received is None else min(self.due, self.received)


@dataclass(frozen=True, slots=True)
class Clock:
    """The legal clock of an application on a day."""

    due: date  # when silence rejects it, every request counted
    plain: date  # the same without any request
    pause: Suspension | None = None  # what holds it still on that day


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the last day of that month when it is shorter."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Neither a Saturday, a Sunday nor a public holiday of France."""
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    moving = {easter(day.year) + timedelta(days=shift) for shift in (1, 39, 50)}
    return day.weekday() < 5 and (day.month, day.day) not in fixed and day not in moving


def next_working_day(day: date) -> date:
    """The day itself when it is worked, otherwise the first one after."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def tacit_rejection(received: date, suspensions: Iterable[Suspension] = ()) -> date:
    """The day on which silence rejects the request: two months, longer by each suspension that ran."""
    due = add_months(received, SILENCE_MONTHS)
    counted_to = received
    for pause in sorted(suspensions, key=lambda s: (s.asked, s.end)):
        start = max(pause.asked, counted_to)
        # A request for pieces sent once the rejection is born stops nothing.
        if pause.asked >= due or pause.end <= start:
            continue
        due += pause.end - start
        counted_to = pause.end
    return due


def clock(received: date, suspensions: Sequence[Suspension], today: date) -> Clock:
    """Where the clock stands on a day; it stands still while a request in time waits for its answer."""
    due = tacit_rejection(received, suspensions)
    running = [
        pause
        for pause in suspensions
        if pause.received is None
        and pause.asked <= today < pause.end
        and pause.asked < tacit_rejection(received, [s for s in suspensions if s.asked < pause.asked])
    ]
    return Clock(due, add_months(received, SILENCE_MONTHS), max(running, key=lambda s: s.end, default=None))


def suspension(asked: str, due: str, answered: str | None) -> Suspension:
    """The same from dates as the database writes them."""
    received = date.fromisoformat(answered) if answered else None
    return Suspension(date.fromisoformat(asked), date.fromisoformat(due), received)


def answer_by(asked: date, days: int) -> date:
    """The day proposed for an answer: so many days later, carried to the next working day."""
    return next_working_day(asked + timedelta(days=days))


def appeal_until(notified: date) -> date:
    """The last day of a contentious appeal: two clear months, carried to the next working day."""
    return next_working_day(add_months(notified, APPEAL_MONTHS) + timedelta(days=1))


def withdrawal_until(decided: date) -> date:
    """The last day on which an unlawful grant may be withdrawn."""
    return add_months(decided, WITHDRAWAL_MONTHS)


def payment_until(notified: date) -> date:
    """The last day of payment, when the convention fixes no other."""
    return notified + timedelta(days=PAYMENT_DAYS)


def report_due(exercise_end: date) -> date:
    """Six months after the exercise; an exercise that ends a month gives the end of a month."""
    due = add_months(exercise_end, REPORT_MONTHS)
    if (exercise_end + timedelta(days=1)).day == 1:
        return due.replace(day=calendar.monthrange(due.year, due.month)[1])
    return due


def report_due_for_year(year: int) -> date:
    """30 June of the year after a grant of this civil year."""
    return report_due(date(year, 12, 31))


def publication_until(signed: date) -> date:
    """The last day to publish the essential data of a convention."""
    return add_months(signed, PUBLICATION_MONTHS)


def needs_convention(granted_in_year: int) -> bool:
    """Whether the yearly total of one authority to one body, in cents, asks for a written convention."""
    return granted_in_year > CONVENTION_ABOVE


def convention_end(start: date) -> date:
    """The last day of the longest convention permitted."""
    return date(start.year + CONVENTION_YEARS, start.month, 1).replace(
        day=min(start.day, calendar.monthrange(start.year + CONVENTION_YEARS, start.month)[1])
    ) - timedelta(days=1)


def days_left(due: date, today: date) -> int:
    """Whole days to go; negative once it is past."""
    return (due - today).days


def left_text(due: date, today: date) -> str:
    """« 5 j », « aujourd’hui », « − 3 j » once it is past."""
    left = days_left(due, today)
    if left == 0:
        return "aujourd’hui"
    return f"{left}\u00a0j" if left > 0 else f"−\u00a0{-left}\u00a0j"


def left_tone(due: date, today: date) -> Tone:
    """The colour of what is left: bad from three days on, warn from ten."""
    left = days_left(due, today)
    return "bad" if left <= 3 else "warn" if left <= 10 else "neutral"
