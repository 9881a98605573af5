"""The tables of an archive: their files, their columns, and what each column means (the data dictionary)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.queries.year import rows
from desktop.exchange.csv_out import csv_bytes
from desktop.exchange.workbook import Column, Kind
from desktop.flow.year_specs import SPECS
from desktop.flow.year_words import WORDS, word


@dataclass(frozen=True, slots=True)
class Field:
    """One column; `room`: of year_words, where the base holds a code."""

    title: str
    kind: Kind = "text"
    room: str = ""
    meaning: str = ""


@dataclass(slots=True)
class Table:
    """One table read once: `rows` as the base has them, `of` the rows of each dossier."""

    file: str
    title: str
    fields: tuple[Field, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    of: dict[bytes, list[tuple[Any, ...]]] = field(default_factory=dict)

    def csv(self) -> bytes:
        """The file, which a spreadsheet of any time opens."""
        return csv_bytes([Column(one.title, one.kind) for one in self.fields], self.rows)


def tables(reader: sqlite3.Connection, dossiers: Sequence[bytes]) -> dict[str, Table]:
    """Every table of these dossiers, by the name of its statement."""
    made = {}
    for name, (file, title, told) in SPECS.items():
        table = Table(file, title, tuple(Field(*one) for one in told))
        for row in rows(reader, name, dossiers):
            cells = tuple(
                word(one.room, value) for one, value in zip(table.fields, row[1:], strict=True)
            )  # fmt: skip
            table.rows.append(cells)
            if row[0] is not None:
                table.of.setdefault(bytes(row[0]), []).append(cells)
        made[name] = table
    return made


def dictionary(made: dict[str, Table]) -> bytes:
    """One line a column: its file, its title, what stands in it."""
    heads = [Column(words) for words in ("Fichier", "Table", "Rang", "Colonne", "Nature", "Sens", "Valeurs")]
    return csv_bytes(heads, _lines(made))


def _lines(made: dict[str, Table]) -> Iterator[tuple[object, ...]]:
    for table in made.values():
        for rank, one in enumerate(table.fields, start=1):
            values = ", ".join(dict.fromkeys(WORDS[one.room].values())) if one.room else ""
            nature = WORDS["meaning_kind"][one.kind]
            yield (table.file, table.title, str(rank), one.title, nature, one.meaning or one.title, values)
