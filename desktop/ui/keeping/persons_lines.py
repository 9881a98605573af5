"""How a request, and a place that names a person, are shown in the tables of the tab « Personnes »."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from db.queries.persons import RequestRow
from desktop.rules.person_rights import FATES, KINDS, STATES
from desktop.ui.intake.rows import Line, one_line

if TYPE_CHECKING:
    from desktop.flow.persons import Held

_TONES = {"erase": "good", "part": "accent", "cover": "accent", "keep": "neutral"}


def request_line(row: RequestRow, today: str) -> Line:
    """One request; one that is late stands out."""
    late = row.state == "open" and row.due_on < today
    tone = "bad" if late else {"open": "warn", "answered": "good", "refused": "neutral"}[row.state]
    asked, due = (f"{date.fromisoformat(day):%d/%m/%Y}" for day in (row.asked_on, row.due_on))
    cells = (STATES[row.state], row.person, KINDS[row.kind], asked, due, one_line(row.answer))
    return Line(cells, tone, row)


def place_line(one: Held) -> Line:
    """One place that names the person sought."""
    doubt = "" if one.sure else QCoreApplication.translate("keeping", " (homonyme\u00a0?)")
    cells = (
        FATES[one.ruling.fate] + doubt,
        one.number or "–",
        one.where,
        one_line(one.value),
        one.ruling.why,
    )
    return Line(cells, _TONES[one.ruling.fate] if one.sure else "warn", one)
