"""Where the header of a sheet is, on one line or two, and how its labels are compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from desktop.exchange.cells import Cell, Sheet
from desktop.rules.folding import words

SEARCHED_ROWS = 30
_NOTES = re.compile(r"\*|\(\d\)")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")  # "idBeneficiaire" is two words
_VALUE = re.compile(r"[\d\s.,/:%€+-]+|\S+@\S+")
_BRACKETS = re.compile(r"\s*\([^()]{3,80}\)\s*$")
_UNDER = ("code", "libelle", "nom", "numero", "n", "eur", "euros", "intitule")  # parts of what stands above
_HELD = 0.6  # share of the rows of a column that must hold values


def key(label: str) -> str:
    """A label without accents, case, line feeds, `*` nor `(1)`; "dateConvention" as two words."""
    return _short_key(label) if len(label) < 200 else _key(label)


@lru_cache(maxsize=8192)  # the same few labels are compared with each alias, and with each row
def _short_key(label: str) -> str:
    return _key(label)


def _key(label: str) -> str:
    return " ".join(words(_CAMEL.sub(" ", _NOTES.sub(" ", _plain(label)))))


def bare(label: str) -> str:
    """A label without what ends it in brackets: `Association (handicap)` is an association."""
    return _BRACKETS.sub("", label) or label


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """The header of a sheet; `labels` and `groups` by position, "" where the header is empty."""

    labels: list[str]
    groups: list[str]  # the label above, on two-line headers
    index: int  # in Sheet.rows, of its last line
    width: int  # cells of the row in the file, empty ones included
    keys: list[str] = field(default_factory=list)

    def occurrence(self, position: int) -> int:
        """1 for the first column of this label, 2 for the second…"""
        return self.keys[: position + 1].count(self.keys[position])


def headers(sheet: Sheet, known: Collection[str] = ()) -> HeaderRow | None:
    """The likeliest header in the first rows; `known` labels (as keys) weigh most. None when there is "
    "none."""
    best, best_score = -1, 0.0
    for index, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        score = _score(row, known) - index * 0.1
        if score > best_score:
            best, best_score = index, score
    if best < 0:
        return None
    return _with_lines(sheet, best)


def _score(row: list[Cell], known: Collection[str]) -> float:
    filled = [cell for cell in row if cell is not None and str(cell).strip()]
    labels = [key(cell) for cell in filled if isinstance(cell, str) and is_label(cell)]
    if len(filled) < 2 or len(labels) < 0.8 * len(filled):
        return 0.0
    distinct = len(set(labels)) / max(1, len(labels))
    return len(labels) * distinct + 3 * sum(label in known for label in set(labels))


def is_label(cell: str) -> bool:
    """Words, and no value: neither a number, an amount, a date nor an address."""
    return len(cell) <= 200 and not _VALUE.fullmatch(cell.strip())


def _with_lines(sheet: Sheet, index: int) -> HeaderRow:
    row = _texts(sheet.rows[index])
    below = _texts(sheet.rows[index + 1]) if index + 1 < len(sheet.rows) else []
    if _completes(row, below, sheet.rows[index + 1] if below else []):
        return _two_lines(row, below, index + 1)
    above = _texts(sheet.rows[index - 1]) if index else []
    if 1 < sum(map(bool, above)) <= sum(map(bool, row)):
        return _two_lines(above, row, index)
    return _made(row, [""] * len(row), index)


def _completes(row: list[str], below: list[str], cells: list[Cell]) -> bool:
    """The line below only speaks under empty or wide cells of the header, and only in labels."""
    if sum(map(bool, below)) < 2 or not all(isinstance(cell, str) or cell is None for cell in cells):
        return False
    wide = [bool(row[at]) and at + 1 < len(row) and not row[at + 1] for at in range(len(row))]
    for at, label in enumerate(below):
        top = row[at] if at < len(row) else ""
        free = wide[at] if at < len(wide) else True
        if label and (not is_label(label) or (top and not free and key(label) not in (key(top), *_UNDER))):
            return False
    gaps = [at for at in range(len(row)) if not row[at]]
    under = sum(key(label) in _UNDER for label in below if label)
    return (bool(gaps) or under > 1) and all(at < len(below) and below[at] for at in gaps)


def _two_lines(top: list[str], bottom: list[str], index: int) -> HeaderRow:
    width = max(len(top), len(bottom))
    top, bottom = top + [""] * (width - len(top)), bottom + [""] * (width - len(bottom))
    labels, groups, group = [], [], ""
    for above, below in zip(top, bottom, strict=True):
        group = above or group
        labels.append(below or above)
        groups.append(group if key(group) != key(below or above) else "")
    return _made(labels, groups, index)


def _made(labels: list[str], groups: list[str], index: int) -> HeaderRow:
    return HeaderRow(labels, groups, index, len(labels), [key(label) for label in labels])


def _texts(row: list[Cell]) -> list[str]:
    return ["" if cell is None else " ".join(_plain(str(cell)).split()) for cell in row]


def _plain(label: str) -> str:
    """Chorus writes the spaces of its headers as `&#32;`."""
    return unescape(label) if "&#" in label else label


def repeats(row: list[Cell], header: HeaderRow) -> bool:
    """The header written again inside the sheet, for a new block or page."""
    found = Counter(key(text) for text in _texts(row) if text)
    return sum(found.values()) > 1 and sum(
        (found & Counter(k for k in header.keys if k)).values()
    ) > 0.7 * sum(found.values())


def list_of(sheet: Sheet, known: Collection[str] = ()) -> HeaderRow | None:
    """The header of a sheet, or one without labels when the list begins at once: its columns are then told by
    what they hold. None when the sheet is no list."""
    header = headers(sheet, known)
    if header is not None and not _is_data(sheet, header, known):
        return _of_first_block(sheet, header, known)
    return _unlabelled(sheet)


def _of_first_block(sheet: Sheet, header: HeaderRow, known: Collection[str]) -> HeaderRow:
    """The header of the first block, when the fullest one is that of a block below."""
    enough = _score(sheet.rows[header.index], known) / 3
    for at, row in enumerate(sheet.rows[: header.index]):
        labels = {key(bare(cell)) for cell in row if isinstance(cell, str)}
        if _score(row, known) < enough or labels.isdisjoint(known):
            continue
        between = sheet.rows[at + 1 : header.index]
        if any(_is_value(cell) for cells in between for cell in cells):
            return _with_lines(sheet, at)
    return header


def _is_data(sheet: Sheet, header: HeaderRow, known: Collection[str]) -> bool:
    """A first row that holds values where the rows below hold some, and no label that means anything."""
    if any(label in known for label in header.keys if label):
        return False
    row = sheet.rows[header.index]
    below = sheet.rows[header.index + 1 :]
    valued = [at for at, cell in enumerate(row) if _is_value(cell)]
    return any(_holds_values(below, at) for at in valued)


def _unlabelled(sheet: Sheet) -> HeaderRow | None:
    rows = [row for row in sheet.rows if sum(cell is not None and cell != "" for cell in row) > 1]
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or not any(_holds_values(rows, at) for at in range(width)):
        return None
    empty = [""] * width
    return HeaderRow(empty, empty, -1, width, empty)


def _holds_values(rows: Collection[list[Cell]], at: int) -> bool:
    told = [row[at] for row in rows if at < len(row) and row[at] is not None and row[at] != ""]
    return len(told) >= 2 and sum(map(_is_value, told)) >= _HELD * max(len(told), len(rows) / 2)


def _is_value(cell: Cell) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and is_label(cell))
