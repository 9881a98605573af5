"""Repairs of one value: (value, remark). The remark is a French sentence part, None when nothing was odd."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from stdnum.fr import siren as _siren
from stdnum.fr import siret as _siret

from desktop.exchange.cells import Cell
from desktop.exchange.repair_dates import date, date_time, period
from desktop.rules.folding import fold
from desktop.rules.identity import check_rna

__all__ = ["amount", "boolean", "date", "date_time", "integer", "is_blank", "period", "rna", "siret", "text"]

MAX_CENTS = 10**14  # a thousand billion euros: more is a typing accident
_BLANKS = {
    "",
    "-",
    "--",
    "—",
    "–",
    "nc",
    "n.c.",
    "n/c",
    "na",
    "n/a",
    "n.a.",
    "neant",
    "non communique",
    "null",
}
_BLANKS |= {"non renseigne", "non affecte", "#", "nan", "none", "sans objet", "so", "#n/a", "#na"}
_BLANK_HEADS = frozenset(word[0] for word in _BLANKS if word) | {"N", "S"}
_LONGEST_BLANK = 20  # signs: more are words, whatever their accents
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TWICE_ENCODED = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0178\u2018-\u2122]|â€")
_NUMBER_MARKS = re.compile(r"[\s.\-'’‘\"`]+")
_MONEY_WORDS = re.compile(r"(?:€|\beuros?|\beur|(?<=\d)euros?|(?<=\d)eur|\bttc\b)\.?", re.IGNORECASE)
_BARE = re.compile(r"\d{1,11}(?:[.,]\d\d)?", re.ASCII)  # euros and cents without any dress
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ '’.,])\d{3})(?:\1\d{3})*")


def is_blank(cell: Cell) -> bool:
    """Nothing, or one of the ways people write nothing."""
    if not isinstance(cell, str):
        return cell is None
    plain = cell.strip()
    if not plain:
        return True
    head = plain[0]  # a plain letter is kept by the folding: most cells are settled here
    if head.isascii() and head not in _BLANK_HEADS:
        return False
    return len(plain) <= _LONGEST_BLANK and fold(plain) in _BLANKS


def text(cell: Cell) -> tuple[str, str | None]:
    """What an officer would read: Oui/Non, 31/01/2026, 0,8; accents written twice over are put right."""
    if cell is None:
        return "", None
    if isinstance(cell, bool):
        return ("Oui" if cell else "Non"), None
    if isinstance(cell, dt.datetime):
        return cell.strftime("%d/%m/%Y %H:%M"), None
    if isinstance(cell, dt.date):
        return cell.strftime("%d/%m/%Y"), None
    if isinstance(cell, float):
        return f"{cell:.15g}".replace(".", ","), None
    plain = str(cell)
    if plain.isascii() and plain.isprintable():  # nothing to put right
        return plain.strip(), None
    plain = _CONTROLS.sub("", plain.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if _TWICE_ENCODED.search(plain):
        try:
            return plain.encode("cp1252").decode("utf-8"), "accents mal encodés, rétablis"
        except UnicodeError:  # not that accident after all: kept as written
            return plain, None
    return plain, None


def _digits(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    told = str(cell).strip().strip("'’\"` ")
    told = re.sub(r"[.,]0+$", "", told) if re.fullmatch(r"[\d\s]+[.,]0+", told) else told
    return _NUMBER_MARKS.sub("", told)


def siret(cell: Cell) -> tuple[str, str | None]:
    """14 digits or "". Zeros lost by a spreadsheet come back only if both keys then agree."""
    if is_blank(cell) or isinstance(cell, (bool, dt.date)):
        return "", None
    digits = _digits(cell)
    if not digits.strip("0"):
        return "", None
    if re.fullmatch(r"\d(?:[.,]?\d*)[eE]\+?\d+", digits):
        return "", "SIRET écrit en notation scientifique par un tableur : les derniers chiffres sont perdus"
    if not (digits.isascii() and digits.isdigit()):
        return "", "SIRET qui contient autre chose que des chiffres, non repris"
    if len(digits) == 14:
        return _whole_siret(digits)
    if len(digits) == 9:
        return "", "SIREN de 9 chiffres à la place du SIRET : il manque le numéro de l’établissement"
    restored = digits.zfill(14)
    if 6 <= len(digits) < 14 and _siren.is_valid(restored[:9]) and _siret.is_valid(restored):
        return restored, f"zéro du début rétabli : {restored} (la clé est juste)"
    plural = "s" if len(digits) > 1 else ""
    return "", f"SIRET de {len(digits)} chiffre{plural} au lieu de 14, non repris"


def _whole_siret(digits: str) -> tuple[str, str | None]:
    if digits.endswith("00000"):  # no establishment is numbered so
        return "", "SIRET dont un tableur a remplacé les derniers chiffres par des zéros, non repris"
    if not _siren.is_valid(digits[:9]) or not _siret.is_valid(digits):
        return digits, "SIRET dont la clé est fausse, repris tel quel et à vérifier"
    return digits, None


def rna(cell: Cell) -> tuple[str, str | None]:
    """W and nine signs, or ""."""
    if is_blank(cell) or isinstance(cell, (bool, dt.date)) or str(cell).strip("0 ") == "":
        return "", None
    verdict = check_rna(text(cell)[0])
    if verdict.ok and verdict.value.startswith("W"):
        return verdict.value, None
    return "", verdict.reason.rstrip(".") or "numéro RNA illisible, non repris"


def amount(cell: Cell) -> tuple[int | None, str | None]:
    """Euros in any French or English dress, as cents; what could be read two ways is refused."""
    if is_blank(cell):
        return None, None
    if isinstance(cell, (bool, dt.date)):
        return None, "montant attendu, non repris"
    if isinstance(cell, (int, float)):
        return _cents(Decimal(str(cell)))
    if isinstance(cell, str) and _BARE.fullmatch(cell):  # most of them
        euros, _, cents = cell.replace(".", ",").partition(",")
        return int(euros + (cents or "00")), None
    plain = fold(_MONEY_WORDS.sub(" ", str(cell)).replace("−", "-").replace("–", "-"))
    if re.search(r"\d\s*[km]\b", plain) or re.search(r"[km]€", str(cell), re.IGNORECASE):
        return None, "montant en milliers ou en millions : écrire la somme entière, non repris"
    if is_blank(plain):
        return None, "montant sans chiffre, non repris"
    sign = 1
    negative = re.fullmatch(r"\((.*)\)|-\s*(.*)|(.*\d)\s*-", plain)
    if negative:
        sign, plain = -1, next(group for group in negative.groups() if group is not None).strip()
    number, remark = _decimal(plain.lstrip("+ "))
    return (None, remark) if number is None else _cents(sign * number)


def _decimal(plain: str) -> tuple[Decimal | None, str | None]:
    """Digits with thousands marks of one kind and at most one decimal mark."""
    plain = re.sub(r"\s*([.,])\s*", r"\1", plain)
    if re.fullmatch(r"\d+|0[.,]\d+", plain):
        return Decimal(plain.replace(",", ".")), None
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", plain):
        return None, "montant ambigu : milliers ou décimales, non repris"
    tail = re.fullmatch(r"(.*\d)[.,](\d{1,2}|\d{4,})", plain)
    whole, decimals = (tail.group(1), tail.group(2)) if tail else (plain, "")
    if not whole.isdigit():
        grouped = _GROUPED.fullmatch(whole)
        if not grouped or (tail and grouped.group(1) == plain[len(whole)]):
            return None, "montant illisible, non repris"
        whole = re.sub(r"\D", "", whole)
    return Decimal(f"{whole}.{decimals or 0}"), None


def _cents(number: Decimal) -> tuple[int | None, str | None]:
    if number.is_nan() or abs(number) >= Decimal(MAX_CENTS) / 100:
        return None, "montant démesuré, non repris"
    exact = number * 100
    cents = int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    if abs(exact - cents) > Decimal("0.0001"):
        return cents, "montant arrondi au centime"
    return cents, ("montant négatif" if cents < 0 else None)


_YES = {"oui", "o", "true", "vrai", "on", "yes", "y", "1", "x", "✓", "✔", "☑", "coche"}
_NO = {"non", "n", "false", "faux", "off", "no", "0", "☐", "decoche"}


def boolean(cell: Cell) -> tuple[bool | None, str | None]:
    if isinstance(cell, bool):
        return cell, None
    word = fold(text(cell)[0])
    if word in _YES:
        return True, None
    if word in _NO:
        return False, None
    return None, (None if is_blank(cell) else "réponse par oui ou non attendue, non reprise")


def integer(cell: Cell) -> tuple[int | None, str | None]:
    """A count of people or things."""
    if is_blank(cell):
        return None, None
    if isinstance(cell, (bool, dt.date)):
        return None, "nombre entier attendu, non repris"
    if isinstance(cell, (int, float)):
        return _whole(Decimal(str(cell)), None)
    plain = fold(str(cell))
    numbers = re.findall(r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)?", plain)
    if len(numbers) != 1:
        return None, ("plusieurs nombres" if numbers else "nombre illisible") + ", non repris"
    number = Decimal(numbers[0].replace(" ", "").replace(",", "."))
    bare = plain.replace(numbers[0], "", 1).strip()
    if bare == "-":
        number = -number
    return _whole(number, None if bare in ("", "-") else f"seul le nombre {numbers[0]} est repris")


def _whole(number: Decimal, remark: str | None) -> tuple[int | None, str | None]:
    if number != number.to_integral_value():
        return None, "nombre entier attendu, non repris"
    if abs(number) > 10**12:
        return None, "nombre démesuré, non repris"
    return int(number), remark
