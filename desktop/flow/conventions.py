"""Conventions: which grants need one, prepared in numbers, and one of them as a file to go on with."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from db import queries
from db.queries.conventions import ShareRow, granted_shares
from db.queries.letters import LetterRow
from db.queries.reference import setting
from db.store import reader_of, say, use_case
from desktop.flow.composing import PENDING, Draft, body_of, compose
from desktop.flow.logos import letter_kept
from desktop.flow.notify import prepare
from desktop.letters.model import Letter
from desktop.letters.template import Template
from desktop.rules import clocks
from desktop.rules.folding import fold
from desktop.rules.french import plural

TEMPLATE = "convention"
PUBLIC = ("school", "public")  # law 2000-321, article 10, is about private bodies


def needing(reader: sqlite3.Connection) -> list[ShareRow]:
    """The share of the authority that writes, for each grant above the threshold of the year, each member of
    a project by itself.

    When no funder bears the name of the authority, any funder above the threshold counts.
    """
    office = fold(str((setting(reader, "letterhead") or {}).get("nom", "")))
    shares = [row for row in granted_shares(reader) if row.kind not in PUBLIC]
    own = [row for row in shares if fold(row.funder) == office]
    found: dict[tuple[bytes, bytes | None], ShareRow] = {}
    for row in own or shares:
        if clocks.needs_convention(row.in_year):
            found.setdefault((row.dossier_id, row.member_id), row)
    return list(found.values())


@use_case("Préparer les conventions nécessaires", right="write_letter")
def prepare_conventions(session: Session, *, dossiers: Collection[bytes] | None = None) -> list[bytes]:
    """Put in the outbox the convention of each grant that needs one and has none; returns their keys."""
    made = [
        prepare(session, dossier=row.dossier_id, template=TEMPLATE, member=row.member_id)
        for row in needing(reader_of(session))
        if not row.convention and (dossiers is None or row.dossier_id in dossiers)
    ]
    say(session, f"Préparer {len(made)} {plural(len(made), 'convention')}")
    return made


def convention_of(
    reader: sqlite3.Connection, dossier: bytes, templates: Mapping[str, Template], today: dt.date
) -> tuple[Letter, Draft | None]:
    """The words of a convention: as it left, as it waits in the outbox, or as it would be prepared now.

    Without a draft it has left; otherwise the draft says what the pre-flight finds. ValueError in French
    when nothing is granted.
    """
    rows = [row for row in queries.letters_of(reader, dossier) if row.template == TEMPLATE]
    left = [row for row in rows if row.state == "issued"]
    if left:
        return letter_kept(reader, body_of(reader, left[-1].id)), None
    row = rows[-1] if rows else _would_be(reader, dossier)
    draft = compose(reader, row, templates, today)
    return draft.letter, draft


def _would_be(reader: sqlite3.Connection, dossier: bytes) -> LetterRow:
    """A letter that is not in the outbox."""
    head = queries.head(reader, dossier)
    decision = queries.decision(reader, dossier)
    if head is None or decision is None or decision.outcome not in ("granted", "partial"):
        raise ValueError("Aucune subvention n’est accordée à ce dossier : il n’a pas de convention.")
    told = {"dossier_id": dossier, "template": TEMPLATE, "state": "draft", "edited": 0, "number": PENDING}
    return LetterRow._make(told.get(name) for name in LetterRow._fields)


def convention_file(
    reader: sqlite3.Connection,
    dossier: bytes,
    templates: Mapping[str, Template],
    today: dt.date,
    form: str,
) -> tuple[bytes, list[str]]:
    """The file (pdf or docx) of a convention, PROJET until it left, and what the pre-flight finds in it."""
    if form not in ("pdf", "docx"):
        raise ValueError(f"Convention : la forme « .{form} » n’existe pas ; choisissez .pdf, .docx.")
    letter, draft = convention_of(reader, dossier, templates, today)
    faults = [] if draft is None else [f.sentence for f in draft.findings if f.level == "error"]
    if form == "docx":
        from desktop.letters.convention import as_document
        from desktop.letters.word_file import make_word

        return make_word(as_document(letter, "" if draft is None else PENDING)), faults
    from desktop.letters.letter import make

    return make(letter, watermark=None if draft is None else PENDING), faults
