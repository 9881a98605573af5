"""Cells and JSON values of démarches-simplifiees turned into text, money, dates and local instants."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from desktop.exchange.ds_form import Answer, Value
from desktop.exchange.ds_lexicon import plain

MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
    "novembre", "decembre",
)  # fmt: skip
_YES = {"true", "oui", "on", "vrai", "1", "yes"}
_NO = {"false", "non", "off", "faux", "0", "no"}
_MOST_CENTS = 10**15  # ten thousand billion euros: more is a typing accident, and would not fit the cellar


def text(value: Value) -> str:
    """What an officer would read in the cell; booleans are Oui and Non, whole floats lose their ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat(" ") if isinstance(value, dt.datetime) else value.isoformat()
    # Lone surrogates come from damaged JSON and no database takes them.
    whole = str(value).encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def yes_no(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    word = plain(text(value))
    return True if word in _YES else False if word in _NO else None


def _decimal(value: Value) -> Decimal | None:
    if isinstance(value, bool) or value is None or isinstance(value, dt.date):
        return None
    bare = re.sub(r"[\s\u00a0\u202f]|€|euros?|eur\b", "", text(value), flags=re.IGNORECASE)
    if "," in bare and "." in bare:  # 1.234,50 and 1,234.50: the last mark is the decimal one
        thousands = "." if bare.rfind(",") > bare.rfind(".") else ","
        bare = bare.replace(thousands, "")
    if not re.fullmatch(r"[-+]?\d{1,20}(?:[.,]\d{1,15})?", bare):
        return None
    try:
        return Decimal(bare.replace(",", "."))
    except InvalidOperation:
        return None


def cents(value: Value) -> int | None:
    """An amount in euros as integer cents (half up); None when the text is not an amount."""
    number = _decimal(value)
    if number is None:
        return None
    amount = int((number * 100).to_integral_value(rounding="ROUND_HALF_UP"))
    return amount if abs(amount) <= _MOST_CENTS else None


def whole(value: Value) -> int | None:
    number = _decimal(value)
    return int(number) if number is not None and number == number.to_integral_value() else None


def is_bare_zero(value: Value) -> bool:
    """0, 0.0, "0" and "0.0": what the portal writes for a number never filled. "0 €" was typed by someone."""
    if isinstance(value, bool) or value is None:
        return False
    return value == 0 or text(value) in ("0", "0.0", "0,0")


def day(value: Value) -> dt.date | None:
    """ISO, French figures or French words ("1er février 2026"); None when it is no date."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    words = text(value)
    found = re.match(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)", words)
    if found:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    found = re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)", words)
    if found:
        return _date(int(found[3]), int(found[2]), int(found[1]))
    found = re.search(r"\b(\d{1,2})(?:er)? ([a-z]+) (\d{4})\b", plain("x " + words))
    if found and found[2] in MONTHS:
        return _date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    return None


def _date(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def instant(value: Value) -> dt.datetime | None:
    """A local (Europe/Paris) instant without zone; an offset in the text is taken into account."""
    if isinstance(value, dt.datetime):
        return local(value)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    words = re.sub(r" (?=[+-]\d{2}:?\d{2}$)", "", text(value))
    try:
        return local(dt.datetime.fromisoformat(words))
    except ValueError:
        pass
    when = day(words)
    if when is None:
        return None
    clock = re.search(r"\b(\d{1,2})[h:](\d{2})(?::(\d{2}))?", words)
    try:
        time = dt.time(int(clock[1]), int(clock[2]), int(clock[3] or 0)) if clock else dt.time()
    except ValueError:
        time = dt.time()
    return dt.datetime.combine(when, time)


def local(when: dt.datetime) -> dt.datetime:
    """Paris time, naive. The rule of 1996 is written here because Windows brings no time-zone data."""
    if when.tzinfo is None:
        return when
    try:
        utc = when.astimezone(dt.UTC).replace(tzinfo=None)
    except OverflowError:
        return when.replace(tzinfo=None)
    if utc.year in (dt.MINYEAR, dt.MAXYEAR):
        return utc
    starts, ends = (_last_sunday(utc.year, month) for month in (3, 10))
    return utc + dt.timedelta(hours=2 if starts <= utc < ends else 1)


def _last_sunday(year: int, month: int) -> dt.datetime:
    last = dt.datetime(year, month, 31, 1)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)


def row_text(row: list[Answer]) -> str:
    """A row of a block that is no budget, in one line: "Statut : Salarié ; Nombre : 2"."""
    cells = ((cell.label, _cell(cell)) for cell in row)
    return " ; ".join(f"{label}\u00a0: {value}" for label, value in cells if value)


def _cell(cell: Answer) -> str:
    if cell.files is not None:
        return ", ".join(piece.filename for piece in cell.files)
    return ", ".join(cell.choices) if cell.choices is not None else text(cell.value)
