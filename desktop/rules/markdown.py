"""The few signs that a page of the guide is written with, read into blocks: for the window and for paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple, TypeAlias

Style = Literal["", "bold", "italic", "code"]
_INLINE = re.compile(r"\*\*(.+?)\*\*|(?<![\w*])\*([^*\s][^*]*)\*(?!\w)|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)\s*")
_ITEM = re.compile(r"(?:[-*]|(\d+)\.) +")
_HEADING = re.compile(r"(#{1,4}) +(.+)")


class Span(NamedTuple):
    """Words of one style; `to` is where a link leads, "" when they are none."""

    text: str
    style: Style = ""
    to: str = ""


Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Title:
    spans: Spans
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: Spans


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Spans, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`path` as written, beside the page; `about` is what a person who does not see it is told."""

    path: str
    about: str


Block: TypeAlias = Title | Paragraph | Listing | Table | Code | Picture


def spans_of(text: str) -> Spans:
    """The words of a line, with what is bold, in italics, typed, or a link."""
    found, here = [], 0
    for match in _INLINE.finditer(text):
        if match.start() > here:
            found.append(Span(text[here : match.start()]))
        bold, italic, code, words, to = match.groups()
        if bold is not None:
            found += [inner._replace(style=inner.style or "bold") for inner in spans_of(bold)]
        elif italic is not None:
            found.append(Span(italic, "italic"))
        elif code is not None:
            found.append(Span(code, "code"))
        else:
            found.append(Span(words.strip("`"), "", to))
        here = match.end()
    if here < len(text):
        found.append(Span(text[here:]))
    return tuple(found)


def words_of(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def blocks_of(text: str) -> list[Block]:
    """The blocks of a page, in their order."""
    return list(_read(text.splitlines()))


def _read(lines: list[str]) -> Iterator[Block]:
    here = 0
    while here < len(lines):
        line = lines[here]
        if line.startswith("```") or line.startswith("    "):
            block, here = _code(lines, here)
            yield block
        elif not line.strip():
            here += 1
        elif heading := _HEADING.fullmatch(line.strip()):
            yield Title(spans_of(heading[2]), len(heading[1]))
            here += 1
        elif picture := _PICTURE.fullmatch(line):
            yield Picture(picture[2], picture[1])
            here += 1
        elif line.startswith("|"):
            rows, here = _while(lines, here, lambda each: each.startswith("|"))
            yield _table(rows)
        elif item := _ITEM.match(line):
            rows, here = _while(lines, here, partial(_goes_on, item[1] is not None))
            yield _listing(rows, numbered=item[1] is not None)
        else:
            rows, here = _while(lines, here, _is_prose)
            yield Paragraph(spans_of(" ".join(row.strip() for row in rows)))


def _goes_on(numbered: bool, line: str) -> bool:
    item = _ITEM.match(line)
    return line.startswith("  ") if item is None else (item[1] is not None) == numbered


def _is_prose(line: str) -> bool:
    return bool(line.strip()) and not (_ITEM.match(line) or line.startswith(("|", "#", "```", "!")))


def _while(lines: list[str], here: int, belongs: Callable[[str], bool]) -> tuple[list[str], int]:
    end = here + 1
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return lines[here:end], end


def _code(lines: list[str], here: int) -> tuple[Code, int]:
    if not lines[here].startswith("```"):
        rows, end = _while(lines, here, lambda each: each.startswith("    "))
        return Code("\n".join(row[4:] for row in rows)), end
    rows, end = _while(lines, here, lambda each: not each.startswith("```"))
    return Code("\n".join(rows[1:])), end + 1


def _listing(rows: list[str], *, numbered: bool) -> Listing:
    items: list[str] = []
    for row in rows:
        if found := _ITEM.match(row):
            items.append(row[found.end() :])
        else:
            items[-1] += " " + row.strip()
    return Listing(tuple(map(spans_of, items)), numbered)


def _table(rows: list[str]) -> Table:
    cells = [tuple(spans_of(cell.strip()) for cell in row.strip().strip("|").split("|")) for row in rows]
    return Table(cells[0], tuple(cells[2:]))
