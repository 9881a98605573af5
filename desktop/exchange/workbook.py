"""What every workbook is made of: typed values, text that stays text, print set-up, a file written whole."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from desktop.durable import take_place
from desktop.rules.disk import reason

# openpyxl is slow to load, so it comes with the first workbook; its types for write-only sheets and cells
# miss most of what they hold, hence Any.

Kind = Literal["text", "money", "integer", "percent", "date", "datetime", "boolean"]
MAX_TEXT = 32_767  # what a cell of Excel can hold
SHORT = 255  # a longer cell of the format "text" shows ####
_CUT = " […]"
FORMATS = {
    "money": '#,##0.00\\ "€"',
    "integer": "#,##0",
    "percent": "0\\ %",
    "date": "dd/mm/yyyy",
    "datetime": "dd/mm/yyyy\\ hh:mm",
    "text": "@",
}
WIDTHS = {"text": 28, "money": 15, "integer": 11, "percent": 9, "date": 12, "datetime": 17, "boolean": 8}
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as the letter A


class Unwritable(ValueError):
    """The workbook could not be written. The message is a full French sentence."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `money` takes integer cents, `percent` a share of 1; `total` adds it up under the list."""

    title: str
    kind: Kind = "text"
    width: float | None = None
    total: bool = False


def plain_text(cell: Any, words: str) -> None:
    """Text that no spreadsheet computes, whatever it begins with, into a cell of openpyxl."""
    cell.value = safe = clean(words)
    cell.data_type = "s"  # openpyxl would make a formula of "=…"
    cell.number_format = FORMATS["text"] if len(safe) <= SHORT else "General"
    if words.startswith(RISKY):
        cell.quotePrefix = True


def clean(words: str) -> str:
    """The words as a cell can hold them: no control character, no escape of Excel's own, not too long."""
    safe = _ESCAPE.sub("_x005F_", _CONTROLS.sub("", words.replace("\r\n", "\n").replace("\r", "\n")))
    return safe if len(safe) <= MAX_TEXT else safe[: MAX_TEXT - len(_CUT)] + _CUT


def typed(kind: Kind, value: object) -> Any:
    """The value as openpyxl takes it; ISO text becomes a date, cents become euros, the rest is text."""
    if value is None:
        return None
    if kind == "boolean" and isinstance(value, (bool, int)):
        return "Oui" if value else "Non"
    if kind == "money" and isinstance(value, int):
        return Decimal(value).scaleb(-2)
    if kind in ("integer", "percent") and isinstance(value, (int, float, Decimal)):
        return value
    if kind in ("date", "datetime"):
        return _moment(kind, value)
    return str(value)


def _moment(kind: Kind, value: object) -> Any:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None) if kind == "datetime" else value.date()
    return value if isinstance(value, dt.date) else str(value)


def sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31].strip() or "Liste"


def print_setup(sheet: Any, title: str) -> None:
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddHeader.left.text = title.replace("&", "&&")
    sheet.oddFooter.left.text = "&D"
    sheet.oddFooter.right.text = "Page &P / &N"


def save_book(book: Any, path: Path) -> None:
    """Beside the target first, then in its place: a workbook half written never has its name. `book` has a
    `save(stream)`. Raises Unwritable."""
    name = ""
    try:
        handle, name = tempfile.mkstemp(prefix=".parvis-", suffix=".xlsx", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            book.save(stream)
            stream.flush()
            os.fsync(stream.fileno())
        take_place(Path(name), path)
    except OSError as error:
        raise Unwritable(
            f"Le classeur « {path.name} » ne peut pas être écrit dans « {path.parent} » "
            f"({reason(error)}). Le fichier précédent est intact. S’il est ouvert dans un tableur, "
            "fermez-le ; sinon choisissez un autre nom ou un autre dossier, puis recommencez."
        ) from error
    finally:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink(missing_ok=True)
