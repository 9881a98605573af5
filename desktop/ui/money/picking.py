"""Choosing a line of a box by its key: Qt compares keys of bytes by identity, so that it would find none."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox


def place_of(combo: QComboBox, key: object) -> int:
    """The place of the line that stands for this key; the first one when none does."""
    return next((at for at in range(combo.count()) if combo.itemData(at) == key), 0)


def pick(combo: QComboBox, key: object) -> None:
    """Choose the line that stands for this key."""
    combo.setCurrentIndex(place_of(combo, key))
