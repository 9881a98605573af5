"""A table whose columns a person told, taken as a list of past grants and remembered as one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tomlkit

from desktop.exchange.application import Progress, ReadFile, Unreadable
from desktop.exchange.cells import Sheet
from desktop.exchange.csv_out import replaced
from desktop.exchange.history_maps import HistoryMap, HistorySheet, laid_flat
from desktop.exchange.history_table import read_history
from desktop.exchange.table_headers import bare, key, list_of
from desktop.exchange.table_maps import Mapping
from desktop.exchange.table_sheets import alike
from desktop.exchange.tables import tables_of

# What the columns of an application mean in a list of past grants; the first one told wins.
MEANS: tuple[tuple[str, str], ...] = (
    ("applicant.name", "name"), ("applicant.siret", "siret"), ("applicant.rna", "rna"), ("title", "purpose"),
    ("granted", "amount"), ("proposed", "amount"), ("asked", "amount"), ("cost", "amount"),
    ("exercise", "year"), ("decided_at", "decided_on"), ("period", "period"), ("call", "scheme"),
    ("state", "status"), ("applicant.purpose", "purpose"),
)  # fmt: skip


def meanings(mapping: Mapping) -> dict[str, int]:
    """Field of a past grant -> the column that tells it."""
    columns = {guess.field: guess.position for guess in mapping.columns}
    found: dict[str, int] = {}
    for theirs, ours in MEANS:
        if theirs in columns:
            found.setdefault(ours, columns[theirs])
    if "granted" in columns and "asked" in columns:
        found["asked"] = columns["asked"]
    return found


def enough(mapping: Mapping) -> bool:
    """Whether a past grant can be told: to whom, and how much."""
    told = meanings(mapping)
    return bool(told.keys() & {"name", "siret", "rna"}) and "amount" in told


def read_as_history(
    path: Path, sheets: Sequence[Sheet], name: str, mapping: Mapping, funder: str, year: int | None,
    progress: Progress,
) -> ReadFile:  # fmt: skip
    """The past grants of one sheet, all of one funder. Raises Unreadable, Cancelled."""
    known = frozenset(key(guess.header) for guess in mapping.columns if guess.header)
    sheet = next((one for one in sheets if one.name == name), None)
    header = list_of(sheet, known) if sheet else None
    if sheet is None or header is None:
        raise Unreadable(
            f"Dans le fichier « {path.name} », la feuille « {name} » ne contient pas de tableau avec une "
            "ligne d’en-tête. Choisissez une autre feuille ou un autre fichier."
        )
    constants = {"funder": funder, **({"year": year} if year else {})}
    one = HistoryMap(mapping.id, mapping.title, (), constants=constants, skip=mapping.skip, blocks=True)
    several = alike(tables_of(sheets, known), (sheet, header), mapping)
    found = []
    for theirs, labels, told in several.tables:
        places = {field: [at] for field, at in meanings(told).items()}
        found.append(laid_flat(HistorySheet(theirs, labels, one, places)))
    made = read_history(path, found, progress)
    made.notes = [*several.notes, *made.notes]
    return made


def save_history_map(path: Path, mapping: Mapping, funder: str) -> None:
    """Remember what these columns mean: the next list of this funder is known. Its year is its own."""
    by_place = {guess.position: guess for guess in mapping.columns}
    told = {
        field: bare(by_place[at].header) for field, at in meanings(mapping).items() if by_place[at].header
    }
    document = tomlkit.document()
    document.add(tomlkit.comment(" Liste de subventions passées apprise sur l’écran d’import."))
    document["kind"], document["id"], document["title"] = "history", mapping.id, mapping.title
    document["signature"] = sorted(set(told.values()))
    document["constants"] = {"funder": funder}
    document["blocks"] = True
    columns = tomlkit.aot()
    for field, header in told.items():
        line = tomlkit.table()
        line["field"], line["headers"] = field, [header]
        columns.append(line)
    document["column"] = columns
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as out:
        out.write(tomlkit.dumps(document).encode())
