"""A file looked at once for all readers: its kind, its sheets, its JSON, the names in its archive."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import Sheet
from desktop.exchange.sheets import TABULAR, check_file, kind_of, read_sheets
from desktop.exchange.zip_guard import opened_zip


class Probe:
    """What a reader is asked about. Each view is read at first use; reading one may raise Unreadable.

    A reader is a module of this package with `RECOGNISES: Callable[[Probe], int]` (0 = not mine, 100 = sure)
    and `read(probe: Probe, progress: Progress) -> ReadFile`. With `EXPLAINS = kind`, its `read` also gets the
    files of that kind that no reader recognises, and says why they are refused.
    """

    def __init__(self, path: Path, maps: Sequence[Path] = ()) -> None:
        self.path, self.maps = path, maps  # folders of what was taught
        check_file(path)
        self.kind = kind_of(path)
        """"csv", "excel", "xls", "ods", "zip", "json", "xml", or French words for what it is."""

    @property
    def tabular(self) -> bool:
        return self.kind in TABULAR

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The sheets of a tabular file, [] for any other kind."""
        return read_sheets(self.path) if self.tabular else []

    @cached_property
    def json(self) -> Any:
        """The parsed JSON, None for any other kind."""
        if self.kind != "json":
            return None
        try:
            return _parsed(self.path.read_bytes().decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            place = f" (ligne {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
            raise Unreadable(
                f"Le fichier « {self.path.name} » commence comme du JSON mais ne peut pas être lu jusqu’au "
                f"bout{place} : il est coupé ou abîmé. Téléchargez-le de nouveau, puis recommencez."
            ) from error

    @cached_property
    def names(self) -> list[str]:
        """The names in an archive, as written; [] for a file that is none."""
        if self.kind not in ("zip", "excel", "ods"):
            return []
        with opened_zip(self.path, measured=False) as archive:
            return archive.namelist()


def _parsed(text: str) -> Any:
    """One JSON value; several one after the other (lines of JSON) are a list."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise
    decoder, values, at = json.JSONDecoder(), [], 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        values.append(value)
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
    return values
