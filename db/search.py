"""Full-text search: what is indexed, how the index follows, how a keystroke is answered."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

# What stands in a dossier that was united with another is not found: the other one has it.
_OPEN = "JOIN dossier d ON d.id = {}.dossier_id AND d.merged_into IS NULL"
# Per kind of row: how its document is made. One dossier gathers its applicant and all its texts.
_DOSSIER = """
SELECT d.id, d.number || ' ' || d.source_id || ' ' || d.title || ' ' || a.name || ' ' || a.acronym,
  coalesce((SELECT group_concat(body, char(10)) FROM section WHERE dossier_id = d.id), '') || char(10) ||
  d.place || char(10) || d.proposal_reason
FROM dossier d JOIN applicant a ON a.id = d.applicant_id WHERE d.id = ? AND d.merged_into IS NULL"""
_NOTE = f"SELECT n.dossier_id, n.quote, n.text FROM annotation n {_OPEN.format('n')} WHERE n.id = ?"
_PIECE = f"""
SELECT p.dossier_id, p.label || ' ' || p.name, coalesce(t.text, '') FROM piece p {_OPEN.format("p")}
LEFT JOIN file f ON f.id = p.file_id LEFT JOIN piece_text t ON t.sha256 = f.sha256 WHERE p.id = ?"""

_DOCUMENTS = {"dossier": _DOSSIER, "annotation": _NOTE, "piece": _PIECE}
_OWNER = {  # a change of these rows changes the document of their dossier
    "section": "SELECT dossier_id FROM section WHERE id = ?",
    "applicant": "SELECT id FROM dossier WHERE applicant_id = ?",
}
# A dossier united with another takes what stayed in it out of the index, and brings it back when separated.
_FOLLOWING = """
SELECT s.ent, s.rid FROM search_doc s JOIN dossier d ON d.id = s.dossier
 WHERE s.dossier = ?1 AND d.merged_into IS NOT NULL
UNION ALL SELECT 'piece', p.id FROM piece p WHERE p.dossier_id = ?1
 AND NOT EXISTS (SELECT 1 FROM search_doc s WHERE s.ent = 'piece' AND s.rid = p.id)"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words were found; `snippet` marks them with \\x02 and \\x03."""

    ent: str
    rid: bytes
    dossier: bytes
    title: str
    snippet: str


def refresh(connection: sqlite3.Connection, limit: int = 200) -> int:
    """Index what has changed, oldest first; returns how many rows were taken from the queue."""
    rows = connection.execute("SELECT ent, rid FROM search_queue LIMIT ?", (limit,)).fetchall()
    documents: set[tuple[str, bytes]] = set()
    for ent, rid in rows:
        if ent in _OWNER:
            documents.update(("dossier", bytes(r[0])) for r in connection.execute(_OWNER[ent], (rid,)))
        elif ent in _DOCUMENTS:
            documents.add((ent, bytes(rid)))
        if ent == "dossier":
            documents.update((r[0], bytes(r[1])) for r in connection.execute(_FOLLOWING, (rid,)))
    for ent, rid in documents:
        _write(connection, ent, rid)
    connection.executemany("DELETE FROM search_queue WHERE ent = ? AND rid = ?", rows)
    return len(rows)


def _write(connection: sqlite3.Connection, ent: str, rid: bytes) -> None:
    row = connection.execute(_DOCUMENTS[ent], (rid,)).fetchone()
    if row is None:
        connection.execute("DELETE FROM search_doc WHERE ent = ? AND rid = ?", (ent, rid))
        return
    connection.execute(
        "INSERT INTO search_doc(ent, rid, dossier, title, body) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT(ent, rid) DO UPDATE SET dossier = excluded.dossier, title = excluded.title, "
        "body = excluded.body WHERE title <> excluded.title OR body <> excluded.body "
        "OR dossier <> excluded.dossier",
        (ent, rid, *row),
    )


def match_expression(text: str) -> str:
    """Words as typed → an FTS5 expression: every word, the last one as a beginning; "" when there is none."""
    words = re.findall(r"\w+", text)
    quoted = [f'"{word}"' for word in words]
    if quoted and not text[-1:].isspace():
        quoted[-1] += " *"
    return " ".join(quoted)


def seek(connection: sqlite3.Connection, text: str, limit: int = 20) -> list[Hit]:
    """What a keystroke shows: titles first, then the latest rows; never ranked by bm25 (too slow)."""
    words = match_expression(text)
    if not words:
        return []
    query = (
        "SELECT d.ent, d.rid, d.dossier, d.title, snippet(search, 1, char(2), char(3), '…', 12) "
        "FROM search JOIN search_doc d ON d.n = search.rowid WHERE search MATCH ? "
        "ORDER BY search.rowid DESC LIMIT ?"
    )
    hits: dict[tuple[str, bytes], Hit] = {}
    for expression in (f"title : ({words})", words):
        for row in connection.execute(query, (expression, limit)):
            hit = Hit(row[0], bytes(row[1]), bytes(row[2]), row[3], row[4])
            hits.setdefault((hit.ent, hit.rid), hit)
    return list(hits.values())[:limit]
