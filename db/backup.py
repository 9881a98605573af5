"""Dated copies of the database, checked, rotated, and put back."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from db.clock import is_right as clock_is_right
from db.connection import connect, sealed_mark
from db.durable import made_folder, sync_file, take_place
from db.lock import case_blind
from db.lying import as_it_lies

_STAMP = re.compile(r"-(\d{8}-\d{6})-[a-z-]+\.parvis$")


class BadCopy(Exception):
    """The copy is not a sound Parvis database; the message is a French sentence."""


def copy(source: Path, target: Path) -> None:
    """A consistent copy of an open database, whatever is written meanwhile, visible only when whole."""
    if not source.exists():  # an empty base would be made, and its copy pass for a good one
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(source))
    made_folder(target.parent)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        if not as_it_lies(source, part):
            part.unlink(missing_ok=True)
            _by_sqlite(source, part)
        with contextlib.closing(connect(part)) as made:
            made.execute("PRAGMA synchronous = OFF")  # all of it is synced below, before it has its name
            made.execute("PRAGMA journal_mode = DELETE")
        sync_file(part)
        take_place(part, target)
    finally:  # on a full disk what was begun takes the room that is wanted
        for suffix in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)
    _carry(source, target)


def _by_sqlite(source: Path, part: Path) -> None:
    """Page by page through SQLite's own backup: slower, and held up by nobody."""
    with (
        contextlib.closing(connect(source)) as origin,
        contextlib.closing(_new(part, source)) as destination,
    ):
        origin.backup(destination)


def _new(part: Path, source: Path) -> sqlite3.Connection:
    """An empty file for a copy, encrypted with the key of its source when that is."""
    mark = sealed_mark(source)
    if mark is None:
        return connect(part)
    from db import cipher, vault  # SQLCipher: a plain base never loads it

    return cipher.made(part, vault.key_of(mark, source), mark)


def _carry(source: Path, target: Path) -> None:
    """The header file of an encrypted base goes with its copies; a plain file has none."""
    if sealed_mark(target) is not None:
        from db import vault

        vault.carry(source, target)
    else:
        target.with_name(target.name + ".cles").unlink(missing_ok=True)


def check(path: Path) -> list[str]:
    """French sentences on what is wrong with a database file; empty when it is sound."""
    try:
        with contextlib.closing(connect(path, read_only=True)) as connection:
            rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
            if rows != ["ok"]:
                return [f"Le fichier est abîmé : {row}." for row in rows]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            return [
                f"Une ligne de « {row[0]} » renvoie à une ligne absente de « {row[2]} »." for row in broken
            ]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return [f"Le fichier « {path.name} » n’est pas une base Parvis lisible ({error})."]


def restore(copy_path: Path, database: Path) -> Path | None:
    """Put a sound copy in place of the database, which is itself kept; returns where. Raises BadCopy."""
    problems = check(copy_path)
    if problems:
        raise BadCopy(
            f"La copie « {copy_path.name} » n’a pas été reprise. {problems[0]} La base est inchangée."
        )
    kept = None
    if database.exists():
        kept = dated(database, "avant")
        copy(database, kept)
    mark = sealed_mark(database)
    part = database.with_name(database.name + ".part")
    if mark is not None and sealed_mark(copy_path) is None:
        from db import encrypt, vault  # what was encrypted is not put back in clear

        encrypt.sealed_copy(copy_path, part, vault.key_of(mark, database), mark)
    else:
        shutil.copyfile(copy_path, part)
    sync_file(part)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    take_place(part, database)
    if sealed_mark(copy_path) is not None:
        _carry(copy_path, database)
    return kept


def dated(database: Path, why: str, now: dt.datetime | None = None) -> Path:
    stamp = (now or dt.datetime.now()).strftime("%Y%m%d-%H%M%S")
    return database.parent / "copies" / f"{database.stem}-{stamp}-{why}.parvis"


def those_of(database: Path, folder: Path | None = None) -> list[Path]:
    """The copies of this base, by name, in its own folder of copies or another: none of a base beside whose
    name begins alike, and whatever its name holds. Raises OSError."""
    place = database.parent / "copies" if folder is None else folder
    named = re.compile(
        re.escape(database.stem) + _STAMP.pattern, re.IGNORECASE if case_blind(database) else 0
    )
    return sorted(path for path in place.iterdir() if named.match(path.name)) if place.is_dir() else []


def daily(database: Path, why: str, *, clock: Callable[[], dt.datetime] = dt.datetime.now) -> Path | None:
    """The automatic copy: at start once a day, and before each import. Then old ones are let go."""
    now = clock()
    start = re.compile(rf"-{now:%Y%m%d}-\d{{6}}-start\.parvis$")
    if why == "start" and any(start.search(path.name) for path in those_of(database)):
        return None
    target = dated(database, why, now)
    copy(database, target)
    copies = those_of(database) if clock_is_right(database, now) else ()
    for old in outdated(copies, now):
        old.unlink()
        old.with_name(old.name + ".cles").unlink(missing_ok=True)
    return target


def at_start(database: Path) -> Path | None:
    """The copy of the day; then the earlier ones forget what the base was asked to forget."""
    made = daily(database, "start")
    with contextlib.closing(connect(database, read_only=True)) as connection:
        asked = connection.execute("SELECT 1 FROM op WHERE ent = 'erasure' LIMIT 1").fetchone()
    if asked:
        from db.forget_copies import rewrite  # the merge is not paid for by a base that forgets nothing

        rewrite(database)
    return made


def renew(database: Path, why: str) -> Path:
    """One fresh copy in the place of all the others: what left the base must not stay readable in them."""
    target = dated(database, why)
    copy(database, target)
    for old in those_of(database):
        if old != target:
            old.unlink()
            old.with_name(old.name + ".cles").unlink(missing_ok=True)
    return target


def outdated(copies: Iterable[Path], now: dt.datetime) -> list[Path]:
    """Those beyond 7 days, but the newest of each of 4 weeks and of each of 12 months.

    What a wrong clock dated later than now is counted apart, from its own last day: it neither takes the
    place of the true ones nor grows for ever, and none is let go because the clock is wrong today.
    """
    stamped: list[tuple[dt.datetime, Path]] = []
    for path in copies:
        if found := _STAMP.search(path.name):
            stamped.append((dt.datetime.strptime(found.group(1), "%Y%m%d-%H%M%S"), path))
    tomorrow = now + dt.timedelta(days=1)
    late = [(at, path) for at, path in stamped if at > tomorrow]
    told = _beyond([(at, path) for at, path in stamped if at <= tomorrow], now)
    return told + (_beyond(late, max(late)[0]) if late else [])


def _beyond(stamped: list[tuple[dt.datetime, Path]], now: dt.datetime) -> list[Path]:
    kept: set[Path] = set()
    weeks: dict[tuple[int, int], Path] = {}
    months: dict[tuple[int, int], Path] = {}
    for at, path in sorted(stamped):
        if (now - at).days < 7:
            kept.add(path)
        calendar = at.isocalendar()
        weeks[(calendar.year, calendar.week)] = path
        months[(at.year, at.month)] = path
    kept.update(weeks[key] for key in sorted(weeks)[-4:])
    kept.update(months[key] for key in sorted(months)[-12:])
    return [path for _, path in stamped if path not in kept]
