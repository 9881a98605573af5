"""The workbook of the notes: one row a note, with its dossier and its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from db.queries.browsing import NoteFilter, NoteRow, notes_page
from desktop.exchange.application import Cancelled
from desktop.exchange.workbook import Column, write_list
from desktop.rules.grid import LABELS
from desktop.rules.sections import TITLES

AUDIENCES = {"me": "moi", "team": "équipe", "committee": "comité", "applicant": "porteur"}


def place_words(row: NoteRow) -> str:
    """« Objectifs », « pièce, page 3 », « dossier entier »."""
    kind, _, rest = row.place.partition(":")
    if kind == "piece":
        return f"pièce, page {row.page}" if row.page else "pièce"
    if kind == "dossier":
        return "dossier entier"
    return TITLES.get(rest or kind, rest or kind)


def export_notes(
    reader: sqlite3.Connection, wanted: NoteFilter, out: Path, progress: Callable[[str, float], bool]
) -> int:
    """Write every note of the filter; returns how many. Raises Cancelled, OSError, Unwritable; nothing half
    written."""
    columns = [
        Column("Dossier"), Column("Porteur"), Column("Intitulé"), Column("Défi"), Column("Force"),
        Column("Quartier"), Column("Passage", width=60), Column("Note", width=60), Column("Place"),
        Column("Public"), Column("Auteur"), Column("Le", "datetime"),
    ]  # fmt: skip
    count = [0]

    def rows() -> Iterator[tuple[object, ...]]:
        before: bytes | None = None
        while page := notes_page(reader, wanted, before, 1000):
            for row in page:
                count[0] += 1
                yield _cells(row)
            if not progress(f"{count[0]} notes écrites", 0.5):
                raise Cancelled
            before = page[-1].id

    write_list(out, columns, rows(), title="Notes")
    return count[0]


def _cells(row: NoteRow) -> tuple[object, ...]:
    challenge = f"{row.rank} · {row.short}" if row.rank else ""
    return (
        row.number, row.applicant, row.title, challenge, LABELS[row.strength] if row.strength else "",
        row.quarter or "", row.quote, row.text, place_words(row), AUDIENCES.get(row.audience, row.audience),
        row.author, row.at,
    )  # fmt: skip
