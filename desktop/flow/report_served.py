"""A report that came serves the renewals that ask for it: their piece « bilan » waits no more."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from db import models as m
from db.queries import reports as rows
from db.store import author_of, reader_of

_WAITS = ("missing", "refused")


def _words(session: Session, row: m.Report) -> str:
    return f"Bilan {row.year} reçu : dossier {session.get_one(m.Dossier, row.dossier_id).number}"


def serve_renewals(session: Session, row: m.Report) -> int:
    """Waive the piece of each renewal that no other earlier report stops, sharing the file; returns how many.
    An intermediate report serves too, while the final one is not late."""
    reader = reader_of(session)
    source = session.get(m.Piece, row.piece_id) if row.piece_id else None
    count = 0
    for request, key in rows.waiting_pieces(reader, row.dossier_id, row.year):
        piece = session.get_one(m.Piece, key)
        if piece.state not in _WAITS or rows.lacking(reader, request, dt.date.today()):
            continue
        piece.state, piece.reason, piece.checked_by = "waived", _words(session, row), author_of(session)
        piece.received_on = row.received_on
        if source is not None:
            piece.held_by, piece.file_id, piece.name = source.id, source.file_id, source.name
        count += 1
    session.flush()
    return count


def take_back_from_renewals(session: Session, row: m.Report) -> None:
    """A report sent back serves nobody: the pieces it stood for are missing again."""
    said = _words(session, row)
    for _, key in rows.waiting_pieces(reader_of(session), row.dossier_id, row.year):
        piece = session.get_one(m.Piece, key)
        if piece.state == "waived" and piece.reason == said:
            piece.state, piece.reason, piece.checked_by = "missing", "", ""
            piece.held_by = piece.file_id = piece.received_on = None
            piece.name = ""
    session.flush()
