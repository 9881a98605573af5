"""How a convention is told on screen: its state, its years, its amounts, what presses."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from db.queries.agreement_shapes import AgreementRow
from desktop.flow.agreement_view import alerts
from desktop.rules.agreements import STATES, in_words, years_of
from desktop.ui.tongue import euros


def day(text: str | None) -> dt.date | None:
    """A day of the base."""
    return dt.date.fromisoformat(text[:10]) if text else None


def day_words(text: str | None) -> str:
    """« 31/12/2026 », "" for none."""
    found = day(text)
    return "" if found is None else f"{found:%d/%m/%Y}"


def period(row: AgreementRow) -> str:
    """« 2024-2026 » for whole years, else the two days."""
    starts, ends = day(row.starts_on), day(row.ends_on)
    if starts is None or ends is None:
        return ""
    whole = (starts.month, starts.day, ends.month, ends.day) == (1, 1, 12, 31)
    return f"{starts.year}-{ends.year}" if whole else f"{starts:%d/%m/%Y} – {ends:%d/%m/%Y}"


def years_words(row: AgreementRow) -> str:
    return in_words(years_of(day(row.starts_on), day(row.ends_on)))


def state(row: AgreementRow) -> tuple[str, str]:
    """Its state and the tone of it."""
    return STATES[row.state]


def money(cents: int | None) -> str:
    """An amount; a dash for nothing."""
    return euros(cents) if cents else "–"


def signed(cents: int) -> str:
    """« + 3 000 € », « − 3 000 € », a dash for nothing."""
    if not cents:
        return "–"
    return f"{'+' if cents > 0 else '−'}\u00a0{euros(abs(cents))}"


def presses(row: AgreementRow, today: dt.date) -> str:
    """Everything that presses, « · » between."""
    return " · ".join(alerts(row, today))


def act(number: str, on: str | None) -> str:
    """« délibération n° 12 du 28/03/2024 », "" for none."""
    say = QCoreApplication.translate
    if not number:
        return ""
    told = say("agreements", "délibération n°\u00a0{0}").format(number)
    return told + (say("agreements", " du {0}").format(day_words(on)) if on else "")
