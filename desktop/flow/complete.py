"""Complete: the first verdict on a dossier, and the letters that ask the applicant for what lacks."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import author_of, give_reason, say, use_case
from desktop.flow.decide import catalogue
from desktop.flow.interests import may_judge
from desktop.flow.letter_data import Lacking, letter_data
from desktop.flow.notify import PENDING, prepare
from desktop.flow.reports import ask_why_without_report
from desktop.flow.requests import ASKING_LETTERS, REMINDER_LETTER
from desktop.letters.plain import as_mail
from desktop.letters.template import Template, merge
from desktop.rules import journey

VERDICTS = {"admissible": "recevable", "incomplete": "à compléter", "inadmissible": "irrecevable"}
_STAGES = {"admissible": "complete", "incomplete": "incomplete"}


@use_case("Trier le dossier", right="declare_complete")
def sift(
    session: Session,
    *,
    dossier: bytes,
    verdict: str,
    reasons: Sequence[str] = (),
    comment: str = "",
    decided_on: dt.date | None = None,
) -> None:
    """Say whether an application may be instructed; it decides nothing by itself.

    Raises ValueError (French): an inadmissible one needs a reason of the list, one that "ineligible" accepts.
    """
    if verdict not in VERDICTS:
        raise ValueError(f"Le verdict « {verdict} » n’existe pas : {', '.join(VERDICTS)}.")
    _check_reasons(session, verdict, reasons)
    may_judge(session, dossier)
    row = session.get_one(m.Dossier, dossier)
    if row.stage in ("decided", "notified", "closed"):
        raise ValueError(
            "Ce dossier est décidé : sa recevabilité ne change plus. Rouvrez d’abord la décision."
        )
    if verdict == "admissible":
        ask_why_without_report(session, dossier, "complete", comment)
    key = key_of("sift", dossier)
    known = session.get(m.Sift, key)
    day = decided_on or dt.date.today()
    if known is None:
        known = m.Sift(id=key, dossier_id=dossier, verdict=verdict, decided_on=day)
        session.add(known)
    known.verdict, known.reasons, known.comment = verdict, " ".join(reasons), comment.strip()
    known.decided_on, known.author = day, author_of(session)
    stage = _STAGES.get(verdict)
    if stage and row.stage in ("received", "incomplete", "complete") and journey.may_move(row.stage, stage):
        row.stage = stage
    give_reason(session, comment.strip())
    say(session, f"Déclarer le dossier {VERDICTS[verdict]}")


def _check_reasons(session: Session, verdict: str, reasons: Sequence[str]) -> None:
    if verdict != "inadmissible":
        if reasons:
            raise ValueError("Seul un dossier irrecevable porte des motifs.")
        return
    if not reasons:
        raise ValueError("Dites pourquoi le dossier est irrecevable : cochez au moins un motif.")
    known = {reason.code: reason for reason in catalogue(session)}
    for code in reasons:
        if code not in known:
            raise ValueError(f"Le motif « {code} » n’est pas dans la liste.")
        if "ineligible" not in known[code].outcomes:
            raise ValueError(f"Le motif « {known[code].label} » ne rend pas un dossier irrecevable.")


@use_case("Préparer la demande de pièces", right="write_letter")
def prepare_request(session: Session, *, dossier: bytes) -> bytes:
    """Put the letter that asks for pieces in the outbox; the dossier is to be completed. Its sending asks."""
    row = session.get_one(m.Dossier, dossier)
    key = prepare(session, dossier=dossier, template=ASKING_LETTERS[0])
    if journey.may_move(row.stage, "incomplete"):
        row.stage = "incomplete"
    return key


@use_case("Préparer une relance", right="write_letter")
def prepare_reminder(session: Session, *, dossier: bytes) -> bytes:
    """Put the reminder in the outbox; its sending is counted."""
    return prepare(session, dossier=dossier, template=REMINDER_LETTER)


def mail_text(
    reader: sqlite3.Connection,
    dossier: bytes,
    templates: Mapping[str, Template],
    today: dt.date,
    *,
    reminder: bool = False,
    items: Lacking | None = None,
    due_on: dt.date | None = None,
) -> tuple[str, str]:
    """Subject and body to paste into a mail, in the words of the letter of the same purpose.

    `items`: what is asked for, when it is not all that lacks; `due_on`: until when, when it is another day.
    """
    template = templates[REMINDER_LETTER if reminder else ASKING_LETTERS[0]]
    data = letter_data(reader, dossier, PENDING, today, items=items, due_on=due_on)
    return as_mail(merge(template, data), data)
