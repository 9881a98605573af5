"""The models of letters as this office words them: those shipped, with what the settings changed in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.queries.settings import own_values
from desktop.letters.template import Template, load
from desktop.paths import resources

ROOM = "letters"


def own_letters(reader: sqlite3.Connection) -> Mapping[str, Any]:
    """What this office changed, by the id of the letter; "letterhead" for the head they share."""
    return own_values(reader, ROOM)


def letter_models(reader: sqlite3.Connection, folder: Path | None = None) -> dict[str, Template]:
    """Every model by its id. Raises TemplateError, which tells all that must be mended."""
    return load(folder or resources() / ROOM, own_letters(reader))
