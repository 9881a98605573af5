"""A base put under a key, or taken out of it: written beside, compared row by row, then put in place at once.

Whatever happens on the way, the base is the old one or the new one, whole. What stands beside it (pieces,
drafts, daily copies) follows once the base is encrypted, or before it is clear again: each file says for
itself how it is kept, so that a work cut short is only to be done again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from db import backup, cipher, sealed, vault
from db import boxes as header
from db.boxes import Boxes, Locked, header_of
from db.connection import connect, sealed_mark
from db.durable import take_place
from db.trouble import sentence

Progress = Callable[[str, float], bool]  # what is being done and how far; False asks to stop
_STEPS = 20_000  # instructions of SQLite between two looks at Cancel
DRAFTS = (".decisions.json", ".demande-papier.json")  # what the window keeps beside a base while it is typed


class Stopped(Exception):
    """Cancelled; the base is as before."""


class NotDone(Exception):
    """The base could not be encrypted or made clear; it is as before. A French sentence."""


class Beside(NamedTuple):
    """A file that goes with a base, and the name that binds it to its place."""

    path: Path
    name: str


def quiet(_words: str, _share: float) -> bool:
    """A progress that nobody looks at."""
    return True


def encrypt(database: Path, key: bytes, boxes: Boxes, progress: Progress = quiet) -> None:
    """Encrypt a clear base whose lock is held, then all that stands beside it. Raises Stopped, NotDone."""
    if sealed_mark(database) is not None:
        raise NotDone(f"« {database.name} » est déjà chiffrée.")
    _room_for(database)
    part = database.with_name(database.name + ".chiffre.part")
    _remove(part)
    try:
        _alone(database)
        exported(database, part, None, key, boxes.mark, progress)
        progress("Mise en place de la base chiffrée…", 0.6)
        vault.hold(boxes.mark, key)
        header.write(header_of(database), boxes._replace(unfinished=True))
        _swap(part, database)
    except sqlite3.Error as error:
        why = sentence(error) or error
        raise NotDone(f"« {database.name} » n’a pas pu être chiffrée : elle est inchangée. {why}") from error
    finally:
        _remove(part)
    # The base is encrypted: what stands beside it follows to the end, Cancel or not.
    finish(database, lambda words, share: progress(words, 0.6 + 0.4 * share) or True)


def decrypt(database: Path, progress: Progress = quiet) -> None:
    """Make a base clear again, its pieces and drafts first; copies stay encrypted, each with its header file.
    The lock is held. Raises Stopped, NotDone, Locked."""
    mark = sealed_mark(database)
    if mark is None:
        raise NotDone(f"« {database.name} » n’est pas chiffrée.")
    key = vault.key_of(mark, database)
    _room_for(database)
    part = database.with_name(database.name + ".clair.part")
    _remove(part)
    boxes = header.find(database, mark)
    try:
        _alone(database)
        exported(database, part, key, None, b"", progress)
        header.write(header_of(database), boxes._replace(unfinished=True))
        _convert(database, None, beside(database), lambda w, s: progress(w, 0.6 + 0.3 * s))
        take_place(part, database)
        header_of(database).unlink(missing_ok=True)
    except Stopped:
        finish(database)
        raise
    except sqlite3.Error as error:
        why = sentence(error) or error
        raise NotDone(
            f"« {database.name} » n’a pas pu être déchiffrée : elle est inchangée. {why}"
        ) from error
    finally:
        _remove(part)
    vault.forget(mark)
    progress("La base est en clair.", 1.0)


def finish(database: Path, progress: Progress = quiet) -> None:
    """Encrypt what still stands in clear beside an encrypted base: its old self, pieces, drafts, copies.

    May be cut short and called again. Raises Stopped, OSError, Locked.
    """
    mark = sealed_mark(database)
    if mark is None:
        return
    key, seal = vault.key_of(mark, database), sealed.seal_of(database)
    for path in (database, *copies_of(database)):
        _let_go(path)
    _convert(database, seal, beside(database), lambda w, s: progress(w, s * 0.6))
    copies = [path for path in copies_of(database) if sealed_mark(path) is None]
    for at, copy in enumerate(copies):
        if not progress(f"Chiffrement de la copie {copy.name}…", 0.6 + 0.4 * at / len(copies)):
            raise Stopped
        sealed_copy(copy, copy, key, mark)
        vault.carry(database, copy)
    boxes = header.find(database, mark)
    if boxes.unfinished:
        header.write(header_of(database), boxes._replace(unfinished=False))
    progress("Tout est chiffré.", 1.0)


def is_unfinished(database: Path) -> bool:
    """Whether a work on this encrypted base was cut short. Raises Locked."""
    mark = sealed_mark(database)
    return mark is not None and header.find(database, mark).unfinished


def sealed_copy(source: Path, target: Path, key: bytes, mark: bytes) -> None:
    """A clear copy encrypted under this key, in place or elsewhere. Raises sqlite3.Error, NotDone."""
    part = target.with_name(target.name + ".chiffre.part")
    _remove(part)
    try:
        exported(source, part, None, key, mark, quiet)
        _swap(part, target)
    finally:
        _remove(part)
    _let_go(target)


def beside(database: Path) -> list[Beside]:
    """Pieces and drafts of a base; a piece is bound to its hash, a draft to the name of its kind."""
    folder = database.with_name(database.name + ".pieces")
    pieces = (path for path in folder.glob("??/*") if path.is_file()) if folder.is_dir() else ()
    found = [Beside(path, path.parent.name + path.name) for path in sorted(pieces) if path.suffix != ".part"]
    drafts = (database.with_name(database.name + end) for end in DRAFTS)
    return found + [Beside(path, "draft") for path in drafts if path.exists()]


def copies_of(database: Path) -> list[Path]:
    """The automatic copies of a base."""
    return backup.those_of(database)


def waiting(database: Path) -> tuple[int, int]:
    """How many files and copies beside an encrypted base are still in clear."""
    files = sum(sealed.mark_in(one.path) is None for one in beside(database))
    old = int(_old(database).exists())
    return files, old + sum(sealed_mark(copy) is None for copy in copies_of(database))


def _convert(database: Path, seal: sealed.Seal | None, files: list[Beside], progress: Progress) -> None:
    words = "Chiffrement des pièces…" if seal else "Déchiffrement des pièces…"
    for at, one in enumerate(files):
        if not progress(words, at / len(files)):
            raise Stopped
        sealed.convert(one.path, database, seal, one.name)


# One file into another


def exported(
    source: Path, part: Path, key: bytes | None, new: bytes | None, mark: bytes, progress: Progress
) -> None:
    """Write `part` as `source` is, under another key or none, then compare them. Raises Stopped, NotDone,
    sqlite3.Error."""
    size = max(1, source.stat().st_size)

    def look() -> int:
        done = part.stat().st_size if part.exists() else 0
        return 0 if progress("Écriture de la base…", min(0.3, 0.3 * done / size)) else 1

    with contextlib.closing(cipher.with_key(_uri(source), key)) as connection:
        literal = "" if new is None else cipher.literal(new, mark)
        connection.execute("ATTACH DATABASE ? AS made KEY ?", (str(part), literal))
        connection.set_progress_handler(look, _STEPS)
        try:
            connection.execute("SELECT sqlcipher_export('made')")
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise Stopped from error
            raise
        connection.set_progress_handler(None, 0)
        for pragma in ("application_id", "user_version"):
            value = connection.execute(f"PRAGMA main.{pragma}").fetchone()[0]
            connection.execute(f"PRAGMA made.{pragma} = {int(value)}")
        connection.execute("DETACH DATABASE made")
        before = digest(connection, lambda share: progress("Relecture de la base…", 0.3 + 0.15 * share))
    with contextlib.closing(cipher.with_key(_uri(part), new)) as made:
        after = digest(made, lambda share: progress("Vérification de la nouvelle base…", 0.45 + 0.15 * share))
        sound = made.execute("PRAGMA quick_check(1)").fetchone()[0]
    if before != after or sound != "ok":
        raise NotDone(f"La copie de « {source.name} » diffère de l’original : rien n’a été changé.")
    with part.open("rb+") as written:
        os.fsync(written.fileno())


def digest(connection: sqlite3.Connection, go_on: Callable[[float], bool]) -> str:
    """One hash of the schema and of every row, with its rowid. Raises Stopped."""
    schema = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY 1, 2"
    entries = connection.execute(schema).fetchall()
    told = hashlib.blake2b(repr(entries).encode())
    tables = [(name, sql) for kind, name, _, sql in entries if kind == "table" and _holds_rows(name, sql)]
    for at, (name, sql) in enumerate(tables):
        row = "" if "WITHOUT ROWID" in sql.upper() else "rowid, "
        order = "1" if row else ", ".join(str(n + 1) for n in range(_columns(connection, name)))
        told.update(name.encode())
        for rows in _handfuls(connection.execute(f'SELECT {row}* FROM "{name}" ORDER BY {order}')):
            told.update(repr(rows).encode())
            if not go_on(at / len(tables)):
                raise Stopped
    return told.hexdigest()


def _holds_rows(name: str, sql: str) -> bool:
    return not sql.upper().startswith("CREATE VIRTUAL") and not name.startswith("sqlite_stat")


def _columns(connection: sqlite3.Connection, name: str) -> int:
    return len(connection.execute(f'PRAGMA table_info("{name}")').fetchall())


def _handfuls(cursor: sqlite3.Cursor) -> Iterator[list[object]]:
    while rows := cursor.fetchmany(500):
        yield rows


def _uri(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=rw"


def _alone(database: Path) -> None:
    """All of the base in its one file: nobody else has it open, the lock is held. Raises NotDone."""
    with contextlib.closing(connect(database)) as connection:
        connection.execute("PRAGMA busy_timeout = 2000")
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise NotDone(f"« {database.name} » est en cours de lecture : fermez les autres fenêtres.")
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise NotDone(f"« {database.name} » est en cours de lecture : fermez les autres fenêtres.")


def _old(database: Path) -> Path:
    return database.with_name(database.name + ".clair")


def _swap(part: Path, database: Path) -> None:
    """The new file takes the place of the old at once; the old keeps another name until overwritten."""
    old = _old(database)
    with contextlib.suppress(OSError):  # a disk without second names: the old content is only let go
        old.unlink(missing_ok=True)
        os.link(database, old)
    take_place(part, database)  # before anything beside it is encrypted
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _let_go(database: Path) -> None:
    """Overwrite and remove what an encrypted file was before."""
    old = _old(database)
    if sealed_mark(database) is not None and old.exists():
        with old.open("rb+") as clear:
            sealed.wipe(clear)
        old.unlink()


def _remove(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)


def _room_for(database: Path) -> None:
    need = int(database.stat().st_size * 1.1) + 10_000_000
    if shutil.disk_usage(database.parent).free < need:
        raise NotDone(
            f"Il faut {need // 1_000_000} Mo libres sur le disque de « {database.name} ». Elle est inchangée."
        )


__all__ = ["Locked", "NotDone", "Stopped", "decrypt", "encrypt", "finish", "sealed_copy", "waiting"]
