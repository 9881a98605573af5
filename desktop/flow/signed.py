"""Signed: letters that came back signed and scanned, known by the code of their pages, kept in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from sqlalchemy.orm import Session

from db import models as m
from db.store import say, use_case
from desktop.exchange.scan_codes import bound, digest_of
from desktop.flow.files import keep
from desktop.flow.incoming import settle, watched
from desktop.flow.member_letters import AGREEMENT_LETTER
from desktop.flow.signed_heap import Back, Heap
from desktop.rules.disk import reason
from desktop.rules.french import plural


@use_case("Classer des lettres signées", right="post")
def file_signed(
    session: Session, *, heap: Heap, letters: Collection[bytes], signed_on: dt.date | None = None
) -> list[str]:
    """Keep the scans of these letters of the heap beside them; returns their numbers. One undo for all.

    Raises ValueError (French) when nothing is chosen or when a file changed since it was shown.
    """
    chosen = [one for one in heap.back if one.letter.id in letters]
    if not chosen:
        raise ValueError("Aucune lettre n’est choisie : rien n’a été classé.")
    _unchanged(heap, {page.file for one in chosen for page in one.pages})
    day = signed_on or dt.date.today()
    for one, content in zip(chosen, bound([one.pages for one in chosen]), strict=True):
        row = session.get_one(m.Letter, one.letter.id)
        row.signed_file_id = keep(session, content, f"{row.number} signé.pdf").id
        row.signed_on = day
        if row.template == AGREEMENT_LETTER and row.member_id is not None:
            session.get_one(m.ProjectMember, row.member_id).agreed_on = day
    _settle(session, heap, chosen)
    count = len(chosen)
    say(session, f"Classer {count} {plural(count, 'lettre signée', 'lettres signées')}")
    return [one.letter.number for one in chosen]


def _settle(session: Session, heap: Heap, chosen: Collection[Back]) -> None:
    """A file of a watched folder whose pages are all filed waits no longer; it stays where it is."""
    folders = watched(session)
    waiting = {left.page.file for left in heap.left}
    waiting |= {page.file for one in heap.back if one not in chosen for page in one.pages}
    for file in sorted({page.file for one in chosen for page in one.pages} - waiting):
        if str(file.parent.resolve()) in folders:
            settle(session, file, heap.files[file], file.stat().st_size, "signed")


def _unchanged(heap: Heap, files: Collection[Path]) -> None:
    for file in sorted(files):
        try:
            same = digest_of(file) == heap.files[file]
        except OSError as error:
            why = reason(error)
            raise ValueError(f"« {file.name} » ne s’ouvre plus ({why}) : rien n’a été classé.") from error
        if not same:
            raise ValueError(f"« {file.name} » a changé depuis qu’il est montré : regardez-le de nouveau.")


@use_case("Retirer une lettre signée", right="post")
def unfile(session: Session, *, letter: bytes) -> None:
    """Take away the scan of a letter, filed by mistake."""
    row = session.get_one(m.Letter, letter)
    row.signed_file_id, row.signed_on = None, None
    say(session, f"Retirer le scan signé du courrier {row.number}")
