"""Reminders of the reports that are late: who is to be reminded, letters by batch, texts of mails."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.orm import Session

from db import models as m
from db.queries import reports as rows
from db.store import author_of, reader_of, say, use_case
from desktop.flow.letter_data import letter_data
from desktop.flow.notify import PENDING, prepare
from desktop.flow.report_words import REMINDER_LETTER, meant, settings
from desktop.letters.plain import as_mail
from desktop.letters.template import Template, merge
from desktop.rules import reports as rules
from desktop.rules.french import plural


def to_remind(reader: sqlite3.Connection, today: dt.date, person: str = "") -> list[rows.ReportRow]:
    """The late reports whose last reminder is old enough, one a dossier; a letter that waits in the outbox
    is a reminder already."""
    wait = dt.timedelta(days=settings(reader).again_after)
    by_dossier: dict[bytes, list[rows.ReportRow]] = {}
    for row in rows.reports(reader, person=person):
        by_dossier.setdefault(row.dossier_id, []).append(row)
    found = []
    for known in by_dossier.values():
        late = meant(known)
        if late is None or late.letter == "draft" or not _late(late, today):
            continue
        last = dt.date.fromisoformat(late.reminded_on) if late.reminded_on else None
        if last is None or last + wait <= today:
            found.append(late)
    return found


def _late(row: rows.ReportRow, today: dt.date) -> bool:
    return rules.late(row.state, dt.date.fromisoformat(row.due_on) if row.due_on else None, today)


def by_step(reader: sqlite3.Connection, found: Sequence[rows.ReportRow]) -> dict[str, int]:
    """How many of each letter: "first", "second", "formal"."""
    chosen = settings(reader)
    counts = dict.fromkeys(("first", "second", "formal"), 0)
    for row in found:
        counts[rules.reminder_step(row.reminders, chosen)] += 1
    return counts


@use_case("Relancer des bilans", right="report")
def remind_reports(
    session: Session, *, reports: Collection[bytes] | None = None, today: dt.date | None = None
) -> list[bytes]:
    """Put in the outbox the reminder of each late report, or of those chosen; each is counted when its letter
    leaves. Returns the keys of the letters."""
    reader = reader_of(session)
    if reports is None:
        chosen = [row.dossier_id for row in to_remind(reader, today or dt.date.today(), author_of(session))]
    else:
        mine = rows.reports(reader, person=author_of(session))
        chosen = [row.dossier_id for row in mine if row.id in reports]
    made = [prepare(session, dossier=key, template=REMINDER_LETTER) for key in dict.fromkeys(chosen)]
    say(session, f"Relancer {len(made)} {plural(len(made), 'bilan')}")
    return made


@use_case("Noter la relance d’un bilan", right="report")
def note_reminder(session: Session, *, report: bytes, reminded_on: dt.date | None = None) -> int:
    """A reminder was sent by mail or by telephone. Returns how many there were. ValueError (French)."""
    row = session.get_one(m.Report, report)
    if row.state not in rules.OPEN:
        raise ValueError("Ce bilan n’est plus attendu : il n’y a personne à relancer.")
    row.reminders += 1
    row.reminded_on = reminded_on or dt.date.today()
    say(session, f"Noter la relance du {rules.KINDS[row.kind]} {row.year} ({row.reminders})")
    return row.reminders


def mail_of(
    reader: sqlite3.Connection, dossier: bytes, templates: Mapping[str, Template], today: dt.date
) -> tuple[str, str]:
    """Subject and body of the reminder, to paste into a mail."""
    data = letter_data(reader, dossier, PENDING, today)
    return as_mail(merge(templates[REMINDER_LETTER], data), data)
