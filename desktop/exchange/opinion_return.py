"""A pack that comes back: workbook or PDF form, known by its code, read whole or refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import MAX_FILE_BYTES, MEGABYTE
from desktop.exchange.opinion_answers import Answer, Returned, altered, answer_of, not_ours, words_in
from desktop.exchange.opinion_book import ANSWERS, BY, BY_CELL, CONTROL, LOCKED, MARK, READING, ROWS
from desktop.exchange.sheets import check_file, kind_of, read_sheets
from desktop.exchange.zip_guard import opened_zip
from desktop.rules.money import euros, read_euros
from desktop.rules.opinion_pack import Line, find_code, same

_PDF = b"%PDF-"
Rows = list[list[Any]]


def code_in(path: Path) -> str:
    """The code of the pack that a file answers, "" when it is none of ours: quick, and never raises."""
    try:
        with path.open("rb") as content:
            head = content.read(1024)
        if _PDF in head:
            from desktop.exchange.opinion_pdf import code_in_pdf

            return code_in_pdf(path)
        if head.startswith(b"PK") and _may_be_ours(path):
            return _control(path)[0][1]
    except (Unreadable, OSError, ValueError, KeyError):
        return ""
    return ""


def may_carry_code(path: Path) -> bool:
    """Whether a file is worth opening for a code: told at a glance, and never raises."""
    try:
        with path.open("rb") as content:
            head = content.read(1024)
        return _PDF in head or (head.startswith(b"PK") and _may_be_ours(path))
    except (OSError, Unreadable):
        return False


def _may_be_ours(path: Path) -> bool:
    """Whether one of its sheets has the name of ours: told without reading a cell."""
    with opened_zip(path, measured=False) as archive:
        for name, wanted in (("xl/workbook.xml", f'name="{CONTROL}"'), ("content.xml", f'name="{CONTROL}"')):
            if name in archive.namelist() and archive.getinfo(name).file_size < MAX_FILE_BYTES:
                return wanted.encode() in archive.read(name)
    return False


def read_return(path: Path) -> Returned:
    """What a partner answered. Raises Unreadable (French) for a file that is broken, foreign or altered."""
    check_file(path)
    if path.stat().st_size > MAX_FILE_BYTES:
        raise Unreadable(f"« {path.name} » dépasse {MAX_FILE_BYTES // MEGABYTE} Mo : il n’est pas lu.")
    with path.open("rb") as content:
        head = content.read(1024)
    if _PDF in head:
        from desktop.exchange.opinion_pdf import read_form

        return read_form(path)
    if kind_of(path) not in ("excel", "ods"):
        raise not_ours(path.name)
    return _read_book(path)


def _read_book(path: Path) -> Returned:
    shown = read_sheets(path)  # its damage and its traps are told here
    try:
        lines = _control(path)
    except KeyError:
        code = next(
            (c for s in shown for row in s.rows[:60] for cell in row if (c := find_code(words_in(cell)))), ""
        )
        if not code:
            raise not_ours(path.name) from None
        raise altered(path.name, [f"l’onglet de contrôle du code {code} a disparu"]) from None
    except ValueError as error:
        raise altered(path.name, ["l’onglet de contrôle n’est plus lisible"]) from error
    rows = _rows(path, ROWS)
    if rows is None:
        raise altered(path.name, [f"l’onglet « {ROWS} » a disparu"])
    reading = _Rows(lines, rows)
    faults = [*reading.faults, *_changed_readings(_rows(path, READING) or [], lines)]
    if faults:
        raise altered(path.name, faults)
    return Returned(lines[0][1], "xlsx", lines, by=reading.by, answers=reading.answers)


def _rows(path: Path, name: str) -> Rows | None:
    """The cells of a sheet, hidden or not, from A1; None when it is not there."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        if name not in book.sheet_names:
            return None
        return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
    except CalamineError as error:
        raise Unreadable(f"« {path.name} » est abîmé : il ne se lit pas jusqu’au bout.") from error


def _control(path: Path) -> list[Line]:
    """What the control sheet says was locked. Raises KeyError without one, ValueError when it is broken."""
    rows = _rows(path, CONTROL)
    if not rows or not rows[0] or rows[0][0] != MARK:
        raise KeyError(CONTROL)
    lines = [tuple(str(part) for part in json.loads(str(row[0]))) for row in rows[1:] if row and row[0]]
    if not lines or lines[0][0] != "pack" or len(lines[0]) != 6:
        raise ValueError("no head")
    if any(line[0] == "avis" and len(line) != 10 for line in lines):
        raise ValueError("a row is not whole")
    return lines


class _Rows:
    """The sheet to fill in, found by its headings and its numbers: sorted or moved, it is the same."""

    def __init__(self, lines: list[Line], rows: Rows) -> None:
        self.faults: list[str] = []
        self.answers: list[Answer] = []
        self._known = {line[1]: line for line in lines if line[0] == "avis"}
        self._rows = rows
        self.by = _said_by(rows)
        wanted = (*LOCKED, *ANSWERS)
        self._head = next(
            (at for at, row in enumerate(rows) if {LOCKED[0], ANSWERS[0]} <= {words_in(c) for c in row}), -1
        )
        if self._head < 0:
            self.faults.append(f"la ligne des titres de l’onglet « {ROWS} » a disparu")
            return
        titles = [words_in(cell) for cell in rows[self._head]]
        self._at = {title: titles.index(title) for title in wanted if title in titles}
        for title in wanted:
            if title not in self._at:
                self.faults.append(f"la colonne « {title} » de l’onglet « {ROWS} » a disparu")
        if not self.faults:
            self._read()

    def _read(self) -> None:
        seen: set[str] = set()
        for at in range(self._head + 1, len(self._rows)):
            number = words_in(self._cell(at, LOCKED[0]))
            said = any(words_in(self._cell(at, title)) for title in ANSWERS[:3])
            if not number and not said:
                continue
            if number not in self._known:
                what = f"le dossier « {number} » n’a pas été demandé" if number else "le numéro a été effacé"
                self.faults.append(f"onglet « {ROWS} », cellule {self._name(at, LOCKED[0])} : {what}")
            elif number in seen:
                self.faults.append(f"onglet « {ROWS} », ligne {at + 1} : le dossier {number} y est deux fois")
            else:
                seen.add(number)
                self._compare(at, self._known[number])
                self._answer(at, self._known[number])

    def _cell(self, at: int, title: str) -> Any:
        row, column = self._rows[at], self._at[title]
        return row[column] if column < len(row) else None

    def _name(self, at: int, title: str) -> str:
        from openpyxl.utils import get_column_letter

        return f"{get_column_letter(self._at[title] + 1)}{at + 1}"

    def _compare(self, at: int, line: Line) -> None:
        told = (*line[3:7], line[7], line[8], line[9])
        for title, expected in zip(LOCKED[1:], told, strict=True):
            value = self._cell(at, title)
            if title in ("Demandé", "Proposé"):
                now, before = _amount(value), _amount_words(expected)
                differs = now != before
            else:
                now, before = words_in(value), expected
                differs = same(now) != same(before)
            if differs:
                self.faults.append(
                    f"onglet « {ROWS} », cellule {self._name(at, title)} (dossier {line[1]}, {title}) : "
                    f"« {_short(now)} » au lieu de « {_short(before)} »"
                )

    def _answer(self, at: int, line: Line) -> None:
        cells = tuple(f"onglet « {ROWS} », cellule {self._name(at, title)}" for title in ANSWERS)
        value, amount, comment, closed = (self._cell(at, title) for title in ANSWERS)
        where = f"onglet « {ROWS} », ligne {at + 1}"
        self.answers.append(answer_of(line[1], line[2], where, value, amount, comment, closed, cells))


def _said_by(rows: Rows) -> str:
    """Who answers, from the cell beside its label."""
    column = ord(BY_CELL[0]) - ord("A")
    for row in rows[:12]:
        if row and words_in(row[0]) == BY:
            return next((words_in(cell) for cell in row[column:] if words_in(cell)), "")[:200]
    return ""


def _changed_readings(rows: Rows, lines: list[Line]) -> list[str]:
    known = {(line[1], line[2]): line[4] for line in lines if line[0] == "fiche"}
    faults = []
    for at, row in enumerate(rows, start=1):
        if len(row) < 4 or not words_in(row[0]):
            continue
        expected = known.get((words_in(row[0]), words_in(row[1])))
        now = words_in(row[3])
        if expected is None or same(now) != same(expected):
            faults.append(
                f"onglet « {READING} », cellule D{at} (dossier {words_in(row[0])}) : « {_short(now)} » au "
                "lieu de "
                f"« {_short(expected or '')} »"
            )
    return faults


def _amount(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return euros(round(value * 100))
    text = words_in(value)
    cents = read_euros(text) if text else None
    return euros(cents) if cents is not None else text


def _amount_words(cents: str) -> str:
    return euros(int(cents)) if cents else ""


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
