"""Follow the conditions of a decision: when each is due, whether it is met, or why it is given up."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from db import models as m
from db.store import give_reason, say, use_case
from desktop.flow.interests import may_judge

_SHOWN = 60  # letters of a condition in the name of a step


def _followed(session: Session, key: bytes) -> m.Condition:
    row = session.get(m.Condition, key)
    if row is None:
        raise ValueError("Cette condition n’existe plus : la décision a changé.")
    may_judge(session, row.dossier_id)
    return row


def _short(row: m.Condition) -> str:
    return row.text if len(row.text) <= _SHOWN else f"{row.text[: _SHOWN - 1]}…"


@use_case("Dater une condition", right="follow")
def date_condition(session: Session, *, condition: bytes, due_on: dt.date | None) -> None:
    """Say until when a condition is to be met; None takes the date off."""
    row = _followed(session, condition)
    row.due_on = due_on
    until = f"attendue le {due_on:%d/%m/%Y}" if due_on else "sans échéance"
    say(session, f"Condition {until} : {_short(row)}")


@use_case("Condition remplie", right="follow")
def meet_condition(
    session: Session,
    *,
    condition: bytes,
    proof: str = "",
    piece: bytes | None = None,
    met_on: dt.date | None = None,
    today: dt.date | None = None,
) -> None:
    """It is met: `proof` in words, or a piece of the dossier. Raises ValueError (French) without either."""
    row = _followed(session, condition)
    now = today or dt.date.today()
    if not proof.strip() and piece is None:
        raise ValueError("Dites ce qui prouve que la condition est remplie, ou choisissez la pièce.")
    if piece is not None and session.get_one(m.Piece, piece).dossier_id != row.dossier_id:
        raise ValueError("Cette pièce est celle d’un autre dossier : rien n’a été enregistré.")
    day = met_on or now
    if day > now:
        raise ValueError("Une condition est remplie à une date passée, ou aujourd’hui.")
    row.met_on, row.waived_on, row.why, row.piece_id = day, None, proof.strip(), piece
    give_reason(session, proof.strip())
    say(session, f"Condition remplie : {_short(row)}")


@use_case("Abandonner une condition", right="follow")
def waive_condition(session: Session, *, condition: bytes, why: str, today: dt.date | None = None) -> None:
    """It is asked no more. Raises ValueError (French) without a reason."""
    row = _followed(session, condition)
    if not why.strip():
        raise ValueError("Dites pourquoi cette condition n’est plus demandée : la raison reste au dossier.")
    row.waived_on, row.met_on, row.why, row.piece_id = today or dt.date.today(), None, why.strip(), None
    give_reason(session, why.strip())
    say(session, f"Condition abandonnée : {_short(row)}")


@use_case("Remettre une condition à suivre", right="follow")
def open_condition(session: Session, *, condition: bytes) -> None:
    """It was ticked by mistake: it is awaited again."""
    row = _followed(session, condition)
    row.met_on, row.waived_on, row.why, row.piece_id = None, None, "", None
    say(session, f"Condition de nouveau à suivre : {_short(row)}")
