"""The waves of a call: their dates by kind of applicant, and the dossiers that another wave would hold."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import new_key
from db.queries.call_waves import WaveRow, placed, waves_of
from db.store import say, use_case
from desktop.flow.names import as_wave
from desktop.rules import waves as rules
from desktop.rules.french import plural

CHANGED = ("title", "opens_on", "closes_on", "decides_on", "closings")


class Misplaced(NamedTuple):
    """A dossier that its day of deposit puts in another wave than its own."""

    dossier: bytes
    number: str
    applicant: str
    wave: str
    better: bytes
    better_title: str


@use_case("Changer les dates d’une vague", right="waves")
def change_wave(session: Session, *, wave: bytes, changes: Mapping[str, Any]) -> list[rules.Told]:
    """Change fields of CHANGED; `closings` is kind -> day. Returns what is odd, but not wrong, in the call.

    Raises ValueError (French) when a date would contradict another, nothing written.
    """
    row = session.get_one(m.Wave, wave)
    _write(row, changes)
    told = _told(session, row.call_id)
    say(session, f"Changer les dates de « {row.title} »")
    return told


@use_case("Changer les dates des vagues", right="waves")
def change_waves(session: Session, *, changes: Mapping[bytes, Mapping[str, Any]]) -> None:
    """The dates of several waves in one step: checked once all are written. Raises ValueError (French)."""
    calls = set()
    for key, told in changes.items():
        row = session.get_one(m.Wave, key)
        calls.add(row.call_id)
        _write(row, told)
    for call in calls:
        _told(session, call)
    say(session, f"Changer les dates de {len(changes)} {plural(len(changes), 'vague')}")


def _write(row: m.Wave, changes: Mapping[str, Any]) -> None:
    if wrong := set(changes) - set(CHANGED):
        raise ValueError(f"Ce champ d’une vague n’existe pas : {', '.join(sorted(wrong))}.")
    for field, value in changes.items():
        if field == "closings":
            _close(row, value)
        elif field == "title":
            if not str(value).strip():
                raise ValueError("Une vague porte un nom : « Première vague ».")
            row.title = str(value).strip()
        else:
            setattr(row, field, value)
    if changes.get("closings") is not None and "closes_on" not in changes:
        row.closes_on = changes["closings"].get("association") or row.closes_on


def _close(row: m.Wave, closings: Mapping[str, dt.date]) -> None:
    if strangers := set(closings) - set(rules.KINDS):
        raise ValueError(f"Ce type de porteur n’existe pas : {', '.join(sorted(strangers))}.")
    row.closings = rules.write_closings(closings)


def _told(session: Session, call: bytes) -> list[rules.Told]:
    """What is odd in the dates of a call. Raises ValueError for what is wrong."""
    session.flush()
    query = select(m.Wave).where(m.Wave.call_id == call).order_by(m.Wave.rank)
    found = rules.faults([as_wave(row) for row in session.scalars(query)])
    if bad := [told.sentence for told in found if told.level == "bad"]:
        raise ValueError(" ".join([*bad, "Rien n’a été enregistré."]))
    return found


@use_case("Ajouter la vague « {title} »", right="waves")
def add_wave(
    session: Session,
    *,
    call: bytes,
    title: str,
    closes_on: dt.date | None = None,
    decides_on: dt.date | None = None,
) -> bytes:
    """One more wave at the end of a call; returns its key. Raises ValueError (French) without a name."""
    if not title.strip():
        raise ValueError("Une vague porte un nom : « Quatrième vague ».")
    rank = session.scalar(select(func.max(m.Wave.rank)).where(m.Wave.call_id == call)) or 0
    row = m.Wave(
        id=new_key(),
        call_id=call,
        rank=rank + 1,
        title=title.strip(),
        closes_on=closes_on,
        decides_on=decides_on,
    )
    session.add(row)
    _told(session, call)
    return row.id


@use_case("Retirer une vague", right="waves")
def remove_wave(session: Session, *, wave: bytes) -> None:
    """Take a wave away. Raises ValueError (French) while dossiers, envelopes or sessions are of it."""
    row = session.get_one(m.Wave, wave)
    for model, words in ((m.Dossier, "dossiers"), (m.Envelope, "enveloppes"), (m.Committee, "séances")):
        count = session.scalar(select(func.count()).select_from(model).where(model.wave_id == wave))
        if count:
            raise ValueError(f"« {row.title} » a {count} {words} : elle ne se retire pas.")
    session.delete(row)
    say(session, f"Retirer la vague « {row.title} »")


@use_case("Changer de vague", right="waves")
def place(session: Session, *, dossiers: Collection[bytes], wave: bytes) -> int:
    """Put dossiers in a wave of their own call; returns how many changed. Raises ValueError (French)."""
    row, count = session.get_one(m.Wave, wave), 0
    for key in dossiers:
        dossier = session.get_one(m.Dossier, key)
        if dossier.call_id != row.call_id:
            raise ValueError(f"Le dossier {dossier.number} répond à un autre appel que « {row.title} ».")
        if dossier.stage in ("decided", "notified", "closed"):
            raise ValueError(f"Le dossier {dossier.number} est décidé : sa vague ne change plus.")
        count += dossier.wave_id != wave
        dossier.wave_id = wave
    say(session, f"Mettre {count} {plural(count, 'dossier')} en {row.title.lower()}")
    return count


def of_row(row: WaveRow) -> rules.Wave:
    """A wave read for a screen, as the rules look at it."""
    days = [
        dt.date.fromisoformat(day[:10]) if day else None
        for day in (row.opens_on, row.closes_on, row.decides_on)
    ]
    return rules.Wave(
        row.id, row.rank, row.title, days[0], days[1], rules.read_closings(row.closings), days[2]
    )


def misplaced(reader: sqlite3.Connection, call: bytes) -> list[Misplaced]:
    """The dossiers not yet decided that their day, their applicant and their renewal put in another wave."""
    waves = [of_row(row) for row in waves_of(reader, call)]
    found = []
    for row in placed(reader, call):
        day = dt.date.fromisoformat(row.deposited_at[:10]) if row.deposited_at else None
        better = rules.wave_of(waves, row.kind, day, renewal=bool(row.renewal))
        if day and better and better.key != row.wave_id:
            found.append(
                Misplaced(row.dossier, row.number, row.applicant, row.wave or "", better.key, better.title)
            )
    return found
