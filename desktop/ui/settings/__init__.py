"""« Réglages » : what an office sets by itself, one page a subject, exported and imported as one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.office import Office


def open_settings(office: Office, over: QWidget) -> None:
    """« Réglages », over the window."""
    from desktop.ui.settings.window import SettingsWindow

    SettingsWindow(office, over).open()
