"""Pieces already held: those of another dossier of the applicant that still stand, taken again."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db import models as m
from db.queries.held_pieces import EarlierRow, earlier_pieces
from db.store import author_of, say, use_case
from desktop.rules import pieces as rules
from desktop.rules.french import date_long


@dataclass(frozen=True, slots=True)
class Offer:
    """An earlier piece that may stand for one that lacks; `words` say which and of when."""

    piece: bytes
    earlier: bytes
    number: str  # of the dossier it stands in
    words: str


def offers(reader: sqlite3.Connection, dossier: bytes, today: dt.date) -> dict[bytes, Offer]:
    """For each lacking piece, the most recent one held that is still valid that day."""
    found: dict[bytes, list[EarlierRow]] = {}
    for row in earlier_pieces(reader, dossier):
        found.setdefault(row.piece, []).append(row)
    made = {}
    for piece, rows in found.items():
        kind = rules.Kind(rows[0].kind, valid_months=rows[0].valid_months, reusable=True)
        held = rules.best(kind, [_held(row) for row in rows], today)
        if held is not None:
            number = next(row.number for row in rows if row.earlier == held.key)
            made[piece] = Offer(piece, held.key, number, _words(number, held))
    return made


def _held(row: EarlierRow) -> rules.Held:
    days = [dt.date.fromisoformat(d) if d else None for d in (row.dated_on, row.received_on, row.expires_on)]
    return rules.Held(row.earlier, row.kind, row.state, True, *days)


def _words(number: str, held: rules.Held) -> str:
    if held.dated is not None:
        return f"Déjà détenue : dossier {number}, document du {date_long(held.dated)}"
    when = f", reçue le {date_long(held.received)}" if held.received else ""
    return f"Déjà détenue : dossier {number}{when}"


@use_case("Reprendre une pièce déjà détenue", right="attach")
def take_again(session: Session, *, piece: bytes, earlier: bytes, today: dt.date | None = None) -> None:
    """Let a piece of another dossier of the same applicant stand for one that lacks; its file is shared.

    Raises ValueError (French) when it can't: another applicant, another kind, no longer valid.
    """
    row, source = session.get_one(m.Piece, piece), session.get_one(m.Piece, earlier)
    mine, theirs = (session.get_one(m.Dossier, each.dossier_id) for each in (row, source))
    if mine.applicant_id != theirs.applicant_id or row.kind != source.kind:
        raise ValueError("Cette pièce est d’un autre porteur ou d’une autre sorte : elle n’est pas reprise.")
    day = today or dt.date.today()
    kind, held = _kind(session, mine, row.kind), _as_held(source)
    if not rules.can_serve(kind, held, day):
        raise ValueError(
            f"La pièce « {source.label or source.name} » du dossier {theirs.number} ne peut plus servir : "
            "elle n’est pas conforme, ou elle n’est plus valable."
        )
    row.state, row.held_by, row.file_id, row.name = "waived", source.id, source.file_id, source.name
    row.dated_on, row.received_on = source.dated_on, source.received_on
    row.expires_on = rules.expiry(held.since, kind.valid_months, source.expires_on)
    row.reason, row.checked_by = _words(theirs.number, held), author_of(session)
    say(session, f"Reprendre la pièce « {row.label or row.name} » du dossier {theirs.number}")
    session.flush()


@use_case("Reprendre les pièces déjà détenues", right="attach")
def take_all_again(
    session: Session, *, pairs: list[tuple[bytes, bytes]], today: dt.date | None = None
) -> int:
    """Take several pieces again in one step: (piece that lacks, earlier one); returns how many."""
    for piece, earlier in pairs:
        take_again(session, piece=piece, earlier=earlier, today=today)
    plural = "s" if len(pairs) > 1 else ""
    say(session, f"Reprendre {len(pairs)} pièce{plural} déjà détenue{plural}")
    return len(pairs)


def _kind(session: Session, dossier: m.Dossier, code: str) -> rules.Kind:
    applicant = session.get_one(m.Applicant, dossier.applicant_id)
    query = session.query(m.PieceKind).where(m.PieceKind.asked_of == applicant.kind, m.PieceKind.code == code)
    known = query.first()
    if known is None:
        return rules.Kind(code)
    return rules.Kind(code, valid_months=known.valid_months, reusable=known.reusable)


def _as_held(row: m.Piece) -> rules.Held:
    has_file = row.file_id is not None
    return rules.Held(row.id, row.kind, row.state, has_file, row.dated_on, row.received_on, row.expires_on)
