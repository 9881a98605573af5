"""English: what a French sentence of the program is in it, with its numbers, dates and plurals."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from desktop.ui.tongue.sentences import Sentences

_MONTHS = {
    "janvier": "January",
    "février": "February",
    "mars": "March",
    "avril": "April",
    "mai": "May",
    "juin": "June",
    "juillet": "July",
    "août": "August",
    "septembre": "September",
    "octobre": "October",
    "novembre": "November",
    "décembre": "December",
}
_DAYS = {
    "lundi": "Monday",
    "mardi": "Tuesday",
    "mercredi": "Wednesday",
    "jeudi": "Thursday",
    "vendredi": "Friday",
    "samedi": "Saturday",
    "dimanche": "Sunday",
}
_MONTH, _DAY = "|".join(_MONTHS), "|".join(_DAYS)
_GAP = "[ \u00a0\u202f]"
_DIGITS = rf"\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)|\d+"
_AMOUNT = re.compile(
    rf"(?<![\d€.,/-])(?P<sign>[-−+]{_GAP}?)?(?P<whole>{_DIGITS})(?:,(?P<rest>\d{{1,2}}(?!\d)))?(?![\d,./-]\d)"
    rf"(?P<unit>{_GAP}?(?:k|M|Md)?{_GAP}?€|{_GAP}?%)?"
)
_DATE = re.compile(
    rf"(?:(?P<name>{_DAY}){_GAP})?(?P<day>1er|\d{{1,2}}){_GAP}(?P<month>{_MONTH})(?:{_GAP}(?P<year>\d{{4}}))?"
    rf"(?P<hour>{_GAP}(?:à|,){_GAP}\d{{1,2}}(?::|{_GAP}?h{_GAP}?)\d{{0,2}})?",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"({_DAY})({_GAP}\d.*)", re.IGNORECASE)
_MONTH_ALONE = re.compile(rf"(?P<month>{_MONTH}){_GAP}(?P<year>\d{{4}})", re.IGNORECASE)
_SHORT = {"janv.": "Jan", "févr.": "Feb", "avr.": "Apr", "juil.": "Jul", "sept.": "Sep", "oct.": "Oct"}
_SHORT |= {"nov.": "Nov", "déc.": "Dec"}
_SHORTENED = re.compile(rf"(\d{{1,2}}{_GAP})({'|'.join(map(re.escape, _SHORT))})")
_SPAN = re.compile(rf"({_MONTH}) à ({_MONTH})(?={_GAP}\d{{4}})", re.IGNORECASE)
_HOUR = re.compile(r"\b(\d{1,2})[ \u00a0\u202f]h(?:[ \u00a0\u202f](\d{2}))?\b")
_LETTER = re.compile(r"[^\W\d_]")
_ODD = {"person": "people", "child": "children", "has": "have", "is": "are", "it": "they"}


def load(folder: Path) -> English:
    """English, from what `./run words` wrote in resources/i18n."""
    told = json.loads((folder / "sentences_en.json").read_text(encoding="utf-8"))
    return English(told)


def amount(found: re.Match[str]) -> str:
    """« 9 000,50 € » is “€9,000.50”, « 12,5 % » is “12.5%”."""
    whole = re.sub(_GAP, "", found["whole"])
    grouped = re.search(_GAP, found["whole"]) or found["unit"] or found["rest"]
    said = f"{int(whole):,}" if grouped else whole
    said += f".{found['rest']}" if found["rest"] else ""
    unit = re.sub(_GAP, "", found["unit"] or "")
    sign = (found["sign"] or "").strip()
    if unit.endswith("€"):
        return f"{sign}€{said}{unit[:-1].replace('Md', 'bn')}"
    return f"{sign}{said}{unit}"


def _date(found: re.Match[str]) -> str:
    name = f"{_DAYS[found['name'].lower()]} " if found["name"] else ""
    year = f" {found['year']}" if found["year"] else ""
    said = f"{name}{found['day'].removesuffix('er')}\u00a0{_MONTHS[found['month'].lower()]}{year}"
    hour = re.findall(r"\d+", found["hour"] or "")
    return f"{said} at {hour[0]}:{hour[1] if len(hour) > 1 else '00'}" if hour else said


def _figures(text: str) -> str:
    """Its dates, hours and numbers as English writes them."""
    text = _SPAN.sub(lambda m: f"{_MONTHS[m[1].lower()]} to {m[2]}", _DATE.sub(_date, text))
    text = _SHORTENED.sub(lambda m: m[1] + _SHORT[m[2]], text)
    text = _MONTH_ALONE.sub(lambda m: f"{_MONTHS[m['month'].lower()]} {m['year']}", text)
    text = _HOUR.sub(lambda m: f"{m[1]}:{m[2] or '00'}", text)
    return _AMOUNT.sub(amount, text)


def _is_figures(text: str) -> bool:
    """Whether nothing but dates and numbers is in it."""
    rest = _MONTH_ALONE.sub("", _SPAN.sub(r"\2", _SHORTENED.sub("", _DATE.sub("", text))))
    rest = _AMOUNT.sub("", _HOUR.sub("", rest))
    return not _LETTER.search(rest.replace(" to ", " ")) and rest != text


class English:
    """`told` gives the English of each sentence and of each template: « {0} dossiers » is “{0} files”."""

    code = "en"

    def __init__(self, told: dict[str, str]) -> None:
        self._sentences = Sentences(told, self._value)

    @lru_cache(maxsize=20_000)  # noqa: B019 - one language lives as long as the program
    def say(self, text: str) -> str:
        """The English of a sentence of the program; words of people come back as they are."""
        return self._known(text, False) or text

    def word(self, text: str) -> str:
        """The English of a whole sentence or word."""
        return self._sentences.exact(text) or text

    def number(self, text: str) -> str:
        """A text of dates and numbers alone."""
        return _figures(text)

    def plural(self, count: int, noun: str, form: str = "") -> str:
        """English wants the plural of everything but one."""
        if count == 1 or count == -1:
            return self.word(noun)
        french = form or (noun if noun.endswith(("s", "x", "z")) else noun + "s")
        known = self._sentences.exact(french)
        return known or form or _many(self.word(noun))

    def _known(self, text: str, whole: bool) -> str | None:
        if _is_figures(text):
            return _figures(text)
        if named := _NAMED.fullmatch(text):  # « Jeudi » before a date that is in English already
            return _DAYS[named[1].lower()] + _figures(named[2])
        return self._sentences.find(text, whole)

    @lru_cache(maxsize=20_000)  # noqa: B019 - one language lives as long as the program
    def _value(self, text: str, whole: bool) -> str | None:
        """What stands in a template: a figure, a sentence of its own; None when it is a word of people."""
        if not text or not _LETTER.search(text):
            return _figures(text)
        return self._known(text, whole)


def _many(noun: str) -> str:
    if noun in _ODD:
        return _ODD[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")
