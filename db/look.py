"""A quick look at a file before it is opened, and at its dossiers once it is: what is wrong."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from db.connection import APPLICATION_ID, MARK, Refused, connect, sealed_mark
from db.handles import read_at, reading

_MAGIC, _PAGE = b"SQLite format 3\0", 4096
# What a base without its journal, its dossiers or their applicants is not.
_TABLES = ("dossier", "applicant", "op", "step", "setting")
_CHECKED = ("dossier", "applicant")
# Instructions of SQLite for each table, some twenty milliseconds: as many as 20,000 dossiers need. What a
# larger base has beyond is read by `read_through`, as all its other tables.
_STEPS = 1_000_000
_OFTEN = 100_000  # instructions between two questions whether to go on


class Trouble(NamedTuple):
    """`kind`: foreign, cut, header, page, schema, back. Only `foreign` can't be salvaged."""

    kind: str
    sentence: str


def look(path: Path) -> Trouble | None:
    """The header and the length: nothing is opened. None for a file that may be opened, or made."""
    try:
        size = path.stat().st_size
        with reading(path) as handle:
            head = read_at(handle, 100, 0)
    except OSError:
        return None  # absent, or refused by the system: what opens it says so
    if not size:
        return None
    if sealed_mark(path) is not None:
        return _cut(path, size) if size % _PAGE or size < _PAGE else None
    if not _ours(head):
        return Trouble(
            "foreign", f"« {path.name} » n’est pas une base Parvis. Le fichier n’a pas été touché."
        )
    if head[:16] != _MAGIC or struct.unpack_from(">H", head, 16)[0] != _PAGE:
        return Trouble("header", f"L’en-tête de « {path.name} » est abîmé : la base ne s’ouvre plus.")
    told, sure = struct.unpack_from(">I", head, 28)[0], head[24:28] == head[92:96]
    if size % _PAGE or (sure and told > size // _PAGE and not _waits(path)):
        return _cut(path, size, told if sure else 0)
    return None


def is_doubtful(path: Path) -> bool:
    """Whether a file asks for a second look before it is opened: it is not there, empty, or damaged."""
    return not path.exists() or not path.stat().st_size or look(path) is not None


def _ours(head: bytes) -> bool:
    """Whether a file bears enough signs of a base of Parvis, or none but those of one being made."""
    if len(head) < MARK:
        return False
    signs = [
        head[:16] == _MAGIC, head[16:18] == struct.pack(">H", _PAGE), head[21:24] == bytes((64, 32, 32)),
        head[68:72] == struct.pack(">I", APPLICATION_ID), head[44:48] == struct.pack(">I", 4),
    ]  # fmt: skip
    return (signs[3] and sum(signs) >= 2) or sum(signs) >= 4


def _waits(path: Path) -> bool:
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def _cut(path: Path, size: int, told: int = 0) -> Trouble:
    missing = f" : il en manque {told * _PAGE - size:_} octets".replace("_", " ") if told else ""
    return Trouble("cut", f"« {path.name} » est tronquée{missing}.")


def look_inside(path: Path, known: tuple[int, str] | None = None) -> Trouble | None:
    """The schema and the tables of the dossiers, within a tenth of a second. `known`: number and hash
    of the last step that this workstation remembers: a base that stands before it lost what followed."""
    try:
        with contextlib.closing(connect(path, read_only=True)) as reader:
            tables = {str(row[0]) for row in reader.execute("SELECT name FROM sqlite_master")}
            if lacks := [name for name in _TABLES if name not in tables]:
                return Trouble("schema", f"« {path.name} » n’a plus sa table « {lacks[0]} ».")
            return _pages(path, reader) or _back(path, reader, known)
    except Refused:
        return None
    except UnicodeDecodeError:
        return _page(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
            return None  # locked, absent: what opens it says so
        return _page(path)


def read_through(path: Path, goes_on: Callable[[], bool] = lambda: True) -> Trouble | None:
    """Every page of every table: what no look at the opening has the time for. None where all is sound, and
    where `goes_on` said no. Seconds for a base of a hundred thousand dossiers."""
    try:
        with contextlib.closing(connect(path, read_only=True)) as reader:
            reader.set_progress_handler(lambda: not goes_on(), _OFTEN)
            told = reader.execute("PRAGMA quick_check(1)").fetchone()
            return _page(path) if told is not None and told[0] != "ok" else None
    except Refused:
        return None
    except UnicodeDecodeError:
        return _page(path)
    except sqlite3.DatabaseError as error:  # interrupted, locked, absent: it says nothing of the pages
        silent = isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error)
        return None if silent else _page(path)


def _pages(path: Path, reader: sqlite3.Connection) -> Trouble | None:
    reader.set_progress_handler(lambda: 1, _STEPS)
    try:
        for table in _CHECKED:
            told = reader.execute(f"PRAGMA quick_check({table})").fetchone()
            if told is not None and told[0] != "ok":
                return _page(path)
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
    finally:
        reader.set_progress_handler(None, 0)
    return None


def _page(path: Path) -> Trouble:
    return Trouble("page", f"Des pages de « {path.name} » sont abîmées : une partie ne se lit plus.")


def _back(path: Path, reader: sqlite3.Connection, known: tuple[int, str] | None) -> Trouble | None:
    """Whether the base ends before what it is known to have held."""
    if known is None:
        return None
    row = reader.execute("SELECT hash FROM step WHERE n = ?", (known[0],)).fetchone()
    if row is not None:
        return None
    last = reader.execute("SELECT coalesce(max(n), 0) FROM step").fetchone()[0]
    if last >= known[0]:
        return None
    return Trouble(
        "back",
        f"« {path.name} » s’arrête à l’étape {last} de son journal alors que ce poste en a écrit "
        f"{known[0]} : son fichier « -wal » a disparu, ou une copie ancienne a pris sa place.",
    )
