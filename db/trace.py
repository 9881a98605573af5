"""The trace: what was consulted, printed and exported on this workstation, each line chained to the last.

It is no part of the journal: it never travels and nothing undoes it. A purge keeps the chain provable.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from db.store import Store

DEEDS = {
    "consulted": "consulté", "printed": "imprimé", "exported": "exporté", "prepared": "mallette préparée",
    "purged": "épuré", "repaired": "réparé",
}  # fmt: skip
_KEPT = "trace_before"  # what a purge leaves: up to which line, and its hash


class Line(NamedTuple):
    """One line as it is written; `dossier` is None for what concerns no single dossier."""

    n: int
    at: str
    author: str
    site: str
    deed: str
    dossier: bytes | None
    what: str
    hash: bytes


class Before(NamedTuple):
    """Where the chain begins: the last line that a purge removed (0 and nothing when none was)."""

    n: int
    hash: bytes


class Broken(NamedTuple):
    """The first line that the chain does not prove, in a French sentence."""

    n: int
    sentence: str


def note(store: Store, deed: str, dossier: bytes | None, what: str) -> bool:
    """Write one line, in a transaction of its own: never call it inside a verb. False when the file can't be
    written: reading a dossier must never fail for its trace."""
    return note_all(store, deed, [(dossier, what)])


def note_all(store: Store, deed: str, lines: Sequence[tuple[bytes | None, str]]) -> bool:
    """Write several lines (dossier, sentence) at once."""
    if not lines:
        return True
    try:
        with store.write_raw() as connection:
            write(connection, store.author, store.site, deed, lines)
    except (sqlite3.OperationalError, OperationalError):
        return False
    return True


def write(
    connection: sqlite3.Connection,
    author: str,
    site: str,
    deed: str,
    lines: Iterable[tuple[bytes | None, str]],
    *,
    at: str = "",
) -> None:
    """Append lines inside the caller's transaction."""
    at = at or dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")
    last = connection.execute("SELECT n, hash FROM trace ORDER BY n DESC LIMIT 1").fetchone()
    first, before = (int(last[0]), bytes(last[1])) if last else began(connection)
    rows = []
    for n, (dossier, what) in enumerate(lines, start=first + 1):
        before = _link(before, n, at, author, site, deed, dossier, what)
        rows.append((n, at, author, site, deed, dossier, what, before))
    connection.executemany(
        "INSERT INTO trace(n, at, author, site, deed, dossier, what, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _link(
    before: bytes, n: int, at: str, author: str, site: str, deed: str, dossier: bytes | None, what: str
) -> bytes:
    told = json.dumps([n, at, author, site, deed, dossier.hex() if dossier else None, what])
    return hashlib.sha256(before + told.encode()).digest()


def began(connection: sqlite3.Connection) -> Before:
    """Where the chain of the lines that are left begins."""
    row = connection.execute("SELECT v FROM kv WHERE k = ?", (_KEPT,)).fetchone()
    if row is None:
        return Before(0, b"")
    told = json.loads(row[0])
    return Before(int(told["n"]), bytes.fromhex(told["hash"]))


def lines(connection: sqlite3.Connection) -> Iterator[Line]:
    """Every line, first to last."""
    query = "SELECT n, at, author, site, deed, dossier, what, hash FROM trace ORDER BY n"
    for row in connection.execute(query):
        yield Line._make(row)


def first_broken(connection: sqlite3.Connection) -> Broken | None:
    """The first line that was altered, removed or put in; None when the chain proves them all."""
    n, before = began(connection)
    for line in lines(connection):
        if line.n != n + 1:
            gone = "la ligne " + str(n + 1) if line.n == n + 2 else f"les lignes {n + 1} à {line.n - 1}"
            return Broken(n + 1, f"Journal des consultations : il manque {gone}.")
        if _link(before, *line[:-1]) != bytes(line.hash):
            said = f"« {line.what} », {line.author}, {line.at}"
            return Broken(line.n, f"Journal des consultations : la ligne {line.n} a été modifiée ({said}).")
        n, before = line.n, bytes(line.hash)
    return None


def purge(connection: sqlite3.Connection, before: str, author: str, site: str) -> int:
    """Remove the lines older than a moment (ISO) inside the caller's transaction; how many went. Only lines
    from the first on go, and the purge itself is written down with the hash it leaves behind."""
    newer = connection.execute("SELECT min(n) FROM trace WHERE at >= ?", (before,)).fetchone()[0]
    bound = newer if newer is not None else 1 << 62
    row = connection.execute(
        "SELECT n, hash FROM trace WHERE n < ? ORDER BY n DESC LIMIT 1", (bound,)
    ).fetchone()
    if row is None:
        return 0
    last, digest = int(row[0]), bytes(row[1])
    kept = json.dumps({"n": last, "hash": digest.hex()})
    gone = connection.execute("DELETE FROM trace WHERE n <= ?", (last,)).rowcount
    connection.execute("INSERT OR REPLACE INTO kv(k, v) VALUES (?, ?)", (_KEPT, kept))
    day = f"{before[8:10]}/{before[5:7]}/{before[:4]}"
    said = (
        f"{gone} lignes d’avant le {day} retirées, jusqu’à la ligne {last} (empreinte {digest.hex()[:16]}…)"
    )
    write(connection, author, site, "purged", [(None, said)])
    return gone
