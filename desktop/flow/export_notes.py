"""The workbook of the notes: which ones, page after page, its columns and the words of each cell."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator

from db.queries.all_notes import NoteRow, NoteWish, note_page
from desktop.exchange.workbook import Column
from desktop.rules.grid import LABELS
from desktop.rules.sections import place_words

AUDIENCES = {"me": "moi", "team": "équipe", "committee": "comité", "applicant": "porteur"}
MOST = 1_000_000  # rows that a sheet holds
_PAGE = 5000


def every_note(
    reader: sqlite3.Connection, wish: NoteWish, go_on: Callable[[int], bool] = lambda _read: True
) -> Iterator[NoteRow]:
    """The notes wished for, the latest first; `go_on(read so far)` is asked at each page."""
    after, read = None, 0
    while read < MOST and go_on(read):
        page = note_page(reader, wish, after, min(_PAGE, MOST - read))
        yield from page
        read += len(page)
        if len(page) < _PAGE:
            return
        after = page[-1].id


def columns() -> list[Column]:
    """In the order of the cells of `rows`."""
    return [
        Column("Dossier"), Column("Porteur"), Column("Intitulé"), Column("Défi"), Column("Force"),
        Column("Quartiers"), Column("Endroit"), Column("Passage", width=44), Column("Note", width=60),
        Column("Public"), Column("Auteur"), Column("Date", "datetime"),
    ]  # fmt: skip


def rows(found: Iterable[NoteRow]) -> Iterator[tuple[object, ...]]:
    """One tuple of cells a note."""
    for r in found:
        yield (
            r.number, r.applicant, r.title, f"{r.rank} · {r.short}" if r.rank else "",
            LABELS[r.strength] if r.rank else "", r.quarters or "", place_words(r.place, r.piece, r.page),
            r.quote, r.text, AUDIENCES.get(r.audience, r.audience), r.author, r.at,
        )  # fmt: skip
