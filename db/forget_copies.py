"""What was erased leaves the automatic copies too: each is opened, erased as the base was, written anew."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import NamedTuple

from db import backup, upgrade
from db.connection import Refused, connect, prepare
from db.forget import scrub, wanted
from db.merge.check import keep, value
from db.merge.erase import Erasures, erase
from db.merge.project import project

_THROUGH = "erasures_through"  # in `kv` of a copy: how many rows it was erased for


class Rewritten(NamedTuple):
    """How many copies were changed, and those that could not be: they still hold what was erased."""

    changed: int
    left: tuple[Path, ...] = ()


def rewrite(database: Path) -> Rewritten:
    """Bring every automatic copy of a base to what it has forgotten; what is done already costs nothing.

    A copy of an older schema, locked or damaged, is left as it is and named. Raises sqlite3.Error.
    """
    with contextlib.closing(connect(database, read_only=True)) as reader:
        asked = wanted(reader)
    changed, left = 0, []
    for copy in backup.those_of(database) if asked else ():
        try:
            changed += _rewrite(copy, asked)
        except (sqlite3.Error, Refused, OSError):
            left.append(copy)
    return Rewritten(changed, tuple(left))


def _rewrite(copy: Path, asked: Erasures) -> bool:
    if not upgrade.is_current(copy):
        raise Refused(f"« {copy.name} » est d’un schéma plus ancien.")
    with contextlib.closing(connect(copy)) as connection:
        prepare(connection)
        if value(connection, _THROUGH) == str(len(asked)):
            return False
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        # A copy older than an erasure has no line that blanks the value: all it tells of it is erased.
        count, rows = erase(connection, asked, "")
        if rows:
            project(connection, rows)
        keep(connection, _THROUGH, str(len(asked)))
        connection.execute("COMMIT")
        if count:
            scrub(connection)
        connection.execute("PRAGMA journal_mode = DELETE")
    return bool(count)
