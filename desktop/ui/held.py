"""A button or an action that a role may not use: greyed, with the reason under the mouse."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget


def held(part: QWidget | QAction, why: str, *, on: bool = True) -> None:
    """Enable `part` when it is `on` and nothing stands against it; `why`: what does, a French sentence."""
    usual = part.property("usualTip")
    if usual is None:
        usual = part.toolTip()
        part.setProperty("usualTip", usual)
    part.setEnabled(on and not why)
    part.setToolTip(why or usual)
