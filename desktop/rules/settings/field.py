"""The field of a setting and the subject it belongs to: kinds, limits, and what is wrong with a value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from desktop.rules.money import euros
from desktop.rules.picture import read_picture

# "line": one line of words; "text": several; "lines": a list of words, one a line; "number"; "money": cents;
# "decimal"; "yes"; "choice": one of `choices`; "many": several of them; "colour"; "day": ISO; "row": the code
# of an entry of the subject `of`; "rows": a list of small entries, each with `fields`; "figures": by name;
# "picture": a JPEG in base64.
Kind: TypeAlias = Literal[
    "line", "text", "lines", "number", "money", "decimal", "yes", "choice", "many", "colour", "day", "row",
    "rows", "figures", "picture",
]  # fmt: skip
Entry: TypeAlias = Mapping[str, Any]
Entries: TypeAlias = Mapping[str, Entry]
COLOUR = re.compile(r"#[0-9a-f]{6}")


class Fault(NamedTuple):
    """What is wrong: of which entry ("" for the whole), in which field ("" for none), a French sentence."""

    code: str
    field: str
    sentence: str


class Field(NamedTuple):
    """One value of an entry. `name` is its column, or its place in a file ("authority.siret")."""

    name: str
    words: str
    kind: Kind = "line"
    needed: bool = False
    about: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: float | None = None
    most: float | None = None
    of: str = ""
    fields: tuple[Field, ...] = ()
    shape: str = ""  # a regular expression
    shape_words: str = ""  # what it asks, in words
    fixed: bool = False  # told when the entry is made, never after
    empty: bool = False  # a number that may be unknown


class Subject(NamedTuple):
    """What is set on one page: its words, where it is kept, its fields.

    `table`: a table of the base. `room`: a folder of resources/ whose entries are changed by the base.
    """

    code: str
    title: str
    about: str
    group: str
    icon: str
    fields: tuple[Field, ...]
    table: str = ""
    room: str = ""
    listed: str = ""  # the list in each file of the room; "" when a file is one entry
    coded: str = "code"  # what names an entry in that list
    setting: str = ""  # the row of the table setting, where it has a name of its own
    label: tuple[str, ...] = ("code",)  # fields that name an entry in a list
    names: tuple[tuple[str, str], ...] = ()  # the words of a code, where it says what the entry is
    meaning: tuple[str, ...] = ()  # fields whose words make the key of a new entry
    adds: bool = True
    removes: bool = True
    comes_back: bool = False  # what is removed of the shipped entries would come back by itself
    one: bool = False  # a single entry
    door: str = ""  # a screen that sets more of it
    right: str = "settings"  # what a role must hold to change it
    checks: tuple[Callable[[Entries], list[Fault]], ...] = ()

    def field(self, name: str) -> Field | None:
        """One of its fields by name."""
        return next((field for field in self.fields if field.name == name), None)


def blank(field: Field) -> Any:
    """What an entry holds there while nobody said anything."""
    if field.kind in ("lines", "many", "rows"):
        return []
    if field.kind == "figures":
        return {}
    return False if field.kind == "yes" else None if field.kind in ("number", "money", "decimal") else ""


def name_of(subject: Subject, entry: Entry, code: str = "") -> str:
    """The words by which an entry is known in a list."""
    if code and (words := dict(subject.names).get(code)):
        return words
    said = [_said(subject.field(name), entry.get(name)) for name in subject.label]
    return " · ".join(part for part in said if part) or subject.title


def _said(field: Field | None, value: Any) -> str:
    words = dict(field.choices) if field is not None else {}
    return words.get(value, str(value or "")) if isinstance(value, str) else str(value or "")


def entry_faults(subject: Subject, code: str, entry: Entry) -> list[Fault]:
    """What is wrong in one entry, field by field."""
    found = [Fault(code, f.name, why) for f in subject.fields if (why := field_fault(f, entry.get(f.name)))]
    known = {field.name for field in subject.fields}
    found += [
        Fault(code, name, f"« {name} » n’est pas un réglage de « {subject.title} ».")
        for name in sorted(set(entry) - known)
    ]
    return found


def field_fault(field: Field, value: Any) -> str:
    """What is wrong with a value, a French sentence; "" when nothing is."""
    if value is None or value == "" or value == []:
        if not field.needed and (value is not None or field.kind not in ("number", "yes") or field.empty):
            return ""
        return f"{field.words} : à remplir."
    wrong = _KINDS[field.kind](field, value)
    return f"{field.words} : {wrong}" if wrong else ""


def _words(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        return "ce ne sont pas des mots."
    if field.kind == "line" and "\n" in value:
        return "une seule ligne."
    if field.shape and not re.fullmatch(field.shape, value):
        return f"{field.shape_words}."
    return ""


def _lines(_field: Field, value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return "une liste de mots, un par ligne."
    return ""


def _number(field: Field, value: Any) -> str:
    whole = field.kind != "decimal"
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        return "ce n’est pas un nombre."
    said: Callable[[float], str] = (
        (lambda n: euros(int(n))) if field.kind == "money" else (lambda n: f"{n:g}")
    )
    if field.least is not None and value < field.least:
        return f"au moins {said(field.least)}."
    if field.most is not None and value > field.most:
        return f"au plus {said(field.most)}."
    return ""


def _yes(_field: Field, value: Any) -> str:
    return "" if isinstance(value, bool) else "oui ou non."


def _choice(field: Field, value: Any) -> str:
    held = dict(field.choices)
    return "" if isinstance(value, str) and value in held else f"l’un de {', '.join(held.values())}."


def _many(field: Field, value: Any) -> str:
    held = dict(field.choices)
    if not isinstance(value, list) or not all(isinstance(one, str) and one in held for one in value):
        return f"parmi {', '.join(held.values())}."
    return ""


def _colour(_field: Field, value: Any) -> str:
    good = isinstance(value, str) and COLOUR.fullmatch(value)
    return "" if good else "une couleur comme #1f7fb0."


def _day(_field: Field, value: Any) -> str:
    try:
        dt.date.fromisoformat(str(value))
    except ValueError:
        return "ce n’est pas une date."
    return ""


def _rows(field: Field, value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        return "une liste de lignes."
    known = {part.name for part in field.fields}
    for rank, each in enumerate(value, start=1):
        if strange := sorted(set(each) - known):
            return f"ligne {rank} : « {strange[0]} » n’est pas attendu."
        for part in field.fields:
            if why := field_fault(part, each.get(part.name)):
                return f"ligne {rank}, {why}"
    return ""


def _figures(_field: Field, value: Any) -> str:
    if not isinstance(value, Mapping):
        return "des chiffres par nom."
    for name, figure in value.items():
        words = isinstance(figure, list) and all(isinstance(each, str) for each in figure)
        if isinstance(figure, bool) or not (words or isinstance(figure, int | float | str)):
            return f"« {name} » n’est ni un nombre ni des mots."
    return ""


def _picture(_field: Field, value: Any) -> str:
    if not isinstance(value, str):
        return "ce n’est pas une image."
    try:
        read_picture(value)
    except ValueError as refusal:
        return str(refusal)
    return ""


_KINDS: dict[str, Callable[[Field, Any], str]] = {
    "line": _words, "text": _words, "row": _words, "lines": _lines, "number": _number, "money": _number,
    "decimal": _number, "yes": _yes, "choice": _choice, "many": _many, "colour": _colour, "day": _day,
    "rows": _rows, "figures": _figures, "picture": _picture,
}  # fmt: skip
