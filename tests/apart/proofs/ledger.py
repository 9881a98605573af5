"""The ledger: every change that a test issued, kept apart from the journal, to hold the bases against it.

Replicas that are equal prove nothing (offline.md, trap 7): they may have lost the same thing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from db.triggers import blob_columns, journalled

Cell = tuple[str, bytes, str]  # table, key, column
Rows = dict[tuple[str, bytes], dict[str, Any]]


def plain(value: Any) -> Any:
    """A value as the journal writes it: keys in hexadecimal, dates as text."""
    return value.hex() if isinstance(value, bytes) else value


def rows_of(connection: sqlite3.Connection, tables: frozenset[str] | None = None) -> Rows:
    """(table, key) -> column -> value, of every table that the journal follows."""
    found: Rows = {}
    keys = blob_columns()
    for table, columns in journalled().items():
        if tables is not None and table not in tables:
            continue
        names = ", ".join(f'"{column}"' for column in ("id", *columns))
        for key, *values in connection.execute(f"SELECT {names} FROM {table}"):
            pairs = zip(columns, values, strict=True)
            found[table, bytes(key)] = {
                c: plain(bytes(v)) if c in keys[table] and v is not None else v for c, v in pairs
            }
    return found


def digest(rows: Rows) -> str:
    """One word for the content of a base, whatever the order of its rows."""
    told = hashlib.sha256()
    for (table, key), values in sorted(rows.items()):
        told.update(json.dumps([table, key.hex(), values], ensure_ascii=False, sort_keys=True).encode())
    return told.hexdigest()


@dataclass
class Ledger:
    """What each place was told to write, in order."""

    wrote: dict[Cell, dict[str, list[Any]]] = field(default_factory=dict)  # cell -> place -> values
    made: dict[tuple[str, bytes], dict[str, Any]] = field(default_factory=dict)
    removed: set[tuple[str, bytes]] = field(default_factory=set)

    def write(self, place: str, ent: str, rid: bytes, column: str, value: Any) -> None:
        self.wrote.setdefault((ent, rid, column), {}).setdefault(place, []).append(plain(value))

    def make(self, ent: str, rid: bytes, **values: Any) -> None:
        self.made[ent, rid] = {name: plain(value) for name, value in values.items()}

    def remove(self, ent: str, rid: bytes) -> None:
        self.removed.add((ent, rid))

    @property
    def issued(self) -> int:
        written = sum(len(values) for places in self.wrote.values() for values in places.values())
        return written + len(self.made) + len(self.removed)

    def lost(self, connection: sqlite3.Connection) -> list[str]:
        """What was issued and is neither in the base nor among the proposals of a disagreement."""
        now, open_ = rows_of(connection), proposals(connection)
        found = []
        for (ent, rid, column), places in self.wrote.items():
            seen = open_.get((ent, rid, column), [])
            for place, values in places.items():
                row = now.get((ent, rid))
                if row is None or (row[column] != values[-1] and values[-1] not in seen):
                    found.append(f"{ent}.{column} de {place} : {values[-1]!r}")
        for (ent, rid), values in self.made.items():
            row = now.get((ent, rid))
            if row is None or any(
                row[name] != value for name, value in values.items() if (ent, rid, name) not in self.wrote
            ):
                found.append(f"{ent} créé : {values!r}")
        found += [f"{ent} retiré, encore là" for ent, rid in self.removed if (ent, rid) in now]
        return found

    def invented(self, connection: sqlite3.Connection, before: Rows) -> list[str]:
        """What stands in the base though nobody wrote it: a value, a row, a row that is gone."""
        now, found = rows_of(connection), []
        for key, row in now.items():
            old = before.get(key) or self.made.get(key)
            if old is None:
                found.append(f"{key[0]} que personne n’a créé")
                continue
            for column, value in row.items():
                told = self.wrote.get((*key, column), {})
                allowed = [values[-1] for values in told.values()]
                if value not in allowed and column in old and value != old[column]:
                    found.append(f"{key[0]}.{column} : {value!r} que personne n’a écrit")
        gone = (key for key in before if key not in now and key not in self.removed)
        return found + [f"{table} disparu" for table, _ in gone]

    def clashes(self) -> dict[Cell, set[str]]:
        """The cells where two places left different values: what must be shown, no more, no less."""
        return {
            cell: {json.dumps(values[-1], ensure_ascii=False) for values in places.values()}
            for cell, places in self.wrote.items()
            if len({json.dumps(values[-1]) for values in places.values()}) > 1
        }


def proposals(connection: sqlite3.Connection, nature: str = "values") -> dict[Cell, list[Any]]:
    """Cell -> the values proposed, of every open disagreement of one nature."""
    sql = "SELECT ent, rid, field, vals FROM conflict WHERE nature = ?"
    return {
        (ent, bytes(rid), name): json.loads(vals)
        for ent, rid, name, vals in connection.execute(sql, (nature,))
    }


def false_and_missing(connection: sqlite3.Connection, ledger: Ledger) -> tuple[int, int, int]:
    """(disagreements shown as they are, shown for nothing, not shown) beside what the ledger knows."""
    shown = {
        cell: {json.dumps(value, ensure_ascii=False) for value in values}
        for cell, values in proposals(connection).items()
    }
    true = ledger.clashes()
    right = sum(1 for cell, values in true.items() if shown.get(cell) == values)
    return right, len(set(shown) - set(true)), len(true) - right


def replayed(connection: sqlite3.Connection) -> Rows:
    """The rows that the operations alone give, one after the other: what one place wrote, nothing merged."""
    found: Rows = {}
    for ent, rid, name, kind, val in connection.execute(
        "SELECT ent, rid, field, kind, val FROM op ORDER BY n"
    ):
        key = (ent, bytes(rid))
        if kind == "create":
            found[key] = json.loads(val)
        elif kind == "delete":
            found.pop(key, None)
        else:
            found[key][name] = json.loads(val)
    return found


def faults_of_journal(connection: sqlite3.Connection) -> list[str]:
    """Whether one place's journal has a hole, and whether the tables say what it says; French sentences."""
    found = []
    for site, count, first, last in connection.execute(
        "SELECT site, count(*), min(seq), max(seq) FROM op GROUP BY site"
    ):
        if (first, count) != (1, last):
            found.append(f"Le journal de {site} a un trou : {count} opérations de {first} à {last}.")
        told = connection.execute("SELECT seq FROM site_version WHERE site = ?", (site,)).fetchone()
        if told is None or told[0] != last:
            found.append(f"Le journal de {site} va à {last}, la table des versions dit {told}.")
    now, told_rows = rows_of(connection), replayed(connection)
    wrong = [key for key in now.keys() | told_rows.keys() if now.get(key) != told_rows.get(key)]
    return found + [f"{table} ne dit pas ce que dit le journal." for table, _ in wrong]
