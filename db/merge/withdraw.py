"""Dossiers that left the scope of this workstation: nothing of them stays readable here.

Their rows, index, texts and operations go; the hub has them all. Own operations that the hub does not have
yet stay until it does: they are what somebody wrote, and only this base holds them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from db.merge import check, rechain, shelf
from db.merge.reach import BOUND, OF_COMMITTEE, STAYING, Reach, dossier_column, reach
from db.merge.scope import Scope
from db.triggers import journalled

_LOCAL = {  # table -> column of the dossier, of what is recomputed or local
    "search_doc": "dossier", "conflict": "dossier", "total": "dossier_id", "finding": "dossier_id",
    "checked": "dossier_id", "visit": "dossier_id",
}  # fmt: skip


def withdraw(connection: sqlite3.Connection, gone: Iterable[bytes], site: str) -> set[bytes]:
    """Take these dossiers out, with those that waited for their last operations to be sent; which were there.

    Inside the caller's transaction, references not enforced.
    """
    leaving = {bytes.fromhex(key) for key in json.loads(check.value(connection, "leaving") or "[]")}
    keys = sorted(leaving | set(gone))
    if not keys:
        return set()
    connection.execute("PRAGMA secure_delete = ON")  # pages freed are written over
    here = shelf.known_keys(connection, "dossier", "id", keys)
    _remove_rows(connection, keys)
    _remove_bound(connection)
    connection.execute("DELETE FROM capture")
    waiting = _remove_ops(connection, keys, site)
    check.keep(connection, "leaving", json.dumps(sorted(key.hex() for key in waiting)))
    connection.execute("INSERT INTO search(search) VALUES ('optimize')")
    connection.execute("PRAGMA secure_delete = OFF")
    return here


def _remove_rows(connection: sqlite3.Connection, keys: list[bytes]) -> None:
    places = [(ent, dossier_column(ent)) for ent in reversed(list(journalled())) if dossier_column(ent)]
    for table, column in [*places, *_LOCAL.items()]:  # the last: triggers sum the amounts that go
        for part in shelf.batches(keys):
            marks = ", ".join("?" * len(part))
            connection.execute(f'DELETE FROM "{table}" WHERE "{column}" IN ({marks})', part)


def _remove_bound(connection: sqlite3.Connection) -> None:
    """Applicants and contents that only those dossiers referred to; texts read from these contents."""
    scope = Scope.from_json(check.value(connection, "scope") or "")
    here = reach(connection, scope)
    if scope.everything:
        return
    for ent in (*BOUND, *OF_COMMITTEE):
        rows = connection.execute(f'SELECT id FROM "{ent}"').fetchall()
        out = [(key,) for (key,) in rows if not here.has(ent, bytes(key), None)]
        connection.executemany(f'DELETE FROM "{ent}" WHERE id = ?', out)
    connection.execute("DELETE FROM piece_text WHERE sha256 NOT IN (SELECT sha256 FROM file)")


def _remove_ops(connection: sqlite3.Connection, keys: list[bytes], site: str) -> set[bytes]:
    """Their operations but those not sent yet; the dossiers of these."""
    sent = int(check.value(connection, "acknowledged") or 0)
    here = reach(connection, Scope.from_json(check.value(connection, "scope") or ""))
    out, waiting = _leaving_ops(connection, set(keys), here, site, sent)
    if not out:
        return waiting
    withdrawn = json.loads(check.value(connection, "withdrawn") or "{}")
    for part in shelf.batches(out):
        marks = ", ".join("?" * len(part))
        query = f"SELECT site, max(seq) FROM op WHERE n IN ({marks}) GROUP BY site"
        for name, seq in connection.execute(query, part):
            withdrawn[name] = max(seq, withdrawn.get(name, 0))
    check.keep(connection, "withdrawn", json.dumps(withdrawn, ensure_ascii=False))
    connection.executemany("DELETE FROM head WHERE op = (SELECT id FROM op WHERE n = ?)", [(n,) for n in out])
    with rechain.opened(connection):
        connection.executemany("DELETE FROM op WHERE n = ?", [(n,) for n in out])
        label = f"Retirer {len(keys)} dossiers sortis du périmètre"
        rechain.again(connection, label, "withdraw", "Parvis", site)
    return waiting


def _leaving_ops(
    connection: sqlite3.Connection, keys: set[bytes], here: Reach, site: str, sent: int
) -> tuple[list[int], set[bytes]]:
    out: list[int] = []
    waiting: set[bytes] = set()
    bound = {*BOUND, *OF_COMMITTEE} - set(STAYING)
    query = "SELECT n, site, seq, ent, rid, dossier FROM op"
    for n, of, seq, ent, rid, dossier in connection.execute(query):
        leaves = dossier in keys if dossier else ent in bound and not here.has(ent, rid, None)
        if not leaves:
            continue
        if of == site and seq > sent:
            waiting.update({dossier} if dossier else ())
        else:
            out.append(n)
    return out, waiting
