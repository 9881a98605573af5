"""Bring a file to the schema of this program: a copy first, then Alembic; newer files are refused."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from db.connection import APPLICATION_ID, Refused, connect, is_shut, prepare, raw_of, sealed_mark, still
from db.trouble import is_busy, sentence

__all__ = ["HEAD", "Occupied", "Refused", "is_current", "ready", "until_free"]

HEAD = "0005"  # the newest migration; tests/db/test_upgrade.py holds it to the folder


class Occupied(Refused):
    """Another program holds the file: it may be free again in a moment."""


def _look(path: Path, patience: int = 5000) -> str | None:
    """The revision of a file, "" when it is new; raises Refused when it is not ours or newer."""
    if not path.exists() or path.stat().st_size == 0:
        return ""
    try:
        try:
            with contextlib.closing(connect(path)) as connection:
                connection.execute(f"PRAGMA busy_timeout = {patience}")
                return _revision(connection, path)
        except sqlite3.OperationalError as error:
            if is_shut(error) and sealed_mark(path) is None:  # a folder where nothing can be written
                with contextlib.closing(still(path)) as connection:
                    return _revision(connection, path)
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
    """Whether the file can be shown at once, without migration. Raises Refused; Occupied without waiting:
    the window asks."""
    return _look(path, 200) == HEAD


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
