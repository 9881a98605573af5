"""A row of the list made ready to be painted: words already measured, pictures already drawn."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtGui import QPixmap

from desktop.ui.tables.row import Row

Style = tuple[str, str]  # font ("plain", "bold", "small") and token or tone
Run = tuple[Style, int, int, int, str]  # style, column, x from the column's left, baseline, words
Stamp = tuple[int, int, int, QPixmap]  # column, x from the column's left, top, picture


class Prepared(NamedTuple):
    """A row ready to paint at one geometry."""

    runs: tuple[Run, ...]
    stamps: tuple[Stamp, ...]


class Line(NamedTuple):
    """Where and how a row is painted."""

    top: int
    key: Any
    row: Row | None
    current: bool
    marked: bool
    hovered: bool
