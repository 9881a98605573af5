"""What a painted part is to a screen reader: Qt knows its own buttons and tables, not what we draw."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_kept: list[QAccessibleInterface] = []  # Qt holds them too, but Python would let go of what it made


def install() -> None:
    """Widgets whose class says `spoken_role` get it; their name tells the value, and changes with it."""
    QAccessible.installFactory(_interface)


def _interface(_key: str, of: QObject) -> QAccessibleInterface | None:
    role = getattr(type(of), "spoken_role", None)
    if role is None or not isinstance(of, QWidget):
        return None
    made = QAccessibleWidget(of, role, "")
    _kept.append(made)  # some hundred bytes each, and only while a screen reader asks
    return made
