"""Set the words of a letter: its fields understood, its legal mentions kept, its page on a real dossier."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from db import queries
from db.queries.letters import LetterRow
from db.queries.settings import SampleRow, samples
from desktop.flow.composing import Draft, compose
from desktop.flow.own import shipped_files
from desktop.flow.own_letters import ROOM, own_letters
from desktop.letters.template import Template, TemplateError, read_one
from desktop.paths import resources
from desktop.rules.folding import fold
from desktop.rules.settings import Entry
from desktop.rules.settings.choices import LETTER_NAME

_KEPT = "Rien n’a été enregistré."
_PARTS = {  # as the form calls them
    "title": "le nom du modèle", "object": "l’objet", "closing": "la formule de politesse",
    "signer": "le signataire", "block": "un paragraphe", "when": "dans quels dossiers il est proposé",
}  # fmt: skip
_APPEAL = ("deux mois", "tribunal")  # what makes the delay run: CJA, R421-5


def template_of(
    reader: sqlite3.Connection, code: str, entry: Entry, head: Mapping[str, Any] | None = None
) -> Template:
    """The model that an entry makes, under this head or that of the office. Raises ValueError (French): each
    fault with its place."""
    if not re.fullmatch(LETTER_NAME, code):
        raise ValueError("Ce n’est pas le nom d’un modèle.")
    under = own_letters(reader).get("letterhead", {}) if head is None else head
    try:
        return read_one(resources() / ROOM, code, {"id": code, **_told(entry)}, under)
    except TemplateError as error:
        raise ValueError(plainly(str(error), code)) from error


def _told(entry: Entry) -> dict[str, Any]:
    """An entry as its file tells it: what is empty is not told, nor when a shipped letter is made."""
    lines = ("block", "enclosures")
    made = {name: value for name, value in entry.items() if name not in lines and (value or name != "when")}
    return made | {name: [_line(each) for each in entry.get(name) or []] for name in lines}


def _line(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in ("", [], None)}


def plainly(sentences: str, code: str) -> str:
    """The faults of a file as somebody who sees no file reads them."""
    for name, told in _PARTS.items():
        sentences = sentences.replace(f"il manque « {name} »", f"il manque {told}")
    words = sentences.replace(f"Modèle « {code}.toml », ", "").replace(f"Modèle « {code}.toml » : ", "")
    return " ".join(line[:1].upper() + line[1:] for line in words.replace("bloc ", "paragraphe ").split("\n"))


def draft_of(
    reader: sqlite3.Connection, code: str, entry: Entry, dossier: bytes, today: dt.date,
    head: Mapping[str, Any] | None = None,
) -> Draft:  # fmt: skip
    """The letter of one dossier under these words, with its pre-flight. Raises ValueError (French)."""
    template = template_of(reader, code, entry, head)
    known = [row for row in queries.letters_of(reader, dossier) if row.template == code]
    row = known[-1]._replace(edited=0) if known else _made(dossier, code)
    return compose(reader, row, {code: template}, today)


def _made(dossier: bytes, code: str) -> LetterRow:
    return LetterRow(b"", dossier, "", "", "", code, "draft", 0, "", None, None, None, 0, None)


def dossiers_for(reader: sqlite3.Connection, code: str, person: str) -> list[SampleRow]:
    """Dossiers to try a letter on, those that suit it first."""
    when: Sequence[str] = dict(shipped_files(resources() / ROOM)).get(code, {}).get("when", ())
    return samples(reader, code, when, person)


def letter_fault(reader: sqlite3.Connection, code: str, entry: Entry) -> str:
    """Why these words can't be a letter, French; "" when they can."""
    try:
        template_of(reader, code, entry)
    except ValueError as error:
        return f"{error} {_KEPT}"
    words = fold(" ".join(_all_words(entry)))
    lost = [mention for mention in entry.get("legal") or [] if fold(mention) not in words]
    if lost:
        return (
            f"La mention obligatoire « {lost[0]} » n’est plus dans les mots : remettez-la, ou ôtez-la "
            f"des mentions obligatoires. {_KEPT}"
        )
    return ""


def letter_effect(before: Entry, entry: Entry) -> str:
    """What these words would leave out that the law or the contract asks, French; "" when nothing."""
    gone = [each for each in before.get("legal") or [] if each not in (entry.get("legal") or [])]
    if gone:
        said = ", ".join(f"« {each} »" for each in gone)
        return f"Le contrôle avant impression n’exigera plus {said}. Ces mentions sont de droit."
    if before.get("appeal") not in ("none", entry.get("appeal")) and entry.get("appeal") == "none":
        return "Sans voies et délais de recours, le délai de deux mois ne court pas (CJA, art. R421-5)."
    return ""


def head_effect(before: Entry, entry: Entry) -> str:
    """What a mention of appeal would no longer say, French; "" when nothing."""
    for name in ("recours.decision", "recours.accuse"):
        words, was = fold(str(entry.get(name))), fold(str(before.get(name)))
        lost = [each for each in _APPEAL if fold(each) in was and fold(each) not in words]
        if lost:
            return f"La mention ne dit plus « {lost[0]} » : sans elle, le délai de recours ne court pas."
    return ""


def _all_words(entry: Entry) -> list[str]:
    made = [str(entry.get(name) or "") for name in ("object", "closing")]
    for block in (*(entry.get("block") or ()), *(entry.get("enclosures") or ())):
        made += [str(block.get("text", "")), *(str(item.get("text", "")) for item in block.get("items", ()))]
    return made
