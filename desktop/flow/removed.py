"""Rows removed of late that the journal still tells, put back as they were: same keys, one step."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from db.merge.kept import children_of, parents_of
from db.merge.scope import LEFT_OUT
from db.queries.bin import RemovedRow, removed
from db.store import reader_of, say, use_case
from db.triggers import blob_columns
from desktop.flow.history import summary

DAYS = 30  # how far back one looks
# What a person removes and may want back, by table.
KINDS: dict[str, str] = {
    "annotation": "Note", "piece": "Pièce", "site_visit": "Visite", "opinion_request": "Demande d’avis",
    "opinion": "Avis", "item": "Point de l’ordre du jour", "deadline": "Échéance", "condition": "Condition",
    "contact": "Personne", "change_request": "Demande de changement", "report": "Bilan",
    "piece_request": "Demande de pièces", "funding_line": "Ligne de financement", "payment": "Versement",
    "dossier_link": "Lien", "commitment": "Engagement", "indicator": "Indicateur",
    "committee_document": "Document de séance", "saved_view": "Vue", "phrase": "Phrase",
}  # fmt: skip


class Gone(NamedTuple):
    """A row that was removed and can come back."""

    row: RemovedRow
    kind: str
    words: str


def gone(reader: sqlite3.Connection, today: dt.date | None = None, days: int = DAYS) -> list[Gone]:
    """What was removed in the last days, the latest first."""
    since = ((today or dt.date.today()) - dt.timedelta(days=days)).isoformat()
    return [
        Gone(row, KINDS[row.ent], summary(row.ent, json.loads(row.values)) or "–")
        for row in removed(reader, since, list(KINDS))
    ]


@use_case("Remettre ce qui avait été supprimé", right="undo")
def put_back_rows(session: Session, *, ops: Collection[bytes]) -> int:
    """The same rows, with the same keys, and those of the same step that hang on them; one step. Raises
    ValueError (French)."""
    reader = reader_of(session)
    count, told = 0, []
    for key in ops:
        query = "SELECT ent, rid, link FROM op WHERE id = ? AND kind = 'delete'"
        found = reader.execute(query, (key,)).fetchone()
        if found is None:
            raise ValueError("Cette suppression n’est pas dans le journal. Rien n’a été changé.")
        ent, rid, link = found
        made = _insert(reader, ent, bytes(rid), link)
        if not made:
            raise ValueError("Cette ligne est déjà revenue. Rien n’a été changé.")
        told.append(KINDS.get(ent, ent).lower())
        count += made
    say(session, f"Remettre {told[0] if len(told) == 1 else f'{len(told)} lignes'} de la corbeille")
    return count


def _insert(reader: sqlite3.Connection, ent: str, rid: bytes, link: int) -> int:
    """Put a row back, its parents of the same step first, its children after; how many rows."""
    row = reader.execute(
        "SELECT base FROM op WHERE ent = ? AND rid = ? AND link = ? AND kind = 'delete' ORDER BY n DESC",
        (ent, rid, link),
    ).fetchone()
    if row is None or reader.execute(f'SELECT 1 FROM "{ent}" WHERE id = ?', (rid,)).fetchone():
        return 0
    values: dict[str, Any] = json.loads(row[0])
    if values.get(LEFT_OUT) or '{"forgotten": "' in row[0]:
        raise ValueError(
            "Des valeurs de cette ligne ont été effacées : elle ne revient pas. Rien n’a été changé."
        )
    keys = blob_columns()[ent]
    plain = {n: bytes.fromhex(v) if n in keys and isinstance(v, str) else v for n, v in values.items()}
    count = 0
    for column, parent in parents_of().get(ent, ()):
        if plain.get(column) is not None:
            count += _insert(reader, parent, plain[column], link)
            if not reader.execute(f'SELECT 1 FROM "{parent}" WHERE id = ?', (plain[column],)).fetchone():
                raise ValueError(
                    "Ce dont dépendait cette ligne n’est plus là : remettez-le d’abord. Rien n’a été changé."
                )
    quoted = ", ".join(f'"{name}"' for name in ("id", *plain))
    marks = ", ".join("?" * (len(plain) + 1))
    reader.execute(f'INSERT INTO "{ent}"({quoted}) VALUES ({marks})', (rid, *plain.values()))
    return count + 1 + _children(reader, ent, rid, link)


def _children(reader: sqlite3.Connection, ent: str, rid: bytes, link: int) -> int:
    """The rows removed in the same step that hung on this one."""
    count = 0
    for child, column in children_of().get(ent, ()):
        query = (
            "SELECT rid FROM op WHERE ent = ? AND link = ? AND kind = 'delete' "
            f"AND json_extract(base, '$.{column}') = ?"
        )
        for (key,) in reader.execute(query, (child, link, rid.hex())).fetchall():
            count += _insert(reader, child, bytes(key), link)
    return count
