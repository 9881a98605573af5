"""The words of the pieces, read once each and given to the search; recomputed, so never journalled."""

from __future__ import annotations

from db.store import Store
from desktop.exchange.piece_text import words_of
from desktop.flow.files import place_of

_WAITING = (
    "SELECT f.sha256, f.mime FROM file f JOIN piece p ON p.file_id = f.id "
    "WHERE f.sha256 NOT IN (SELECT sha256 FROM piece_text) GROUP BY f.sha256 LIMIT ?"
)


def read_texts(store: Store, limit: int = 20) -> int:
    """Read the text of some pieces not read yet; returns how many (call again while > 0)."""
    with store.write_raw() as connection:
        rows = connection.execute(_WAITING, (limit,)).fetchall()
        for sha256, mime in rows:
            path = place_of(store.files, sha256)
            text = words_of(path, mime) if path.exists() else ""
            connection.execute(
                "INSERT OR REPLACE INTO piece_text(sha256, text) VALUES (?, ?)", (sha256, text)
            )
            connection.execute(
                "INSERT OR IGNORE INTO search_queue(ent, rid) SELECT 'piece', p.id FROM piece p "
                "JOIN file f ON f.id = p.file_id WHERE f.sha256 = ?",
                (sha256,),
            )
    return len(rows)
