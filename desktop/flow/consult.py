"""Consult the partners: ask, remind, take back, write down what one says by telephone or in a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.store import author_of, give_reason, say, use_case
from desktop.flow.interests import may_judge
from desktop.rules import journey
from desktop.rules.french import plural
from desktop.rules.opinions import BY_CODE, CHANNELS, LABELS, TYPED

# A dossier that is ready for the committee stays so: to ask for one more opinion takes nothing back.
_MOVED = ("complete", "instruction")


class Wish(NamedTuple):
    """What is asked of one partner; the files are written before, so their digest is known."""

    pack: bytes
    code: str
    partner: bytes
    dossiers: tuple[bytes, ...]
    kind: str  # "xlsx", "pdf", both, "" when nothing is handed out
    digest: str
    due_on: dt.date | None
    question: str = ""
    committee: bytes | None = None


def request_key(dossier: bytes, partner: bytes, pack: bytes) -> bytes:
    """The key of a request, known before it is written: the files carry it."""
    return key_of("opinion_request", dossier, partner, pack)


@use_case("Demander un avis", right="consult")
def ask(session: Session, *, wish: Wish, asked_on: dt.date | None = None) -> int:
    """Ask one partner about some dossiers; returns how many.

    Raises ValueError (French) when nothing is asked, when the answer is due before the question, or when the
    partner was asked about one of these dossiers meanwhile.
    """
    partner = session.get_one(m.Partner, wish.partner)
    day = asked_on or dt.date.today()
    if not wish.dossiers:
        raise ValueError("Aucun dossier n’est à demander : rien n’a été écrit.")
    if wish.due_on is not None and wish.due_on < day:
        raise ValueError(
            "La réponse est attendue avant d’être demandée : choisissez une date plus lointaine."
        )
    waiting = waiting_for(session, wish.partner)
    for dossier in wish.dossiers:
        may_judge(session, dossier)
        if dossier in waiting:
            number = session.get_one(m.Dossier, dossier).number
            raise ValueError(f"L’avis de {partner.name} sur le dossier {number} vient d’être demandé.")
    who = author_of(session)
    pack = m.OpinionPack(
        id=wish.pack, code=wish.code, partner_id=wish.partner, committee_id=wish.committee, kind=wish.kind,
        asked_on=day, due_on=wish.due_on, digest=wish.digest, question=wish.question.strip(), author=who,
    )  # fmt: skip
    session.add(pack)
    session.flush()
    for dossier in wish.dossiers:
        told = m.OpinionRequest(
            id=request_key(dossier, wish.partner, wish.pack), dossier_id=dossier, partner_id=wish.partner,
            pack_id=wish.pack, asked_on=day, due_on=wish.due_on, author=who,
        )  # fmt: skip
        session.add(told)
        row = session.get_one(m.Dossier, dossier)
        if row.stage in _MOVED and journey.may_move(row.stage, "opinion"):
            row.stage = "opinion"
    count = len(wish.dossiers)
    due = f", attendu le {wish.due_on:%d/%m/%Y}" if wish.due_on else ""
    say(session, f"Demander l’avis de {partner.name} sur {count} {plural(count, 'dossier')}{due}")
    return count


def waiting_for(session: Session, partner: bytes) -> dict[bytes, m.OpinionRequest]:
    """The requests of a partner that are neither answered nor taken back, by dossier."""
    answered = select(m.Opinion.answer_to).where(m.Opinion.answer_to.is_not(None))
    query = select(m.OpinionRequest).where(
        m.OpinionRequest.partner_id == partner,
        m.OpinionRequest.withdrawn_on.is_(None),
        m.OpinionRequest.id.not_in(answered),
    )
    return {row.dossier_id: row for row in session.scalars(query.order_by(m.OpinionRequest.asked_on))}


@use_case("Relancer un partenaire", right="consult")
def remind(session: Session, *, requests: Sequence[bytes], reminded_on: dt.date | None = None) -> int:
    """Note one more reminder of each request that waits; returns how many. Raises ValueError if none does."""
    rows = [row for row in _rows(session, requests) if _waits(session, row)]
    if not rows:
        raise ValueError("Aucune de ces demandes n’attend de réponse : rien n’est à relancer.")
    for row in rows:
        row.reminders += 1
        row.reminded_on = reminded_on or dt.date.today()
    names = sorted({session.get_one(m.Partner, row.partner_id).name for row in rows})
    say(session, f"Relancer {', '.join(names)} ({len(rows)} {plural(len(rows), 'dossier')})")
    return len(rows)


@use_case("Retirer une demande d’avis", right="consult")
def withdraw(session: Session, *, requests: Sequence[bytes], reason: str = "") -> int:
    """Take back requests that wait; a file that answers them later is refused for those dossiers.

    Raises ValueError (French) when each of them is answered or taken back already.
    """
    rows = [row for row in _rows(session, requests) if _waits(session, row)]
    if not rows:
        raise ValueError("Ces demandes sont déjà répondues ou retirées : rien n’a été changé.")
    for row in rows:
        row.withdrawn_on = dt.date.today()
    session.flush()
    for dossier in {row.dossier_id for row in rows}:
        _back(session, dossier)
    give_reason(session, reason.strip())
    name = session.get_one(m.Partner, rows[0].partner_id).name
    say(session, f"Retirer la demande d’avis à {name} ({len(rows)} {plural(len(rows), 'dossier')})")
    return len(rows)


def _back(session: Session, dossier: bytes) -> None:
    """A dossier of which nobody is asked any more goes on being instructed."""
    row = session.get_one(m.Dossier, dossier)
    asked = select(m.OpinionRequest.id).where(
        m.OpinionRequest.dossier_id == dossier, m.OpinionRequest.withdrawn_on.is_(None)
    )
    if row.stage == "opinion" and session.scalars(asked.limit(1)).first() is None:
        row.stage = "instruction"


def _rows(session: Session, requests: Sequence[bytes]) -> list[m.OpinionRequest]:
    return [session.get_one(m.OpinionRequest, key) for key in dict.fromkeys(requests)]


def _waits(session: Session, row: m.OpinionRequest) -> bool:
    answer = select(m.Opinion.id).where(m.Opinion.answer_to == row.id).limit(1)
    return row.withdrawn_on is None and session.scalars(answer).first() is None


# What one says without a file


@use_case("Saisir un avis", right="consult")
def record(
    session: Session,
    *,
    dossier: bytes,
    partner: bytes,
    value: str,
    amount: int | None = None,
    comment: str = "",
    confidential: bool | None = None,
    channel: str = "phone",
    told_by: str = "",
    answered_on: dt.date | None = None,
) -> bytes:
    """Write down what a partner said (cents); it answers the request that waits, and replaces what it said
    before. `confidential` None: as this partner usually is. Returns the key of the opinion.

    Raises ValueError (French) for an unknown value or channel, a negative amount, a day still to come.
    """
    may_judge(session, dossier)
    _check(value, amount, answered_on)
    if channel not in TYPED:
        raise ValueError(
            f"« {channel} » n’est pas une façon de donner un avis : téléphone, réunion ou courriel."
        )
    who = session.get_one(m.Partner, partner)
    row = session.get_one(m.Dossier, dossier)
    waiting = waiting_for(session, partner).get(dossier)
    made = m.Opinion(
        id=new_key(), dossier_id=dossier, partner=who.name, partner_id=partner, value=value, amount=amount,
        comment=comment.strip(), confidential=who.confidential if confidential is None else confidential,
        channel=channel, origin=told_by.strip(), author=author_of(session),
        asked_on=waiting.asked_on if waiting else None, answered_on=answered_on or dt.date.today(),
        answer_to=waiting.id if waiting else None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    said = f"{LABELS[value].lower()} ({CHANNELS[channel]})"
    say(session, f"Saisir l’avis de {who.name} sur le dossier {row.number} : {said}")
    return made.id


@use_case("Corriger un avis", right="consult")
def correct(session: Session, *, opinion: bytes, changes: Mapping[str, Any]) -> None:
    """Mend what was typed: value, amount (cents), comment, confidential, origin, answered_on.

    Raises ValueError (French) for an opinion that came with an import: the next import would undo it.
    """
    row = _given_here(session, opinion)
    told = {name: getattr(row, name) for name in ("value", "amount", "answered_on")} | dict(changes)
    _check(told["value"], told["amount"], told["answered_on"])
    for name, value in changes.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    number = session.get_one(m.Dossier, row.dossier_id).number
    say(session, f"Corriger l’avis de {row.partner} sur le dossier {number}")


@use_case("Retirer un avis", right="consult")
def take_off(session: Session, *, opinion: bytes, reason: str = "") -> None:
    """The opinion was noted by mistake: what the same partner said before counts again."""
    row = _given_here(session, opinion)
    number = session.get_one(m.Dossier, row.dossier_id).number
    give_reason(session, reason.strip())
    say(session, f"Retirer l’avis de {row.partner} sur le dossier {number}")
    session.delete(row)


def _given_here(session: Session, opinion: bytes) -> m.Opinion:
    row = session.get_one(m.Opinion, opinion)
    may_judge(session, row.dossier_id)
    if row.channel == "import":
        raise ValueError("Cet avis vient d’un fichier importé : il se corrige là d’où il vient.")
    return row


def _check(value: str, amount: int | None, day: dt.date | None) -> None:
    if value not in BY_CODE:
        raise ValueError(f"« {value} » n’est pas un avis : favorable, réservé, défavorable ou hors champ.")
    if amount is not None and amount < 0:
        raise ValueError("Le montant d’un avis ne peut pas être négatif.")
    if day is not None and day > dt.date.today():
        raise ValueError("Cette date n’est pas encore passée : notez l’avis le jour où il est donné.")


@use_case("Modifier un partenaire", right="partner")
def change_partner(session: Session, *, partner: bytes, person: str, email: str, confidential: bool) -> None:
    """Who answers for a partner and where; whether its opinions stay between officers."""
    row = session.get_one(m.Partner, partner)
    row.person, row.email, row.confidential = person.strip(), email.strip(), confidential
    say(session, f"Modifier le partenaire {row.name}")
