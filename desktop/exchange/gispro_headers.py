"""The columns of a GISPRO sheet found by their headers, whatever the year."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.table_headers import HeaderRow, headers, key
from desktop.paths import resources

_PERSONAL = re.compile(
    r"\b(?:prenoms?|mail|e mail|email|courriel|telephone|tel|portable|chargee? (?:de|d)|gestionnaire)\b"
)
_NOT_PEOPLE = re.compile(r"\b(?:direction|service|code|numero)\b")


class Columns:
    """Which position fills which field; `others` are kept under their label, personal ones nowhere."""

    def __init__(self, header: HeaderRow) -> None:
        self.header = header
        self.fields: dict[str, int] = {}
        self.others: list[tuple[int, str]] = []
        for position, known in enumerate(header.keys):
            field = _fields().get(known, "")
            if not known or field == "skip" or (not field and is_personal(known)):
                continue
            if field and field not in self.fields:
                self.fields[field] = position
            else:
                self.others.append((position, header.labels[position]))
        if "code" not in self.fields and "action_id" in self.fields:
            self.fields["code"] = self.fields.pop("action_id")  # the only number that older years have

    def cell(self, cells: list[Cell], field: str) -> Cell:
        position = self.fields.get(field, -1)
        return cells[position] if 0 <= position < len(cells) else None

    def tells_actions(self) -> bool:
        """The list of actions: a number, a sum, and who gets it."""
        return "code" in self.fields and self.has_amount() and bool({"name", "siret"} & self.fields.keys())

    def tells_sums(self) -> bool:
        """A summary by organisation: sums without the actions they are made of."""
        return "code" not in self.fields and self.has_amount() and "name" in self.fields

    def has_amount(self) -> bool:
        return bool({"engaged", "proposed"} & self.fields.keys())


def columns_of(sheet: Sheet) -> Columns | None:
    """The columns of a sheet, None when it has no header."""
    header = headers(sheet, _fields().keys())
    return Columns(header) if header else None


def is_personal(known: str) -> bool:
    """A column about the person in charge rather than the action."""
    return bool(_PERSONAL.search(known)) and not _NOT_PEOPLE.search(known)


@cache
def _fields() -> dict[str, str]:
    source = (resources() / "imports" / "gispro.toml").read_text(encoding="utf-8")
    told = tomllib.loads(source)["headers"]
    return {key(label): field for field, labels in told.items() for label in labels}
