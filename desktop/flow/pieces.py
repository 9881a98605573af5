"""Pieces of a dossier: those expected, those the source names, those the officer adds or settles."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.store import say, use_case
from desktop.exchange.application import Application
from desktop.flow.files import keep
from desktop.rules.folding import fold

_ASKED_AT_ONCE = ("once", "yearly", "request")


def expect_pieces(session: Session, dossier: m.Dossier, kind: str) -> None:
    """One line for each piece that this kind of applicant must give."""
    for piece in _kinds(session, kind):
        wanted = piece.moment in _ASKED_AT_ONCE or (piece.moment == "renewal" and dossier.renewal)
        if piece.required and wanted:
            session.add(
                m.Piece(
                    id=key_of("piece", dossier.id, piece.code),
                    dossier_id=dossier.id,
                    kind=piece.code,
                    label=piece.title,
                    state="missing",
                )
            )
    session.flush()


def _kinds(session: Session, kind: str) -> list[m.PieceKind]:
    query = select(m.PieceKind).where(m.PieceKind.asked_of == kind).order_by(m.PieceKind.rank)
    return list(session.scalars(query))


def recognise(session: Session, kind: str, label: str, filename: str) -> str:
    """The code of the piece that a label or a file name speaks of, "" when none does."""
    for text in (fold(label), fold(filename).replace("_", " ").replace("-", " ")):
        best = ("", 0)
        for piece in _kinds(session, kind):
            for alias in [piece.title, *piece.aliases.split("\n")]:
                word = fold(alias)
                if word and f" {word} " in f" {text.replace('.', ' ')} " and len(word) > best[1]:
                    best = (piece.code, len(word))
        if best[0]:
            return best[0]
    return ""


def receive_attachments(session: Session, dossier: m.Dossier, application: Application, kind: str) -> int:
    """Put the attachments of an application in place; returns how many were new here."""
    fresh = 0
    for attachment in application.attachments:
        code = recognise(session, kind, attachment.label, attachment.filename)
        piece = _row_for(session, dossier.id, code, attachment.label, attachment.filename)
        was = piece.state
        if piece.state == "missing":
            piece.name, piece.state, piece.origin = attachment.filename, "announced", application.source
        if attachment.content is not None and piece.file_id is None:
            if session.info.get("files") is not None:
                piece.file_id = keep(session, attachment.content(), attachment.filename).id
            piece.state, piece.name = "received", attachment.filename
            piece.received_on = dt.date.today()
        fresh += piece.state != was
        session.flush()
    return fresh


def _row_for(session: Session, dossier: bytes, code: str, label: str, filename: str) -> m.Piece:
    """The line of this very file, else the empty line of its kind, else a new line."""
    rows = list(session.scalars(select(m.Piece).where(m.Piece.dossier_id == dossier)))
    for row in rows:
        if row.name and fold(row.name) == fold(filename):
            return row
    for row in rows:
        if code and row.kind == code and row.state == "missing":
            return row
    piece = m.Piece(
        id=key_of("piece", dossier, label, filename), dossier_id=dossier, kind=code,
        label=label or filename, state="missing",
    )  # fmt: skip
    session.add(piece)
    return piece


@use_case("Ajouter la pièce « {name} »")
def add_piece(
    session: Session, *, dossier: bytes, name: str, content: bytes, kind: str = "", label: str = ""
) -> bytes:
    """Attach a file to a dossier; it takes the empty line of its kind when there is one. Returns its key."""
    applicant = session.get_one(m.Applicant, session.get_one(m.Dossier, dossier).applicant_id)
    code = kind or recognise(session, applicant.kind, label, name)
    piece = _row_for(session, dossier, code, label, name)
    if piece.file_id is not None:
        piece = m.Piece(id=new_key(), dossier_id=dossier, kind=code, label=label or name)
        session.add(piece)
    piece.file_id = keep(session, content, name).id
    piece.name, piece.state, piece.origin = name, "received", "poste"
    piece.received_on = dt.date.today()
    session.flush()
    return piece.id


_SAID = {
    "received": "Recevoir la pièce « {} »",
    "refused": "Déclarer non conforme la pièce « {} »",
    "waived": "Dispenser de la pièce « {} »",
    "missing": "Remettre en attente la pièce « {} »",
}


@use_case("Changer l’état d’une pièce")
def set_piece(session: Session, *, piece: bytes, state: str, reason: str = "") -> None:
    """Settle a piece. Raises ValueError (French) when a refusal has no reason."""
    if state in ("refused", "waived") and not reason.strip():
        raise ValueError("Dites pourquoi : la raison sera écrite dans le courrier et l’historique.")
    row = session.get_one(m.Piece, piece)
    row.state, row.reason = state, reason.strip()
    say(session, _SAID[state].format(row.label or row.name))
