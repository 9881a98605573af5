"""Where a person is named: rows that hold persons, and every text in which a name may stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from db.queries.rows import every

# Tables that hold persons: the columns of a name, then those told of them.
HOLDERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "contact": (("first_name", "last_name"), ("civility", "position", "phone", "email")),
    "project_member": (("first_name", "last_name"), ("civility", "position", "email")),
    "signatory": (("name",), ("position", "delegation")),
    "member": (("name",), ("body", "role", "proxy")),
    "person": (("name",), ("role", "phone", "email")),
    "partner": (("person",), ("name", "email")),
    "interest": (("person",), ("nature",)),
    "rights_request": (("person",), ("email", "kind", "answer")),
}
# Texts in which somebody may be named.
TEXTS: dict[str, tuple[str, ...]] = {
    "annotation": ("quote", "before", "after", "text"),
    "mark": ("reason",),
    "assessment": ("comment",),
    "score": ("reason",),
    "opinion": ("comment", "origin"),
    "site_visit": ("place", "people", "body", "next_steps"),
    "section": ("body",),
    "source": ("value",),
    "imported": ("payload",),
    "version": ("payload",),
    "letter": ("body",),
    "notice": ("comment",),
    "decision": ("comment", "reopen_reason"),
    "condition": ("text", "why"),
    "payment": ("why", "comment"),
    "repayment": ("reason", "comment"),
    "report": ("comment",),
    "report_line": ("label", "reason"),
    "report_text": ("body",),
    "change_request": ("reason", "body", "answer"),
    "budget_line": ("label",),
    "piece": ("label", "name", "reason", "origin"),
    "piece_request": ("body",),
    "sift": ("comment",),
    "deadline": ("title", "person"),
    "dossier": ("place", "proposal_reason"),
    "committee": ("notes",),
    "item": ("comment", "conditions"),
    "applicant": ("email", "phone", "account_holder"),
    "agreement": ("purpose", "comment"),
    "amendment": ("body",),
}
_OF_DOSSIER = {"dossier": "x.id", "signatory": "NULL", "member": "NULL", "person": "NULL", "partner": "NULL",
               "rights_request": "NULL", "committee": "NULL", "applicant": "NULL", "agreement": "NULL"}  # fmt: skip
# Letters that a text may write otherwise, with an accent or a capital: any character stands for them.
_LOOSE = frozenset("aceionuy'’- ")


def like(word: str) -> str:
    """A pattern of LIKE that finds a folded word whatever its accents: it may find more, never less."""
    word = word.replace("oe", "%").replace("ae", "%")  # ligatures
    return "%" + "".join("_" if c in _LOOSE or not c.isascii() or c == "_" else c for c in word) + "%"


def rows_like(
    reader: sqlite3.Connection, table: str, columns: Sequence[str], words: Sequence[str]
) -> list[tuple[bytes, bytes | None, tuple[Any, ...]]]:
    """(key, dossier or None, values) of the rows one of whose columns may hold one of these words."""
    patterns = [like(word) for word in words]
    told = ", ".join(f'x."{column}"' for column in columns)
    tests = " OR ".join(f'x."{column}" LIKE ?' for column in columns for _ in patterns)
    place = _OF_DOSSIER.get(table, "x.dossier_id")
    query = f'SELECT x.id, {place}, {told} FROM "{table}" x WHERE {tests} ORDER BY x.id'
    return [(bytes(row[0]), row[1], row[2:]) for row in reader.execute(query, patterns * len(columns))]


class HeldPiece(NamedTuple):
    """A piece in whose words somebody may be named."""

    id: bytes
    dossier_id: bytes
    name: str
    text: str


def pieces_like(reader: sqlite3.Connection, words: Sequence[str]) -> list[HeldPiece]:
    """The pieces whose words, as read, may hold one of these."""
    tests = " OR ".join("t.text LIKE ?" for _ in words)
    sql = (
        "SELECT p.id, p.dossier_id, coalesce(nullif(p.label, ''), p.name), t.text FROM piece p JOIN file f ON "
        f"f.id = p.file_id JOIN piece_text t ON t.sha256 = f.sha256 WHERE {tests} ORDER BY p.id"
    )
    return every(reader, HeldPiece, sql, [like(word) for word in words])


def withheld(reader: sqlite3.Connection, author: str) -> set[bytes]:
    """Notes that others keep for themselves, and scores that others have not closed: they count, their words
    are not shown to this person."""
    sql = (
        "SELECT id FROM annotation WHERE audience = 'me' AND author <> ?1 UNION "
        "SELECT id FROM assessment WHERE state = 'draft' AND author <> ?1 UNION "
        "SELECT s.id FROM score s JOIN assessment a ON a.id = s.assessment_id "
        "WHERE a.state = 'draft' AND a.author <> ?1"
    )
    return {bytes(key) for (key,) in reader.execute(sql, (author,))}


def written_by(reader: sqlite3.Connection, name: str) -> int:
    """How many steps of the journal bear this name as their author."""
    (count,) = reader.execute("SELECT count(*) FROM step WHERE author = ?", (name,)).fetchone()
    return int(count)


class RequestRow(NamedTuple):
    """One request of a person; ISO days."""

    id: bytes
    person: str
    email: str
    kind: str
    asked_on: str
    due_on: str
    state: str
    answered_on: str | None
    answer: str
    comment: str
    author: str


def rights_requests(reader: sqlite3.Connection) -> list[RequestRow]:
    """What waits for an answer first, the most urgent on top."""
    sql = (
        "SELECT id, person, email, kind, asked_on, due_on, state, answered_on, answer, comment, author "
        "FROM rights_request ORDER BY state <> 'open', CASE state WHEN 'open' THEN due_on END, asked_on DESC, id"
    )
    return every(reader, RequestRow, sql)
