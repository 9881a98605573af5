"""A challenge as the reading screens show it: its name, colours and icon, and the key that stands for it."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent

from desktop.ui.colours import readable
from desktop.ui.icons import icon
from desktop.ui.theme import Tokens

LAST_RANK = 11


@dataclass(frozen=True, slots=True)
class ChallengeFace:
    """One of the challenges of the grid, `rank` from 1; `short` is what stands on a card."""

    rank: int
    code: str
    name: str
    short: str
    colour: str
    icon: str = ""  # name of a drawing of resources/icons

    @property
    def key(self) -> str:
        """The key written on the keyboard for it: 1 to 9, then 0 and the hyphen."""
        return "1234567890-"[self.rank - 1]


def ink(colour: str, look: Tokens) -> QColor:
    """The shade of a challenge for words and numbers, readable on the papers of the theme."""
    return QColor(readable(colour, (look.paper, look.ground, look.accent_wash)))


def face_icon(face: ChallengeFace, look: Tokens, size: int = 16) -> QIcon:
    """Its drawing in its readable shade; an empty icon when the grid names none."""
    return icon(face.icon, ink(face.colour, look).name(), size) if face.icon else QIcon()


def wash(colour: str, look: Tokens) -> QColor:
    """The transparent shade behind a quoted passage: washes laid one over the other stay visible."""
    shade = QColor(colour)
    shade.setAlphaF(0.22 if look.name == "light" else 0.38)
    return shade


def rank_of(event: QKeyEvent) -> int | None:
    """The challenge a key stands for, or None. Alone or with Ctrl; Shift and Alt mean something else.

    The eleven keys above the letters are told by their place first: on a French keyboard they give
    « & é " ' ( - è _ ç à ) » without Shift, and the hyphen is then the sixth key, not the eleventh.
    """
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ControlModifier)
    by_place = _place(event.nativeScanCode())
    if by_place is not None and held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return by_place
    if held != Qt.KeyboardModifier.NoModifier:
        return None
    key = event.key()
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return key - int(Qt.Key.Key_0)
    return {int(Qt.Key.Key_0): 10, int(Qt.Key.Key_Minus): LAST_RANK}.get(key)


def _place(scan_code: int) -> int | None:
    """Place from 1 to 11 in the row of figures: evdev codes on Linux, set 1 codes on Windows."""
    if sys.platform.startswith("linux"):
        first = 10
    elif sys.platform == "win32":
        first = 2
    else:
        return None
    place = scan_code - first + 1
    return place if 1 <= place <= LAST_RANK else None
