"""Dates, instants and periods as people and programs write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from desktop.exchange.cells import Cell
from desktop.exchange.ds_values import local
from desktop.rules.folding import fold

FIRST_YEAR, LAST_YEAR = 1800, 2100
_EPOCH = dt.datetime(1899, 12, 30)  # day 0 of Excel, whose 1900 is wrongly a leap year
_SERIALS = range(18_264, 73_415)  # 1950 to 2100: a smaller number is not meant as a date
_MONTHS = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
_MONTH = r"(?P<name>janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)[a-z]*\.?"
_FORMS = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4}|\d{2})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:er)?[ -]{_MONTH}[ -](?P<y>\d{{4}})(?!\d)"),
)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s*[:h]\s*(\d{2})?(?::(\d{2}))?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d.*", re.IGNORECASE)
_SHORT_RANGE = re.compile(r"(?<![\d/.-])(\d{1,2})\s*(?:au|a|-)\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})")
_MONTHS_OF_YEAR = re.compile(rf"{_MONTH}\s*(?P<y>\d{{4}})?|(?<!\d)(?P<m>\d{{1,2}})/(?P<z>\d{{4}})(?!\d)")

Period = tuple[dt.date | None, dt.date | None]


def date(cell: Cell) -> tuple[dt.date | None, str | None]:
    """A local date. Year alone and several dates are refused."""
    moment, remark = date_time(cell)
    return (moment.date() if moment else None), remark


def date_time(cell: Cell) -> tuple[dt.datetime | None, str | None]:
    """A local (Europe/Paris) instant without zone; a date alone is its midnight."""
    if cell is None or isinstance(cell, bool):
        return None, None if cell is None else "date attendue, non reprise"
    if isinstance(cell, dt.datetime):
        return _sane(local(cell), None)
    if isinstance(cell, dt.date):
        return _sane(dt.datetime.combine(cell, dt.time()), None)
    if isinstance(cell, (int, float)):
        return _serial(float(cell))
    plain = fold(cell)
    if plain in ("", "-", "nc", "n/a", "neant", "0", "0000-00-00", "0001-01-01"):
        return None, None
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", plain):
        return _serial(float(plain.replace(",", ".")))
    if _ISO.fullmatch(plain):
        moment = _iso(plain)
        if moment:
            return _sane(moment, None)
    return _written(plain)


def _iso(plain: str) -> dt.datetime | None:
    told = re.sub(r"\s*([+-]\d\d):?(\d\d)$", r"\1:\2", plain.upper()).replace(" UTC", "+00:00")
    try:
        return local(dt.datetime.fromisoformat(told))
    except ValueError:
        return None


def _serial(number: float) -> tuple[dt.datetime | None, str | None]:
    if int(number) not in _SERIALS:
        return None, (None if number == 0 else "date illisible, non reprise")
    moment = _EPOCH + dt.timedelta(seconds=round(number * 86400))
    return moment, "nombre lu comme une date de tableur"


def _written(plain: str) -> tuple[dt.datetime | None, str | None]:
    found = _all_dates(plain)
    if not found:
        return None, "date illisible, non reprise"
    if len(found) > 1:
        return None, "plusieurs dates, aucune reprise"
    match, day = found[0]
    if day is None:
        return None, "date impossible, non reprise"
    rest = plain[: match.start()] + plain[match.end() :]
    clock = _CLOCK.search(plain, match.end())
    time = dt.time()
    if clock:
        hour, minute, second = (int(part or 0) for part in clock.groups())
        if hour > 23 or minute > 59 or second > 59:
            return None, "heure impossible, non reprise"
        time = dt.time(hour, minute, second)
        rest = plain[: match.start()] + plain[match.end() : clock.start()] + plain[clock.end() :]
    remark = None
    if re.search(r"[a-z]{3}", rest.replace("date", "")):
        remark = "date tirée d’une phrase"
    elif len(match["y"]) == 2:
        remark = f"année écrite sur deux chiffres, lue {day.year}"
    return _sane(dt.datetime.combine(day, time), remark)


def _all_dates(plain: str) -> list[tuple[re.Match[str], dt.date | None]]:
    """Every date written out, in reading order, without overlap; None for one that cannot be."""
    found: list[tuple[re.Match[str], dt.date | None]] = []
    for form in _FORMS:
        for match in form.finditer(plain):
            if all(match.end() <= other.start() or other.end() <= match.start() for other, _ in found):
                found.append((match, _day(match)))
    return sorted(found, key=lambda item: item[0].start())


def _day(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    month = _MONTHS.index(parts["name"]) + 1 if parts.get("name") else int(parts["m"])
    year = int(parts["y"]) if len(parts["y"]) == 4 else 2000 + int(parts["y"])
    try:
        return dt.date(year, month, int(parts["d"]))
    except ValueError:
        return None


def _sane(moment: dt.datetime, remark: str | None) -> tuple[dt.datetime | None, str | None]:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None, "année invraisemblable, date non reprise"
    return moment, remark


def period(cell: Cell) -> tuple[Period, str | None]:
    """(start, end), each may be unknown: two dates, one date, a month or a year."""
    if not isinstance(cell, str):
        day, remark = date(cell)
        return (day, day), remark
    plain = fold(cell.replace("_", " / ").replace("->", " / ").replace("→", " / "))
    if plain in ("", "-", "nc", "n/a", "neant", "nc / nc"):
        return (None, None), None
    # "9 au 16/03/2014": the first day borrows the month of the last.
    short = _SHORT_RANGE.search(plain)
    if short:
        plain = plain.replace(short.group(0), f"{short.group(1)}{short.group(2).lstrip('0123456789')} / "
                              f"{short.group(2)}", 1)  # fmt: skip
    days = [day for _, day in _all_dates(plain)]
    if None in days or len(days) > 2:
        return (None, None), "période illisible, non reprise"
    if len(days) == 2:
        return _ordered(days[0], days[1], None)
    if len(days) == 1:
        return _one_date(plain, days[0])
    return _whole_months(plain)


def _one_date(plain: str, day: dt.date | None) -> tuple[Period, str | None]:
    match, _ = _all_dates(plain)[0]
    before, after = plain[: match.start()].strip(), plain[match.end() :].strip()
    if before.endswith(("/", "au", "jusqu'au")) or before == "nc":
        return (None, day), "début de la période inconnu"
    if after.startswith("/") or before.endswith(("a partir du", "des le", "depuis le")):
        return (day, None), "fin de la période inconnue"
    if after:
        return (day, None), "seule la première date de la période est lisible"
    return (day, day), None


def _whole_months(plain: str) -> tuple[Period, str | None]:
    found = list(_MONTHS_OF_YEAR.finditer(plain))
    if not found:
        alone = re.fullmatch(r"(?:annee|exercice)?\s*(\d{4})", plain)
        if alone and FIRST_YEAR <= int(alone.group(1)) <= LAST_YEAR:
            number = int(alone.group(1))
            return (
                dt.date(number, 1, 1),
                dt.date(number, 12, 31),
            ), "année seule, lue du 1er janvier au 31 décembre"
        return (None, None), "période illisible, non reprise"
    if len(found) > 2:
        return (None, None), "période illisible, non reprise"
    last_year = found[-1]["y"] or found[-1]["z"]
    bounds = [_month(match, last_year) for match in (found[0], found[-1])]
    if bounds[0] is None or bounds[1] is None:
        return (None, None), "mois sans année, période non reprise"
    (year, month), (to_year, to_month) = bounds[0], bounds[1]
    start = dt.date(year, month, 1)
    end = dt.date(to_year, to_month, calendar.monthrange(to_year, to_month)[1])
    return _ordered(start, end, "mois entiers, du premier au dernier jour")


def _month(match: re.Match[str], year: str | None) -> tuple[int, int] | None:
    told = match["y"] or match["z"] or year
    month = _MONTHS.index(match["name"]) + 1 if match["name"] else int(match["m"])
    if not told or not 1 <= month <= 12 or not FIRST_YEAR <= int(told) <= LAST_YEAR:
        return None
    return int(told), month


def _ordered(start: dt.date | None, end: dt.date | None, remark: str | None) -> tuple[Period, str | None]:
    if start and end and end < start:
        return (None, None), "la fin précède le début, période non reprise"
    return (start, end), remark
