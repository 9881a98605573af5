"""Dossiers that left the scope of this workstation: nothing of them stays readable here.

Their rows, index, texts and operations go; the hub has them all. Own operations that the hub does not have
yet stay until it does: they are what somebody wrote, and only this base holds them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from db.merge import check, rechain, shelf
from db.merge.reach import BOUND, OF_AGREEMENT, OF_COMMITTEE, STAYING, Reach, dossier_column, reach
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
    keys = sorted(leaving(connection) | set(gone))
    if not keys:
        return set()
    connection.execute("PRAGMA secure_delete = ON")  # pages freed are written over
    here = shelf.known_keys(connection, "dossier", "id", keys)
    _remove_rows(connection, keys)
    _remove_bound(connection, site)
    connection.execute("DELETE FROM capture")
    waiting = _remove_ops(connection, keys, site)
    _keep_leaving(connection, waiting)
    connection.execute("INSERT INTO search(search) VALUES ('optimize')")
    connection.execute("PRAGMA secure_delete = OFF")
    return here


def leaving(connection: sqlite3.Connection) -> set[bytes]:
    """Dossiers that left, of which own operations wait to be sent: nothing of them is shown."""
    return {bytes.fromhex(key) for key in json.loads(check.value(connection, "leaving") or "[]")}


def _keep_leaving(connection: sqlite3.Connection, keys: Iterable[bytes]) -> None:
    check.keep(connection, "leaving", json.dumps(sorted(key.hex() for key in keys)))


def returned(connection: sqlite3.Connection, dossiers: set[bytes]) -> list[shelf.Row]:
    """Dossiers that come back before all of them had gone: the rows of which operations had stayed."""
    back = leaving(connection) & dossiers
    if not back:
        return []
    _keep_leaving(connection, leaving(connection) - back)
    query = "SELECT DISTINCT ent, rid FROM op WHERE dossier = ?"
    return [(ent, bytes(rid)) for key in back for ent, rid in connection.execute(query, (key,))]


def _remove_rows(connection: sqlite3.Connection, keys: list[bytes]) -> None:
    places = [(ent, dossier_column(ent)) for ent in reversed(list(journalled())) if dossier_column(ent)]
    for table, column in [*places, *_LOCAL.items()]:  # the last: triggers sum the amounts that go
        for part in shelf.batches(keys):
            marks = ", ".join("?" * len(part))
            connection.execute(f'DELETE FROM "{table}" WHERE "{column}" IN ({marks})', part)


def _remove_bound(connection: sqlite3.Connection, site: str) -> None:
    """Applicants and contents that only those dossiers referred to; texts read from these contents. What was
    made here and is not sent yet stays."""
    sent = int(check.value(connection, "acknowledged") or 0)
    query = "SELECT rid FROM op WHERE ent = ? AND site = ? AND seq > ? AND kind = 'create'"
    scope = Scope.from_json(check.value(connection, "scope") or "")
    here = reach(connection, scope)
    if scope.everything:
        return
    for ent in (*OF_AGREEMENT, *BOUND, *OF_COMMITTEE):
        rows = connection.execute(f'SELECT id FROM "{ent}"').fetchall()
        made = {bytes(key) for (key,) in connection.execute(query, (ent, site, sent))}
        out = [(key,) for (key,) in rows if key not in made and not here.has(ent, bytes(key), None)]
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
    bound = {*OF_AGREEMENT, *BOUND, *OF_COMMITTEE} - set(STAYING)
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
