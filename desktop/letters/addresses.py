"""Addresses on paper: sheets of labels, and DL envelopes that have no window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from desktop.letters import page as p
from desktop.letters.marks import Sheet, artifact, mark
from desktop.letters.model import Run
from desktop.letters.page import MM, Line, Style
from desktop.letters.structure import Node
from desktop.told_file import told_file

_SANS, _STRONG = "Inter-Regular", "Inter-SemiBold"
# The first that lets the whole address stand in its place.
_STYLES = tuple(Style(size, size * 1.28, _SANS, _STRONG) for size in (10.0, 9.0, 8.0, 7.0, 6.0))
_PAD = 4 * MM
_DL = (220 * MM, 110 * MM)
Address = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """One make of label sheets; measures in millimetres, on A4."""

    code: str
    title: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float = 0.0
    gap_y: float = 0.0

    @property
    def per_page(self) -> int:
        return self.columns * self.rows


def read_formats(path: Path) -> dict[str, LabelFormat]:
    """The formats of a file by their codes. ValueError in French when one does not hold on A4."""
    try:
        told = told_file(path).get("format", [])
    except (OSError, ValueError) as error:
        raise ValueError(f"Les étiquettes de « {path.name} » ne se lisent pas : {error}.") from error
    return formats_of(told, path.name)


def formats_of(told: Iterable[Mapping[str, Any]], name: str) -> dict[str, LabelFormat]:
    """The formats that some entries describe; `name` says where they stand. ValueError in French."""
    known = {field.name for field in fields(LabelFormat)}
    found: dict[str, LabelFormat] = {}
    try:
        for entry in told:
            made = LabelFormat(
                **{key: value for key, value in entry.items() if key in known and value is not None}
            )
            wide = made.left + made.columns * made.width + (made.columns - 1) * made.gap_x
            high = made.top + made.rows * made.height + (made.rows - 1) * made.gap_y
            if made.columns < 1 or made.rows < 1 or wide > 210.5 or high > 297.5:
                raise ValueError(f"la planche « {made.code} » ne tient pas sur une feuille A4")
            found[made.code] = made
    except (TypeError, ValueError) as error:
        raise ValueError(f"Les étiquettes de « {name} » ne se lisent pas : {error}.") from error
    if not found:
        raise ValueError(f"« {name} » ne décrit aucune planche d’étiquettes.")
    return found


def fitted_lines(address: Address, wide: float, high: float) -> tuple[tuple[Line, ...], Style]:
    """The lines of an address in the largest size that holds; the town, its last line, is always there."""
    for style in _STYLES:
        lines = tuple(line for text in address for line in p.wrapped((Run(text),), style, wide))
        if len(lines) * style.leading <= high:
            return lines, style
    room = max(2, int(high // style.leading))
    return (*lines[: room - 1], lines[-1]), style


class Labels:
    """Sheets of labels, from the `first` place on: a sheet begun is used up."""

    def __init__(self, addresses: Iterable[Address], form: LabelFormat, first: int = 1) -> None:
        self.addresses, self.form = list(addresses), form
        self.first = max(1, min(first, form.per_page))
        self.size = (p.WIDTH, p.HEIGHT)
        self.top = Node("Sect")
        self.sheets: list[Sheet] = []

    def compose(self) -> None:
        form = self.form
        for rank, address in enumerate(self.addresses, start=self.first - 1):
            place = rank % form.per_page
            if place == 0 or not self.sheets:
                self.sheets.append(Sheet())
            row, column = divmod(place, form.columns)
            x = (form.left + column * (form.width + form.gap_x)) * MM + _PAD
            y = p.HEIGHT - (form.top + row * (form.height + form.gap_y)) * MM
            high = form.height * MM
            lines, style = fitted_lines(address, form.width * MM - 2 * _PAD, high - _PAD)
            start = y - (high - len(lines) * style.leading) / 2 - style.size
            mark(self.sheets, self.top.add("P"), p.shown(lines, style, x, start))


class Envelopes:
    """One DL envelope a page: who sends it, small; to whom, where the post reads it."""

    def __init__(self, addresses: Iterable[Address], sender: Sequence[str]) -> None:
        self.addresses, self.sender = list(addresses), [text for text in sender if text]
        self.size = _DL
        self.top = Node("Sect")
        self.sheets: list[Sheet] = []

    def compose(self) -> None:
        wide, high = self.size
        for address in self.addresses:
            self.sheets.append(Sheet())
            back = tuple(line for text in self.sender for line in p.wrapped((Run(text),), p.SMALL, 80 * MM))
            artifact(self.sheets, p.shown(back, p.SMALL, 12 * MM, high - 14 * MM))
            lines, style = fitted_lines(address, wide - 112 * MM, 42 * MM)
            mark(self.sheets, self.top.add("P"), p.shown(lines, style, 100 * MM, high - 52 * MM))
