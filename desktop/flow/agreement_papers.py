"""The papers of a convention of several years: prepared among the letters, or written as files."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping

from sqlalchemy.orm import Session

from db import models as m
from db.queries.agreements import agreement, amendment, tranches
from db.queries.letters import LetterRow, letters_of
from db.store import reader_of, say, use_case
from desktop.flow.composing import PENDING, Draft, body_of, compose
from desktop.flow.logos import letter_kept
from desktop.flow.notify import prepare
from desktop.letters.model import Letter
from desktop.letters.template import Template

CONVENTION, AMENDMENT = "convention_pluriannuelle", "avenant"


@use_case("Préparer une convention de plusieurs années", right="write_letter")
def prepare_agreement(session: Session, *, agreement: bytes) -> bytes:
    """Put the convention in the outbox, on the request of its first year; returns the key of the letter.
    Raises ValueError (French) while it has no request."""
    reader = reader_of(session)
    row = session.get_one(m.Agreement, agreement)
    key = prepare(session, dossier=dossier_of(reader, agreement), template=CONVENTION, subject=agreement)
    say(session, f"Préparer la convention {row.number}")
    return key


@use_case("Préparer un avenant", right="write_letter")
def prepare_amendment(session: Session, *, amendment: bytes) -> bytes:
    """Put an amendment in the outbox, on the request of its year, else of the first one; returns the key of
    the letter. Raises ValueError (French)."""
    told = session.get_one(m.Amendment, amendment)
    assert told.agreement_id is not None  # those of the convention of one dossier are not written here
    row = session.get_one(m.Agreement, told.agreement_id)
    day = told.signed_on or dt.date.today()
    dossier = dossier_of(reader_of(session), row.id, day.year)
    key = prepare(session, dossier=dossier, template=AMENDMENT, subject=amendment)
    say(session, f"Préparer l’avenant {told.rank} à la convention {row.number}")
    return key


def dossier_of(reader: sqlite3.Connection, key: bytes, year: int | None = None) -> bytes:
    """The dossier on which the papers of a convention hang. Raises ValueError (French) without any."""
    found = {row.year: row.id for row in tranches(reader, key)}
    if not found:
        head = agreement(reader, key)
        number = head.number if head else ""
        raise ValueError(
            f"La convention {number} n’a pas encore de demande : rattachez d’abord le dossier d’une année, "
            "dont viennent l’adresse et le représentant du porteur."
        )
    return found.get(year or 0) or found[min(found)]


def paper_of(
    reader: sqlite3.Connection,
    key: bytes,
    templates: Mapping[str, Template],
    today: dt.date,
    change: bytes | None = None,
) -> tuple[Letter, Draft | None]:
    """The words of a convention, or of its amendment `change`: as it left, as it waits in the outbox, or as
    it would be prepared now. Without a draft it has left. Raises ValueError (French)."""
    told = amendment(reader, change) if change else None
    signed = told.signed_on if told else None
    year = int((signed or today.isoformat())[:4]) if told else None
    dossier = dossier_of(reader, key, year)
    template, subject = (AMENDMENT, change) if change else (CONVENTION, key)
    rows = [
        row
        for each in tranches(reader, key)
        for row in letters_of(reader, each.id)
        if row.template == template and row.subject_id == subject
    ]
    left = [row for row in rows if row.state == "issued"]
    if left:
        return letter_kept(reader, body_of(reader, left[-1].id)), None
    told_row = {
        "dossier_id": dossier, "template": template, "state": "draft", "edited": 0, "number": PENDING,
        "subject_id": subject,
    }  # fmt: skip
    row = rows[-1] if rows else LetterRow._make(told_row.get(name) for name in LetterRow._fields)
    draft = compose(reader, row, templates, today)
    return draft.letter, draft


def paper_file(
    reader: sqlite3.Connection,
    key: bytes,
    templates: Mapping[str, Template],
    today: dt.date,
    form: str,
    change: bytes | None = None,
) -> tuple[bytes, list[str]]:
    """The file (pdf or docx) of a convention or of its amendment, PROJET until it left, and what the
    pre-flight finds in it. Raises ValueError (French)."""
    if form not in ("pdf", "docx"):
        raise ValueError(f"Convention : la forme « .{form} » n’existe pas ; choisissez .pdf, .docx.")
    letter, draft = paper_of(reader, key, templates, today, change)
    faults = [] if draft is None else [f.sentence for f in draft.findings if f.level == "error"]
    if form == "docx":
        from desktop.letters.convention import as_document
        from desktop.letters.word_file import make_word

        return make_word(as_document(letter, "" if draft is None else PENDING)), faults
    from desktop.letters.letter import make

    return make(letter, watermark=None if draft is None else PENDING), faults
