"""A document of several pages as it will be read: its parts in order, for the PDF and for Word alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from desktop.letters.logo import Logo
from desktop.letters.model import Run, plain, runs_of
from desktop.rules.bars import Bars, spoken_bar

Align = Literal["left", "right", "center"]
Weight = Literal["plain", "group", "subtotal", "total"]
Tone = Literal["body", "small", "centre", "quote"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside the document; level 1 is the largest. It never stays alone at the foot of a page."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `keep` holds it on the page of what follows."""

    runs: tuple[Run, ...]
    tone: Tone = "body"
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one entry an item; `numbered` when their order counts."""

    items: tuple[tuple[Run, ...], ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share of the line: the widths of a table are scaled to fill it."""

    title: str
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns; a "group" has one, over the whole table. `shades`: behind each cell
    a colour, "" for none; the figures say it all, the shade only helps the eye."""

    cells: tuple[str, ...]
    weight: Weight = "plain"
    shades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its headings are said again on each page that it goes on to. `about` says what it is."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs, side by side: the first line of each is their title, room is left under the rest; without
    `signing` they are told only, as sender and addressee are."""

    parties: tuple[tuple[str, ...], ...]
    signing: bool = True


@dataclass(frozen=True, slots=True)
class Code:
    """A square that a reader of codes understands; its words stand beside it, for who has no reader, large
    when they are `typed` in again."""

    text: str
    words: tuple[str, ...]
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with their labels and numbers, told apart by patterns: read aloud, they are those words."""

    bars: Bars


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


Part: TypeAlias = Heading | Words | Items | Grid | Signatures | Code | Chart | NewPage


@dataclass(frozen=True, slots=True)
class Document:
    """Everything the pages show, already in words."""

    title: str
    parts: tuple[Part, ...]
    subtitle: str = ""
    head: tuple[str, ...] = ()  # who writes: name, service
    monogram: str = ""
    foot: str = ""
    author: str = ""
    day: str = ""  # ISO date: the date of the file too, so that bytes repeat
    landscape: bool = False
    watermark: str = ""  # PROJET, DUPLICATA
    number: str = ""  # of the register, and the mark of its key: the code of each page, when it leaves
    mark: str = ""
    logo: Logo | None = None  # instead of the monogram

    def text(self) -> str:
        """Every word in reading order, cells apart by a tab."""
        return "\n".join(line for part in self.parts for line in _lines(part))


def _lines(part: Part) -> Sequence[str]:
    if isinstance(part, Heading):
        return [part.text]
    if isinstance(part, Words):
        return [plain(part.runs)]
    if isinstance(part, Items):
        return [plain(item) for item in part.items]
    if isinstance(part, Grid):
        return ["\t".join(column.title for column in part.columns)] + ["\t".join(r.cells) for r in part.rows]
    if isinstance(part, Signatures):
        return [line for party in part.parties for line in party]
    if isinstance(part, Code):
        return part.words
    if isinstance(part, Chart):
        return [spoken_bar(bar) for bar in part.bars.bars]
    return []


def said(text: str, tone: Tone = "body", *, keep: bool = False) -> Words:
    """A paragraph from text in which **two stars** mean bold."""
    return Words(runs_of(text), tone, keep)


def listed_items(texts: Sequence[str], *, numbered: bool = False) -> Items:
    """A list of such texts."""
    return Items(tuple(map(runs_of, texts)), numbered)
