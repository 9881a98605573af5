"""Tabular files of any kind (CSV, XLSX, XLS, ODS) read to plain sheets of cells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

Cell = str | int | float | bool | dt.date | dt.datetime | None


@dataclass(slots=True)
class Sheet:
    """One sheet: `rows[i][j]`, ragged rows allowed; `first_row` is the number an officer sees beside rows[0]."""

    name: str
    rows: list[list[Cell]]
    first_row: int = 1


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of a tabular file. Raises Unreadable with a French sentence."""
    raise NotImplementedError
