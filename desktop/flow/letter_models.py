"""The models of letters as this office words them: those shipped, with what the settings changed in them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desktop.flow.own_letters import ROOM, own_letters
from desktop.letters.template import Template, load
from desktop.paths import resources


def letter_models(reader: sqlite3.Connection, folder: Path | None = None) -> dict[str, Template]:
    """Every model by its id. Raises TemplateError, which tells all that must be mended."""
    return load(folder or resources() / ROOM, own_letters(reader))
