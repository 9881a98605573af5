"""The dated copies of a base: where they lie, which were proved by restoring them, their second place."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from db import backup
from db.connection import Refused, connect

Tell = Callable[[str, float], bool]  # what is done and how far; False asks to stop
_NAME = re.compile(r"-(\d{8}-\d{6})-([a-z-]+)\.parvis$")
_TRIAL = "essai-"  # folders in which copies are restored to be proved
_DAY = 86_400


class Stopped(Exception):
    """The person wants no more; nothing was changed."""


class Proof(NamedTuple):
    """A copy was restored in a place of its own, and read again: what was found. `at` is local and ISO."""

    at: str
    faults: tuple[str, ...]
    dossiers: int
    steps: int
    size: int  # of the file that was proved, with its `changed`: another content is not proved
    changed: int


class Copy(NamedTuple):
    """One copy, in one place or in both."""

    path: Path  # here when it is here
    at: dt.datetime
    why: str  # start, import, schema, avant, reprise, sortie, main
    size: int
    here: bool
    there: bool
    proof: Proof | None


def quiet(_words: str, _share: float) -> bool:
    """A progress that nobody looks at."""
    return True


def folder_of(database: Path) -> Path:
    return database.parent / "copies"


# What is remembered beside the copies: it must be there when the base is not


def _ledger(database: Path) -> Path:
    return folder_of(database) / f"{database.stem}.copies.json"


def remembered(database: Path) -> dict[str, Any]:
    """What was written down of the copies of this base; {} when nothing, or nothing readable."""
    try:
        told = json.loads(_ledger(database).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def remember(database: Path, **told: Any) -> None:
    """Write down one thing more; None takes it away. Raises OSError."""
    kept = {**remembered(database), **told}
    kept = {name: value for name, value in kept.items() if value is not None}
    place = _ledger(database)
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    part.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(place)


# Which copies there are


def listed(database: Path, elsewhere: Path | None = None) -> list[Copy]:
    """Every copy of this base, the latest first; `elsewhere`: its room in the second place."""
    here = {path.name: path for path in copies_in(folder_of(database), database)}
    there = {path.name: path for path in (copies_in(elsewhere, database) if elsewhere else ())}
    found = []
    for name in {**there, **here}:
        told = _NAME.search(name)
        if told is None:
            continue
        path = here.get(name) or there[name]
        at = dt.datetime.strptime(told[1], "%Y%m%d-%H%M%S")
        with contextlib.suppress(OSError):  # gone since it was listed
            size = path.stat().st_size
            found.append(Copy(path, at, told[2], size, name in here, name in there, proof_of(database, path)))
    return sorted(found, key=lambda copy: copy.at, reverse=True)


def copies_in(folder: Path, database: Path) -> list[Path]:
    """The copies of a base that lie in a folder, by name; [] when it can't be read."""
    try:
        return backup.those_of(database, folder)
    except OSError:  # a share that went away while it was read
        return []


def proof_of(database: Path, copy: Path) -> Proof | None:
    """How a copy was found the last time that it was restored, None when it changed since or never was."""
    told = remembered(database).get("proofs", {}).get(copy.name)
    try:
        proof = Proof(**{**told, "faults": tuple(told["faults"])})
        stat = copy.stat()
    except (TypeError, KeyError, OSError):
        return None
    return proof if (proof.size, proof.changed) == (stat.st_size, int(stat.st_mtime)) else None


# Proving


def prove(copy: Path, database: Path, tell: Tell = quiet) -> Proof:
    """Restore a copy in a place of its own as it would be restored in earnest, read all of it again, and
    write down what was found. Raises Stopped, OSError, db.vault.Locked."""
    words = f"Reprise d’essai de {copy.name}"
    if not tell(words, 0.0):
        raise Stopped
    home = folder_of(database)
    home.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    stat = copy.stat()
    need = int(stat.st_size * 1.1) + 1_000_000
    if shutil.disk_usage(home).free < need:
        raise OSError(28, "le disque est trop plein pour une reprise d’essai")
    with tempfile.TemporaryDirectory(prefix=_TRIAL, dir=home, ignore_cleanup_errors=True) as trial:
        taken = Path(trial) / database.name
        try:
            backup.restore(copy, taken)
            faults, dossiers, steps = _read_again(taken, database, lambda share: tell(words, share))
        except backup.BadCopy:
            faults, dossiers, steps = tuple(backup.check(copy)[:5]), 0, 0
    at = dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")
    proof = Proof(at, faults, dossiers, steps, stat.st_size, int(stat.st_mtime))
    remember(database, proofs={**remembered(database).get("proofs", {}), copy.name: proof._asdict()})
    return proof


def _sweep(home: Path) -> None:
    """Remove the trials of programs that were killed."""
    for folder in home.glob(f"{_TRIAL}*"):
        with contextlib.suppress(OSError):
            if dt.datetime.now().timestamp() - folder.stat().st_mtime > _DAY:
                shutil.rmtree(folder, ignore_errors=True)


def _read_again(
    taken: Path, database: Path, go_on: Callable[[float], bool]
) -> tuple[tuple[str, ...], int, int]:
    """What is wrong with a restored copy, how many dossiers and steps it has. Raises Stopped."""
    from db import chain, upgrade  # the proof of the journal: beside the window

    try:
        if not upgrade.is_current(taken):  # of an earlier program: restored, then brought up to date
            upgrade.ready(taken)
        with contextlib.closing(connect(taken, read_only=True)) as reader:
            dossiers = int(reader.execute("SELECT count(*) FROM dossier").fetchone()[0])
            steps = int(reader.execute("SELECT count(*) FROM step").fetchone()[0])
            broken = chain.first_break(reader, lambda at, of: go_on(0.2 + 0.8 * at / max(1, of)))
            faults = []
            if broken is not None:
                faults.append(f"Le journal de la copie n’est pas intact à l’étape {broken.n}.")
            told = _count_then(database, reader)
            if told is not None and told > dossiers:
                faults.append(f"La copie a {dossiers} dossiers, la base en avait {told} à ce moment.")
            return tuple(faults), dossiers, steps
    except chain.Stopped as wish:
        raise Stopped from wish
    except (sqlite3.Error, Refused) as error:
        return (f"La copie reprise ne se lit pas ({error}).",), 0, 0


def _count_then(database: Path, copy: sqlite3.Connection) -> int | None:
    """How many dossiers the base had when it ended where this copy ends, told by its journal; None when the
    base can't be read or never stood there."""
    end = end_of(copy)
    try:
        with contextlib.closing(connect(database, read_only=True)) as base:
            if end is None or not _stood_at(base, end):
                return None
            now = int(base.execute("SELECT count(*) FROM dossier").fetchone()[0])
            since = (
                "SELECT coalesce(sum(CASE kind WHEN 'create' THEN 1 WHEN 'delete' THEN -1 ELSE 0 END), 0) "
                "FROM op WHERE ent = 'dossier' AND link > ?"
            )
            return now - int(base.execute(since, (end[0],)).fetchone()[0])
    except (sqlite3.Error, Refused):
        return None


def end_of(connection: sqlite3.Connection) -> tuple[int, bytes] | None:
    """Number and hash of the last step, None for a base without any."""
    row = connection.execute("SELECT n, hash FROM step ORDER BY n DESC LIMIT 1").fetchone()
    return None if row is None else (int(row[0]), bytes(row[1]))


def _stood_at(base: sqlite3.Connection, end: tuple[int, bytes]) -> bool:
    row = base.execute("SELECT hash FROM step WHERE n = ?", (end[0],)).fetchone()
    return row is not None and bytes(row[0]) == end[1]


def end_now(database: Path) -> tuple[int, bytes] | None:
    """Number and hash of the last step of a base. Raises sqlite3.Error, Refused."""
    with contextlib.closing(connect(database, read_only=True)) as reader:
        return end_of(reader)


class Since(NamedTuple):
    """What the base has that a copy has not. `same`: the copy is an earlier moment of this very base."""

    same: bool
    steps: int
    dossiers: int  # that did not exist yet


def since(database: Path, copy: Path) -> Since:
    """What restoring a copy would lose. Raises sqlite3.Error, Refused."""
    with (
        contextlib.closing(connect(database, read_only=True)) as base,
        contextlib.closing(connect(copy, read_only=True)) as old,
    ):
        end = end_of(old) or (0, b"")
        same = end[0] == 0 or _stood_at(base, end)
        steps = base.execute("SELECT count(*) FROM step WHERE n > ?", (end[0] if same else 0,)).fetchone()[0]
        counts = [c.execute("SELECT count(*) FROM dossier").fetchone()[0] for c in (base, old)]
        return Since(same, int(steps), max(0, counts[0] - counts[1]))
