"""Reports in a workbook or a CSV: the financial table and what is told around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from desktop.exchange import repair
from desktop.exchange.application import Unreadable
from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.report_facts import Gathered, ReadReports
from desktop.exchange.report_osiris import is_osiris, read_osiris
from desktop.exchange.report_words import (
    DONE,
    FORECAST,
    account_of,
    column_of,
    indicator_column,
    is_total,
    meaning,
    people_column,
)
from desktop.exchange.sheets import read_sheets
from desktop.rules.ages import Counted, band_of
from desktop.rules.chart import BY_CODE, Side
from desktop.rules.folding import fold
from desktop.rules.reports import ToldLine

_GROUP = {"charges": "charge", "depenses": "charge", "produits": "product", "recettes": "product"}


def read_table(path: Path) -> ReadReports:
    """The reports of a tabular file. Raises Unreadable (French)."""
    sheets = read_sheets(path)
    notes = tuple(note for sheet in sheets for note in sheet.notes)
    for sheet in sheets:
        if is_osiris(sheet):
            return ReadReports(path, tuple(read_osiris(sheet)), notes)
    found = Gathered("table")
    for sheet in sheets:
        _Sheet(sheet, found, named=len(sheets) > 1).read()
    told = found.told()
    if told.silent:
        raise Unreadable(
            f"Le tableau « {path.name} » n’est pas un bilan : il n’a ni colonnes « Prévision » et "
            "« Réalisation », ni texte de bilan. Rien n’a été gardé."
        )
    return ReadReports(path, (told,), notes)


def words_of(cell: Cell) -> str:
    """A cell as an officer reads it."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


class _Sheet:
    """One sheet on its way to what it tells."""

    def __init__(self, sheet: Sheet, found: Gathered, *, named: bool) -> None:
        self._rows, self._first, self._found = sheet.rows, sheet.first_row, found
        self._where = f"onglet « {sheet.name} », ligne" if named else "ligne"

    def _place(self, row: int) -> str:
        return f"{self._where} {self._first + row}"

    def read(self) -> None:
        row, side = 0, "charge"
        while row < len(self._rows):
            cells = [words_of(cell) for cell in self._rows[row]]
            side = next((_GROUP[fold(cell)] for cell in cells if fold(cell) in _GROUP), side)
            money = _blocks(cells, column_of, (FORECAST, DONE))
            people = _people_heads(cells)
            counted = _blocks(cells, indicator_column, ("label", "reached"))
            if money:
                row = self._money(row + 1, money, side)
            elif people:
                row = self._people(row + 1, people[0])
            elif counted:
                row = self._indicators(row + 1, counted[0])
            else:
                self._facts(row, cells)
                row += 1

    # The financial table

    def _money(self, row: int, blocks: list[dict[str, int]], side: str) -> int:
        """The lines under a heading, until another begins; answers the row where they end."""
        sides = [side] if len(blocks) == 1 else ["charge", "product"]
        while row < len(self._rows):
            cells = self._rows[row]
            said = [words_of(cell) for cell in cells]
            if _blocks(said, column_of, (FORECAST, DONE)) or _people_heads(said):
                return row
            if _blocks(said, indicator_column, ("label", "reached")):
                return row
            title = next((_GROUP[fold(one)] for one in said if fold(one) in _GROUP), "")
            if title and len([one for one in said if one]) <= 2 and len(blocks) == 1:
                sides = [title]
            elif not self._is_line(said, blocks) and _fact(said):
                self._facts(row, said)
            else:
                for rank, block in enumerate(blocks):
                    self._line(row, cells, block, sides[min(rank, len(sides) - 1)], alone=len(blocks) == 1)
            row += 1
        return row

    def _is_line(self, said: Sequence[str], blocks: Sequence[dict[str, int]]) -> bool:
        return any(_at(said, block.get(name)) for block in blocks for name in (FORECAST, DONE))

    def _line(
        self, row: int, cells: Sequence[Cell], block: dict[str, int], side: str, *, alone: bool
    ) -> None:
        code = words_of(_at(cells, block.get("account")))
        label = words_of(_at(cells, block.get("label")))
        written = {name: _at(cells, block.get(name)) for name in (FORECAST, DONE)}
        if not (code or label) or is_total(label or code):
            return
        if all(repair.is_blank(cell) for cell in written.values()):
            return
        amounts = {name: self._amount(row, label or code, cell) for name, cell in written.items()}
        told_side = _GROUP.get(fold(words_of(_at(cells, block.get("side")))) + "s", "")
        known = self._account(code, label, told_side or ("" if alone and code else side))
        if known is None:
            self._found.unread.append(f"{self._place(row)} : « {code} {label} », sans compte connu.")
            return
        account, mine = known
        reason = words_of(_at(cells, block.get("reason")))
        self._found.lines.append(
            ToldLine(
                mine, account, label or BY_CODE[account].label, amounts[FORECAST], amounts[DONE], reason,
                self._place(row),
            )
        )  # fmt: skip

    def _account(self, code: str, label: str, side: str) -> tuple[str, Side] | None:
        mine: Side | None = "charge" if side == "charge" else "product" if side == "product" else None
        for words in (f"{code} {label}".strip() if code.startswith("74") else code, code, label):
            known = account_of(words, mine) if words else None
            if known is not None:
                return known
        return None

    def _amount(self, row: int, label: str, cell: Cell) -> int | None:
        if repair.is_blank(cell):
            return None
        value, remark = repair.amount(cell)
        if value is None:
            why = remark or "illisible"
            words = f"« {words_of(cell)} » n’est pas un montant ({why})"
            self._found.unread.append(f"{self._place(row)}, « {label} » : {words}.")
        return value

    # People, indicators, facts

    def _people(self, row: int, block: dict[str, int]) -> int:
        while row < len(self._rows):
            cells = self._rows[row]
            label = words_of(_at(cells, block["age"]))
            numbers = {name: repair.integer(_at(cells, at))[0] for name, at in block.items() if name != "age"}
            band = band_of(label) if label else ""
            if not label or (not band and all(value is None for value in numbers.values())):
                return row
            if not band:
                self._found.unread.append(f"{self._place(row)} : « {label} » n’est pas une tranche d’âge.")
            elif any(value is not None for value in numbers.values()):
                women, men, people = (numbers.get(name) for name in ("women", "men", "people"))
                self._found.people = [one for one in self._found.people if one.age != band]
                self._found.people.append(Counted(band, women, men, people))
            row += 1
        return row

    def _indicators(self, row: int, block: dict[str, int]) -> int:
        while row < len(self._rows):
            cells = self._rows[row]
            label, cell = words_of(_at(cells, block["label"])), _at(cells, block["reached"])
            if not label:
                return row
            value, _ = repair.amount(cell) if not repair.is_blank(cell) else (None, None)
            if value is not None:
                self._found.indicators[label] = value / 100
            elif words_of(cell):
                self._found.unread.append(f"{self._place(row)} : « {words_of(cell)} » n’est pas un nombre.")
            row += 1
        return row

    def _facts(self, row: int, cells: Sequence[str]) -> None:
        """« Intitulé de l’action | Lecture de rue » : a label, and what stands right of it or under it."""
        for code, value in _fact(cells):
            if value or not code.startswith("texts."):
                self._found.put(code, value, self._place(row))
                continue
            under = [words_of(cell) for cell in self._rows[row + 1]] if row + 1 < len(self._rows) else []
            said = next((one for one in under if one), "")
            if said and not meaning(said):
                self._found.put(code, said, self._place(row + 1))


def _fact(cells: Sequence[str]) -> list[tuple[str, str]]:
    """(code, value) of each label of a row."""
    found = []
    for at, cell in enumerate(cells):
        label, colon, rest = cell.partition(":")
        code = meaning(label.strip()) if cell else ""
        if not code:
            continue
        value = rest.strip() if colon else ""
        value = value or next((one for one in cells[at + 1 : at + 4] if one), "")
        found.append((code, "" if meaning(value) else value))
    return found


def _people_heads(cells: Sequence[str]) -> list[dict[str, int]]:
    return [block for block in _blocks(cells, people_column, ("age",)) if len(block) > 1]


def _blocks(
    cells: Sequence[str], name_of: Callable[[str], str], wanted: Sequence[str]
) -> list[dict[str, int]]:
    """The columns that a row names, one block each time they begin again; none when one wanted lacks."""
    blocks: list[dict[str, int]] = [{}]
    for at, cell in enumerate(cells):
        name = name_of(cell) if cell else ""
        if not name:
            continue
        if name in blocks[-1]:
            blocks.append({})
        blocks[-1][name] = at
    return [block for block in blocks if all(name in block for name in wanted)]


T = TypeVar("T")


def _at(cells: Sequence[T], at: int | None) -> T | None:
    return cells[at] if at is not None and at < len(cells) else None
