"""Header rows of démarches-simplifiees tables: which columns are the portal's, which are the form's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.exchange.ds_lexicon import block_and_field, lexicon, plain
from desktop.exchange.ds_values import text
from desktop.exchange.sheets import Cell, Sheet

LOOKED_ROWS = 20  # a header is never lower; beyond, the sheet is no export of the portal
# These words also title fields of a form: the portal's own come before its dates and state.
_AMBIGUOUS = frozenset({"email", "civility", "last_name", "first_name", "birth_date", "labels", "motivation"})
_ANCHORS = frozenset({"state", "archived", "deposited_at"})
_PROOFS = _ANCHORS | {"updated_at", "instructed_at", "decided_at", "instructors", "updated_form_at"}
_COMPANY = ("etablissement ", "entreprise ", "association ")
_FILE_NAME = re.compile(
    r"[^\n/\\]{1,200}\.(?:pdf|docx?|xls[xm]?|od[tsp]|pptx?|rtf|txt|csv|jpe?g|png|heic|gif|tiff?|webp|zip|rar|7z|eml|msg)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Column:
    """`key`: the portal's own datum; `company`: about the establishment without a place of ours."""

    index: int
    label: str
    key: str = ""
    company: bool = False
    block: str = ""  # export template: the repeatable block the column belongs to


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose header was found: `rows` are (what an officer sees as the row number, cells)."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[int, list[Cell]], ...]

    def key(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.key == name), None)

    def has(self, *labels: str) -> bool:
        known = {plain(column.label) for column in self.columns}
        return known.issuperset(labels)

    @property
    def template(self) -> bool:
        """Exports made with a model write "N° dossier" where the others write "ID"."""
        column = self.key("id")
        return column is not None and plain(column.label) not in ("id", "dossier id")


def table(sheet: Sheet) -> Table | None:
    """The sheet with its header row, None when no row looks like a header of the portal."""
    for index, cells in enumerate(sheet.rows[:LOOKED_ROWS]):
        columns = _columns(cells)
        if any(column.key == "id" for column in columns) and len(columns) > 1:
            rows = tuple(
                (sheet.first_row + index + offset, row)
                for offset, row in enumerate(sheet.rows[index + 1 :], start=1)
                if any(text(cell) for cell in row)
            )
            return Table(sheet.name, columns, rows)
    return None


def is_dossiers(found: Table) -> bool:
    """The main sheet: a dossier number and at least two data that only the portal writes."""
    keys = {column.key for column in found.columns}
    side_sheet = found.has("dossier id", "ligne") or found.has("dossier id", "champ")
    return not side_sheet and len(keys & _PROOFS) >= 2


def _columns(cells: Sequence[Cell]) -> tuple[Column, ...]:
    labels = [text(cell) for cell in cells]
    known = [lexicon().system.get(plain(label), "") for label in labels]
    anchors = [index for index, key in enumerate(known) if key in _ANCHORS]
    limit = anchors[0] if anchors else min(8, len(labels))
    columns: list[Column] = []
    taken: set[str] = set()
    for index, (label, key) in enumerate(zip(labels, known, strict=True)):
        if not label:
            continue
        if key in taken or (key in _AMBIGUOUS - {"motivation", "labels"} and index > limit):
            key = ""
        taken |= {key} - {""}
        block, short = block_and_field(label)
        company = not key and plain(label).startswith(_COMPANY) and (not anchors or index < anchors[-1])
        columns.append(Column(index, short if block else label, key, company, block))
    return tuple(columns)


def cell(row: Sequence[Cell], column: Column | None) -> Cell:
    """Rows may be shorter than their header."""
    return row[column.index] if column is not None and column.index < len(row) else None


def file_columns(found: Table) -> frozenset[int]:
    """Columns of pieces: every filled cell is made of file names."""
    kept = set()
    for column in found.columns:
        if column.key or column.company:
            continue
        filled = [text(value) for _, row in found.rows if text(value := cell(row, column))]
        names = (name for value in filled for name in file_names(value))
        if filled and all(_FILE_NAME.fullmatch(name) for name in names):
            kept.add(column.index)
    return frozenset(kept)


def file_names(value: str) -> list[str]:
    """The names of one cell: a comma parts two names only after an extension."""
    return [name.strip() for name in re.split(r"(?<=\.\w{2}), |(?<=\.\w{3}), |(?<=\.\w{4}), ", value)]
