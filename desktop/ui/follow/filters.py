"""The lists of a filter: everything first, then what can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox

from desktop.ui.money.picking import pick


def combo(name: str, every: str) -> QComboBox:
    """A list that keeps everything until something is chosen."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.addItem(every, None)
    return made


def offer(shown: QComboBox, choices: Sequence[tuple[str, Any]]) -> None:
    """Offer these under the first line; what was chosen stays so where it still can."""
    kept = shown.currentData()
    while shown.count() > 1:
        shown.removeItem(1)
    for words, key in choices:
        shown.addItem(words, key)
    pick(shown, kept)
