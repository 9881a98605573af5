"""The second place of the copies: a stick, a disk or a share that receives them when it is there."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import platform
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from db import backup
from db.clock import is_right as clock_is_right
from db.connection import Refused, connect, sealed_mark
from db.copies import Stopped, Tell, copies_in, folder_of, quiet, remember
from db.durable import take_place


class Carried(NamedTuple):
    """What the second place received; `absent` says why it received nothing."""

    sent: int
    removed: int
    pieces: int
    absent: str = ""


def room(second: Path, database: Path) -> Path:
    """The folder of one base in a second place that several workstations may share."""
    node = re.sub(r"[^A-Za-z0-9_-]", "-", platform.node() or "poste")
    mark = hashlib.sha256(str(database.resolve()).encode()).hexdigest()[:6]
    return second / f"parvis-{node}-{database.stem}-{mark}"


def carry(database: Path, second: Path, tell: Tell = quiet) -> Carried:
    """Bring the second place up to date: copies with the same rotation, then contents of pieces that it
    lacks, each visible only when whole. A place that is not there is told, never made. Raises Stopped."""
    if not second.is_dir():
        return Carried(0, 0, 0, f"Le second lieu « {second} » n’est pas branché ou n’est pas joignable")
    target = room(second, database)
    try:
        target.mkdir(exist_ok=True)
        sent = sum(_send(path, target, tell) for path in copies_in(folder_of(database), database))
        removed = _let_go(database, target)
        pieces = _carry_pieces(database, target, tell)
    except OSError as error:
        return Carried(0, 0, 0, f"Le second lieu « {second} » n’a pas pu être écrit ({error.strerror})")
    remember(database, carried={"at": f"{dt.datetime.now():%Y-%m-%d %H:%M:%S}", "to": str(second)})
    return Carried(sent, removed, pieces)


def _send(path: Path, target: Path, tell: Tell) -> int:
    """One copy with its header file, unless the second place has this very content."""
    if not tell("Copie au second lieu", 0.3):
        raise Stopped
    count = 0
    for source in (path.with_name(path.name + ".cles"), path):  # the header first: a copy is never without
        if source.exists() and not _as(source, target / source.name):
            _write(source, target / source.name)
            count = 1
    return count


def _as(source: Path, there: Path) -> bool:
    try:
        one, other = source.stat(), there.stat()
    except OSError:
        return False
    # FAT keeps even seconds: two seconds apart is the same moment.
    return one.st_size == other.st_size and abs(one.st_mtime - other.st_mtime) <= 2


def _write(source: Path, there: Path) -> None:
    part = there.with_name(there.name + ".part")
    shutil.copyfile(source, part)
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    stat = source.stat()
    os.utime(part, (stat.st_atime, stat.st_mtime))
    take_place(part, there)


def _let_go(database: Path, target: Path) -> int:
    """The rotation of the second place, and clear copies of a base that is encrypted since."""
    copies = copies_in(target, database)
    now = dt.datetime.now()
    gone = set(backup.outdated(copies, now)) if clock_is_right(database, now) else set()
    if sealed_mark(database) is not None:
        gone |= {path for path in copies if sealed_mark(path) is None}
    if _forgets(database):  # a copy that is only there was not erased as those here were
        here = {path.name for path in copies_in(folder_of(database), database)}
        gone |= {path for path in copies if path.name not in here}
    for old in gone:
        old.unlink()
        old.with_name(old.name + ".cles").unlink(missing_ok=True)
    return len(gone)


def _forgets(database: Path) -> bool:
    try:
        with contextlib.closing(connect(database, read_only=True)) as reader:
            return reader.execute("SELECT 1 FROM op WHERE ent = 'erasure' LIMIT 1").fetchone() is not None
    except (sqlite3.Error, Refused):
        return False


def _carry_pieces(database: Path, target: Path, tell: Tell) -> int:
    """The contents that the base names; those that it no longer names leave the second place."""
    source, there = (base.with_name(base.name + ".pieces") for base in (database, target / database.name))
    try:
        with contextlib.closing(connect(database, read_only=True)) as reader:
            named = {str(row[0]) for row in reader.execute("SELECT sha256 FROM file")}
    except (sqlite3.Error, Refused):
        return 0  # a base that can't be read forgets nothing elsewhere
    count = 0
    for at, sha256 in enumerate(sorted(named)):
        one, other = source / sha256[:2] / sha256[2:], there / sha256[:2] / sha256[2:]
        if one.exists() and not (other.exists() and other.stat().st_size == one.stat().st_size):
            if not tell("Pièces au second lieu", 0.5 + 0.5 * at / len(named)):
                raise Stopped
            other.parent.mkdir(parents=True, exist_ok=True)
            _write(one, other)
            count += 1
    for path in list(_contents(there)):
        if path.parent.name + path.name not in named:
            path.unlink()
    return count


def _contents(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob("??/*") if path.is_file())
