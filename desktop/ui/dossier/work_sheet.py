"""A sheet of the instruction: checks, scores, funding… each one shown in the middle of the dossier."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.office import Office


class WorkSheet(QWidget):
    """What the middle shows in place of the application. Made at its first use, kept for the next dossiers.

    `place_wanted` leads to where something stands: "section:objectives", "piece:<key in hexadecimal>",
    "field:asked", "sheet:<name>", "dossier:<key in hexadecimal>".
    """

    place_wanted = Signal(str)

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        """Show this dossier; not `fresh` when it is the one already shown, read again after a change."""
        raise NotImplementedError

    def focus(self) -> None:
        """Take the keyboard."""
        self.setFocus()

    def flush(self) -> None:
        """Save at once what is being typed."""

    def close_down(self) -> None:
        """The window closes."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """How a sheet stands in the outline. `state` says its level and its tooltip, from the dossier as read and
    at most one more short statement; a level of None shows no sign."""

    name: str
    title: str
    icon: str  # of resources/icons/lucide
    key: str  # its shortcut
    make: Callable[[Office], WorkSheet]  # imports its room: nothing of it is loaded before
    state: Callable[[sqlite3.Connection, Whole], tuple[Level | None, str]]
    wide: bool = False  # takes the place of the notebook too
