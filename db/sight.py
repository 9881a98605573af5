"""What a person sees: one that is kept to some quarters has a connection where other dossiers are not there.

A reading connection of such a person gets temporary views under the names of the tables themselves: every
statement, of a list, a search, an export, reads them without knowing. Whoever sees everything has none of
them, and pays nothing for them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db.connection import open_reader
from db.rights import NotAllowed, Who, who

# Beside the dossiers, what would tell of one that is not there without asking for the dossier itself: the
# column that names it, and whether a row may belong to none.
_OF_A_DOSSIER = {
    "annotation": ("dossier_id", False),
    "conflict": ("dossier", True),
    "contact": ("dossier_id", False),
    "deadline": ("dossier_id", True),
    "finding": ("dossier_id", False),
    "interest": ("dossier_id", True),
    "letter": ("dossier_id", False),
    "notice": ("dossier_id", False),
    "opinion": ("dossier_id", False),
    "opinion_request": ("dossier_id", False),
    "piece": ("dossier_id", False),
    "search_doc": ("dossier", False),
    "section": ("dossier_id", False),
}
TEAMS = "teams"  # the setting that names the teams and who is in them


def teams_of(connection: sqlite3.Connection, name: str) -> list[str]:
    """The teams this person belongs to."""
    row = connection.execute("SELECT value FROM main.setting WHERE name = ?", (TEAMS,)).fetchone()
    told = json.loads(row[0]) if row else {}
    return [team for team, members in told.items() if name in members]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _list(values: Iterable[str]) -> str:
    return ", ".join(map(_text, sorted(values)))


def seen_sql(connection: sqlite3.Connection, person: Who, dossier: str = "d") -> str:
    """The condition on a row of main.dossier: it concerns a quarter of this person, is in their hands or in
    those of a team of theirs, or their opinion is asked on it."""
    hands = _list({person.name, *teams_of(connection, person.name)})
    return (
        f"({dossier}.officer IN ({hands}) "
        f"OR EXISTS (SELECT 1 FROM main.dossier_quarter x JOIN main.quarter q ON q.id = x.quarter_id "
        f"WHERE x.dossier_id = {dossier}.id AND q.code IN ({_list(person.quarters)})) "
        f"OR EXISTS (SELECT 1 FROM main.opinion_request x JOIN main.partner p ON p.id = x.partner_id "
        f"WHERE x.dossier_id = {dossier}.id AND x.withdrawn_on IS NULL AND p.person = {_text(person.name)}))"
    )


def restrict(connection: sqlite3.Connection, person: Who) -> None:
    """Make this reading connection show what this person may see, nothing else; again after a change of
    people. Outside any transaction."""
    lift(connection)
    if not person.quarters:
        return
    seen = {"dossier": f"SELECT d.* FROM main.dossier d WHERE {seen_sql(connection, person)}"}
    for table, (key, alone) in _OF_A_DOSSIER.items():
        none = f"t.{key} IS NULL OR " if alone else ""
        here = f"{none}EXISTS (SELECT 1 FROM temp.dossier d WHERE d.id = t.{key})"
        seen[table] = f"SELECT t.* FROM main.{table} t WHERE {here}"
    _write(connection, [f"CREATE TEMP VIEW {name} AS {sql}" for name, sql in seen.items()])


def open_eyes(path: Path, author: str) -> sqlite3.Connection:
    """A reading connection that shows what this person may see. Raises as db.connection.open_reader."""
    connection = open_reader(path)
    restrict(connection, who(connection, author))
    return connection


@contextmanager
def whole(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything for a while: what proves the base must read all of it, whoever asks."""
    query = "SELECT sql FROM temp.sqlite_master WHERE type = 'view'"
    kept = [sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1) for (sql,) in connection.execute(query)]
    lift(connection)
    try:
        yield
    finally:
        _write(connection, kept)


def lift(connection: sqlite3.Connection) -> None:
    """Show everything again."""
    rows = connection.execute("SELECT name FROM temp.sqlite_master WHERE type = 'view'").fetchall()
    kept = [name for (name,) in rows if name == "dossier" or name in _OF_A_DOSSIER]
    _write(connection, [f"DROP VIEW temp.{name}" for name in kept])


def _write(connection: sqlite3.Connection, statements: list[str]) -> None:
    """Views of the connection alone: nothing is written in the file, which stays read-only."""
    if not statements:
        return
    reading = connection.execute("PRAGMA query_only").fetchone()[0]
    connection.execute("PRAGMA query_only = OFF")
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.execute(f"PRAGMA query_only = {reading}")


def check_written(connection: sqlite3.Connection, before: sqlite3.Connection, person: Who) -> None:
    """Before a step is kept: it touches only dossiers that this person sees, now or in `before`, the base as
    it was; what is handed over may leave, what was never there is not written. Raises NotAllowed."""
    if not person.quarters:
        return
    asked = f"SELECT 1 FROM main.dossier d WHERE d.id = ? AND {seen_sql(connection, person)}"
    touched = connection.execute("SELECT DISTINCT dossier FROM capture WHERE dossier IS NOT NULL").fetchall()
    for key in touched:
        if connection.execute(asked, key).fetchone() or before.execute(asked, key).fetchone():
            continue
        row = connection.execute("SELECT number FROM main.dossier WHERE id = ?", key).fetchone()
        quarters = ", ".join(sorted(person.quarters))
        raise NotAllowed(
            f"Le dossier {row[0] if row else '?'} n’est pas de vos quartiers ({quarters}) : "
            "rien n’a été enregistré."
        )
