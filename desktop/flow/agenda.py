"""What is to be done and when: verdicts on the pile, dates one sets, and what the day looks like."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of, new_key
from db.queries.day import ChangeRow, WorkRow, changes_by_others, dossiers_done, judged, work
from db.queries.scores import closed_dossiers
from db.store import author_of, say, use_case
from desktop.rules.agenda import DossierDates, Term, terms
from desktop.rules.clocks import next_working_day
from desktop.rules.journey import may_move
from desktop.rules.pile import VERDICTS, Order, Pending, Ranked, pace, ranked, waits

_PILE = frozenset({"received", "incomplete", "complete", "instruction", "opinion"})
WEEK = 7  # days of colleagues' changes that are told


@use_case("Trier le dossier", right="plan")
def triage(
    session: Session,
    *,
    dossier: bytes,
    verdict: str,
    until: dt.date | None = None,
    today: dt.date | None = None,
) -> None:
    """Say what to do with a dossier of one's pile; « complete » moves it on when the journey permits.

    Raises ValueError (French) for an unknown verdict or a day that has passed.
    """
    day = today or dt.date.today()
    if verdict not in VERDICTS:
        raise ValueError(f"« {verdict} » n’est pas un tri : {', '.join(VERDICTS)}.")
    if until is not None and until < day:
        raise ValueError("Cette date est passée : choisissez un jour à venir.")
    if verdict == "later" and until is None:
        until = next_working_day(day + dt.timedelta(days=1))
    row = session.get_one(m.Dossier, dossier)
    person = author_of(session)
    key = key_of("triage", dossier, person)
    held = session.get(m.Triage, key)
    if held is None:
        held = m.Triage(id=key, dossier_id=dossier, person=person, verdict=verdict, at=now())
        session.add(held)
    held.verdict, held.until, held.at = verdict, until if verdict == "later" else None, now()
    if verdict == "complete" and may_move(row.stage, "complete"):
        row.stage = "complete"
    say(session, f"Trier le dossier {row.number} : {VERDICTS[verdict].lower()}")


@use_case("Noter l’échéance « {title} »", right="plan")
def set_deadline(
    session: Session,
    *,
    title: str,
    due_on: dt.date,
    dossier: bytes | None = None,
    remind_on: dt.date | None = None,
    person: str = "",
    deadline: bytes | None = None,
) -> bytes:
    """Set a date, or change the one named; returns its key. Raises ValueError (French) without words."""
    if not title.strip():
        raise ValueError("Dites en quelques mots ce qui est à faire ce jour-là.")
    if remind_on is not None and remind_on > due_on:
        raise ValueError("Le rappel vient après l’échéance : choisissez un jour qui la précède.")
    row = session.get(m.Deadline, deadline) if deadline else None
    if row is None:
        row = m.Deadline(id=new_key(), title="", due_on=due_on, author=author_of(session))
        session.add(row)
    row.title, row.due_on, row.remind_on = title.strip(), due_on, remind_on
    row.person, row.dossier_id = person, dossier
    session.flush()
    return row.id


@use_case("Cocher une échéance", right="plan")
def finish_deadline(session: Session, *, deadline: bytes) -> None:
    """It is done."""
    row = session.get_one(m.Deadline, deadline)
    row.done_on = dt.date.today()
    say(session, f"Cocher « {row.title} »")


@use_case("Retirer une échéance", right="plan")
def drop_deadline(session: Session, *, deadline: bytes) -> None:
    """It was set by mistake."""
    row = session.get_one(m.Deadline, deadline)
    say(session, f"Retirer l’échéance « {row.title} »")
    session.delete(row)


@dataclass(slots=True)
class Day:
    """What an officer finds in the morning."""

    pile: list[Ranked] = field(default_factory=list)
    put_off: int = 0  # dossiers that come back another day
    dates: list[tuple[Term, Pending]] = field(default_factory=list)  # nearest first
    changes: Sequence[ChangeRow] = ()
    done: int = 0  # dossiers judged today
    touched: int = 0  # dossiers worked on today
    pace: int | None = None  # minutes a dossier


def day_of(
    reader: sqlite3.Connection,
    person: str,
    today: dt.date,
    *,
    everyone: bool = False,
    order: Order = "advised",
) -> Day:
    """The day of one person. Dates passed or within the next sixty days are told, appeals apart."""
    found = Day()
    pile = []
    shut = closed_dossiers(reader, person)
    for row in work(reader, person):
        if row.id in shut:
            continue  # an interest was declared: nothing to do there for this person
        its_terms = terms(dates_of(row))
        pending = _pending(row, next((t for t in its_terms if t.kind != "appeal"), None))
        mine = everyone or row.officer in ("", person)
        if mine:
            found.dates += [(term, pending) for term in its_terms if _near(term, today)]
        if row.stage not in _PILE:
            continue
        if waits(pending, person, today, everyone=everyone):
            pile.append(pending)
        elif mine and pending.verdict == "later":
            found.put_off += 1
    found.pile = ranked(pile, today, order)
    found.dates.sort(key=lambda pair: (pair[0].on, pair[1].number))
    times = [dt.datetime.fromisoformat(at) for at in judged(reader, person, today)]
    found.done, found.pace = len(times), pace(times)
    found.touched = dossiers_done(reader, person, today)
    found.changes = changes_by_others(reader, person, today - dt.timedelta(days=WEEK))
    return found


def _near(term: Term, today: dt.date) -> bool:
    left = (term.on - today).days
    return left <= 60 if term.kind != "appeal" else 0 <= left <= 60


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def dates_of(row: WorkRow) -> DossierDates:
    own = None
    if row.own:
        own = (dt.date.fromisoformat(row.own[:10]), dt.date.fromisoformat(row.own[11:21]), row.own[22:])
    return DossierDates(
        row.stage, _day(row.due_on), _day(row.answer_due_on), own, row.outcome or "", _day(row.notified_on),
        row.year, row.voted, row.paid,
        (dt.date.fromisoformat(row.condition[:10]), row.condition[11:]) if row.condition else None,
        _day(row.told_on), bool(row.planned), _day(row.payment_due), _day(row.change_asked),
    )  # fmt: skip


def _pending(row: WorkRow, term: Term | None) -> Pending:
    judged_at = dt.datetime.fromisoformat(row.judged_at) if row.judged_at else None
    return Pending(
        row.id, row.number, row.applicant, row.title, row.stage, row.officer, term, row.bad, row.warn,
        row.missing, row.asked, row.verdict or "", _day(row.until), judged_at,
    )  # fmt: skip
