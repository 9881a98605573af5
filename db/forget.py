"""Values erased for good: from the rows, from every operation that told them, from the file itself.

An erasure is a row of the journal like any other, so it travels; each base that has it erases by itself, and
erases again what a workstation that did not know of it still sends. What is erased is what was written
without knowing of the erasure; a value typed after it, knowingly, stays.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from db import search
from db.forgotten import blank, told
from db.merge import check, shelf
from db.merge.erase import WAITS, Erasure, Erasures, erase
from db.merge.shelf import Row
from db.triggers import blob_columns, journalled

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

FINAL = "Une valeur effacée ne se rétablit pas : elle n’est plus nulle part dans la base."
_DONE = "erased_to"  # in `kv`: up to which operation


def forget(
    session: Session, *, ent: str, rids: Iterable[bytes], fields: str | Iterable[str], why: str,
    instead: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """Within a verb: these fields of these rows are forgotten, everywhere; the step is final.

    Rows already removed, or removed in the same step, are forgotten in the journal alone. `instead`: what to
    write there, as the journal writes it; nothing, by default. Returns how many rows. Raises ValueError.
    """
    from db import models as m
    from db.base import now
    from db.connection import raw_of
    from db.keys import new_key
    from db.store import author_of, make_final

    names = _names(ent, fields)
    session.flush()
    connection = raw_of(session.connection())
    keys = list(dict.fromkeys(rids))
    for rid in keys:
        dossier = _blanked(connection, ent, rid, names, instead or {})
        session.add(
            m.Erasure(
                id=new_key(), dossier_id=dossier, ent=ent, row_key=rid, fields=" ".join(names), why=why,
                author=author_of(session), at=now(),
            )
        )  # fmt: skip
    if keys:
        make_final(session, FINAL)
        step = session.info["step"]
        step.reason = step.reason or why
    session.flush()
    return len(keys)


def _names(ent: str, fields: str | Iterable[str]) -> list[str]:
    names = sorted(set(fields.split() if isinstance(fields, str) else fields))
    known = set(journalled().get(ent, ())) - blob_columns().get(ent, frozenset())
    if wrong := [name for name in names if name not in known]:
        raise ValueError(f"« {ent} · {wrong[0]} » ne s’efface pas : ce n’est pas une valeur du journal.")
    return names


def _blanked(
    connection: sqlite3.Connection, ent: str, rid: bytes, names: list[str], instead: Mapping[str, Any]
) -> bytes | None:
    """Write for each field that nothing stands there any more, whatever others wrote meanwhile; the dossier
    of the row, where it still stands."""
    place = "dossier_id" if "dossier_id" in journalled()[ent] else "id" if ent == "dossier" else "NULL"
    columns = ", ".join(f'"{name}"' for name in names)
    row = connection.execute(f'SELECT {place}, {columns} FROM "{ent}" WHERE id = ?', (rid,)).fetchone()
    if row is None:
        return None
    connection.executemany(
        "INSERT INTO capture(ent, rid, dossier, field, kind, base, val) VALUES (?, ?, ?, ?, 'settle', ?, ?)",
        [
            (ent, rid, row[0], name, told(value), told(instead.get(name, blank(ent, name))))
            for name, value in zip(names, row[1:], strict=True)
        ],
    )
    return None if row[0] is None else bytes(row[0])


# --- what every base does that knows of an erasure ------------------------------------------------------


def apply(connection: sqlite3.Connection, site: str = "") -> int:
    """Erase what the erasures of this journal ask and that still stands in it, in the rows too; inside the
    caller's transaction. Returns how many operations were changed. `scrub` then cleans the file."""
    from db.merge.project import project

    changed, rows = erase(connection, wanted(connection), site)
    if rows:
        project(connection, rows)
    _keep_place(connection)
    return changed


def erase_received(connection: sqlite3.Connection, touched: Collection[Row], site: str) -> set[Row]:
    """The same for what a lot brought, before it is projected; the rows to be projected as well."""
    every = wanted(connection)
    if not every:
        return set()
    new = {rid for ent, rid in touched if ent == "erasure"}
    told_by = {
        (ent, bytes.fromhex(key))
        for part in shelf.batches(new)
        for ent, key in connection.execute(
            "SELECT json_extract(val, '$.ent'), json_extract(val, '$.row_key') FROM op WHERE kind = 'create' "
            f"AND ent = 'erasure' AND rid IN ({', '.join('?' * len(part))})",
            part,
        )
    }
    asked = {row: every[row] for row in {*touched, *told_by} if row in every}
    _, rows = erase(connection, asked, site)
    _keep_place(connection)
    return rows


def wanted(connection: sqlite3.Connection) -> Erasures:
    """Row -> what the journal asks to forget of it."""
    found: Erasures = {}
    query = "SELECT step, val FROM op WHERE ent = 'erasure' AND kind = 'create' ORDER BY id"
    for step, val in connection.execute(query):
        row = json.loads(val)
        key = (row["ent"], bytes.fromhex(row["row_key"]))
        found.setdefault(key, []).append(Erasure(bytes(step), frozenset(row["fields"].split())))
    return found


def waits(connection: sqlite3.Connection) -> bool:
    """Whether something is still to be erased, in the journal or in the file."""
    if connection.execute("SELECT 1 FROM op WHERE ent = 'erasure' LIMIT 1").fetchone() is None:
        return False
    if check.value(connection, WAITS):
        return True
    done = int(check.value(connection, _DONE) or 0)
    query = (
        "SELECT 1 FROM op WHERE n > ?1 AND (ent = 'erasure' OR EXISTS (SELECT 1 FROM erasure e "
        "WHERE e.ent = op.ent AND e.row_key = op.rid)) LIMIT 1"
    )
    return connection.execute(query, (done,)).fetchone() is not None


def _keep_place(connection: sqlite3.Connection) -> None:
    (last,) = connection.execute("SELECT coalesce(max(n), 0) FROM op").fetchone()
    check.keep(connection, _DONE, str(last))


def clean(engine: Engine, site: str) -> None:
    """Once a step asked it, a lot brought it or a base is opened that still has to: erase, then scrub."""
    from db.connection import raw_of

    with engine.begin() as connection:
        raw = raw_of(connection)
        if not waits(raw):
            return
        apply(raw, site)
    with engine.connect() as connection:
        connection.rollback()  # a file is written anew outside any transaction
        scrub(raw_of(connection))


def scrub(connection: sqlite3.Connection) -> bool:
    """Leave no byte of what was erased in the file nor in its log: the index follows, the file is written
    anew. Outside any transaction. False when another reader held the log: it is done again later."""
    connection.execute("BEGIN IMMEDIATE")
    while search.refresh(connection):
        pass
    connection.execute("INSERT INTO search(search) VALUES ('optimize')")
    connection.execute("DELETE FROM kv WHERE k = ?", (WAITS,))
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        check.keep(connection, WAITS, "1")
    return not busy
