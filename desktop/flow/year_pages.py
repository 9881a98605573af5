"""What the archive of a year says of a dossier beside its request: what followed the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from desktop.exchange.archive_html import Part
from desktop.exchange.workbook import typed
from desktop.flow.year_tables import Table
from desktop.letters.archive_sheet import Section
from desktop.rules.money import euros

# The tables of what follows a decision, in the order of the page; the others are told by the page itself.
AFTER = (
    "members", "shares", "audiences", "payments", "visits", "changes", "reports", "report_lines",
    "report_texts", "repayments", "links",
)  # fmt: skip


def followed(tables: Mapping[str, Table], dossier: bytes) -> list[Part]:
    """A part for each table that has rows of this dossier; columns that are empty throughout are left out."""
    return [_part(tables[name], tables[name].of[dossier]) for name in AFTER if dossier in tables[name].of]


def _part(table: Table, rows: Sequence[tuple[Any, ...]]) -> Part:
    fields = list(enumerate(table.fields))[1:]  # the page says the number
    told = [[cell(field.kind, row[place]) for place, field in fields] for row in rows]
    used = [at for at in range(len(fields)) if any(row[at] for row in told)]
    heads = [fields[at][1].title for at in used]
    money = frozenset(rank for rank, at in enumerate(used) if fields[at][1].kind == "money")
    return Part(table.title, heads=heads, rows=[[row[at] for at in used] for row in told], money=money)


def cell(kind: str, value: Any) -> str:
    """A value of the base as a page shows it."""
    if value is None:
        return ""
    if kind == "money" and isinstance(value, int):
        return euros(value)
    told = typed(kind, value)  # type: ignore[arg-type]  # a kind that is known
    if isinstance(told, datetime):
        return f"{told:%d/%m/%Y %H:%M}"
    if isinstance(told, date):
        return f"{told:%d/%m/%Y}"
    return str(told)


def as_section(part: Part) -> Section:
    """A part of the page as a part of the sheet: links become the names of files."""
    return Section(
        part.title, pairs=part.pairs, texts=part.texts, heads=part.heads, rows=part.rows, money=part.money,
        lines=[*part.notes, *(words for words, _ in part.links)],
    )  # fmt: skip


def words_of(part: Part) -> list[str]:
    """Every word of a part, for the search."""
    return [
        part.title, *(words for _, words in part.pairs), *(words for _, words in part.texts),
        *(word for row in part.rows for word in row), *(words for words, _ in part.links),
    ]  # fmt: skip
