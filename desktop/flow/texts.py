"""The words of the pieces, read once each and given to the search; recomputed, so never journalled."""

from __future__ import annotations

from db.store import Store
from desktop.exchange.piece_text import read_words
from desktop.flow.files import has, readable

# An earlier version kept "" for all it could not read, without a word on why: those are read again.
_WAITING = (
    "SELECT f.sha256, f.mime FROM file f JOIN piece p ON p.file_id = f.id "
    "LEFT JOIN piece_text t ON t.sha256 = f.sha256 "
    "WHERE t.sha256 IS NULL OR (t.text = '' AND t.kind = 'text') GROUP BY f.sha256 LIMIT ?"
)


def read_texts(store: Store, limit: int = 20) -> int:
    """Read the text of some pieces not read yet; returns how many (call again while > 0).

    A piece is read with nothing locked: a large one keeps nobody from writing.
    """
    with store.write_raw() as connection:
        waiting = connection.execute(_WAITING, (limit,)).fetchall()
    read = []
    for sha256, mime in waiting:
        if not has(store.files, sha256):
            read.append((sha256, "", "unreadable"))
            continue
        with readable(store.files, sha256) as path:
            read.append((sha256, *read_words(path, mime)))
    if not read:
        return 0
    with store.write_raw() as connection:
        connection.executemany("INSERT OR REPLACE INTO piece_text(sha256, text, kind) VALUES (?, ?, ?)", read)
        connection.executemany(
            "INSERT OR IGNORE INTO search_queue(ent, rid) SELECT 'piece', p.id FROM piece p "
            "JOIN file f ON f.id = p.file_id WHERE f.sha256 = ?",
            [(row[0],) for row in read],
        )
    return len(read)
