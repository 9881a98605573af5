"""What an office made its own among the letters: words that it changed, models that it added."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from db.queries.settings import own_values
from desktop.flow.own import shipped_files
from desktop.paths import resources
from desktop.rules.settings.choices import ALWAYS, LETTER_NAME

ROOM = "letters"


def own_letters(reader: sqlite3.Connection) -> Mapping[str, Any]:
    """What this office changed, by the id of the letter; "letterhead" for the head they share."""
    return own_values(reader, ROOM)


class OwnModel(NamedTuple):
    """A letter that this office made: where it is proposed (codes of outcomes, or ALWAYS)."""

    code: str
    title: str
    when: frozenset[str]


def own_models(reader: sqlite3.Connection) -> list[OwnModel]:
    """The letters that no file holds, by their titles."""
    shipped = {name for name, _ in shipped_files(resources() / ROOM)}
    made = [
        OwnModel(code, str(told.get("title", code)), frozenset(told.get("when", ())))
        for code, told in own_letters(reader).items()
        if code not in shipped and re.fullmatch(LETTER_NAME, code)
    ]
    return sorted(made, key=lambda model: model.title)


def proposed(reader: sqlite3.Connection, outcome: str) -> list[OwnModel]:
    """Those proposed in a dossier so decided, "" for one that is not."""
    return [model for model in own_models(reader) if model.when & {ALWAYS, outcome}]
