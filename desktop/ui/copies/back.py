"""The window of the copies opened over a window: a base put back is closed for that, then opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.copies.window import CopiesWindow, show_copies
from desktop.ui.repair import put_back

if TYPE_CHECKING:
    from desktop.ui.window import Window


def open_copies(window: Window) -> CopiesWindow:
    """« Copies de la base », over the window."""
    made = show_copies(window.office, window)
    made.restore_wanted.connect(lambda copy: put_back(window.office.path, copy, window.alone_wanted.emit))
    return made
