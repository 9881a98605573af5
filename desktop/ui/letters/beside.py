"""A card of lists beside the page of a letter: the shape of the outbox and of the register."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget


def beside_page(
    parts: Sequence[QWidget], page: QWidget, sizes: tuple[int, int], least: tuple[int, int] = (320, 320)
) -> tuple[QStackedWidget, QSplitter]:
    """The stack that holds `parts`, one shown at a time, and the splitter that sets it beside the page."""
    stack, card, margin = QStackedWidget(), QFrame(), QWidget()
    card.setProperty("kind", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 8, 1, 8)
    inside.addWidget(stack)
    for part in parts:
        stack.addWidget(part)
    box = QVBoxLayout(margin)
    box.setContentsMargins(20, 0, 12, 12)
    box.addWidget(card)
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(1)
    for side, width in zip((margin, page), least, strict=True):
        side.setMinimumWidth(width)
        split.addWidget(side)
    split.setSizes(list(sizes))
    return stack, split
