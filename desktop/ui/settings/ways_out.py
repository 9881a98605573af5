"""From a page of the settings to the screen that sets the rest of its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog

from desktop.ui.fields import Button

if TYPE_CHECKING:
    from desktop.ui.settings.page import EntriesPage


def way_out(page: EntriesPage) -> Button:
    """The button that leads there."""
    say = QCoreApplication.translate
    words = {
        "waves": say("settings", "&Vagues de l’appel…"),
        "envelopes": say("settings", "Aller aux en&veloppes"),
        "duties": say("settings", "Aller aux &obligations"),
        "archives": say("settings", "Aller aux arc&hives"),
    }[page.subject.door]
    made = Button(words, "external-link", kind="plain")
    made.setAutoDefault(False)
    made.clicked.connect(lambda: _go(page))
    return made


def _go(page: EntriesPage) -> None:
    """A window opens over this one; a place is shown once this one is closed, and it may ask first."""
    if page.subject.door == "waves":
        from desktop.ui.people import open_waves

        open_waves(page.office, page)
        return
    window = page.window()
    if isinstance(window, QDialog):
        window.reject()
        if window.isVisible():
            return  # something waits to be saved
    page.office.place_wanted.emit(page.subject.door)
