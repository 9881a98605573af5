"""Pictures of « Obligations »: each of its tabs."""

from __future__ import annotations

from desktop.camera import SETTLE_MS, Camera, wait
from desktop.ui.duties.screen import DutiesScreen

TABS = {
    "data": "donnees-ouvertes",
    "statement": "etat-annexe",
    "themes": "themes-etat",
    "thresholds": "seuils",
}


def photograph_duties(camera: Camera) -> None:
    """The tabs in the order of the row."""
    camera.place("duties")
    screen = camera.window.stack.current()
    if isinstance(screen, DutiesScreen):
        for name, picture in TABS.items():
            screen.show_tab(name)
            wait(SETTLE_MS)
            camera.picture(picture)
