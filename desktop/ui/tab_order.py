"""Where Tab goes: what is made late comes last for Qt, wherever it stands on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget


def tab_through(place: QWidget, parts: Iterable[QWidget]) -> None:
    """Tab goes through these `parts`, in their order, where the widget that holds them stands."""
    policy = place.focusPolicy()
    place.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt puts nothing behind what takes no focus
    for before, part in pairwise((place, *_stops(parts))):
        QWidget.setTabOrder(before, part)
    place.setFocusPolicy(policy)


def _stops(parts: Iterable[QObject]) -> Iterator[QWidget]:
    """What takes the keyboard among these, or inside them."""
    for part in parts:
        if not isinstance(part, QWidget):
            continue
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield part
        else:
            yield from _stops(part.children())
