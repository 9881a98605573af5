"""Any table of applications read through a column map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from desktop.exchange.application import Progress, ReadFile, Unreadable
from desktop.exchange.cells import Sheet
from desktop.exchange.sheets import read_sheets
from desktop.exchange.table_headers import HeaderRow, headers, key, list_of
from desktop.exchange.table_maps import (
    ColumnMap,
    Guess,
    Mapping,
    accepted,
    known_headers,
    load_maps,
    suggest,
)
from desktop.exchange.table_reading import Numbers, Reading
from desktop.exchange.table_sheets import Alike, alike, theme_of_sheet
from desktop.exchange.table_taught import save_map
from desktop.rules.folding import fold

__all__ = [
    "ColumnMap", "Guess", "HeaderRow", "Mapping", "UnknownHeaders", "accepted", "headers", "known_headers",
    "load_maps", "read_table", "save_map", "suggest",
]  # fmt: skip

_SKIPPED_SHEETS = ("resume de l'exportation", "metadonnees", "metadata", "lisez-moi", "lisezmoi")
_PIVOTS = ("somme de", "nombre de", "etiquettes de lignes")


class UnknownHeaders(Unreadable):
    """No map tells the columns: the mapping screen opens with the sheets and, for each, a proposal."""

    def __init__(self, path: Path, sheets: Sequence[Sheet], proposals: Sequence[Mapping | None]) -> None:
        super().__init__(
            f"Les colonnes du fichier « {path.name} » ne sont pas connues de Parvis. Dites ce que contient "
            "chaque "
            "colonne sur l’écran de correspondance ; Parvis s’en souviendra pour les fichiers suivants."
        )
        self.path = path
        self.sheets = list(sheets)
        self.proposals = list(proposals)


def tables_of(sheets: Iterable[Sheet], known: frozenset[str]) -> list[tuple[Sheet, HeaderRow]]:
    """The sheets that look like lists, with their header."""
    found = []
    for sheet in sheets:
        header = None if _aside(sheet) else list_of(sheet, known)
        if header is not None:
            found.append((sheet, header))
    return found


def _aside(sheet: Sheet) -> bool:
    """Sheets that explain or add up: no list of dossiers."""
    if fold(sheet.name) in _SKIPPED_SHEETS:
        return True
    corner = [fold(cell) for row in sheet.rows[:5] for cell in row[:2] if isinstance(cell, str)]
    return any(cell.startswith(_PIVOTS) for cell in corner)


def read_table(
    path: Path,
    mapping: Mapping,
    sheet: str | None = None,
    progress: Progress | None = None,
    sheets: Sequence[Sheet] | None = None,
    *,
    together: bool = True,
) -> ReadFile:
    """The dossiers of one sheet (the first list when not named) and, `together`, of those that are laid out
    alike. Raises Unreadable, Cancelled."""
    known = frozenset(key(guess.header) for guess in mapping.columns if guess.header)
    sheets = sheets if sheets is not None else read_sheets(path)
    tables = tables_of(sheets, known)
    chosen = [found for found in tables if sheet in (None, found[0].name)]
    if not chosen:
        where = f"la feuille « {sheet} »" if sheet else "aucune feuille"
        raise Unreadable(
            f"Dans le fichier « {path.name} », {where} ne contient pas de tableau avec une ligne d’en-tête. "
            "Choisissez une autre feuille ou un autre fichier."
        )
    file = ReadFile(path, "table")
    several = alike(tables, chosen[0], mapping) if together else Alike([(*chosen[0], mapping)])
    numbers = Numbers()
    for one, header, theirs in several.tables:
        theme = theme_of_sheet(one.name) if len(several.tables) > 1 else ""
        Reading(file, theirs, one, header, numbers, theme, apart=len(several.tables) > 1).read(progress)
    file.notes = list(dict.fromkeys([*several.notes, *file.notes, *_others(sheets, several)]))
    return file


def _others(sheets: Sequence[Sheet], several: Alike) -> Iterator[str]:
    read = {sheet.name for sheet, _, _ in several.tables}
    others = [sheet.name for sheet in sheets if sheet.rows and sheet.name not in read | several.aside]
    if others:
        names = ", ".join(f"« {other} »" for other in others)
        what = f"Seule la feuille « {read.pop()} » est lue ; feuilles" if len(read) == 1 else "Feuilles"
        yield f"{what} laissées de côté : {names}."
