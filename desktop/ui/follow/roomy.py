"""Amounts that keep away from the words of the next column."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

_ROOM = 12  # pixels on the right


class Roomy(QStyledItemDelegate):
    """The ground of the whole cell, its words in what is left of it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view = option.widget
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, view)
        inside = QStyleOptionViewItem(option)
        inside.rect = option.rect.adjusted(0, 0, -_ROOM, 0)
        super().paint(painter, inside, index)
