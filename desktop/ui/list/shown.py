"""Rows of the cellar as the rows on screen want them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db import queries
from db.queries.lists import ListRow
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.tables.row import Row

_ANSWERED = frozenset({"notified", "closed"})  # nobody waits for these any more


def rows_of(office: Office, ids: Sequence[bytes]) -> list[Row]:
    """The rows of some dossiers, as the person at this desk sees them."""
    return shown_rows(queries.list_rows(office.reader, ids, len(office.challenges), office.author))


def shown_rows(rows: Iterable[ListRow]) -> list[Row]:
    """ISO dates become dates; a dossier that was answered is not late."""
    return [
        row._replace(due_on=None if row.stage in _ANSWERED else day(row.due_on))  # type: ignore[arg-type]  # a date, for the screen
        for row in rows
    ]
