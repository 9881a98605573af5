"""Blocks stacked in one sheet: where a header comes again, what its columns mean there, their theme."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.repair import is_blank
from desktop.exchange.table_fields import IDENTITY, OTHER, field_of
from desktop.exchange.table_headers import HeaderRow, bare, is_label, key, repeats
from desktop.exchange.table_maps import Guess
from desktop.rules.folding import words

_LONGEST = 160  # signs of a title; more is a paragraph
_FOOTNOTE = re.compile(
    r"\(?\d{1,2}\)|[*†]|nb\b|n\.b|nota\b|note\b|source\b|extrait|extraction|edite|imprime|mis a jour"
    r"|date\b|page\b|fait a|certifie|signature|le president|la presidente|le maire|voir\b|vu\b|total"
    r"|sous total|somme|montants? en\b|en euros"
)
_PREAMBLE = re.compile(
    r"^(?:(?:attributions?|demandes?|subventions?|aides?)\s+(?:(?:de|des)\s+subventions?\s+)?(?=dans|au|pour|sur))?"
    r"(?:dans\s+le\s+cadre|au\s+titre|sur\s+le\s+theme|pour|th[èeé]mati(?:que|ques)|th[èeé]me)"
    r"(?:\s+n°)?\s*[:–—-]?\s*(?:(?:de\s+la|de\s+l[’']|du|des|de|la\s+th[ée]matique|les|la|le)(?=\s|[’'])\s*)?"
    r"(?:l[’']\s*)?(?:th[ée]matique\s+(?:du|de\s+la|des|de\s+l[’'])\s*)?",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\(([^()]{3,80})\)\s*$")


@dataclass(slots=True)
class Block:
    """The rows under one header; `columns` tell what each of them holds there."""

    header: HeaderRow
    columns: list[Guess]
    theme: str = ""


def begins_block(cells: Sequence[Cell], block: Block) -> bool:
    """Whether this row is a header again: the same one, or another with a label where amounts stand."""
    told: list[tuple[int, Cell]] = []
    for at, cell in enumerate(cells):
        if is_blank(cell):
            continue
        if not isinstance(cell, str) or not is_label(cell):
            return False  # most rows say so by their first cells
        told.append((at, cell))
    if len(told) < 2:
        return False
    if repeats(list(cells), block.header):
        return True
    labels = {key(bare(label)) for label in block.header.labels if label}
    if sum(key(bare(str(cell))) in labels for _, cell in told) >= max(2, len(told) / 2):
        return True  # the same labels, wherever they stand
    alike = [at for at, cell in told if _share_a_word(str(cell), block.header, at)]
    money = {guess.position for guess in block.columns if _is_money(guess.field)}
    return len(alike) >= 2 and 2 * len(alike) >= len(told) and bool(money.intersection(alike))


def _share_a_word(label: str, header: HeaderRow, at: int) -> bool:
    mine = {word for word in words(label) if len(word) > 2}
    return at < len(header.labels) and not mine.isdisjoint(words(header.labels[at]))


def _is_money(code: str) -> bool:
    known = field_of(code)
    return known is not None and known.repair.__name__ == "amount"


def next_block(cells: Sequence[Cell], index: int, block: Block, first: Sequence[Guess]) -> Block:
    """The block that this header begins: each column means what its label meant before, wherever it stood."""
    labels = ["" if cell is None else " ".join(str(cell).split()) for cell in cells]
    labels += [""] * (len(block.header.labels) - len(labels))
    keys = [key(label) for label in labels]
    header = HeaderRow(labels, [""] * len(labels), index, len(labels), keys)
    columns = _meant(labels, keys, block, first)
    return Block(header, columns, theme_of_header(labels, columns))


def _meant(labels: list[str], keys: list[str], block: Block, first: Sequence[Guess]) -> list[Guess]:
    known: dict[str, Guess] = {}
    for guess in (*first, *block.columns):
        known.setdefault(key(bare(guess.header)), guess)
    here = {guess.position: guess for guess in block.columns}
    made: list[Guess] = []
    for at, label in enumerate(labels):
        named = known.get(key(bare(label))) if label else None
        standing = here.get(at)
        if named is None and standing and (not label or _share_a_word(label, block.header, at)):
            named = standing
        if named is None:
            made.append(Guess(at, label, "", 1, OTHER, 0.0))
        else:
            occurrence = keys[: at + 1].count(keys[at])
            made.append(replace(named, position=at, header=label or named.header, occurrence=occurrence))
    return _once(made)


def _once(columns: list[Guess]) -> list[Guess]:
    """A field of one value keeps its first column."""
    taken: set[str] = set()
    for guess in columns:
        known = field_of(guess.field)
        if known and not known.many and guess.field in taken:
            guess.field, guess.confidence = OTHER, 0.0
        taken.add(guess.field)
    return columns


def theme_of_header(labels: Sequence[str], columns: Sequence[Guess]) -> str:
    """`Association (handicap)`: what stands in brackets after the label of whoever asks is a theme."""
    for guess in columns:
        if guess.field == "applicant.name" and guess.position < len(labels):
            found = _PARENTHESIS.search(labels[guess.position])
            return " ".join(found.group(1).split()) if found else ""
    return ""


def title_of(cells: Sequence[Cell], columns: Sequence[Guess] = ()) -> str:
    """The theme that a row of one single text tells; "" when it is a footnote, a number or a paragraph, or
    when it stands right of the names, under a label of its own."""
    first = next((at for at, cell in enumerate(cells) if not is_blank(cell)), 0)
    names = [guess.position for guess in columns if guess.field in IDENTITY]
    if names and first > max(names):
        return ""
    told = {" ".join(str(cell).split()) for cell in cells if not is_blank(cell)}
    if len(told) != 1 or not all(isinstance(cell, str) for cell in cells if not is_blank(cell)):
        return ""
    text = told.pop()
    plain = " ".join(words(text))
    if not plain or len(text) > _LONGEST or not is_label(text) or text[0] in "(*†" or _FOOTNOTE.match(plain):
        return ""
    short = _PREAMBLE.sub("", text, count=1).strip(" :–—-\u00a0")
    return short if len(short) > 2 else text


def title_above(sheet: Sheet, header: HeaderRow) -> str:
    """The title just above the first header, when it is one."""
    for row in reversed(sheet.rows[: max(header.index, 0)]):
        if any(not is_blank(cell) for cell in row):
            return title_of(row)
    return ""
