"""How a report reads: where it stands today, its tone, what a dossier's outline says of it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Literal

from PySide6.QtCore import QCoreApplication

from db.queries.reports import ReportRow, lacking, reports
from desktop.rules import reports as rules
from desktop.rules.clocks import left_text
from desktop.rules.findings import Level
from desktop.rules.journey import Tone
from desktop.ui.tongue import date_short

Standing = Literal["late", "awaited", "received", "returned", "accepted", "waived"]
TONES: dict[Standing, Tone] = {
    "late": "bad", "awaited": "neutral", "received": "accent", "returned": "warn", "accepted": "good",
    "waived": "neutral",
}  # fmt: skip
ORDER: dict[Standing, int] = {
    "late": 0, "received": 1, "returned": 2, "awaited": 3, "accepted": 4, "waived": 5,
}  # fmt: skip


def say(words: str) -> str:
    return QCoreApplication.translate("reports", words)


def labels() -> dict[Standing, str]:
    return {
        "late": say("En retard"), "awaited": say("Attendu"), "received": say("Reçu"),
        "returned": say("Renvoyé"), "accepted": say("Accepté"), "waived": say("Dispensé"),
    }  # fmt: skip


def due_day(row: ReportRow) -> dt.date | None:
    return dt.date.fromisoformat(row.due_on) if row.due_on else None


def standing(row: ReportRow, today: dt.date) -> Standing:
    """Where a report stands on a day; one that was sent back and is due again is late."""
    if rules.late(row.state, due_day(row), today):
        return "late"
    return row.state  # type: ignore[return-value]  # the codes of the column


def due_words(row: ReportRow, today: dt.date) -> str:
    """« 30/06/2027 · 5 j », only the day once it is no longer waited for."""
    due = due_day(row)
    if due is None:
        return "—"
    return f"{date_short(due)} · {left_text(due, today)}" if row.state in rules.OPEN else date_short(due)


def reminded_words(row: ReportRow) -> str:
    """« 2 relances, le 15/07/2027 », « lettre dans la corbeille »."""
    if row.letter == "draft":
        return say("lettre à émettre")
    if not row.reminders:
        return "—"
    count = say("1 relance") if row.reminders == 1 else say("{0} relances").format(row.reminders)
    when = dt.date.fromisoformat(row.reminded_on) if row.reminded_on else None
    return f"{count} · {date_short(when)}" if when else count


def state_of(reader: sqlite3.Connection, dossier: bytes, today: dt.date) -> tuple[Level | None, str]:
    """The sign of the sheet in the outline."""
    known = reports(reader, [dossier])
    for row in known:
        if standing(row, today) == "late":
            return "bad", say("bilan en retard")
    for row in known:
        if row.state == "received":
            return "warn", say("bilan à contrôler")
    if not known and lacking(reader, dossier, today):
        return "bad", say("le bilan d’avant manque")
    if known and all(row.state in ("accepted", "waived") for row in known):
        return "good", say("bilan accepté")
    return None, say("bilan attendu") if known else say("aucun bilan attendu")
