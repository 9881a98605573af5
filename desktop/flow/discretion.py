"""What the history of a dossier does not tell one person: others' own notes, scores not to be seen yet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from db import queries
from db.queries.shapes import HistoryRow
from desktop.flow.readings import read_scores

_SCORES = ("score", "assessment")


def withheld(
    reader: sqlite3.Connection, dossier: bytes, rows: Iterable[HistoryRow], person: str
) -> frozenset[bytes]:
    """Keys of the rows whose changes are kept from this person."""
    every = {note.id: note for note in queries.notes(reader, dossier)}
    found = {key for key, note in every.items() if note.audience == "me" and note.author != person}
    scores = read_scores(reader, dossier, person)
    blind = scores is not None and not scores.open
    for row in rows:
        if row.ent == "annotation" and row.rid not in every and row.kind != "update":
            told = json.loads(row.val or row.base or "null") or {}  # a note taken away since
            if told.get("audience") == "me" and told.get("author") != person:
                found.add(row.rid)
        elif blind and row.ent in _SCORES and row.author != person:
            found.add(row.rid)
    return frozenset(found)
