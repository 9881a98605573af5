"""What an empty screen of a new base says: what it is for, and the one thing to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from db.queries.export import count
from desktop.ui.office import Office

if TYPE_CHECKING:
    from desktop.ui.tables.state import StatePanel


def nothing_yet(office: Office) -> bool:
    """Whether the base holds no dossier: an empty screen is then no fault of its filters."""
    return count(office.reader) == 0


def invite_import(state: StatePanel, office: Office, title: str, words: str) -> None:
    """Cover the rows with these words, and lead to the import."""
    action = QCoreApplication.translate("nothing_yet", "Importer un fichier")
    state.tell("empty", title, words, action, lambda: office.place_wanted.emit("import"))


def invite_list(state: StatePanel, office: Office, title: str, words: str) -> None:
    """Cover the rows with these words, and lead to the dossiers; to the import when there is none."""
    if nothing_yet(office):
        invite_import(state, office, title, words)
        return
    action = QCoreApplication.translate("nothing_yet", "Ouvrir les dossiers")
    state.tell("empty", title, words, action, lambda: office.place_wanted.emit("list"))
