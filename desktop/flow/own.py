"""Files of resources/ as this office changed them: what it made its own stands over what is shipped.

A change is a row of `setting` (own:<room>:<code>) that holds the values that differ, and nothing else: what a
later version ships goes on arriving wherever nobody changed it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from db.queries.settings import own_values
from desktop.rules.settings.layers import over
from desktop.told_file import told_file


@cache
def shipped_files(folder: Path) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The files of a room, by the name of each, read once."""
    return tuple((path.stem, told_file(path)) for path in sorted(folder.glob("*.toml")))


def listed(folder: Path, name: str, coded: str = "code") -> dict[str, dict[str, Any]]:
    """The entries of a list of each file, by what names them."""
    return {
        str(entry[coded]): dict(entry)
        for _stem, data in shipped_files(folder)
        for entry in data.get(name, ())
    }


def tailored(reader: sqlite3.Connection, folder: Path, name: str, coded: str = "code") -> dict[str, Any]:
    """The same, as this office changed them; those that it added come last, with their code."""
    made = listed(folder, name, coded)
    for code, change in own_values(reader, folder.name).items():
        made[code] = over(made.get(code, {coded: code}), change)
    return made
