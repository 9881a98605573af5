"""Where the header of a sheet is, on one line or two, and how its labels are compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from desktop.exchange.cells import Cell, Sheet
from desktop.rules.folding import words

SEARCHED_ROWS = 30
_NOTES = re.compile(r"\*|\(\d\)")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")  # "idBeneficiaire" is two words
_VALUE = re.compile(r"[\d\s.,/:%€+-]+|\S+@\S+")


def key(label: str) -> str:
    """A label without accents, case, line feeds, `*` nor `(1)`; "dateConvention" as two words."""
    return " ".join(words(_CAMEL.sub(" ", _NOTES.sub(" ", label))))


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
    labels = [key(cell) for cell in filled if isinstance(cell, str) and _is_label(cell)]
    if len(filled) < 2 or len(labels) < 0.8 * len(filled):
        return 0.0
    distinct = len(set(labels)) / max(1, len(labels))
    return len(labels) * distinct + 3 * sum(label in known for label in set(labels))


def _is_label(cell: str) -> bool:
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
        if label and (not _is_label(label) or (top and not wide[at] and key(top) != key(label))):
            return False
    gaps = [at for at in range(len(row)) if not row[at]]
    return bool(gaps) and all(at < len(below) and below[at] for at in gaps)


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
    return ["" if cell is None else " ".join(str(cell).split()) for cell in row]


def repeats(row: list[Cell], header: HeaderRow) -> bool:
    """The header written again inside the sheet, for a new block or page."""
    found = Counter(key(text) for text in _texts(row) if text)
    return sum(found.values()) > 1 and sum(
        (found & Counter(k for k in header.keys if k)).values()
    ) > 0.7 * sum(found.values())
