"""What the values of a column say it holds: proposed where its title says nothing sure, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from desktop.exchange import repair
from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.repair import is_blank
from desktop.exchange.table_blocks import Block, begins_block
from desktop.exchange.table_fields import OTHER, field_of
from desktop.exchange.table_headers import HeaderRow, is_label
from desktop.exchange.table_maps import SURE, Guess, Mapping
from desktop.rules.folding import words

SEARCHED = 80  # rows looked into
_WIDE = 200  # columns beyond which fewer rows are enough
_SHARE = 0.7  # of the values, to say what a column holds
_LIKELY = 0.65  # sureness of what values alone say: proposed, never taken unasked
_RNA = re.compile(r"W\d[\dA-Z]\d{7}", re.IGNORECASE)
_MAIL = re.compile(r"\S+@\S+\.\w+")
_PHONE = re.compile(r"(?:\+33|0)\s?[1-9](?:[\s.-]?\d{2}){4}")
_QUARTER = re.compile(r"Q[NP]\d{6}[A-Z]?", re.IGNORECASE)
_POSTCODE = re.compile(r"\d{5}")
_YEAR = re.compile(r"(?:19|20)\d{2}(?:\.0)?")
_BODIES = {"association", "asso", "club", "comite", "centre", "ecole", "college", "amis", "union", "maison",
           "compagnie", "federation", "ligue", "amicale", "foyer", "collectif", "mjc", "ccas", "ville",
           "commune", "lycee", "cie", "sporting", "sportive", "ensemble", "fondation", "groupe"}  # fmt: skip


def _siret(cell: Cell) -> bool:
    digits = re.sub(r"\D", "", re.sub(r"\.0$", "", str(cell)))
    return len(digits) == 14


def _amount(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    if isinstance(cell, (int, float)):
        return abs(cell) >= 50
    plain = str(cell)
    cents, _ = repair.amount(cell) if re.search(r"\d", plain) else (None, None)
    return cents is not None and ("€" in plain or abs(cents) >= 5000) and not _POSTCODE.fullmatch(plain)


def _of(form: re.Pattern[str]) -> Callable[[Cell], bool]:
    return lambda cell: bool(form.fullmatch(str(cell).strip()))


_KINDS: tuple[tuple[str, str, Callable[[Cell], bool]], ...] = (
    ("applicant.siret", "les valeurs sont des SIRET (14 chiffres)", _siret),
    ("applicant.rna", "les valeurs sont des numéros RNA (W…)", _of(_RNA)),
    ("applicant.email", "les valeurs sont des adresses électroniques", _of(_MAIL)),
    ("applicant.phone", "les valeurs sont des numéros de téléphone", _of(_PHONE)),
    ("quarters", "les valeurs sont des codes de quartiers", _of(_QUARTER)),
    ("exercise", "les valeurs sont des années", _of(_YEAR)),
    ("applicant.postcode", "les valeurs sont des codes postaux", _of(_POSTCODE)),
    ("asked", "les valeurs sont des montants", _amount),
)


def informed(mapping: Mapping, sheet: Sheet, header: HeaderRow) -> Mapping:
    """The mapping with what values add to it or take from it; sure columns are left alone."""
    if mapping.chosen:
        return mapping
    rows = _rows(sheet, header, mapping)
    values = {
        at: [row[at] for row in rows if at < len(row) and not is_blank(row[at])]
        for at in (guess.position for guess in mapping.columns)
    }
    for guess in mapping.columns:
        _refute(guess, values[guess.position])
    taken = {guess.field for guess in mapping.columns}
    for guess in mapping.columns:
        _propose(guess, values[guess.position], taken)
    _propose_names(mapping, values)
    return mapping


def _rows(sheet: Sheet, header: HeaderRow, mapping: Mapping) -> list[list[Cell]]:
    """The first rows under the header, without the headers that come again."""
    block = Block(header, mapping.columns)
    many = SEARCHED if len(mapping.columns) <= _WIDE else SEARCHED // 8
    rows = sheet.rows[header.index + 1 : header.index + 1 + many]
    return [row for row in rows if not begins_block(row, block)]


def _refute(guess: Guess, values: Sequence[Cell]) -> None:
    """A title that nearly says something, of values that say otherwise."""
    if guess.confidence >= SURE or guess.field == OTHER or not values:
        return
    distinct = {str(value).strip() for value in values}
    if guess.field == "source_id" and len(distinct) < len(values):
        _leave(guess, "valeurs répétées : pas un numéro")
    elif guess.field == "applicant.kind" and _share(values, _is_kind) < 0.5:
        _leave(guess, "ne dit pas le type du porteur")
    elif _reads(guess.field, "amount") and _share(values, _is_number) < 0.5:
        _leave(guess, "les valeurs ne sont pas des montants")
    elif _reads(guess.field, "date") and _share(values, _is_date) < 0.5:
        _leave(guess, "les valeurs ne sont pas des dates")


def _leave(guess: Guess, why: str) -> None:
    guess.field, guess.confidence, guess.why = OTHER, 0.0, why


def _reads(code: str, how: str) -> bool:
    known = field_of(code)
    return known is not None and known.repair.__name__.startswith(how)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) or repair.amount(cell)[0] is not None


def _is_kind(cell: Cell) -> bool:
    known = field_of("applicant.kind")
    return known is not None and known.repair(cell)[0] != "other"


def _is_date(cell: Cell) -> bool:
    return repair.date(cell)[0] is not None


def _propose(guess: Guess, values: Sequence[Cell], taken: set[str]) -> None:
    if guess.field != OTHER or len(values) < 2 or _is_code(guess):
        return
    for code, why, test in _KINDS:
        known = field_of(code)
        if (code not in taken or (known and known.many)) and _share(values, test) >= _SHARE:
            guess.field, guess.confidence, guess.why = code, _LIKELY, why
            taken.add(code)
            return


def _is_code(guess: Guess) -> bool:
    """A column titled as a number of something holds no amount, however its values look."""
    return not {"n", "no", "numero", "code", "id", "ref", "reference", "compte", "imputation"}.isdisjoint(
        words(guess.header)
    )


def _propose_names(mapping: Mapping, values: dict[int, list[Cell]]) -> None:
    """Who asks: the column of texts where bodies are named, else the first of different texts."""
    if {guess.field for guess in mapping.columns} & {"applicant.name"}:
        return
    texts = [
        (_share(values[guess.position], _is_body), -guess.position, guess)
        for guess in mapping.columns
        if guess.field == OTHER and _is_text(values[guess.position])
    ]
    if texts:
        share, _, best = max(texts, key=lambda one: one[:2])
        why = (
            "les valeurs nomment des structures"
            if share > 0.3
            else "les valeurs sont des noms tous différents"
        )
        best.field, best.confidence, best.why = "applicant.name", _LIKELY, why


def _is_text(values: Sequence[Cell]) -> bool:
    told = [str(value) for value in values if isinstance(value, str) and is_label(value)]
    return len(told) >= 2 and len(told) >= _SHARE * len(values) and 2 * len(set(told)) > len(told)


def _is_body(cell: Cell) -> bool:
    return isinstance(cell, str) and not _BODIES.isdisjoint(words(cell))


def _share(values: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    return sum(map(test, values)) / len(values) if values else 0.0
