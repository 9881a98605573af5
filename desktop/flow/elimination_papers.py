"""The elimination list on paper and in a workbook, and the report of what was erased."""

from __future__ import annotations

import datetime as dt
import sqlite3
from itertools import groupby
from pathlib import Path

from db.queries.retention import LineRow, ListRow, elimination_lines, elimination_lists
from desktop.exchange.list_book import write_list
from desktop.exchange.workbook import Column
from desktop.flow.eliminate import STATES, Eliminated, sampling_words
from desktop.flow.retention import rules_of
from desktop.flow.satchel_paper import office_of, size_words
from desktop.letters.elimination_paper import Lot, Told, elimination_paper
from desktop.letters.files import write_whole
from desktop.letters.letter import make_document
from desktop.rules.erased import TABLES
from desktop.rules.french import plural

FATES = {"destroy": "Éliminer", "keep": "Verser", "sample": "Spécimen gardé"}


def list_of(reader: sqlite3.Connection, number: str) -> ListRow:
    """A list by its number. Raises ValueError (French)."""
    for row in elimination_lists(reader):
        if row.number == number:
            return row
    raise ValueError(f"Aucun bordereau d’élimination ne porte le numéro « {number} ».")


def write_paper(reader: sqlite3.Connection, row: ListRow, out: Path) -> None:
    """Write the list, .pdf or .xlsx, whole or not at all. Raises OSError, workbook.Unwritable (French)."""
    lines = elimination_lines(reader, row.id)
    if out.suffix.lower() == ".xlsx":
        write_list(out, _HEADS, [_cells(line) for line in lines], title=row.number, subject="Élimination")
        return
    write_whole(out, make_document(elimination_paper(_told(reader, row, lines))))


_HEADS = (
    Column("Numéro"), Column("Intitulé", width=60), Column("De", "integer"), Column("À", "integer"),
    Column("Règle", width=34), Column("Durée"), Column("Texte réglementaire", width=48), Column("Sort final"),
    Column("Gardé par les archives", "boolean"), Column("Pourquoi", width=34), Column("Fichiers", "integer"),
    Column("Octets", "integer"),
)  # fmt: skip


def _cells(line: LineRow) -> tuple[object, ...]:
    return (
        line.number, line.label, line.from_year, line.to_year, line.rule_label or line.rule,
        _years(line.years), line.basis, FATES[line.fate], line.kept, line.why, line.files, line.size,
    )  # fmt: skip


def _years(years: int | None) -> str:
    return "toujours" if years is None else f"{years} {plural(years, 'an')}"


def _told(reader: sqlite3.Connection, row: ListRow, lines: list[LineRow]) -> Told:
    lots = [_lot(list(mine), fate) for (_, fate), mine in groupby(sorted(lines, key=_lot_key), _lot_key)]
    used = {line.rule for line in lines if line.fate == "sample"}
    samples = {rule.sample for rule in rules_of(reader) if rule.code in used}
    day = dt.date.fromisoformat(row.visa_on or row.made_on)
    visa = f"Visa {row.visa} du {day:%d/%m/%Y}" if row.visa else ""
    return Told(
        row.number, dt.date.fromisoformat(row.made_on), office_of(reader), lots,
        [
            (line.number, line.label, _span(line.from_year, line.to_year), line.rule_label or line.rule,
             FATES[line.fate], line.why if line.kept else "")
            for line in lines
        ],
        sampling_words(row.number, samples), STATES[row.state], visa, row.author,
    )  # fmt: skip


def _lot_key(line: LineRow) -> tuple[str, str]:
    return line.rule, _lot_fate(line)


def _lot_fate(line: LineRow) -> str:
    return "Gardé par les archives" if line.kept else FATES[line.fate]


def _lot(mine: list[LineRow], fate: str) -> Lot:
    first = mine[0]
    froms = [line.from_year for line in mine if line.from_year]
    tos = [line.to_year for line in mine if line.to_year]
    files = sum(line.files for line in mine)
    volume = f"{size_words(sum(line.size for line in mine))}, {files} {plural(files, 'fichier')}"
    return Lot(
        first.rule_label or first.rule, _span(min(froms, default=None), max(tos, default=None)), len(mine),
        volume, first.basis or "", _years(first.years), fate,
    )  # fmt: skip


def _span(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return ""
    return str(first) if first == last else f"{first}-{last}"


def report_lines(done: Eliminated) -> list[str]:
    """What was erased, in sentences."""
    erased = done.erased
    many = plural(erased.dossiers, "dossier éliminé", "dossiers éliminés")
    told = [f"Bordereau {done.number} : {erased.dossiers} {many}."]
    rows = [(TABLES[table], count) for table, count in erased.rows.items() if table in TABLES]
    if rows:
        told.append("Effacé : " + ", ".join(f"{count} {name}" for name, count in rows) + ".")
    if erased.contents:
        count = len(erased.contents)
        told.append(
            f"{count} {plural(count, 'fichier effacé', 'fichiers effacés')}, {size_words(erased.size)}."
        )
    told += [f"{number} est resté : {why}." for number, why in done.held]
    told.append(
        "Les copies de la base faites avant en gardent la trace : détruisez celles qui ne servent plus."
    )
    return told
