"""Pieces of a dossier: those expected, those the source names, those the officer adds or settles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.store import author_of, say, use_case
from desktop.exchange.application import Application
from desktop.flow.files import keep
from desktop.flow.interests import may_judge
from desktop.rules import pieces as rules
from desktop.rules.folding import fold


def expect_pieces(session: Session, dossier: m.Dossier, kind: str) -> list[m.Piece]:
    """One line for each piece that this kind of applicant must give to this kind of call; answers them."""
    call = session.get_one(m.Call, dossier.call_id).kind
    rows = [
        m.Piece(
            id=key_of("piece", dossier.id, piece.code),
            dossier_id=dossier.id,
            kind=piece.code,
            label=piece.title,
            state="missing",
        )
        for piece in _due(session, kind, call, dossier.renewal)
    ]
    session.add_all(rows)
    return rows


def _due(session: Session, kind: str, call: str, renewal: bool | None) -> list[m.PieceKind]:
    """Those to give, told once a verb."""
    known: dict[tuple[str, str, bool | None], list[m.PieceKind]] = session.info.setdefault("due_pieces", {})
    asked = (kind, call, renewal)
    if asked not in known:
        known[asked] = [row for row in _kinds(session, kind) if rules.is_due(_rule(row), call, renewal)]
    return known[asked]


def _rule(row: m.PieceKind) -> rules.Kind:
    calls = frozenset(row.calls.split())
    return rules.Kind(row.code, row.moment, row.required, calls, row.valid_months, row.reusable)


def _kinds(session: Session, kind: str) -> list[m.PieceKind]:
    """Those asked of a kind of applicant, read once a verb."""
    known: dict[str, list[m.PieceKind]] = session.info.setdefault("piece_kinds", {})
    if kind not in known:
        query = select(m.PieceKind).where(m.PieceKind.asked_of == kind).order_by(m.PieceKind.rank)
        known[kind] = list(session.scalars(query))
    return known[kind]


def recognise(session: Session, kind: str, label: str, filename: str) -> str:
    """The code of the piece that a label or a file name speaks of, "" when none does."""
    for text in (fold(label), fold(filename).replace("_", " ").replace("-", " ")):
        best = ("", 0)
        said = f" {text.replace('.', ' ')} "
        for code, word in _spellings(session, kind):
            if f" {word} " in said and len(word) > best[1]:
                best = (code, len(word))
        if best[0]:
            return best[0]
    return ""


def _spellings(session: Session, kind: str) -> list[tuple[str, str]]:
    """(code, folded words) of all that these pieces are called, read once a verb."""
    known: dict[str, list[tuple[str, str]]] = session.info.setdefault("piece_spellings", {})
    if kind not in known:
        told = (
            (piece.code, fold(alias))
            for piece in _kinds(session, kind)
            for alias in (piece.title, *piece.aliases.split("\n"))
        )
        known[kind] = [(code, word) for code, word in told if word]
    return known[kind]


def receive_attachments(
    session: Session,
    dossier: m.Dossier,
    application: Application,
    kind: str,
    lines: list[m.Piece] | None = None,
) -> int:
    """Put the attachments of an application in place; returns how many were new here.

    `lines` are the pieces of a dossier just made, read in the base for any other.
    """
    fresh = 0
    if lines is None and application.attachments:
        lines = _lines(session, dossier.id)
    for attachment in application.attachments:
        code = recognise(session, kind, attachment.label, attachment.filename)
        piece = _row_for(session, dossier.id, code, attachment.label, attachment.filename, lines)
        was = (piece.state, piece.file_id)
        if piece.state == "missing":
            piece.name, piece.state, piece.origin = attachment.filename, "announced", application.source
        if attachment.content is not None:
            _receive_content(session, piece, attachment.content, attachment.filename)
        fresh += (piece.state, piece.file_id) != was
    return fresh


def _receive_content(session: Session, piece: m.Piece, content: Callable[[], bytes], name: str) -> None:
    """Keep what came; what an officer refused is replaced only by another content."""
    if piece.file_id is not None and piece.state != "refused":
        return
    if session.info.get("files") is not None:
        file = keep(session, content(), name).id
        if file == piece.file_id:
            return
        piece.file_id = file
    elif piece.file_id is not None:
        return  # the dry run keeps no file: it can't tell one from the other
    _renew(piece, name)


def _renew(piece: m.Piece, name: str) -> None:
    """Another document came: what was said of the former one no longer holds."""
    piece.name, piece.state, piece.reason, piece.checked_by = name, "received", "", ""
    piece.received_on, piece.dated_on, piece.expires_on = dt.date.today(), None, None
    piece.held_by = None


def _lines(session: Session, dossier: bytes) -> list[m.Piece]:
    return list(session.scalars(select(m.Piece).where(m.Piece.dossier_id == dossier)))


def _row_for(
    session: Session,
    dossier: bytes,
    code: str,
    label: str,
    filename: str,
    lines: list[m.Piece] | None = None,
) -> m.Piece:
    """The line of this very file, else the line of its kind that waits for one, else a new line."""
    rows = _lines(session, dossier) if lines is None else lines
    name = fold(filename)
    for row in rows:
        if row.name and fold(row.name) == name:
            return row
    for row in rows:
        if code and row.kind == code and waits(row):
            return row
    piece = m.Piece(
        id=key_of("piece", dossier, label, filename), dossier_id=dossier, kind=code,
        label=label or filename, state="missing",
    )  # fmt: skip
    session.add(piece)
    rows.append(piece)
    return piece


def _announced(session: Session, dossier: bytes, code: str) -> m.Piece | None:
    """The only line of a kind whose content stayed on the portal: what is added by hand is that one."""
    query = select(m.Piece).where(m.Piece.dossier_id == dossier, m.Piece.kind == code)
    rows = list(session.scalars(query)) if code else []
    alone = len(rows) == 1 and rows[0].state == "announced" and rows[0].file_id is None
    return rows[0] if alone else None


def waits(row: m.Piece, today: dt.date | None = None) -> bool:
    """Whether the applicant still has to give this piece, or give it again."""
    return rules.state_on(today or dt.date.today(), row.state, row.expires_on) in rules.LACKING


@use_case("Ajouter la pièce « {name} »", right="attach")
def add_piece(
    session: Session, *, dossier: bytes, name: str, content: bytes, kind: str = "", label: str = ""
) -> bytes:
    """Attach a file to a dossier; it takes the empty line of its kind when there is one. Returns its key."""
    applicant = session.get_one(m.Applicant, session.get_one(m.Dossier, dossier).applicant_id)
    code = kind or recognise(session, applicant.kind, label, name)
    piece = _announced(session, dossier, code) or _row_for(session, dossier, code, label, name)
    if piece.file_id is not None and not waits(piece):
        piece = m.Piece(id=new_key(), dossier_id=dossier, kind=code, label=label or name)
        session.add(piece)
    _renew(piece, name)
    piece.file_id, piece.origin = keep(session, content, name).id, "poste"
    session.flush()
    return piece.id


_SAID = {
    "received": "Recevoir la pièce « {} »",
    "refused": "Déclarer non conforme la pièce « {} »",
    "waived": "Dispenser de la pièce « {} »",
    "missing": "Remettre en attente la pièce « {} »",
    "none": "Déclarer sans objet la pièce « {} »",
}


@use_case("Changer l’état d’une pièce", right="check_piece")
def set_piece(session: Session, *, piece: bytes, state: str, reason: str = "") -> None:
    """Settle a piece. Raises ValueError (French) when a refusal or a waiver has no reason."""
    if state in ("refused", "waived") and not reason.strip():
        raise ValueError("Dites pourquoi : la raison sera écrite dans le courrier et l’historique.")
    row = session.get_one(m.Piece, piece)
    may_judge(session, row.dossier_id)
    if row.held_by is not None and state in ("missing", "none"):
        # What was lent by another dossier goes back there.
        row.held_by = row.file_id = row.dated_on = row.received_on = row.expires_on = None
        row.name = ""
    row.state, row.reason, row.checked_by = state, reason.strip(), author_of(session)
    say(session, _SAID[state].format(row.label or row.name))


@use_case("Dater une pièce", right="check_piece")
def date_piece(
    session: Session, *, piece: bytes, dated_on: dt.date | None, expires_on: dt.date | None = None
) -> dt.date | None:
    """Note the date of a document; its last day follows from its kind, unless the document says it.

    Returns that last day, None when it does not expire. Raises ValueError (French) for impossible dates.
    """
    row = session.get_one(m.Piece, piece)
    if dated_on is not None and dated_on > dt.date.today():
        raise ValueError(f"Un document daté du {dated_on:%d/%m/%Y} n’existe pas encore : relisez sa date.")
    if dated_on is not None and expires_on is not None and expires_on < dated_on:
        raise ValueError("La fin de validité est avant la date du document : relisez les deux dates.")
    dossier = session.get_one(m.Dossier, row.dossier_id)
    kind = session.get_one(m.Applicant, dossier.applicant_id).kind
    months = next((each.valid_months for each in _kinds(session, kind) if each.code == row.kind), 0)
    row.dated_on, row.expires_on = dated_on, rules.expiry(dated_on, months, expires_on)
    say(session, f"Dater la pièce « {row.label or row.name} »")
    return row.expires_on
