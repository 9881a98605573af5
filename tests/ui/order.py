"""The order in which Tab goes through a screen, beside the order in which the eye reads it."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_SLACK = 4  # pixels


class Stop(NamedTuple):
    """Where Tab stops, and where that stands on the screen."""

    part: QWidget
    at: QRect

    @property
    def words(self) -> str:
        said = self.part.accessibleName() or str(self.part.property("text") or "")
        return f"{type(self.part).__name__} « {said.replace('&', '')[:40]} »"


def chain(screen: QWidget) -> list[Stop]:
    """Where Tab goes in a screen, in its order."""
    found, part = [], screen
    for _ in range(5000):
        part = part.nextInFocusChain()
        if part is None or part is screen:
            break
        takes = part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None
        if takes and screen.isAncestorOf(part) and part.isVisible() and part.isEnabled():
            found.append(Stop(part, QRect(part.mapTo(screen, part.rect().topLeft()), part.size())))
    return found


def jumps(screen: QWidget) -> list[str]:
    """Where Tab goes back: up without beginning a column at the right, or to the left on one line."""
    stops = chain(screen)
    found = []
    for one, other in pairwise(stops):
        way = _back(one, other)
        if way:
            found.append(f"{way}: {one.words} -> {other.words}")
    return found


def _back(one: Stop, other: Stop) -> str | None:
    if one.part.isAncestorOf(other.part) or other.part.isAncestorOf(one.part) or _rolled(one, other):
        return None
    here, there = one.at, other.at
    if there.bottom() <= here.top() + _SLACK and there.left() < here.right() - _SLACK:
        return "up"
    same = (
        min(here.bottom(), there.bottom()) - max(here.top(), there.top())
        > min(here.height(), there.height()) / 2
    )
    if same and there.right() <= here.left() + _SLACK:
        return "left"
    return None


def _rolled(one: Stop, other: Stop) -> bool:
    """Whether one of them is in a page that scrolls and the other not: where it stands says nothing."""
    return _area(one.part) is not _area(other.part)


def _area(part: QWidget) -> QScrollArea | None:
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            return above
        above = above.parentWidget()
    return None
