"""Prove that applicants were told: the posting of letters, the return slips, the scans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.store import author_of, say, use_case
from desktop.flow.files import keep
from desktop.rules import notices
from desktop.rules.french import plural


class CannotProve(ValueError):
    """The proof is not recorded; the message says why, French sentences."""


@use_case("Noter l’envoi des courriers", right="post")
def post_letters(
    session: Session,
    *,
    letters: Sequence[bytes],
    sent_on: dt.date,
    means: str,
    tracking: Sequence[str] = (),
    received_on: dt.date | None = None,
    comment: str = "",
    scan: tuple[str, bytes] | tuple[()] = (),
    today: dt.date | None = None,
) -> list[bytes]:
    """One proof for each letter of a posting; `tracking`: their numbers, in the same order; `scan`: the name
    and content of what proves them all. Returns the keys.

    A letter whose sending that day by that means is known already stands as it is. Raises CannotProve.
    """
    if means not in notices.MEANS:
        raise CannotProve(f"« {means} » n’est pas un moyen d’envoi : {', '.join(notices.MEANS.values())}.")
    numbers = [*(text.strip() for text in tracking), *[""] * len(letters)]
    made, names = [], []
    kept = keep(session, scan[1], scan[0]).id if scan else None
    for letter, number in zip(letters, numbers, strict=False):
        row = session.get_one(m.Letter, letter)
        _refuse(row, sent_on, received_on, today or dt.date.today())
        known = _proof(session, row, sent_on, means)
        known.tracking = number or known.tracking or ""
        known.received_on = received_on or known.received_on
        known.comment = comment.strip() or known.comment or ""
        known.file_id = kept or known.file_id
        made.append(known.id)
        names.append(row.number)
    count = len(made)
    what = names[0] if count == 1 else f"{count} {plural(count, 'courrier')}"
    say(session, f"Noter l’envoi de {what} ({notices.MEANS[means].lower()}, {sent_on:%d/%m/%Y})")
    return made


def _proof(session: Session, letter: m.Letter, sent_on: dt.date, means: str) -> m.Notice:
    """The proof of this sending, known already or made now."""
    key = key_of("notice", letter.id, sent_on.isoformat(), means)
    known = session.get(m.Notice, key)
    if known is None:
        known = m.Notice(
            id=key, dossier_id=letter.dossier_id, letter_id=letter.id, sent_on=sent_on, means=means,
            author=author_of(session),
        )  # fmt: skip
        session.add(known)
    return known


def _refuse(row: m.Letter, sent_on: dt.date, received_on: dt.date | None, today: dt.date) -> None:
    if row.state != "issued" or row.issued_at is None:
        raise CannotProve("Ce courrier n’est pas encore émis : il n’a pas pu partir.")
    faults = notices.faults(sent_on, received_on, row.issued_at.date(), today)
    if faults:
        raise CannotProve(f"{row.number} : {' '.join(faults)} Rien n’a été enregistré.")


@use_case("Noter une remise sans courrier", right="post")
def tell_otherwise(
    session: Session,
    *,
    dossier: bytes,
    sent_on: dt.date,
    means: str,
    comment: str,
    today: dt.date | None = None,
) -> bytes:
    """The applicant was told without a letter of the register (portal, hand): `comment` says how."""
    faults = notices.faults(sent_on, None, None, today or dt.date.today())
    if means not in notices.MEANS or faults or not comment.strip():
        raise CannotProve(" ".join(faults) or "Dites comment le porteur a été prévenu.")
    key = new_key()
    session.add(
        m.Notice(id=key, dossier_id=dossier, sent_on=sent_on, means=means, comment=comment.strip(),
                 author=author_of(session))
    )  # fmt: skip
    return key


@use_case("Noter l’accusé de réception", right="post")
def note_receipt(
    session: Session, *, notice: bytes, received_on: dt.date | None, today: dt.date | None = None
) -> None:
    """The day of the return slip: the time to appeal runs from it. None takes it off."""
    row = session.get_one(m.Notice, notice)
    faults = notices.faults(row.sent_on, received_on, None, today or dt.date.today())
    if faults:
        raise CannotProve(f"{' '.join(faults)} Rien n’a été enregistré.")
    row.received_on = received_on


@use_case("Joindre la preuve « {name} »", right="post")
def attach_proof(session: Session, *, notice: bytes, name: str, content: bytes) -> None:
    """Keep the scan of the slip, of the receipt or of the mail."""
    session.get_one(m.Notice, notice).file_id = keep(session, content, name).id


@use_case("Corriger le numéro de suivi", right="post")
def track(session: Session, *, notice: bytes, tracking: str) -> None:
    session.get_one(m.Notice, notice).tracking = tracking.strip()


@use_case("Retirer une preuve d’envoi", right="post")
def drop_proof(session: Session, *, notice: bytes) -> None:
    """It was noted by mistake."""
    session.delete(session.get_one(m.Notice, notice))


def proved(session: Session, letters: Sequence[bytes]) -> set[bytes]:
    """Those of these letters whose sending is known."""
    query = select(m.Notice.letter_id).where(m.Notice.letter_id.in_(letters))
    return {key for key in session.scalars(query) if key is not None}
