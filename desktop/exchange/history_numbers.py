"""The number of whoever was granted something: what is sure of it, and why the rest is not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from stdnum.fr import siren as _siren

from desktop.exchange import repair
from desktop.exchange.cells import Cell

_LOST = "00000"  # what a spreadsheet writes in place of the digits it lost
_POST = "356000000"  # its offices do not follow the key of Luhn
_NAME = re.compile(r"[^\W\d_]{3}")
_MARKS = re.compile(r"[\s\u00a0\u202f.\-'’\"]+")

Numbers = tuple[str, str, str | None]
"""SIRET of 14 sure digits or "", SIREN of 9 sure digits or "", remark or None."""


def siret_of(cell: Cell) -> Numbers:
    """The numbers of a column of SIRET. One whose last digits were lost is never kept; its SIREN only when
    the nine digits are whole and their key is right."""
    number, remark = repair.siret(cell)
    if number and remark and number.endswith("00"):
        # The key is wrong and the number ends in zeros: its last digits were lost, only fewer of them.
        return "", *_without_end(number)
    if number:
        return number, number[:9] if _sure(number[:9]) else "", remark
    if cell is None or isinstance(cell, (bool, dt.date)):
        return "", "", remark
    if _NAME.search(str(cell)) and not re.search(r"\d{4}", str(cell)):
        return "", "", None  # the name written again where no number is known
    digits = _digits(cell)
    if len(digits) == 9 and _sure(digits):
        return (
            "",
            digits,
            "SIREN de 9 chiffres à la place du SIRET : seul l’organisme est reconnu, pas le site",
        )
    if len(digits) == 14 and digits.endswith(_LOST):
        return "", *_without_end(digits)
    return "", "", remark


def spoilt(cells: Iterable[Cell]) -> bool:
    """Whether a spreadsheet spoilt this column: most of its numbers end in zeros, so that those whose key
    happens to be right are not surer than the others."""
    whole = [digits for cell in cells if len(digits := _digits(cell)) == 14]
    return len(whole) > 2 and sum(digits.endswith("00") for digits in whole) * 2 > len(whole)


def of_spoilt(numbers: Numbers) -> Numbers:
    """What is left of a number of a spoilt column."""
    siret, siren, remark = numbers
    return ("", *_without_end(siret)) if siret.endswith("00") else (siret, siren, remark)


def _without_end(digits: str) -> tuple[str, str]:
    """The SIREN, when it is whole, of a SIRET whose end was lost; and what is said of it."""
    # Five zeros and one more before: the ninth digit may be lost too, its key would be right by chance.
    doubtful = digits.endswith(_LOST) and digits[8] == "0"
    whole = digits[:9] if not doubtful and _sure(digits[:9]) else ""
    kept = f" ; les 9 premiers sont sûrs, le SIREN {whole} est repris" if whole else ""
    return whole, f"SIRET dont un tableur a perdu les derniers chiffres : il n’est pas repris{kept}"


def siren_of(cell: Cell) -> Numbers:
    """The numbers of a column of SIREN; 14 digits there are a SIRET."""
    if repair.is_blank(cell) or isinstance(cell, (bool, dt.date)):
        return "", "", None
    digits = _digits(cell)
    if len(digits) > 9:
        return siret_of(cell)
    digits = digits.zfill(9) if len(digits) == 8 and _sure(digits.zfill(9)) else digits
    if len(digits) == 9 and _sure(digits):
        return "", digits, None
    return "", "", "SIREN dont la clé est fausse ou qui n’a pas 9 chiffres : il n’est pas repris"


def _sure(nine: str) -> bool:
    return nine.strip("0") != "" and (nine == _POST or bool(_siren.is_valid(nine)))


def _digits(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else ""
    told = re.sub(r"[.,]0+$", "", str(cell).strip())
    plain = _MARKS.sub("", told)
    return plain if plain.isascii() and plain.isdigit() else ""
