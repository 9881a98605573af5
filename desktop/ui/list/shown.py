"""Rows of the cellar as the rows on screen want them."""

from __future__ import annotations

from collections.abc import Iterable

from db.queries.lists import ListRow
from desktop.ui.list.days import day
from desktop.ui.tables.row import Row

_ANSWERED = frozenset({"notified", "closed"})  # nobody waits for these any more


def shown_rows(rows: Iterable[ListRow]) -> list[Row]:
    """ISO dates become dates; a dossier that was answered is not late."""
    return [
        row._replace(due_on=None if row.stage in _ANSWERED else day(row.due_on))  # type: ignore[arg-type]  # a date, for the screen
        for row in rows
    ]
