"""The page of the letterhead: the logo, the mentions of appeal, and a letter that carries them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from desktop.flow.settings_read import entries
from desktop.rules.settings import BY_CODE, Entry
from desktop.rules.settings.layers import deep
from desktop.ui.settings.previewed import PreviewedPage

_LETTER = "accuse_reception"  # any dossier has one: nothing has to be decided


class HeadPage(PreviewedPage):
    """The letter is the one that acknowledges a request."""

    def letter(self) -> str:
        return _LETTER

    def words(self, reader: sqlite3.Connection, typed: Entry) -> tuple[Entry, Mapping[str, Any] | None]:
        return entries(reader, BY_CODE["letters"])[_LETTER], deep(typed)
