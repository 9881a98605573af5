"""The yearly report of the contract on paper: key figures, a page an axis, the grid, actions, method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.letters.document import (
    Chart,
    Column,
    Document,
    Grid,
    Heading,
    NewPage,
    Part,
    Row,
    listed_items,
    said,
)
from desktop.rules.bars import Bars


@dataclass(frozen=True, slots=True)
class Table:
    """Words of a table: headings first; `shades` by row and cell where there are some; the last `totals`
    rows are sums. `groups` are rows that stand over those after them, by their place."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: int = 0
    shades: tuple[tuple[str, ...], ...] = ()
    groups: tuple[int, ...] = ()
    wide: tuple[float, ...] = ()  # shares of the line
    texts: int = 1  # columns of words, from the left; numbers after them
    about: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """One part of the report: a title, what is said of it, its chart, its table, what is to be known."""

    title: str
    words: tuple[str, ...] = ()
    bars: Bars | None = None
    table: Table | None = None
    notes: tuple[str, ...] = ()
    fresh: bool = True  # begins a page


@dataclass(frozen=True, slots=True)
class YearReport:
    """Everything the report says, in its order."""

    year: int
    head: tuple[str, ...]
    author: str
    day: str  # ISO
    day_words: str
    summary: tuple[str, ...]
    key_figures: Table
    spreads: tuple[Spread, ...]
    method: tuple[str, ...]
    sources: tuple[str, ...]


def year_report(told: YearReport) -> Document:
    """The document, lying pages."""
    titles = [*(spread.title[0].lower() + spread.title[1:] for spread in told.spreads), "méthode et sources"]
    parts: list[Part] = [
        *(said(sentence) for sentence in told.summary),
        Heading("Chiffres clés", 2),
        _grid(told.key_figures),
        said(f"Dans ce rapport : {', '.join(titles)}.", "small"),
    ]
    for spread in told.spreads:
        parts += _spread(spread)
    parts += [NewPage(), Heading("Méthode"), listed_items(told.method), Heading("Sources", 2)]
    parts.append(listed_items(told.sources))
    return Document(
        title=f"Contrat de ville : rapport de l’année {told.year}",
        subtitle=f"Chiffres arrêtés au {told.day_words}",
        parts=tuple(parts),
        head=told.head,
        monogram=(told.head[0] if told.head and told.head[0] else "P")[:1],
        foot=f"Rapport de l’année {told.year}, au {told.day_words}",
        author=told.author,
        day=told.day,
        landscape=True,
    )


def _spread(spread: Spread) -> list[Part]:
    parts: list[Part] = [*([NewPage()] if spread.fresh else []), Heading(spread.title)]
    parts += [said(sentence) for sentence in spread.words]
    if spread.bars is not None:
        parts += [said(f"**{spread.bars.title}**", keep=True), Chart(spread.bars)]
    if spread.table is not None:
        parts.append(_grid(spread.table))
    parts += [said(note, "small") for note in spread.notes]
    return parts


def _grid(table: Table) -> Grid:
    wide = table.wide or _shares(table)
    columns = tuple(
        Column(title, share, "left" if at < table.texts else "right")
        for at, (title, share) in enumerate(zip(table.heads, wide, strict=True))
    )
    first_total = len(table.rows) - table.totals
    rows = []
    for at, cells in enumerate(table.rows):
        if at in table.groups:
            rows.append(Row((cells[0],), "group"))
        elif at >= first_total:
            rows.append(Row(cells, "total"))
        else:
            rows.append(Row(cells, shades=table.shades[at] if at < len(table.shades) else ()))
    return Grid(columns, tuple(rows), table.about)


def _shares(table: Table) -> Sequence[float]:
    return [2.4 if at < table.texts else 1.0 for at in range(len(table.heads))]
