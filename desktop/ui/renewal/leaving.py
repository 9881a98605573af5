"""From the window of a new version to the other program: this one closes, the other opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.renewal.window import RenewalWindow

if TYPE_CHECKING:
    from desktop.ui.window import Window


def open_renewal(window: Window) -> RenewalWindow:
    """« Mettre à jour Parvis… », over the window."""
    made = RenewalWindow(window.office, window)
    made.leave_wanted.connect(lambda: _leave(made, window, "update", "--open"))
    made.back_wanted.connect(lambda: _leave(made, window, "update", "--back", "--open"))
    made.finished.connect(made.deleteLater)
    made.open()
    return made


def _leave(dialog: RenewalWindow, window: Window, *command: str) -> None:
    """Close Parvis; the command begins once it has ended. A setup opens the new version by itself."""
    from desktop.flow.renew import after_us

    dialog.accept()
    if dialog.offer is None or dialog.offer.deed != "setup" or "--back" in command:
        after_us(*command, "--db", str(window.office.path))
    window.close()
