"""A new file made of what was saved: rows as they were read, the rest as the journal and the copies tell."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from db import chain, mirror, search
from db.forgotten import is_forgotten
from db.journal import StepInfo, write_step
from db.merge import rechain
from db.mirror import Difference
from db.salvage.reading import Found, Held, is_recomputed
from db.salvage.story import OP_ROW, STEP_ROW, Journal, Source, gather
from db.triggers import blob_columns, install, journalled

_JOURNAL = ("step", "op", "head")
AGAIN = "Reprendre d’après les tables ce que le journal n’a plus"
_NAMELESS = "Étape dont l’intitulé est perdu"
REPAIRED = "Réparer la base d’après un fichier abîmé"


class Saved(NamedTuple):
    """Counts of rows by table, and what can't be proved any more."""

    read: Counter[str]
    journal: Counter[str]  # rows put back, and values put right, from the journal
    copies: Counter[str]  # rows taken from copies
    by_copy: Counter[str]
    kept: int  # values that the tables alone tell
    unproved: int  # steps of the journal
    lost: int  # operations of which nothing is left
    doubtful: tuple[str, ...]  # tables that may miss rows, and that nothing else tells
    unsure: bool  # nothing tells how far the journal went, and some of it was out of reach
    aside: tuple[tuple[str, dict[str, Any]], ...]  # (table, values) of rows whose dossier or parent is gone


def build(new: sqlite3.Connection, found: Found, copies: Sequence[Source], author: str, site: str) -> Saved:
    """Fill an empty base of today's schema, in one transaction. Raises sqlite3.Error."""
    new.execute("PRAGMA foreign_keys = OFF")
    new.execute("BEGIN IMMEDIATE")
    read, from_copies, by_copy = Counter[str](), Counter[str](), Counter[str]()
    doubtful = []
    for table, held in found.tables.items():
        if table not in _JOURNAL and not is_recomputed(table):
            read[table] = _insert(new, table, held)
            if table not in journalled() and not held.whole:
                count = _from_copies(new, table, copies, by_copy)
                from_copies[table] += count
                if not count:
                    doubtful.append(table)
    journal = gather(found.tables["step"], found.tables["op"], copies)
    _write_journal(new, journal)
    for table in ("step", "op"):
        read[table] = len(found.tables[table].rows)
    from_copies["step et op"] += sum(journal.taken.values())
    by_copy.update(journal.taken)
    _write_heads(new, found.tables["head"])
    lost = _lost(new)
    mended, kept, aside = _reconciled(new, found, journal, StepInfo(AGAIN, "salvage", author, site), lost)
    _finish(new, journal, lost, (author, site))
    new.execute("COMMIT")
    new.execute("PRAGMA foreign_keys = ON")
    unproved = len(journal.unproved)
    unsure = _is_unsure(new, found)
    return Saved(
        read, mended, +from_copies, +by_copy, kept, unproved, lost, tuple(doubtful), unsure, tuple(aside)
    )


def _insert(new: sqlite3.Connection, table: str, held: Held) -> int:
    """The rows that were read, in the columns that the new file has too; how many it took."""
    known = {row[1] for row in new.execute(f'PRAGMA table_info("{table}")')}
    places = [(rank, c.name) for rank, c in enumerate(held.columns) if c.name in known]
    if not places or not held.rows:
        return 0
    quoted = ", ".join(f'"{name}"' for _, name in places)
    marks = ", ".join("?" * len(places))
    new.execute(f'DELETE FROM "{table}"' if table == "alembic_version" else "SELECT 1")
    before = new.total_changes
    new.executemany(
        f'INSERT OR IGNORE INTO "{table}"({quoted}) VALUES ({marks})',
        ([row[rank] for rank, _ in places] for row in held.rows.values()),
    )
    return new.total_changes - before


def _from_copies(new: sqlite3.Connection, table: str, copies: Sequence[Source], by_copy: Counter[str]) -> int:
    """The rows that a table outside the journal lacks, from the latest copy that has them."""
    whole = 0
    for copy in copies:
        try:
            cursor = copy.connection.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        except sqlite3.Error:
            continue
        quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        before = new.total_changes
        new.executemany(f'INSERT OR IGNORE INTO "{table}"({quoted}) VALUES ({marks})', rows)
        by_copy[copy.told] += new.total_changes - before
        whole += new.total_changes - before
    return whole


def _write_journal(new: sqlite3.Connection, journal: Journal) -> None:
    def into(table: str, names: Sequence[str], rows: Sequence[Any]) -> None:
        columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        new.executemany(f"INSERT OR IGNORE INTO {table}({columns}) VALUES ({marks})", rows)

    into("step", STEP_ROW, journal.steps)
    into("op", OP_ROW, journal.ops)
    for n in journal.missing:  # the operations of a step whose own row is gone
        row = new.execute("SELECT step, author, site, hlc FROM op WHERE link = ? LIMIT 1", (n,)).fetchone()
        if row is not None:
            told = (n, row[0], _NAMELESS, "salvage", row[1], row[2], "", "", b"", b"", 2)
            names = ("n", "id", "label", "verb", "author", "site", "at", "final", "before", "hash", "scheme")
            into("step", names, [told])


def _write_heads(new: sqlite3.Connection, held: Held) -> None:
    """The last operations of each field: as they were read, or told again by the parents of each."""
    _insert(new, "head", held)
    wrong = "SELECT 1 FROM head h LEFT JOIN op o ON o.id = h.op AND o.ent = h.ent AND o.rid = h.rid AND "
    wrong += "o.field = h.field WHERE o.id IS NULL LIMIT 1"
    if held.whole and not held.hurt and new.execute(wrong).fetchone() is None:
        return
    new.execute("DELETE FROM head")
    heads: dict[tuple[str, bytes], dict[str, set[bytes]]] = {}
    for key, ent, rid, field, kind, parents in new.execute(
        "SELECT id, ent, rid, field, kind, parents FROM op ORDER BY n"
    ):
        fields = heads.setdefault((ent, rid), {})
        gone = {bytes.fromhex(parent) for parent in json.loads(parents or "[]")}
        for name in [field] if kind == "update" else list(fields):
            fields[name] = fields.get(name, set()) - gone
        fields.setdefault(field, set()).add(key)
    new.executemany(
        "INSERT OR IGNORE INTO head(ent, rid, field, op) VALUES (?, ?, ?, ?)",
        (
            (ent, rid, field, key)
            for (ent, rid), fields in heads.items() for field, keys in fields.items() for key in keys
        ),
    )  # fmt: skip


def _lost(new: sqlite3.Connection) -> int:
    """How many operations of this workstation are gone: it knows how far it had written, without hole."""
    told = new.execute("SELECT v FROM kv WHERE k = 'withdrawn'").fetchone()
    site = chain.own_site(new)
    row = new.execute("SELECT seq FROM site_version WHERE site = ?", (site,)).fetchone()
    if row is None or site in (json.loads(told[0]) if told else {}):
        return 0
    here = new.execute("SELECT count(*) FROM op WHERE site = ?", (site,)).fetchone()[0]
    return max(0, int(row[0]) - int(here))


def _is_unsure(new: sqlite3.Connection, found: Found) -> bool:
    """Whether operations may be gone that nothing counts: `site_version` tells how far each place wrote."""
    if found.tables["step"].whole and found.tables["op"].whole:
        return False
    row = new.execute("SELECT 1 FROM site_version WHERE site = ?", (chain.own_site(new),)).fetchone()
    return row is None or not found.tables["site_version"].whole


def _reconciled(
    new: sqlite3.Connection, found: Found, journal: Journal, info: StepInfo, lost: int
) -> tuple[Counter[str], int, list[tuple[str, dict[str, Any]]]]:
    """Put the tables and the journal in agreement: the journal is right where it is proved; where some of it
    is gone, what the tables alone tell is kept, and written down as an operation of its own."""
    waiting = {(str(r[0]), bytes(r[1])) for r in new.execute("SELECT ent, rid FROM capture")}
    wrong = [d for d in mirror.differences(new) if (d.table, d.rid) not in waiting]
    gone = bool(journal.missing or journal.holed or lost)
    doubt = _unproved_fields(new, journal)
    kept: list[Difference] = []
    mended: list[Difference] = []
    for each in wrong:
        alone = each.kind != "lost" and (gone or (each.table, each.rid, each.field) in doubt)
        (kept if alone and not _hurt(found, each) else mended).append(each)
    rows = new.execute("SELECT * FROM capture").fetchall()
    new.execute("DELETE FROM capture")
    counts = Counter(each.table for each in mended)
    mirror.repair(new, mended)
    told, aside = 0, []
    if kept or new.execute("PRAGMA foreign_key_check").fetchone():
        install(new)
        told, aside = _told_again(new, kept), _alone(new)
        write_step(new, info)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        new.executemany(f"INSERT INTO capture VALUES ({marks})", rows)
    return counts, told, aside


def _unproved_fields(new: sqlite3.Connection, journal: Journal) -> set[tuple[str, bytes, str]]:
    """The fields whose last operation stands in a step that nothing proves."""
    found: set[tuple[str, bytes, str]] = set()
    for n in journal.unproved:
        for ent, rid, field in new.execute("SELECT ent, rid, field FROM op WHERE link = ?", (n,)):
            found.add((str(ent), bytes(rid), str(field)))
            if not field:  # a creation tells every field
                found.update((str(ent), bytes(rid), name) for name in journalled().get(ent, ()))
    return found


def _hurt(found: Found, each: Difference) -> bool:
    """Whether the row itself bears signs of the damage."""
    held = found.tables.get(each.table)
    if held is None or not held.hurt:
        return False
    at = next((rank for rank, column in enumerate(held.columns) if column.name == "id"), None)
    return at is not None and any(held.rows[n][at] == each.rid for n in held.hurt)


def _told_again(new: sqlite3.Connection, kept: Sequence[Difference]) -> int:
    """Make the tables say it again under the eyes of the triggers, from what the journal knows; how many."""
    told = [(each, value) for each in kept if (value := _unseen(new, each)) is not _NOTHING]
    for each, value in told:
        if each.kind == "extra":
            names = ("id", *journalled()[each.table])
            quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
            new.execute(f"INSERT INTO {each.table}({quoted}) VALUES ({marks})", value)
        else:
            new.execute(f'UPDATE {each.table} SET "{each.field}" = ? WHERE id = ?', (value, each.rid))
    return len(told)


_NOTHING = object()


def _unseen(new: sqlite3.Connection, each: Difference) -> Any:
    """Put the table back to what the journal knows, unseen; what it held, to be told again."""
    names = ("id", *journalled()[each.table])
    quoted = ", ".join(f'"{name}"' for name in names)
    row = new.execute(f"SELECT {quoted} FROM {each.table} WHERE id = ?", (each.rid,)).fetchone()
    was = each.journal
    if row is None or is_forgotten(was):
        return _NOTHING
    if each.kind == "extra":
        new.execute(f"DELETE FROM {each.table} WHERE id = ?", (each.rid,))
    else:
        key = each.field in blob_columns()[each.table] and isinstance(was, str)
        try:
            new.execute(
                f'UPDATE {each.table} SET "{each.field}" = ? WHERE id = ?',
                (bytes.fromhex(was) if key else was, each.rid),
            )
        except (sqlite3.IntegrityError, ValueError):
            return _NOTHING
    new.execute("DELETE FROM capture")
    return row if each.kind == "extra" else row[names.index(each.field)]


def _alone(new: sqlite3.Connection) -> list[tuple[str, dict[str, Any]]]:
    """Rows whose parent is gone for good: a base that keeps them is no sound base. Taken out, handed over."""
    aside: list[tuple[str, dict[str, Any]]] = []
    for _ in range(10):  # children of what was just taken out come next
        broken = new.execute("PRAGMA foreign_key_check").fetchall()
        if not broken:
            break
        for table, rowid, _parent, number in broken:
            keys = new.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
            column = next(key[3] for key in keys if key[0] == number)
            needed = {r[1]: r[3] for r in new.execute(f'PRAGMA table_info("{table}")')}[column]
            cursor = new.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (rowid,))
            row = cursor.fetchone()
            if row is None:
                continue
            if needed:
                aside.append((table, dict(zip((c[0] for c in cursor.description), row, strict=True))))
                new.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))
            else:
                new.execute(f'UPDATE "{table}" SET "{column}" = NULL WHERE rowid = ?', (rowid,))
    return aside


def _finish(new: sqlite3.Connection, journal: Journal, lost: int, who: tuple[str, str]) -> None:
    """The chain, the totals, the search; erasures are done again, a copy may have told what was erased."""
    install(new)
    if journal.unproved or journal.holed or lost:
        with rechain.opened(new):
            rechain.again(new, REPAIRED, "salvage", *who)
        told = new.execute("SELECT v FROM kv WHERE k = 'withdrawn'").fetchone()
        withdrawn = json.loads(told[0]) if told else {}
        withdrawn.update(new.execute("SELECT site, seq FROM site_version").fetchall() if lost else ())
        new.execute("INSERT OR REPLACE INTO kv(k, v) VALUES ('withdrawn', ?)", (json.dumps(withdrawn),))
    new.execute("DELETE FROM kv WHERE k = 'erased_to'")
    new.execute("UPDATE amount SET dossier_id = dossier_id")  # its trigger makes the totals
    new.execute("UPDATE payment SET dossier_id = dossier_id")
    for ent in ("dossier", "annotation", "piece"):
        new.execute(f"INSERT OR IGNORE INTO search_queue(ent, rid) SELECT '{ent}', id FROM {ent}")
    while search.refresh(new, 1000):
        pass
