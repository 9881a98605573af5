"""What is typed to find notes, in the manner of the list: « défi:4 auteur:martin force>=2 collège »."""

from __future__ import annotations

import datetime as dt
import re

from desktop.rules.folding import fold
from desktop.rules.grid import LEVELS, level_of
from desktop.rules.query import QueryError, Token, read_date, tokens
from desktop.rules.query_fields import BY_CODE, EMPTY_WORDS, ME_WORDS, value_code

NONE = "-"  # « défi:aucun »
_FIELDS = {  # what is typed -> what is wished
    "challenge": ("défi", "défis", "challenge"),
    "quarter": ("quartier", "qpv", "quarter"),
    "author": ("auteur", "auteure", "agent", "author"),
    "strength": ("force", "niveau", "strength"),
    "audience": ("public", "audience", "diffusion"),
    "date": ("date", "day"),
    "since": ("depuis", "since"),
    "until": ("jusque", "jusqu'au", "until"),
    "month": ("mois", "month"),
    "dossier": ("dossier", "numéro", "number"),
    "applicant": ("porteur", "association", "applicant"),
}
_NAMES = {fold(name): field for field, names in _FIELDS.items() for name in names}
_ORDERED = ("strength", "date", "challenge")


def read_wish(text: str, me: str = "") -> dict[str, str]:
    """The fields wished for (see `NoteWish`) and the words. Raises QueryError with a French sentence."""
    wish: dict[str, str] = {}
    words: list[str] = []
    pieces = list(tokens(text))
    at = 0
    while at < len(pieces):
        name, sign, value = (pieces[at + n] if at + n < len(pieces) else None for n in range(3))
        if name and name.kind == "word" and sign and sign.kind == "op" and sign.start == name.end:
            if value is None or value.kind not in ("word", "quote") or value.start != sign.end:
                raise QueryError(sign.end, f"Il manque une valeur après « {name.text}{sign.text} ».")
            wish.update(_term(name, sign, value, me))
            at += 3
            if at < len(pieces) and pieces[at].kind == "op":  # « défi:4>=2 »
                wish.update(_level_after(wish, pieces[at:]))
                at += 2
            continue
        if name and name.kind in ("word", "quote"):
            words.append(name.text)
        at += 1
    if words:
        wish["words"] = " ".join(words) + (" " if text.endswith(" ") else "")
    return wish


def _term(name: Token, sign: Token, value: Token, me: str) -> dict[str, str]:
    field = _NAMES.get(fold(name.text))
    if field is None:
        known = ", ".join(names[0] for names in _FIELDS.values())
        raise QueryError(
            name.start, f"Le champ « {name.text} » n’existe pas pour les notes. Champs : {known}."
        )
    if sign.text not in (":", "=") and field not in _ORDERED:
        raise QueryError(sign.start, f"Le champ « {name.text} » ne se compare pas avec « {sign.text} ».")
    if field == "strength":
        return {"strength": _strengths(sign.text, value)}
    if field in ("date", "since", "until"):
        return _days(field, sign.text, value)
    return {field: _plain(field, value, me)}


def _plain(field: str, value: Token, me: str) -> str:
    said = value.text
    if field in ("challenge", "quarter") and fold(said) in EMPTY_WORDS:
        return NONE
    if field == "challenge":
        number = re.fullmatch(r"[dD]?0*(\d{1,2})", said)
        return number[1] if number else said
    if field == "author" and me and fold(said) in ME_WORDS:
        return me
    if field == "audience":
        code = value_code(BY_CODE["audience"], said)
        if code is None:
            labels = ", ".join(label for _, label in BY_CODE["audience"].values)
            raise QueryError(value.start, f"« {said} » n’est pas un public. Publics : {labels}.")
        return code
    if field == "month" and not re.fullmatch(r"\d{4}-\d{2}", said):
        raise QueryError(value.start, f"« {said} » n’est pas un mois. Exemple : mois:2026-03.")
    return said


def _strengths(sign: str, value: Token) -> str:
    level = level_of(value.text)
    if level is None:
        known = ", ".join(f"{n} ({label.lower()})" for n, _, label in LEVELS)
        raise QueryError(value.start, f"« {value.text} » n’est pas une force. Forces : {known}.")
    kept = {
        ">": range(level + 1, 4), ">=": range(level, 4), "≥": range(level, 4), "<": range(level),
        "<=": range(level + 1), "≤": range(level + 1),
    }.get(sign, (level,))  # fmt: skip
    return "".join(str(n) for n in kept) or "9"  # beyond every force: nothing is found


def _level_after(wish: dict[str, str], rest: list[Token]) -> dict[str, str]:
    if "challenge" not in wish or len(rest) < 2 or rest[1].kind not in ("word", "quote"):
        raise QueryError(rest[0].start, f"Le signe « {rest[0].text} » n’a pas de sens ici.")
    return {"strength": _strengths(rest[0].text, rest[1])}


def _days(field: str, sign: str, value: Token) -> dict[str, str]:
    day = read_date("date", value)
    if field != "date":
        return {field: day.isoformat()}
    after, before = day + dt.timedelta(days=1), day - dt.timedelta(days=1)
    return {
        ">": {"since": after.isoformat()}, ">=": {"since": day.isoformat()}, "≥": {"since": day.isoformat()},
        "<": {"until": before.isoformat()}, "<=": {"until": day.isoformat()}, "≤": {"until": day.isoformat()},
    }.get(sign, {"since": day.isoformat(), "until": day.isoformat()})  # fmt: skip
