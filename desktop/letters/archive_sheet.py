"""The sheet of one dossier in an archive: everything its page says, as a paper that lasts (PDF/A-2b)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.letters.document import Column, Document, Grid, Heading, Part, Row, listed_items, said
from desktop.rules.french import typography

_BREAKS = re.compile(r"[ \t\r\n\f\v]+")  # not the no-break spaces, which hold amounts together
_PAIRS = (Column("Quoi", 2), Column("Valeur", 5))
_LONG = 420  # characters that a cell holds with ease


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet: pairs, texts under their headings, a table, lines; `money`: columns of amounts."""

    title: str
    pairs: Sequence[tuple[str, str]] = ()
    texts: Sequence[tuple[str, str]] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    money: frozenset[int] = frozenset()
    lines: Sequence[str] = ()


def archive_sheet(
    title: str, subtitle: str, sections: Sequence[Section], *, office: tuple[str, str], day: str, foot: str
) -> Document:
    """`day`: ISO; the same sections give the same bytes."""
    parts = [part for section in sections for part in _laid(section)]
    return Document(
        title=_text(title), subtitle=_text(subtitle), parts=tuple(parts), head=office,
        monogram=office[0][:1], foot=typography(foot), author=office[0], day=day,
    )  # fmt: skip


def _laid(section: Section) -> list[Part]:
    laid: list[Part] = []
    short = [(name, words) for name, words in section.pairs if len(words) <= _LONG]
    if short:
        laid.append(Grid(_PAIRS, tuple(Row((_text(n), _text(w))) for n, w in short), section.title))
    long = [(name, words) for name, words in section.pairs if len(words) > _LONG]
    for heading, words in [*long, *section.texts]:
        laid += [Heading(_text(heading), 3)] if heading else []
        laid += [said(_text(line)) for line in words.splitlines() if line.strip()]
    if section.rows:
        laid += _table(section)
    if section.lines:
        laid.append(listed_items([_text(line) for line in section.lines]))
    return [Heading(_text(section.title), 1), *laid] if laid else []


def _table(section: Section) -> list[Part]:
    """A table, or one paragraph a cell where a cell would not hold its words."""
    if any(len(cell) > 3 * _LONG for row in section.rows for cell in row):
        made: list[Part] = []
        for row in section.rows:
            told = [f"**{_text(h)}** : {_text(c)}" for h, c in zip(section.heads, row, strict=True) if c]
            made += [said(words) for words in told]
        return made
    longest = [
        max([len(head), *(len(row[place]) for row in section.rows)])
        for place, head in enumerate(section.heads)
    ]
    columns = tuple(
        Column(_text(head), max(7, min(longest[place], 60)), "right" if place in section.money else "left")
        for place, head in enumerate(section.heads)
    )
    return [Grid(columns, tuple(Row(tuple(map(_text, row))) for row in section.rows), section.title)]


def _text(words: str) -> str:
    """Words typed by somebody: French spaces, and never a mark of bold."""
    return typography(_BREAKS.sub(" ", words).strip()).replace("**", "*")
