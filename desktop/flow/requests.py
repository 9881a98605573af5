"""Ask the applicant for what lacks: the request, its reminders, its answer; the legal clock follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.store import author_of, say, use_case
from desktop.rules import clocks, journey

CHANNELS = {"letter": "courrier", "mail": "courriel", "phone": "téléphone"}
# Letters that ask for pieces: to issue one is to ask.
ASKING_LETTERS = ("pieces_manquantes", "accuse_reception")
REMINDER_LETTER = "relance_pieces"


def recount(session: Session, dossier: m.Dossier) -> dt.date | None:
    """Compute again when silence rejects the application, from all its requests."""
    session.flush()
    if dossier.deposited_at is not None:
        dossier.due_on = clocks.tacit_rejection(dossier.deposited_at.date(), pauses(session, dossier.id))
    return dossier.due_on


def pauses(session: Session, dossier: bytes) -> list[clocks.Suspension]:
    """What stops the clock of a dossier, the requests withdrawn left out."""
    query = select(m.PieceRequest).where(
        m.PieceRequest.dossier_id == dossier, m.PieceRequest.withdrawn_on.is_(None)
    )
    return [clocks.Suspension(row.asked_on, row.due_on, row.answered_on) for row in session.scalars(query)]


def record(
    session: Session,
    dossier: bytes,
    items: Sequence[str],
    *,
    asked_on: dt.date,
    due_on: dt.date,
    channel: str,
    body: str = "",
    letter: bytes | None = None,
) -> bytes:
    """Write one request down; the clock stands still, and the dossier waits to be completed."""
    row = session.get_one(m.Dossier, dossier)
    if not any(item.strip() for item in items):
        raise ValueError("Rien n’est demandé : nommez au moins une pièce.")
    if due_on <= asked_on:
        raise ValueError(
            "La réponse est attendue avant d’être demandée : choisissez une date plus lointaine."
        )
    made = m.PieceRequest(
        id=new_key(), dossier_id=dossier, items="\n".join(item.strip() for item in items if item.strip()),
        channel=channel, body=body, asked_on=asked_on, due_on=due_on, letter_id=letter,
        author=author_of(session),
    )  # fmt: skip
    session.add(made)
    _note_incomplete(session, dossier, asked_on)
    if journey.may_move(row.stage, "incomplete"):
        row.stage = "incomplete"
    recount(session, row)
    return made.id


def _note_incomplete(session: Session, dossier: bytes, day: dt.date) -> None:
    """To ask is to say that the application is to be completed, unless it was found inadmissible."""
    key = key_of("sift", dossier)
    known = session.get(m.Sift, key)
    if known is None:
        known = m.Sift(id=key, dossier_id=dossier, verdict="incomplete", decided_on=day)
        session.add(known)
    if known.verdict != "inadmissible":
        known.verdict, known.author, known.decided_on = "incomplete", author_of(session), day


@use_case("Demander des pièces", right="request_pieces")
def ask(
    session: Session,
    *,
    dossier: bytes,
    items: Sequence[str],
    due_on: dt.date,
    channel: str = "mail",
    body: str = "",
    asked_on: dt.date | None = None,
) -> bytes:
    """Note that pieces were asked for, one item a line as the applicant reads them; returns the request.

    Raises ValueError (French) when nothing is asked, or when the answer is due before the question.
    """
    row = session.get_one(m.Dossier, dossier)
    if row.stage in ("decided", "notified", "closed"):
        raise ValueError("Ce dossier est décidé : on ne lui demande plus de pièces.")
    day = asked_on or dt.date.today()
    key = record(session, dossier, items, asked_on=day, due_on=due_on, channel=channel, body=body)
    count = sum(bool(item.strip()) for item in items)
    said = f"{count} pièces" if count > 1 else "une pièce"
    say(session, f"Demander {said} par {CHANNELS[channel]}, réponse attendue le {due_on:%d/%m/%Y}")
    return key


@use_case("Relancer le porteur", right="request_pieces")
def remind(
    session: Session, *, request: bytes, channel: str = "mail", reminded_on: dt.date | None = None
) -> int:
    """Note one more reminder; it does not stop the clock again. Returns how many there were."""
    row = _waiting(session, request)
    row.reminders += 1
    row.reminded_on = reminded_on or dt.date.today()
    say(session, f"Relancer le porteur par {CHANNELS[channel]} ({row.reminders})")
    return row.reminders


@use_case("Noter la réponse à une demande de pièces", right="request_pieces")
def answer(session: Session, *, request: bytes, answered_on: dt.date | None = None) -> dt.date | None:
    """The pieces came on that day: the clock runs again. Returns when silence rejects now.

    Raises ValueError (French) for a day before the request or in the future.
    """
    row = _waiting(session, request)
    day = answered_on or dt.date.today()
    if day < row.asked_on:
        raise ValueError(f"La réponse ne peut pas être arrivée avant la demande du {row.asked_on:%d/%m/%Y}.")
    if day > dt.date.today():
        raise ValueError("Cette date n’est pas encore passée : notez la réponse le jour où elle arrive.")
    row.answered_on = day
    due = recount(session, session.get_one(m.Dossier, row.dossier_id))
    say(session, f"Noter la réponse reçue le {day:%d/%m/%Y} : le délai reprend")
    return due


@use_case("Retirer une demande de pièces", right="request_pieces")
def take_back(session: Session, *, request: bytes) -> dt.date | None:
    """The request was a mistake: it never stopped the clock. Returns when silence rejects now."""
    row = session.get_one(m.PieceRequest, request)
    row.withdrawn_on = dt.date.today()
    due = recount(session, session.get_one(m.Dossier, row.dossier_id))
    say(session, f"Retirer la demande de pièces du {row.asked_on:%d/%m/%Y}")
    return due


def _waiting(session: Session, request: bytes) -> m.PieceRequest:
    row = session.get_one(m.PieceRequest, request)
    if row.withdrawn_on is not None:
        raise ValueError("Cette demande a été retirée : elle n’attend plus de réponse.")
    if row.answered_on is not None:
        raise ValueError(f"La réponse à cette demande est déjà notée, le {row.answered_on:%d/%m/%Y}.")
    return row


def note_issued(
    session: Session, letter: m.Letter, items: Sequence[str], day: dt.date, due_on: dt.date
) -> None:
    """A letter left: one that asks is a request, a reminder is counted."""
    waiting = _last_waiting(session, letter.dossier_id)
    if letter.template == REMINDER_LETTER and waiting is not None:
        waiting.reminders += 1
        waiting.reminded_on = day
    # An acknowledgement that repeats what was already asked asks nothing more.
    asks = letter.template == ASKING_LETTERS[0] or (letter.template in ASKING_LETTERS and waiting is None)
    if asks and items:
        record(
            session, letter.dossier_id, items, asked_on=day, due_on=due_on, channel="letter", letter=letter.id
        )


def _last_waiting(session: Session, dossier: bytes) -> m.PieceRequest | None:
    query = select(m.PieceRequest).where(
        m.PieceRequest.dossier_id == dossier,
        m.PieceRequest.answered_on.is_(None),
        m.PieceRequest.withdrawn_on.is_(None),
    )
    return session.scalars(query.order_by(m.PieceRequest.asked_on.desc())).first()
