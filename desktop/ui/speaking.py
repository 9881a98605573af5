"""What a painted part is to a screen reader: Qt knows its own buttons and tables, not what we draw."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

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


def also_by_toggle(button: QAbstractButton, own: object, front: Callable[[], object]) -> None:
    """The action « toggle » of a screen reader changes the button and presses nothing: when it is then
    down without its `own` thing being in `front`, or the reverse, that is taken back and it is pressed."""

    pressing = False

    def look() -> None:
        nonlocal pressing
        down = front() == own
        if button.isChecked() != down:
            pressing = True  # once: where the screen does not follow, the button is left as it is
            button.setChecked(down)
            button.click()
            pressing = False

    def later() -> None:
        if not pressing:
            QTimer.singleShot(0, button, look)

    # A turn later: by then a press by hand has been followed, and what the screen shows is what it says.
    button.toggled.connect(lambda _on: later())
