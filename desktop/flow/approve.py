"""Approve: one person prepares a letter, another looks at it before it leaves, or sends it back."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.base import now
from db.queries.letters import LetterRow, hands, letters_of
from db.store import author_of, give_reason, reader_of, say, use_case
from desktop.flow.composing import compose
from desktop.flow.found import put
from desktop.flow.interests import may_judge
from desktop.flow.letter_data import is_decision
from desktop.letters.model import Letter, words_digest
from desktop.letters.template import Template
from desktop.rules import approval
from desktop.rules.french import plural


@dataclass(slots=True)
class Looked:
    """What became of the letters of one deed."""

    done: list[bytes] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # sentences, each naming its applicant


def level_of(reader: sqlite3.Connection) -> str:
    """What the office asks of itself (setting "approval_required")."""
    told = str(queries.setting(reader, approval.SETTING) or "never")
    return told if told in approval.LEVELS else "never"


def standing(
    reader: sqlite3.Connection,
    row: LetterRow,
    templates: Mapping[str, Template],
    today: dt.date,
    letter: Letter,
) -> str:
    """Where a letter stands in the second look; `letter` is how it would leave today."""
    if row.approval != approval.APPROVED:
        return approval.standing(row.approval, "", ())
    digests = {words_digest(letter)}
    then = dt.date.fromisoformat((row.approved_at or today.isoformat())[:10])
    if row.approved_words not in digests and then != today:
        # Dates that follow the day of the letter move by themselves; who signs today is part of the words.
        as_then = compose(reader, row, templates, then).letter
        digests.add(words_digest(replace(as_then, signature=letter.signature)))
    return approval.standing(row.approval, row.approved_words, digests)


def held_back(
    reader: sqlite3.Connection,
    row: LetterRow,
    templates: Mapping[str, Template],
    today: dt.date,
    letter: Letter,
) -> str:
    """Why a letter may not leave for want of a second look, "" when it may."""
    return held_for(reader, row, standing(reader, row, templates, today, letter))


def held_for(reader: sqlite3.Connection, row: LetterRow, where: str) -> str:
    """The same, for a letter whose standing is known."""
    return approval.held(level_of(reader), where, decision=is_decision(row.template), note=row.approval_note)


def _row(reader: sqlite3.Connection, letter: m.Letter) -> LetterRow:
    return next(row for row in letters_of(reader, letter.dossier_id) if row.id == letter.id)


@use_case("Demander un second regard", right="write_letter")
def ask(session: Session, *, letters: Sequence[bytes]) -> Looked:
    """Hand letters to the person who approves; those that left are told. One undo for all."""
    looked = Looked()
    for key in letters:
        row = session.get_one(m.Letter, key)
        if row.state == "issued":
            looked.refused.append(f"Le courrier {row.number} est déjà parti.")
            continue
        _write(row, approval.ASKED)
        looked.done.append(key)
    if not looked.done:
        raise ValueError(" ".join(looked.refused) or "Aucun courrier à faire approuver.")
    say(session, f"Demander un second regard sur {_count(looked.done)}")
    return looked


@use_case("Ne plus demander de second regard", right="write_letter")
def unask(session: Session, *, letters: Sequence[bytes]) -> None:
    """Take back what was asked, or an approval no longer wanted; the rule of the office still holds."""
    for key in letters:
        row = session.get_one(m.Letter, key)
        if row.state != "issued":
            _write(row, approval.NONE)
    say(session, f"Ne plus demander de second regard sur {_count(letters)}")


@use_case("Approuver des courriers", right="approve")
def approve(
    session: Session,
    *,
    letters: Sequence[bytes],
    templates: Mapping[str, Template],
    today: dt.date | None = None,
) -> Looked:
    """Approve letters as their words are now. Those written by the person at work, closed to them, to mend
    or gone are refused with their reason; ValueError (French) when none is left. One undo for all."""
    day, looked = today or dt.date.today(), Looked()
    for key in letters:
        row = session.get_one(m.Letter, key)
        try:
            words = _approvable(session, row, templates, day)
        except ValueError as why:
            applicant = session.get_one(m.Applicant, session.get_one(m.Dossier, row.dossier_id).applicant_id)
            looked.refused.append(f"{applicant.name} : {why}")
            continue
        _write(row, approval.APPROVED)
        row.approved_by, row.approved_words = author_of(session), words
        row.approved_at = dt.datetime.combine(day, now().time())
        looked.done.append(key)
    if not looked.done:
        raise ValueError(" ".join(looked.refused) or "Aucun courrier à approuver.")
    say(session, f"Approuver {_count(looked.done)}")
    return looked


def _approvable(session: Session, row: m.Letter, templates: Mapping[str, Template], day: dt.date) -> str:
    """The digest of what is approved. Raises ValueError (French)."""
    if row.state == "issued":
        raise ValueError(f"le courrier {row.number} est déjà parti.")
    may_judge(session, row.dossier_id)
    reader = reader_of(session)
    if why := approval.why_not(author_of(session), hands(reader, row.id)):
        raise ValueError(why)
    draft = compose(reader, _row(reader, row), templates, day)
    if not draft.green:
        raise ValueError(" ".join(f.sentence for f in draft.findings if f.level == "error"))
    return words_digest(draft.letter)


@use_case("Renvoyer un courrier", right="approve")
def send_back(session: Session, *, letter: bytes, note: str) -> None:
    """Send a letter back to the person who prepared it. Raises ValueError (French) without a note."""
    row = session.get_one(m.Letter, letter)
    if row.state == "issued":
        raise ValueError(f"Le courrier {row.number} est parti : il ne se renvoie plus.")
    if not note.strip():
        raise ValueError("Dites en une phrase ce qui est à reprendre : le courrier n’a pas été renvoyé.")
    may_judge(session, row.dossier_id)
    _write(row, approval.RETURNED)
    row.approved_by, row.approved_at, row.approval_note = author_of(session), now(), note.strip()
    give_reason(session, note.strip())


@use_case("Régler le second regard", right="settings")
def require(session: Session, *, level: str) -> None:
    """Which letters must be approved before they leave. Raises ValueError (French) for another word."""
    if level not in approval.LEVELS:
        known = ", ".join(approval.LEVELS)
        raise ValueError(f"« {level} » n’est pas un réglage du second regard : {known}.")
    put(session, approval.SETTING, level)
    say(session, f"Second regard : {approval.LEVELS[level].lower()}")


def _write(row: m.Letter, state: str) -> None:
    row.approval, row.approved_by, row.approved_at = state, "", None
    row.approved_words, row.approval_note = "", ""


def _count(letters: Sequence[bytes]) -> str:
    return f"{len(letters)} {plural(len(letters), 'courrier')}"
