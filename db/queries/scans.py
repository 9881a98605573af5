"""Scanned papers: what their codes may speak of, and what was filed of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from db.queries.rows import every


class Spoken(NamedTuple):
    """A dossier that a code names."""

    number: str
    id: bytes
    applicant: str
    title: str


class EditionRow(NamedTuple):
    """A pack handed out: version, SHA-256 of its rows, day (ISO)."""

    code: str
    version: int
    sha256: str
    day: str


class SentLetter(NamedTuple):
    """A letter of the register."""

    number: str
    id: bytes
    dossier: str


class HeapRow(NamedTuple):
    """A heap that was filed."""

    id: bytes
    name: str
    at: str
    page_count: int
    author: str
    sha256: str | None


class PageRow(NamedTuple):
    """One page of a heap that was filed; `ticks` is JSON, box -> share of dark pixels."""

    id: bytes
    heap_id: bytes
    heap: str
    at: str
    sha256: str | None  # of the heap
    rank: int
    state: str
    paper: str
    page: int | None
    dossier_id: bytes | None
    dossier: str
    applicant: str
    ticks: str
    ticks_done: str
    piece_id: bytes | None

    @property
    def shares(self) -> dict[str, float]:
        found: dict[str, float] = json.loads(self.ticks or "{}")
        return found


def spoken_of(reader: sqlite3.Connection, numbers: Collection[str]) -> dict[str, Spoken]:
    """Number -> dossier; of one united with another, the one that goes on."""
    sql = (
        "SELECT d.number, coalesce(g.id, d.id), a.name, d.title FROM dossier d "
        "LEFT JOIN dossier g ON g.id = d.merged_into JOIN applicant a ON a.id = d.applicant_id "
        "WHERE d.number IN (SELECT value FROM json_each(?))"
    )
    return {row.number: row for row in every(reader, Spoken, sql, (json.dumps(sorted(numbers)),))}


def editions(reader: sqlite3.Connection, codes: Collection[str]) -> list[EditionRow]:
    """The packs handed out of these sessions, the first ones first."""
    sql = (
        "SELECT c.code, p.version, p.sha256, substr(p.made_at, 1, 10) FROM pack p "
        "JOIN committee c ON c.id = p.committee_id WHERE c.code IN (SELECT value FROM json_each(?)) "
        "ORDER BY p.version, p.made_at"
    )
    return every(reader, EditionRow, sql, (json.dumps(sorted(codes)),))


def sent(reader: sqlite3.Connection, numbers: Collection[str]) -> dict[str, SentLetter]:
    """Number -> letter of the register."""
    sql = (
        "SELECT l.number, l.id, d.number FROM letter l JOIN dossier d ON d.id = l.dossier_id "
        "WHERE l.number <> '' AND l.number IN (SELECT value FROM json_each(?))"
    )
    return {row.number: row for row in every(reader, SentLetter, sql, (json.dumps(sorted(numbers)),))}


def heaps(reader: sqlite3.Connection) -> list[HeapRow]:
    """Those that were filed, the last one first."""
    sql = (
        "SELECT h.id, h.name, h.at, h.page_count, h.author, f.sha256 FROM scan_heap h "
        "LEFT JOIN file f ON f.id = h.file_id ORDER BY h.at DESC, h.id DESC"
    )
    return every(reader, HeapRow, sql)


_PAGES = (
    "SELECT p.id, p.heap_id, h.name, h.at, f.sha256, p.rank, p.state, p.paper, p.page, p.dossier_id, "
    "coalesce(d.number, ''), coalesce(a.name, ''), p.ticks, p.ticks_done, p.piece_id FROM scan_page p "
    "JOIN scan_heap h ON h.id = p.heap_id LEFT JOIN file f ON f.id = h.file_id "
    "LEFT JOIN dossier d ON d.id = p.dossier_id LEFT JOIN applicant a ON a.id = d.applicant_id"
)


def pages(reader: sqlite3.Connection, heap: bytes | None = None) -> list[PageRow]:
    """The pages of one heap, or of all, the last heap first."""
    if heap is not None:
        return every(reader, PageRow, f"{_PAGES} WHERE p.heap_id = ? ORDER BY p.rank", (heap,))
    return every(reader, PageRow, f"{_PAGES} ORDER BY h.at DESC, h.id DESC, p.rank")
