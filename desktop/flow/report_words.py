"""What the letters about a report say: which one, since when it is waited for, what to mend."""

from __future__ import annotations

import datetime as dt
import sqlite3
from functools import cache
from typing import Any

from db.queries import reports as rows
from db.queries.reference import setting
from desktop.paths import resources
from desktop.rules import clocks
from desktop.rules import reports as rules
from desktop.told_file import told_file

REMINDER_LETTER = "relance_bilan"
LETTERS = (REMINDER_LETTER, "bilan_accepte", "bilan_renvoye")
_NAMES = {"final": "compte rendu financier", "intermediate": "bilan intermédiaire"}
_OBJECTS = {"first": "relance", "second": "seconde relance", "formal": "mise en demeure"}
_RANKS = {"first": 1, "second": 2, "formal": 3}
_ANSWER_DAYS = {"first": 30, "second": 30, "formal": 15}


@cache
def _shipped() -> dict[str, Any]:
    """The rules that come with the program."""
    return told_file(resources() / "reports" / "rules.toml")


def settings(reader: sqlite3.Connection) -> rules.Settings:
    """What this office chose about reports: resources/reports/rules.toml, then the setting "report_rules"."""
    return rules.settings_of({**_shipped(), **(setting(reader, "report_rules") or {})})


def report_words(reader: sqlite3.Connection, dossier: bytes, today: dt.date) -> dict[str, Any]:
    """The fields "bilan.*" of one dossier; nothing when no report of it is known."""
    known = rows.reports(reader, [dossier])
    row = meant(known)
    if row is None:
        return {}
    due, step = _day(row.due_on), rules.reminder_step(row.reminders, settings(reader))
    return {
        "bilan": {
            "date": due,
            "annee": row.year,
            "nom": _NAMES[row.kind],
            "objet": _OBJECTS[step],
            "rang": _RANKS[step],
            "rappel": _day(row.reminded_on),
            "echu": due is not None and due < today,
            "limite": answer_by(row, today, step),
            "subvention": row.voted,
            "recu": _day(row.received_on),
            "issue": row.outcome,
            "non_employe": row.unspent,
            "a_corriger": [line.strip("-– ") for line in row.comment.splitlines() if line.strip("-– ")],
        }
    }


def meant(known: list[rows.ReportRow]) -> rows.ReportRow | None:
    """Of the reports of one dossier, the one a letter is about: one that is waited for, the oldest first,
    else the last one that came."""
    waited = [row for row in known if row.state in rules.OPEN]
    came = [row for row in known if row.state not in ("waived", *rules.OPEN)]
    return waited[0] if waited else came[-1] if came else None


def answer_by(row: rows.ReportRow, today: dt.date, step: str) -> dt.date:
    """Until when a reminder of today waits; a report sent back keeps the day it was given."""
    due = _day(row.due_on)
    usual = clocks.answer_by(today, _ANSWER_DAYS[step])
    return due if due is not None and row.state == "returned" and due > today else usual


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None
