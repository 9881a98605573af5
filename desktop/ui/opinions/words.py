"""How requests and opinions are said in French, and the tone of their pill."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from db.queries.opinions import AskedRow, OpinionRow
from desktop.rules.opinions import CHANNELS, face
from desktop.ui.tongue import euros, plural


def say(words: str) -> str:
    return QCoreApplication.translate("opinions", words)


def day(iso: str | None) -> str:
    """« 12/03/2026 », "" for none."""
    return dt.date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def state(row: AskedRow, today: dt.date) -> tuple[str, str]:
    """What the pill of a request says, and its tone."""
    if row.withdrawn_on:
        return say("Retirée"), "neutral"
    if row.value is not None:
        return face(row.value)
    if row.late and row.due_on:
        days = (today - dt.date.fromisoformat(row.due_on)).days
        return say("En retard, {0} j").format(days), "bad"
    return say("Attendu"), "neutral"


def money(cents: int | None) -> str:
    """The amount, "" when none is said."""
    return "" if cents is None else euros(cents)


def when(row: AskedRow) -> str:
    """The day of the answer, or the one it is awaited for."""
    return day(row.answered_on or row.due_on) or say("sans date")


def whence(row: OpinionRow | AskedRow) -> str:
    """By which way an opinion came, from whom, and whether it is confidential."""
    channel = CHANNELS.get(row.channel or "", row.channel or "")
    parts = [channel, row.origin or ""]
    if row.confidential:
        parts.append(say("à garder entre services"))
    return " · ".join(part for part in parts if part)


def asked(row: AskedRow) -> str:
    """When it was asked, under which code, how often reminded."""
    parts = [say("demandé le {0}").format(day(row.asked_on))]
    if row.pack:
        parts.append(say("code {0}").format(row.pack))
    if row.reminders:
        told = plural(row.reminders, "relance")
        parts.append(say("{0} {1}, la dernière le {2}").format(row.reminders, told, day(row.reminded_on)))
    return " · ".join(parts)
