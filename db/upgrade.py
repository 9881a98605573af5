"""Bring a file to the schema of this program: a copy first, then Alembic; newer files are refused."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.connection import APPLICATION_ID, Refused, connect, is_shut, prepare, raw_of, sealed_mark, still
from db.trouble import is_busy, sentence

__all__ = [
    "HEAD",
    "Occupied",
    "Refused",
    "is_current",
    "opened_if_current",
    "opened_quietly",
    "ready",
    "until_free",
]

HEAD = "0005"  # the newest migration; tests/db/test_upgrade.py holds it to the folder


class Occupied(Refused):
    """Another program holds the file: it may be free again in a moment."""


def _look(path: Path, patience: int = 5000) -> str | None:
    """The revision of a file, "" when it is new; raises Refused when it is not ours or newer."""
    connection, revision = _opened(path, patience)
    if connection is not None:
        connection.close()
    return revision


def _opened(path: Path, patience: int) -> tuple[sqlite3.Connection | None, str]:
    """A connection and the revision that it found; none and "" for a file that is new."""
    if not path.exists() or path.stat().st_size == 0:
        return None, ""
    try:
        try:
            return _with_revision(connect(path), path, patience)
        except sqlite3.OperationalError as error:
            if is_shut(error) and sealed_mark(path) is None:  # a folder where nothing can be written
                return _with_revision(still(path), path, patience)
            if is_busy(error):
                raise Occupied(sentence(error)) from error
            if (words := sentence(error)) and not is_shut(error):
                raise Refused(words) from error
            raise
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # words of the schema may be damaged
        raise Refused(
            f"« {path.name} » n’est pas une base Parvis lisible ({error}). Le fichier n’a pas été touché ; "
            "reprenez une copie du dossier « copies »."
        ) from error


def _with_revision(
    connection: sqlite3.Connection, path: Path, patience: int
) -> tuple[sqlite3.Connection, str]:
    try:
        connection.execute(f"PRAGMA busy_timeout = {patience}")
        return connection, _revision(connection, path)
    except BaseException:
        connection.close()
        raise


def _revision(connection: sqlite3.Connection, path: Path) -> str:
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if mark != APPLICATION_ID and tables:
        raise Refused(f"« {path.name} » n’est pas une base Parvis. Le fichier n’a pas été touché.")
    if "alembic_version" not in tables:
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def is_current(path: Path) -> bool:
    """Whether the file can be shown at once, without migration. Raises Refused."""
    return _look(path, 200) == HEAD


def opened_if_current(path: Path, patience: int = 200) -> sqlite3.Connection | None:
    """A connection to a file that can be shown at once, None when it must be made or upgraded first. Whoever
    shows it goes on with this one: each connection reads 1,200 triggers again. Raises Refused; Occupied
    without waiting: the window asks."""
    connection, revision = _opened(path, patience)
    if connection is None or revision == HEAD:
        return connection
    connection.close()
    return None


def opened_quietly(path: Path) -> sqlite3.Connection | None:
    """The same, None too for a file that is not ours, locked, or of another time: `ready` says so."""
    try:
        return opened_if_current(path)
    except (sqlite3.Error, Refused):
        return None


def until_free(path: Path, patience: int = 60_000) -> None:
    """Wait until no other program holds the file. Raises Refused, Occupied after `patience` milliseconds."""
    _look(path, patience)


def ready(path: Path) -> None:
    """Make or upgrade the file. Raises Refused; the file is then as before."""
    revision = _look(path)
    if revision == HEAD:
        return
    if revision and revision > HEAD:
        raise Refused(
            f"« {path.name} » a été enregistrée par une version plus récente de Parvis. "
            "Le fichier n’a pas été touché : installez la version récente pour l’ouvrir."
        )
    if revision:
        from db import backup  # shutil and zipfile: an old file alone pays for them

        backup.copy(path, backup.dated(path, "schema"))
    _migrate(path, revision)


def _migrate(path: Path, revision: str | None) -> None:
    # Alembic costs 0.3 s to import: only a new or an old file pays for it.
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    from db.triggers import install, remove

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _(connection: sqlite3.Connection, _record: object) -> None:
        prepare(connection)
        # A table is made again by dropping it: references are checked once all is done, not on the way.
        connection.execute("PRAGMA foreign_keys = OFF")

    @event.listens_for(engine, "begin")
    def _(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]  # event hands any Connection

    with engine.begin() as connection:
        config.attributes["connection"] = connection
        raw = raw_of(connection)
        dangling = _dangling(raw)
        remove(raw)  # a migration is not a change that somebody made
        command.upgrade(config, "head")
        install(raw)
        if revision:
            _project_what_was_unknown(raw, revision)
        if _dangling(raw) > dangling:
            raise Refused(f"« {path.name} » a des lignes sans parent : elle n’a pas été mise à jour.")
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    engine.dispose()


def _dangling(connection: sqlite3.Connection) -> int:
    """References to rows that are not here: a base that holds some quarters alone may have some."""
    return len(connection.execute("PRAGMA foreign_key_check").fetchall())


def _project_what_was_unknown(connection: sqlite3.Connection, revision: str) -> None:
    """What came in a lot of a newer program finds its place now."""
    from db.merge.deferred import reproject_unknown  # as Alembic: an old file alone pays for it

    reproject_unknown(connection, revision)
