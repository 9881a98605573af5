"""Notify: make a letter, look at it, edit it, issue it under a number, print it again as a duplicate."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.base import now
from db.keys import key_of
from db.queries.letters import LetterRow
from db.store import author_of, make_final, reader_of, say, use_case
from desktop.flow.approve import held_back
from desktop.flow.composing import PENDING, Draft, body_of, compose
from desktop.flow.files import keep
from desktop.flow.letter_data import answer_by, is_decision
from desktop.flow.logos import keep_logo
from desktop.flow.member_letters import Wanted, letters_of_decision
from desktop.flow.reports import expect, note_left
from desktop.flow.requests import note_issued
from desktop.letters.model import Letter, plain, to_json
from desktop.letters.template import Template
from desktop.rules import page_code

__all__ = [
    "PENDING", "Blocked", "Draft", "body_of", "compose", "edit", "issue", "next_letter_number", "prepare",
    "prepare_decided", "print_again", "regenerate", "withdraw",
]  # fmt: skip


class Blocked(ValueError):
    """The letter may not leave; the message says why, French sentences."""


@use_case("Préparer un courrier", right="write_letter")
def prepare(
    session: Session,
    *,
    dossier: bytes,
    template: str,
    member: bytes | None = None,
    subject: bytes | None = None,
) -> bytes:
    """Put a letter in the outbox, once while it is a draft; returns its key. `member`: of a project;
    `subject`: the row that it is about, where it is not the decision."""
    told = {"dossier_id": dossier, "template": template, "member_id": member, "subject_id": subject}
    same = tuple(getattr(m.Letter, name) == value for name, value in told.items())
    known = session.scalars(select(m.Letter).where(*same, m.Letter.state == "draft")).first()
    if known is not None:
        return known.id
    count = session.scalar(select(func.count()).where(*same))
    of = tuple(key for key in (member, subject) if key is not None)
    key = key_of("letter", dossier, template, *of, str(count))
    session.add(m.Letter(id=key, author=author_of(session), **told))
    return key


@use_case("Préparer les courriers des décisions", right="write_letter")
def prepare_decided(session: Session, *, dossiers: list[bytes] | None = None) -> list[bytes]:
    """One letter for each pending decision that has none, one a member for a project; returns the keys of
    those prepared. A decision that was reopened waits to be taken again."""
    here = select(m.Dossier.id).where(m.Dossier.merged_into.is_(None), m.Dossier.stage == "decided")
    query = select(m.Decision).where(m.Decision.state == "pending", m.Decision.dossier_id.in_(here))
    made = []
    for decision in session.scalars(query).all():
        if dossiers is None or decision.dossier_id in dossiers:
            wanted = letters_of_decision(session, decision)
            _drop_other_drafts(session, decision.dossier_id, wanted)
            made += [
                prepare(session, dossier=decision.dossier_id, template=template, member=member)
                for template, member in wanted
            ]
    say(session, f"Préparer {len(made)} courriers de décision")
    return made


def _drop_other_drafts(session: Session, dossier: bytes, wanted: Wanted) -> None:
    """A decision that changed leaves no letter of the former one in the outbox."""
    query = select(m.Letter).where(m.Letter.dossier_id == dossier, m.Letter.state == "draft")
    for letter in session.scalars(query).all():
        if is_decision(letter.template) and (letter.template, letter.member_id) not in wanted:
            session.delete(letter)


@use_case("Modifier un courrier à la main", right="edit_letter")
def edit(session: Session, *, letter: bytes, body: Letter) -> None:
    """Keep the words of one letter as edited. Raises ValueError (French) once it is issued."""
    row = session.get_one(m.Letter, letter)
    if row.state == "issued":
        raise ValueError(f"Le courrier {row.number} est parti : il ne se modifie plus.")
    row.edited, row.body = True, to_json(body)


@use_case("Refaire un courrier depuis le modèle", right="edit_letter")
def regenerate(session: Session, *, letter: bytes) -> None:
    """Drop the edited words (the screen warns first; undo brings them back)."""
    row = session.get_one(m.Letter, letter)
    if row.state == "issued":
        raise ValueError(f"Le courrier {row.number} est parti : il ne se refait plus.")
    row.edited, row.body = False, ""


@use_case("Retirer un courrier", right="write_letter")
def withdraw(session: Session, *, letter: bytes) -> None:
    row = session.get_one(m.Letter, letter)
    if row.state == "issued":
        raise ValueError(f"Le courrier {row.number} est parti : il reste au registre.")
    session.delete(row)


def next_letter_number(session: Session, year: int) -> str:
    """The next number of the register, "C2026-0041"."""
    head = f"C{year}-"
    # The longest is the highest, then the last in order: one row is read, whatever the year has sent.
    query = (
        select(m.Letter.number)
        .where(m.Letter.number >= head, m.Letter.number < f"C{year}.")
        .order_by(func.length(m.Letter.number).desc(), m.Letter.number.desc())
        .limit(1)
    )
    last = session.scalar(query) or f"{head}0"
    return f"{head}{int(last.removeprefix(head)) + 1:04d}"


@use_case("Émettre un courrier", right="print_letter")
def issue(
    session: Session,
    *,
    letter: bytes,
    templates: Mapping[str, Template],
    make: Callable[[Letter], bytes],
    today: dt.date | None = None,
) -> str:
    """Number a letter, keep its PDF, notify its decision; final. Returns the number. Raises Blocked."""
    row = session.get_one(m.Letter, letter)
    if row.state == "issued":
        raise Blocked(f"Le courrier {row.number} est déjà parti : imprimez un duplicata.")
    if is_decision(row.template) and session.get_one(m.Dossier, row.dossier_id).stage == "ready":
        raise Blocked("La décision de ce dossier a été rouverte : décidez-le de nouveau avant tout courrier.")
    day = today or dt.date.today()
    number = next_letter_number(session, day.year)
    raw = reader_of(session)
    shown = next(r for r in queries.letters_of(raw, row.dossier_id) if r.id == letter)
    words = _leaving(raw, shown, templates, day, number)
    keep_logo(session, words)
    content = make(words)
    row.file_id = keep(session, content, f"{number}.pdf").id
    row.state, row.number, row.body, row.issued_at = "issued", number, to_json(words), now()
    row.author = author_of(session)
    _print(session, row, 1)
    if is_decision(row.template):
        _notified(session, row.dossier_id, day)
        expect(session, [row.dossier_id])
    lists = [block.items for block in words.blocks if block.kind == "list"]
    asked = [plain(item).rstrip("\u202f\u00a0 ;.") for items in lists for item in items]
    note_issued(session, row, asked, day, answer_by(raw, day))
    note_left(session, row, day)
    say(session, f"Émettre le courrier {number}")
    make_final(session, f"Le courrier {number} est parti : il reste au registre et ne s’annule pas.")
    return number


def _leaving(
    reader: sqlite3.Connection, row: LetterRow, templates: Mapping[str, Template], day: dt.date, number: str
) -> Letter:
    """The words of a letter under its number, with the mark of its pages. Raises Blocked."""
    draft = compose(reader, row, templates, day, number)
    if not draft.green:
        raise Blocked(" ".join(f.sentence for f in draft.findings if f.level == "error"))
    if why := held_back(reader, row, templates, day, draft.letter):
        raise Blocked(why)
    return replace(draft.letter, mark=page_code.mark_of(row.id))


def _notified(session: Session, dossier: bytes, day: dt.date) -> None:
    decision = session.get_one(m.Decision, key_of("decision", dossier))
    decision.state = "notified"
    decision.notified_on = decision.notified_on or day
    session.get_one(m.Dossier, dossier).stage = "notified"


def _print(session: Session, row: m.Letter, copy: int) -> None:
    session.add(
        m.Printing(
            dossier_id=row.dossier_id, letter_id=row.id, at=now(), copy=copy, author=author_of(session)
        )
    )


@use_case("Réimprimer un courrier", right="print_letter")
def print_again(session: Session, *, letter: bytes) -> int:
    """Note one more copy of an issued letter; returns its rank (2: a duplicate)."""
    row = session.get_one(m.Letter, letter)
    query = select(func.count()).where(m.Printing.letter_id == letter)
    copy = (session.scalar(query) or 0) + 1
    _print(session, row, copy)
    say(session, f"Réimprimer le courrier {row.number}")
    make_final(session, f"Une copie du courrier {row.number} a été imprimée : cela reste au registre.")
    return copy
