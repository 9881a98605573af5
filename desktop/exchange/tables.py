"""Any table of applications read through a column map."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop.exchange import dauphin_table
from desktop.exchange.application import Application, Cancelled, Problem, Progress, ReadFile, Unreadable
from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.repair import is_blank, text
from desktop.exchange.sheets import read_sheets
from desktop.exchange.table_fields import OTHER, SKIP, field_of, given_by, is_bare, put
from desktop.exchange.table_headers import HeaderRow, headers, key
from desktop.exchange.table_maps import (
    SURE,
    ColumnMap,
    Guess,
    Mapping,
    accepted,
    known_headers,
    load_maps,
    save_map,
    suggest,
)
from desktop.exchange.table_rows import Row, Skipped, rows_of
from desktop.rules.folding import fold

__all__ = [
    "ColumnMap", "Guess", "HeaderRow", "Mapping", "UnknownHeaders", "accepted", "headers", "known_headers",
    "load_maps", "read_table", "save_map", "suggest",
]  # fmt: skip

_SKIPPED_SHEETS = ("resume de l'exportation", "metadonnees", "metadata", "lisez-moi", "lisezmoi")
_NAMED = 8  # columns named in a note before "et n autres"
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
        header = None if _aside(sheet) else headers(sheet, known)
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
) -> ReadFile:
    """The dossiers of one sheet (the first list when not named). Raises Unreadable, Cancelled."""
    known = frozenset(key(guess.header) for guess in mapping.columns)
    tables = tables_of(sheets if sheets is not None else read_sheets(path), known)
    chosen = [found for found in tables if sheet in (None, found[0].name)]
    if not chosen:
        where = f"la feuille « {sheet} »" if sheet else "aucune feuille"
        raise Unreadable(
            f"Dans le fichier « {path.name} », {where} ne contient pas de tableau avec une ligne d’en-tête. "
            "Choisissez une autre feuille ou un autre fichier."
        )
    return _Reading(path, mapping, *chosen[0]).read(progress)


class _Reading:
    """One sheet on its way to applications."""

    def __init__(self, path: Path, mapping: Mapping, sheet: Sheet, header: HeaderRow) -> None:
        self._sheet, self._header, self._mapping = sheet, header, mapping
        self._file = ReadFile(path, "table")
        self._seen: dict[str, int] = {}  # number of a dossier -> its row
        self._sure = [
            guess if guess.confidence >= SURE or guess.field == SKIP else _kept(guess)
            for guess in mapping.columns
        ]
        self._codes = {guess.field for guess in self._sure}
        self._given = given_by([*sorted(self._codes), *mapping.constants])

    def read(self, progress: Progress | None) -> ReadFile:
        skipped = Skipped()
        total = max(1, len(self._sheet.rows))
        for row in rows_of(self._sheet, self._header, self._mapping, skipped):
            if progress and row.number % 20 == 0:
                share = (row.number - self._sheet.first_row) / total
                if not progress(f"Lecture de la ligne {row.number}", share):
                    raise Cancelled
            self._take(row)
        self._file.notes += [*self._sheet.notes, *skipped.notes(self._sheet.name), *self._told_other()]
        return self._file

    def _take(self, row: Row) -> None:
        if self._goes_on(row):
            self._fill(self._file.applications[-1], row, several_only=True)
            return
        self._file.read += 1
        where = f"{self._sheet.name}, ligne {row.number}"
        source = self._mapping.source or f"table:{self._mapping.id}"
        application = Application(source=source, source_id="", row=where)
        application.given = set(self._given)
        for code, value in self._mapping.constants.items():
            put(application, code, code, value)
        self._fill(application, row)
        if source == dauphin_table.SOURCE:
            dauphin_table.settle(application)
        self._name(application, row)
        self._judge(application, row)
        self._file.applications.append(application)

    def _goes_on(self, row: Row) -> bool:
        """The row above continued: it has neither number nor applicant of its own."""
        if not self._mapping.continuation or not self._file.applications:
            return False
        who = ("source_id", "applicant.name", "applicant.siret", "applicant.rna")
        told = [guess.position for guess in self._sure if guess.field in who]
        return all(at >= len(row.cells) or is_blank(row.cells[at]) for at in told)

    def _fill(self, application: Application, row: Row, *, several_only: bool = False) -> None:
        where = f"{self._sheet.name}, ligne {row.number}"
        for guess in self._sure:
            known = field_of(guess.field)
            if several_only and not (known and known.many):
                continue
            cell = row.cells[guess.position] if guess.position < len(row.cells) else None
            remark = None if cell is None else put(application, guess.field, _label(guess), cell)
            if remark:
                sentence = f"{remark[0].upper()}{remark[1:]}."
                application.problems.append(Problem("warning", where, _label(guess), _cut(cell), sentence))
        if row.mended:
            message = "Montant coupé en deux cellules par sa virgule, recollé."
            application.problems.append(Problem("warning", where, "Montant", row.mended, message))
        if row.overflow:
            message = (
                "La ligne a plus de cellules que l’en-tête : une virgule ou un point-virgule la coupe au "
                "mauvais "
                "endroit. Elle est refusée ; corrigez-la dans le fichier."
            )
            application.problems.append(Problem("error", where, "", _cut(row.cells[-1]), message))

    def _name(self, application: Application, row: Row) -> None:
        """A number for each dossier; without one, a stable one from who asks, for what and when."""
        if not application.source_id:
            applicant = application.applicant
            who = applicant.siret or applicant.rna or fold(applicant.name)
            meaning = "|".join((who, fold(application.title), str(application.exercise or "")))
            digest = hashlib.sha256(meaning.encode()).hexdigest()[:10]
            number, rank = f"auto-{digest}", 1
            while number in self._seen:
                rank += 1
                number = f"auto-{digest}-{rank}"
            application.source_id = number
        elif application.source_id in self._seen:
            message = (
                f"Le numéro {application.source_id} est déjà celui de la ligne "
                f"{self._seen[application.source_id]} : cette ligne est refusée."
            )
            label = next(_label(guess) for guess in self._sure if guess.field == "source_id")
            application.problems.append(
                Problem("error", application.row, label, application.source_id, message)
            )
            return
        self._seen[application.source_id] = row.number

    def _judge(self, application: Application, row: Row) -> None:
        if is_bare(application.applicant):
            message = "Le porteur n’est pas dit (ni nom, ni SIRET, ni RNA) : la ligne est refusée."
            application.problems.append(Problem("error", application.row, "Porteur", "", message))
        starts, ends = application.starts_on, application.ends_on
        if starts and ends and ends < starts:
            message = "La fin précède le début : les deux dates sont reprises, à vérifier."
            value = f"{starts:%d/%m/%Y} – {ends:%d/%m/%Y}"
            application.problems.append(Problem("warning", application.row, "Période", value, message))

    def _told_other(self) -> list[str]:
        kept = [guess.header for guess in self._sure if guess.field == OTHER and guess.header]
        notes = []
        if kept:
            names = ", ".join(f"« {name} »" for name in kept[:_NAMED])
            more = f" et {len(kept) - _NAMED} autres" if len(kept) > _NAMED else ""
            notes.append(f"Colonnes sans champ propre, gardées dans les autres informations : {names}{more}.")
        if "source_id" not in self._codes and self._file.applications:
            notes.append(
                "Le fichier ne numérote pas les dossiers : Parvis les reconnaîtra par le porteur, "
                "l’intitulé et "
                "l’exercice."
            )
        return notes


def _kept(guess: Guess) -> Guess:
    return Guess(guess.position, guess.header, guess.group, guess.occurrence, OTHER, 0.0)


def _label(guess: Guess) -> str:
    if guess.group and guess.occurrence > 1:
        return f"{guess.group} – {guess.header}"
    return guess.header or f"colonne {guess.position + 1}"


def _cut(cell: Cell) -> str:
    words = text(cell)[0]
    return words if len(words) <= 200 else words[:199] + "…"
