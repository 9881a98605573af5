"""Values of a Dauphin document read whatever their shape: texts, money, instants, and what is missing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from desktop.exchange import repair
from desktop.exchange.ds_values import instant, text
from desktop.exchange.html_text import plain_text

Node = dict[str, Any]
_SAID = ("value", "title", "titre", "libelle", "label", "intitule", "complet")
_MILLISECONDS = 10**11  # more than any year written as a number, less than any instant of this century
_DA = re.compile(r"(?:DA)?[\s_-]*(\d{5,8})(?:-(\d{1,3}))?", re.IGNORECASE)


def node(value: object) -> Node:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def nodes(value: object) -> list[Node]:
    """The objects of a list; one object alone is a list of one."""
    if isinstance(value, dict):
        return [value] if value else []
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def at(value: object, *path: str) -> Any:
    """What stands at the end of a path of keys, None when it breaks."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return bare(value)


def bare(value: Any) -> Any:
    """A value out of the dress of a database dump: {"$numberInt": "12"}, {"$date": …}, {"$oid": …}."""
    for _ in range(3):
        if not (isinstance(value, dict) and len(value) == 1):
            break
        (key,) = value
        if not key.startswith("$"):
            break
        value = value[key]
    return value


def said(value: object) -> str:
    """The words of a text, a number, or an object that carries a value or a title; "" otherwise."""
    if value is None:
        return ""
    if isinstance(value, str):
        return text(value)
    for _ in range(4):
        value = bare(value)
        if not isinstance(value, dict):
            break
        value = next((value[key] for key in _SAID if value.get(key) not in (None, "")), None)
    if isinstance(value, bool | str | int | float):
        return text(value)
    return ""


def prose(value: object) -> str:
    """A text of the applicant, without the HTML that the form keeps it in."""
    return plain_text(said(value))


def line(value: object) -> str:
    """A title or a name: prose on one line."""
    return " ".join(prose(value).split())


def money(value: object) -> tuple[int | None, str | None]:
    """Cents of a number or of {"ht": …}, and the remark of its repair."""
    value = bare(value)
    if isinstance(value, dict):
        kinds = ("ht", "ttc", "total", "value")
        value = bare(next((value[kind] for kind in kinds if value.get(kind) is not None), None))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None, (None if value is None or value == {} else "montant illisible, non repris")
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None, "montant illisible, non repris"
    return repair.amount(value)


def moment(value: object) -> dt.datetime | None:
    """A local (Europe/Paris) instant: Dauphin writes the midnight of a day in universal time."""
    value = bare(value)
    if isinstance(value, str) and re.fullmatch(r"\d{12,13}", value):
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not _MILLISECONDS <= abs(value) < 10**14:
            return None
        value = (dt.datetime(1970, 1, 1) + dt.timedelta(milliseconds=value)).isoformat() + "+00:00"
    found = instant(value) if isinstance(value, str) else None
    return found.replace(microsecond=0) if found and 1800 <= found.year <= 2100 else None


def day(value: object) -> dt.date | None:
    found = moment(value)
    return found.date() if found else None


def whole(value: object) -> int | None:
    """A year or a count."""
    words = said(value)
    return int(words) if re.fullmatch(r"\d{1,9}", words) else None


def number_of(value: object) -> tuple[str, int]:
    """("DA00104456", 2) for DA00104456-2, 00104456-2 or 104456-2; what is no such number stays as written."""
    words = said(value)
    found = _DA.fullmatch(words)
    return (f"DA{int(found[1]):08d}", int(found[2] or 0)) if found else (words, 0)


def warned(remark: str) -> str:
    """The remark of a repair as a sentence."""
    return f"{remark[0].upper()}{remark[1:]}."
