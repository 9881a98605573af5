"""Triggers made from the models: each change of a journalled table leaves a line in `capture`.

Triggers see what the ORM's events miss (bulk updates, raw SQL, other programs): offline.md, measured.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache

from db.base import Key
from db.base import Table as Root

_TOTAL = """
CREATE TRIGGER trail_total_{name} AFTER {when} ON {table} BEGIN
  INSERT INTO total(dossier_id, proposed, voted, paid)
  SELECT {row}.dossier_id, sum(proposed), sum(voted), (SELECT sum(p) FROM (
    SELECT sum(CASE state WHEN 'paid' THEN amount ELSE 0 END) AS p FROM payment
    WHERE dossier_id = {row}.dossier_id
    UNION ALL
    SELECT sum(m.paid) FROM amount m WHERE m.dossier_id = {row}.dossier_id AND NOT EXISTS (
      SELECT 1 FROM payment y WHERE y.dossier_id = m.dossier_id AND y.funder_id = m.funder_id)))
  FROM amount WHERE dossier_id = {row}.dossier_id
  ON CONFLICT(dossier_id) DO UPDATE SET proposed = excluded.proposed, voted = excluded.voted,
    paid = excluded.paid;
END"""
# What was paid is the sum of the payments, and what an import told where there is none (db.queries.paid).
_TOTALLED = (
    ("INSERT", "INSERT", "amount", "new"),
    ("UPDATE", "UPDATE", "amount", "new"),
    ("DELETE", "DELETE", "amount", "old"),
    ("payment_made", "INSERT", "payment", "new"),
    ("payment_changed", "UPDATE", "payment", "new"),
    ("payment_left", "UPDATE OF dossier_id", "payment", "old"),
    ("payment_gone", "DELETE", "payment", "old"),
)

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(title, body, content='search_doc', content_rowid='n', "
    "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5 6')",
    "CREATE TRIGGER search_ai AFTER INSERT ON search_doc BEGIN INSERT INTO search(rowid, title, body) "
    "VALUES (new.n, new.title, new.body); END",
    "CREATE TRIGGER search_ad AFTER DELETE ON search_doc BEGIN "
    "INSERT INTO search(search, rowid, title, body) "
    "VALUES ('delete', old.n, old.title, old.body); END",
    "CREATE TRIGGER search_au AFTER UPDATE ON search_doc BEGIN "
    "INSERT INTO search(search, rowid, title, body) VALUES ('delete', old.n, old.title, old.body); "
    "INSERT INTO search(rowid, title, body) VALUES (new.n, new.title, new.body); END",
)


@cache  # a merge asks for it at every table
def journalled() -> dict[str, tuple[str, ...]]:
    """Table name -> its columns but the key, for every table that the journal follows."""
    import db.models  # noqa: F401  (fills the metadata)

    return {
        table.name: tuple(column.name for column in table.columns if column.name != "id")
        for table in Root.metadata.sorted_tables
        if table.info.get("journalled", True)
    }


@cache  # asked once for each change that an undo takes back
def blob_columns() -> dict[str, frozenset[str]]:
    """Table name -> the columns that hold keys: written as hex text in the journal."""
    import db.models  # noqa: F401  (fills the metadata)

    return {
        table.name: frozenset(c.name for c in table.columns if isinstance(c.type, Key))
        for table in Root.metadata.sorted_tables
    }


def _value(row: str, column: str, is_key: bool) -> str:
    return f"json_quote(lower(hex({row}.{column})))" if is_key else f"json_quote({row}.{column})"


def _member(row: str, column: str, is_key: bool) -> str:
    if not is_key:
        return f"'{column}', {row}.{column}"
    return f"'{column}', CASE WHEN {row}.{column} IS NULL THEN NULL ELSE lower(hex({row}.{column})) END"


def _null_safe(row: str, column: str, is_key: bool) -> str:
    value = _value(row, column, is_key)
    return f"CASE WHEN {row}.{column} IS NULL THEN 'null' ELSE {value} END" if is_key else value


def _scope(row: str, table: str, columns: tuple[str, ...]) -> str:
    if table == "dossier":
        return f"{row}.id"
    return f"{row}.dossier_id" if "dossier_id" in columns else "NULL"


def _statements() -> Iterator[str]:
    keys = blob_columns()
    for table, columns in journalled().items():
        every = ", ".join(_member("{row}", c, c in keys[table]) for c in columns)
        for when, row, kind, base, val in (
            ("INSERT", "new", "create", "NULL", "json_object({every})"),
            ("DELETE", "old", "delete", "json_object({every})", "NULL"),
        ):
            body = (base if kind == "delete" else val).replace("{every}", every).replace("{row}", row)
            pair = f"{body}, NULL" if kind == "delete" else f"NULL, {body}"
            yield (
                f"CREATE TRIGGER trail_{table}_{kind} AFTER {when} ON {table} BEGIN "
                f"INSERT INTO capture(ent, rid, dossier, field, kind, base, val) "
                f"VALUES ('{table}', {row}.id, {_scope(row, table, columns)}, '', '{kind}', {pair}); END"
            )
        for column in columns:
            old, new = (_null_safe(row, column, column in keys[table]) for row in ("old", "new"))
            yield (
                f"CREATE TRIGGER trail_{table}_{column} AFTER UPDATE OF {column} ON {table} "
                f"WHEN old.{column} IS NOT new.{column} BEGIN "
                f"INSERT INTO capture(ent, rid, dossier, field, kind, base, val) "
                f"VALUES ('{table}', new.id, {_scope('new', table, columns)}, '{column}', 'update', "
                f"{old}, {new}); END"
            )
        yield (
            f"CREATE TRIGGER trail_{table}_id BEFORE UPDATE OF id ON {table} WHEN old.id IS NOT new.id "
            f"BEGIN SELECT RAISE(ABORT, 'a key never changes'); END"
        )
    for name, when, table, row in _TOTALLED:
        yield _TOTAL.format(name=name, when=when, table=table, row=row)
    for _, statement in append_only():
        yield statement


def append_only() -> list[tuple[str, str]]:
    """(name, statement) of the triggers that keep the journal from being rewritten."""
    return [
        (
            f"trail_{table}_no_{when}",
            f"CREATE TRIGGER trail_{table}_no_{when} BEFORE {when} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
        )
        for table in ("step", "op")
        for when in ("UPDATE", "DELETE")
    ]


def remove(connection: sqlite3.Connection) -> None:
    """Take the triggers of the journal away (before a migration). Inside the caller's transaction."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='trigger' AND name LIKE 'trail\\_%' ESCAPE '\\'"
    )
    for (name,) in names.fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')


def install(connection: sqlite3.Connection) -> None:
    """Make all triggers anew (after a migration). Inside the caller's transaction."""
    remove(connection)
    for statement in _statements():
        connection.execute(statement)
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name='search'").fetchone():
        for statement in SEARCH:
            connection.execute(statement)
