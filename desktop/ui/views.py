"""Saved views: in the rail and in the menu, applied to the list exactly once, and taken away."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from db import queries
from db.queries.reference import ViewRow
from desktop.rules.query import QueryError
from desktop.ui.list.filters import Filters
from desktop.ui.office import Office
from desktop.ui.rail import Rail
from desktop.ui.screen import Listing
from desktop.ui.stack import Stack


class Views(QObject):
    """Keeps the rail and the menu with what is in the file."""

    def __init__(self, office: Office, rail: Rail, menu: QMenu, stack: Stack) -> None:
        super().__init__(rail)
        self._office, self._rail, self._menu, self._stack = office, rail, menu, stack
        self._rows: list[ViewRow] = []
        self._query = ""
        rail.view_wanted.connect(self.apply)
        rail.view_dropped.connect(self.drop)
        office.changed.connect(lambda touched, _dossiers: self.read() if "saved_view" in touched else None)
        self.read()

    def read(self) -> None:
        """Show the views of the file."""
        self._rows = queries.saved_views(self._office.reader)
        self._rail.show_views(self._rows)
        self._menu.clear()
        for rank, row in enumerate(self._rows, start=1):
            action = QAction(row.name.replace("&", "&&"), self._menu)
            if rank <= 9:
                action.setShortcut(f"Ctrl+Alt+{rank}")
            action.triggered.connect(lambda _checked=False, view=row: self.apply(view))
            self._menu.addAction(action)
        self._menu.setEnabled(bool(self._rows))
        self.tell(self._query)

    def apply(self, view: ViewRow) -> None:
        """Show the list with this view and nothing else."""
        listing = self._stack.go("list")
        if isinstance(listing, Listing):
            listing.apply(view.query, view.sort)

    def drop(self, view: ViewRow) -> None:
        """Take a view away; Undo brings it back."""
        from desktop.flow.views import remove_view

        self._office.do(remove_view, view=view.id)

    def tell(self, query: str) -> None:
        """The list shows this query: the view that says the same is the one chosen."""
        self._query = query
        same = [row.name for row in self._rows if query and _canonical(row.query) == query]
        self._rail.choose_view(same[0] if same else "")


def _canonical(query: str) -> str:
    try:
        return Filters.of(query).text()
    except QueryError:
        return ""
