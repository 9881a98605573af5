"""A damaged base read table by table, from a scratch copy: the file itself is never opened for writing."""

from __future__ import annotations

import contextlib
import mmap
import shutil
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from db.connection import APPLICATION_ID, connect
from db.salvage.pages import HEADER, MAGIC, Cell, PageFile

PAGE = 4096  # of every base that Parvis makes
_RECOMPUTED = ("finding", "checked", "total")


class Column(NamedTuple):
    name: str
    kind: str  # BLOB, INTEGER, VARCHAR…
    needed: bool
    is_rowid: bool  # an INTEGER PRIMARY KEY is the rowid itself, and NULL in the record


class Held(NamedTuple):
    """What a table still holds: rows by rowid. `whole`: nothing of it was out of reach."""

    columns: tuple[Column, ...]
    rows: dict[int, tuple[Any, ...]]
    hurt: set[int]
    whole: bool
    told: bool = True  # False: nothing says where this table began


class Found(NamedTuple):
    """Everything that was read. `revision`: of the schema, "" when it could not be told."""

    tables: dict[str, Held]
    revision: str
    pages: int
    bad: int


def is_recomputed(table: str) -> bool:
    """What is made again from the rest and need not be saved."""
    return table.startswith("sqlite_") or table.startswith("search") or table in _RECOMPUTED


def columns_of(connection: sqlite3.Connection, table: str) -> tuple[Column, ...]:
    """The columns of a table, in the order of its records."""
    rows = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    keys = [row for row in rows if row[5]]
    alone = keys[0][1] if len(keys) == 1 and str(keys[0][2]).upper() == "INTEGER" else ""
    return tuple(Column(r[1], str(r[2]).upper(), bool(r[3]), r[1] == alone) for r in rows)


def read(
    damaged: Path, scratch: Path, pattern: sqlite3.Connection, hints: Iterable[sqlite3.Connection]
) -> Found:
    """Read what can be read. `pattern`: a sound base of today's schema; `hints`: copies of this base, whose
    pages are the same where it was not written since. Raises OSError."""
    with _mapped(_taken(damaged, scratch)) as data:
        file = PageFile(data, PAGE)
        roots, schema_bad = _roots(file, hints)
        found: dict[str, Held] = {}
        bad = list(schema_bad)
        wanted = [str(r[0]) for r in pattern.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in wanted:
            if is_recomputed(table):
                if table in roots:  # its pages are told, so that they are not taken for lost ones
                    file.tree(roots[table][0])
                continue
            held = _table(file, table, roots.get(table), columns_of(pattern, table), bad)
            found[table] = held
        if any(not held.whole for held in found.values()):
            _adopt(file, found)
        version = found["alembic_version"].rows if "alembic_version" in found else {}
        revision = next((str(values[0]) for values in version.values()), "")
        return Found(found, revision, file.count, len(set(bad)))


def _taken(damaged: Path, scratch: Path) -> Path:
    """The file with what its journal of writes (-wal) had not brought into it yet, header made legible."""
    part = scratch / "abime.db"
    shutil.copyfile(damaged, part)
    wal = damaged.with_name(damaged.name + "-wal")
    waits = wal.exists() and wal.stat().st_size > 0
    if waits:
        shutil.copyfile(wal, scratch / "abime.db-wal")
    mend_header(part, waits=waits)
    if waits:
        with contextlib.suppress(sqlite3.Error), contextlib.closing(connect(part)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return part


def mend_header(path: Path, *, waits: bool = False) -> None:
    """Put back, in a copy, what the first hundred bytes of every base of Parvis say."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        head = bytearray(file.read(HEADER).ljust(HEADER, b"\0"))
        head[:16] = MAGIC
        struct.pack_into(">H", head, 16, PAGE)
        version = 2 if waits or (head[18], head[19]) == (2, 2) else 1
        head[18:24] = bytes((version, version, 0, 64, 32, 32))
        struct.pack_into(">I", head, 28, size // PAGE)
        struct.pack_into(">I", head, 44, 4)
        struct.pack_into(">I", head, 56, 1)
        struct.pack_into(">I", head, 68, APPLICATION_ID)
        file.seek(0)
        file.write(head)


@contextlib.contextmanager
def _mapped(path: Path) -> Any:
    with path.open("rb") as file:
        if path.stat().st_size < PAGE:
            yield file.read().ljust(PAGE, b"\0")
            return
        with contextlib.closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as data:
            yield data


_Root = tuple[int, str]  # page, CREATE TABLE


def _roots(file: PageFile, hints: Iterable[sqlite3.Connection]) -> tuple[dict[str, _Root], list[int]]:
    """Table -> where it begins: as the file says, else as its copies do."""
    told = file.tree(1)
    cells = list(told.cells)
    if told.bad:
        cells += [cell for page in file.orphans() for cell in page if _is_schema(cell)]
    roots = {str(c.values[1]): (int(c.values[3]), str(c.values[4] or "")) for c in cells if _is_table(c)}
    for copy in hints if told.bad else ():
        for name, root, sql in copy.execute(
            "SELECT name, rootpage, sql FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        ):
            roots.setdefault(str(name), (int(root), str(sql or "")))
    return roots, told.bad


def _is_schema(cell: Cell) -> bool:
    v = cell.values
    return len(v) == 5 and v[0] in ("table", "index", "trigger", "view") and isinstance(v[3], int)


def _is_table(cell: Cell) -> bool:
    return _is_schema(cell) and not cell.hurt and cell.values[0] == "table" and cell.values[3] > 0


def _table(file: PageFile, table: str, root: _Root | None, plain: Sequence[Column], bad: list[int]) -> Held:
    if root is None:
        return Held(tuple(plain), {}, set(), whole=False, told=False)
    columns = _own_columns(root[1], table) or tuple(plain)
    told = file.tree(root[0])
    bad.extend(told.bad)
    rows, hurt = {}, set()
    lost = bool(told.bad)
    for cell in told.cells:
        values = fitted(cell, columns)
        if values is None:
            lost = True
            continue
        rows[cell.rowid] = values
        if cell.hurt:
            hurt.add(cell.rowid)
    return Held(columns, rows, hurt, whole=not lost)


def _own_columns(sql: str, table: str) -> tuple[Column, ...]:
    """The columns as this very file has them; () when its statement can't be read any more."""
    with contextlib.closing(connect(Path(":memory:"))) as memory:
        try:
            memory.execute(sql)
            return columns_of(memory, table)
        except sqlite3.Error:
            return ()


_PLAIN = {"BLOB": bytes, "INTEGER": int, "BOOLEAN": int, "TEXT": str, "JSON": str}


def fitted(cell: Cell, columns: Sequence[Column]) -> tuple[Any, ...] | None:
    """The values of a row in the columns of its table; None when it can't be one of its rows."""
    values = list(cell.values)
    if len(values) > len(columns):
        return None
    values += [None] * (len(columns) - len(values))  # of columns added since the row was written
    for rank, column in enumerate(columns):
        if column.is_rowid:
            if values[rank] is not None:
                return None
            values[rank] = cell.rowid
        elif values[rank] is None:
            if column.needed and rank < len(cell.values):
                return None
        else:
            kind = _PLAIN.get(column.kind.partition("(")[0]) or (str if "CHAR" in column.kind else None)
            if kind is not None and not isinstance(values[rank], kind):
                return None
    return tuple(values)


def _adopt(file: PageFile, found: dict[str, Held]) -> None:
    """Give the rows of pages that no tree reaches to the one table that lost some and that they fit."""
    short = {name: held for name, held in found.items() if not held.whole}
    for cells in file.orphans():
        fits = [
            (name, held) for name, held in short.items()
            if all(len(c.values) == len(held.columns) and fitted(c, held.columns) for c in cells)
        ]  # fmt: skip
        if len(fits) == 1:
            held = fits[0][1]
            for cell in cells:
                values = fitted(cell, held.columns)
                if values is not None and held.rows.setdefault(cell.rowid, values) is values and cell.hurt:
                    held.hurt.add(cell.rowid)
