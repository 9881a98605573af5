"""From the window of the copies to a base put back: it is closed for that, then opened again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.ui.copies.window import CopiesWindow, show_copies
from desktop.ui.runner import Progress

if TYPE_CHECKING:
    from desktop.ui.window import Window


def open_copies(window: Window) -> CopiesWindow:
    """« Copies de la base », over the window."""
    made = show_copies(window.office, window)
    made.restore_wanted.connect(lambda copy: put_back(window, copy))
    return made


def put_back(window: Window, copy: Path) -> None:
    """Put a copy in the place of the base, which is kept first."""
    database = window.office.path
    say = QCoreApplication.translate

    def work(_progress: Progress) -> None:
        from db.backup import BadCopy
        from db.lock import Lock
        from desktop.flow.copies import put_back
        from desktop.ui.refusing import Refusal

        lock = Lock(database, "restauration", "poste")
        try:
            put_back(copy, database)
        except BadCopy as refusal:
            raise Refusal(str(refusal)) from refusal
        finally:
            lock.release()

    title = say("copies", "Reprise de la copie «\u00a0{0}\u00a0»").format(copy.name)
    about = say(
        "copies", "La base est gardée parmi les copies, puis la copie choisie, relue, prend sa place."
    )
    window.alone_wanted.emit(title, work, about)
