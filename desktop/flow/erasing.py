"""Words, names and files of dossiers taken away for good, in the rows, the journal and beside the base."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from db.forget import forget
from db.sealed import wipe
from db.store import Store, reader_of
from db.triggers import journalled
from desktop.flow.files import place_of
from desktop.rules.erased import ERASED, FILES, OF_APPLICANT

_AT_ONCE = 400
Tell = Callable[[str, float], bool]  # a sentence and a share; False: stop


class Stopped(Exception):
    """The person wants no more: nothing was erased."""


@dataclass(slots=True)
class Erased:
    """What was taken away: rows by table, and the contents that no row names any more (SHA-256)."""

    dossiers: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    contents: list[str] = field(default_factory=list)
    size: int = 0  # bytes of these contents

    def add(self, table: str, count: int) -> None:
        if count:
            self.rows[table] = self.rows.get(table, 0) + count


def erase_dossiers(
    session: Session, dossiers: Sequence[bytes], why: str, tell: Tell = lambda _words, _share: True
) -> Erased:
    """Take away all that `desktop.rules.erased` says, of these dossiers; numbers, dates and codes stay.

    `tell` is asked before each table: nothing is gone until the whole is written. Raises Stopped.
    """
    done = Erased(dossiers=len(dossiers))
    for rank, (ent, fields) in enumerate(ERASED.items()):
        if not tell("Effacement des textes et des noms", rank / len(ERASED)):
            raise Stopped
        rids = rows_ever(session, ent, dossiers)
        done.add(ent, forget(session, ent=ent, rids=rids, fields=fields, why=why))
    if not tell("Retrait des fichiers", 1.0):
        raise Stopped
    drop_files(session, dossiers, done)
    _applicants(session, dossiers, why, done)
    return done


def rows_ever(session: Session, ent: str, dossiers: Sequence[bytes]) -> list[bytes]:
    """The rows of a table that belong to these dossiers, those removed since too: the journal has them."""
    reader = reader_of(session)
    column = "id" if ent == "dossier" else "dossier_id"
    found: dict[bytes, None] = {}
    for part in _parts(dossiers):
        marks = ", ".join("?" * len(part))
        query = (
            f'SELECT id FROM "{ent}" WHERE {column} IN ({marks}) '
            f"UNION SELECT rid FROM op WHERE ent = ? AND dossier IN ({marks}) ORDER BY 1"
        )
        found.update((bytes(key), None) for (key,) in reader.execute(query, (*part, ent, *part)))
    return list(found)


def drop_files(session: Session, dossiers: Sequence[bytes], done: Erased) -> None:
    """The rows of these dossiers name no file any more; a file that nothing names goes."""
    reader = reader_of(session)
    gone: set[bytes] = set()
    for ent, columns in FILES.items():
        for column in columns:
            for part in _parts(dossiers):
                marks = ", ".join("?" * len(part))
                where = f"WHERE dossier_id IN ({marks}) AND {column} IS NOT NULL"
                found = reader.execute(f'SELECT {column} FROM "{ent}" {where}', part)
                gone |= {bytes(key) for (key,) in found}
                reader.execute(f'UPDATE "{ent}" SET {column} = NULL {where}', part)
    for key in sorted(gone - _named(reader)):
        sha256, size = reader.execute("SELECT sha256, size FROM file WHERE id = ?", (key,)).fetchone()
        done.contents.append(str(sha256))
        done.size += int(size)
        reader.execute("DELETE FROM file WHERE id = ?", (key,))
        reader.execute("DELETE FROM piece_text WHERE sha256 = ?", (sha256,))
    session.expire_all()


def _named(reader: sqlite3.Connection) -> set[bytes]:
    """The files that some row still names."""
    found: set[bytes] = set()
    for ent in journalled():
        for _, column, *_ in _references(reader, ent):
            query = f'SELECT DISTINCT "{column}" FROM "{ent}" WHERE "{column}" IS NOT NULL'
            found |= {bytes(key) for (key,) in reader.execute(query)}
    return found


def _references(reader: sqlite3.Connection, ent: str) -> list[tuple[str, str]]:
    """(table, column) of each reference of a table to the files."""
    rows = reader.execute(f'PRAGMA foreign_key_list("{ent}")').fetchall()
    return [(ent, row[3]) for row in rows if row[2] == "file"]


def _applicants(session: Session, dossiers: Sequence[bytes], why: str, done: Erased) -> None:
    """Applicants none of whose dossiers is left: what tells of a person, or of their account."""
    reader = reader_of(session)
    found: set[bytes] = set()
    for part in _parts(dossiers):
        query = f"SELECT applicant_id FROM dossier WHERE id IN ({', '.join('?' * len(part))})"
        found |= {bytes(key) for (key,) in reader.execute(query, part)}
    query = (
        "SELECT applicant_id FROM dossier WHERE eliminated_on IS NULL UNION SELECT k.applicant_id FROM "
        "project_member k JOIN dossier d ON d.id = k.dossier_id WHERE d.eliminated_on IS NULL UNION "
        "SELECT applicant_id FROM agreement WHERE state <> 'ended'"
    )
    left = {bytes(key) for (key,) in reader.execute(query)}
    alone = sorted(found - left)
    done.add("applicant", forget(session, ent="applicant", rids=alone, fields=OF_APPLICANT, why=why))


def _parts(keys: Sequence[bytes]) -> Iterable[Sequence[bytes]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))


def wipe_contents(store: Store, contents: Collection[str]) -> int:
    """After the step is kept: overwrite and remove these contents beside the base, those that no row names;
    returns how many. One that cannot be removed is left, and found again by its absence from the tables."""
    with store.write_raw() as connection:
        named = {sha256 for (sha256,) in connection.execute("SELECT sha256 FROM file")}
        count = 0
        for sha256 in sorted(set(contents) - named):
            count += _wiped(place_of(store.files, sha256))
    return count


def _wiped(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open("rb+") as content:
        wipe(content)
    path.unlink()
    return True
