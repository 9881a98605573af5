"""The groups of the notes, each with its count; the first line stands for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.list.bar import grouped
from desktop.ui.theme import font, tokens

HIGH = 32
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Group(NamedTuple):
    """`key` None: all of them. `notes` None while it is being counted."""

    key: str | None
    words: str
    notes: int | None


class GroupsModel(QAbstractListModel):
    """Groups in their order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups: Sequence[Group] = ()

    def show(self, groups: Sequence[Group]) -> None:
        """Show these instead of those before."""
        self.beginResetModel()
        self.groups = groups
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.groups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        group = self.groups[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return group.words
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return group.words if group.notes is None else f"{group.words}\u00a0: {grouped(group.notes)}"
        return None


class GroupPainter(QStyledItemDelegate):
    """A name on the left, its count on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GroupsModel)
        group, look, rect, state = model.groups[index.row()], tokens(), option.rect, option.state
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, QColor(look.accent_wash))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(look.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(look.ground))
        count = "" if group.notes is None else grouped(group.notes)
        small, face = font(12), font(13, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        wide = QFontMetrics(small).horizontalAdvance(count)
        inside = rect.adjusted(10, 0, -10, 0)
        painter.setFont(small)
        painter.setPen(QColor(look.muted))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        painter.setFont(face)
        painter.setPen(QColor(look.ink))
        room = inside.adjusted(0, 0, -wide - 8, 0)
        words = QFontMetrics(face).elidedText(group.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


class GroupsList(QListView):
    """One group is always chosen."""

    chosen = Signal(object)  # key of the group, None for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.rows = GroupsModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(GroupPainter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Groupes de notes"))

    def show_groups(self, groups: Sequence[Group], key: str | None) -> str | None:
        """Show these; the group `key` is chosen when it is there, else all. Returns the one chosen."""
        self._quiet = True
        self.rows.show(groups)
        row = next((n for n, group in enumerate(groups) if group.key == key), 0)
        self.setCurrentIndex(self.rows.index(row))
        self._quiet = False
        return groups[row].key if groups else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.chosen.emit(self.rows.groups[current.row()].key)
