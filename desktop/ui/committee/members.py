"""The members of a session as a table one types in: name, body, role, vote, presence, proxy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from db.queries.committee import MemberRow
from desktop.rules.committee import PRESENCES, ROLES

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
FIELDS = ("name", "body", "role", "voting", "presence", "proxy")
_CHOICES = {"role": ROLES, "presence": PRESENCES}
_WIDTHS = (260, 190, 110, 60, 130, 0)
Write = Callable[[MemberRow, str, Any], bool]


class MembersModel(QAbstractTableModel):
    """`write(member, field, value)` is asked for each change; it answers whether it was kept."""

    def __init__(self, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._write = write
        self.members: Sequence[MemberRow] = ()
        self.writable = True
        self._headings = (
            self.tr("Nom ou fonction"), self.tr("Organisme"), self.tr("Rôle"), self.tr("Vote"),
            self.tr("Présence"), self.tr("Représenté par"),
        )  # fmt: skip

    def show(self, members: Sequence[MemberRow], *, writable: bool) -> None:
        """Show these members."""
        self.beginResetModel()
        self.members, self.writable = members, writable
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.members)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(FIELDS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        return self._headings[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid() or not self.writable:
            return usual
        if FIELDS[index.column()] == "voting":
            return usual | Qt.ItemFlag.ItemIsUserCheckable
        return usual | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        member, field = self.members[index.row()], FIELDS[index.column()]
        value = getattr(member, field)
        if field == "voting":
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return self.tr("{0} vote").format(member.name) if value else self.tr("ne vote pas")
            return None
        if role == Qt.ItemDataRole.EditRole:
            return value
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _CHOICES[field].get(value, value) if field in _CHOICES else value
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid():
            return False
        member, field = self.members[index.row()], FIELDS[index.column()]
        if field == "voting" and role == Qt.ItemDataRole.CheckStateRole:
            return self._write(member, field, Qt.CheckState(value) == Qt.CheckState.Checked)
        if role != Qt.ItemDataRole.EditRole or value == getattr(member, field):
            return False
        return self._write(member, field, value)


class ChoiceDelegate(QStyledItemDelegate):
    """A role or a presence is chosen in a list; the rest is typed."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = FIELDS[index.column()]
        if field not in _CHOICES:
            editor = super().createEditor(parent, option, index)
            editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
            return editor
        box = QComboBox(parent)
        box.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        for code, words in _CHOICES[field].items():
            box.addItem(words, code)
        box.activated.connect(lambda _at: self._chosen(box))
        return box

    def _chosen(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(index.data(Qt.ItemDataRole.EditRole))))
            editor.showPopup()
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        else:
            super().setModelData(editor, model, index)


class MembersTable(QTableView):
    """Arrows walk, typing edits, Space ticks a vote; P, E, A, R tell the presence; Alt + arrows move."""

    move_wanted = Signal(int)
    remove_wanted = Signal()
    presence_wanted = Signal(str)

    _KEYS = {  # noqa: RUF012  (a table, never changed)
        Qt.Key.Key_P: "present",
        Qt.Key.Key_E: "excused",
        Qt.Key.Key_A: "absent",
        Qt.Key.Key_R: "represented",
    }

    def __init__(self, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = MembersModel(write, self)
        self.setModel(self.rows)
        self.setItemDelegate(ChoiceDelegate(self))
        self.setAccessibleName(self.tr("Membres de la séance"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(32)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(column, width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def current(self) -> MemberRow | None:
        """The member of the current line."""
        index = self.currentIndex()
        return self.rows.members[index.row()] if index.isValid() else None

    def show_members(self, members: Sequence[MemberRow], *, writable: bool) -> None:
        """Show these members; the current line and column stay."""
        kept, index = self.current(), self.currentIndex()
        self.rows.show(members, writable=writable)
        keys = [member.id for member in members]
        row = keys.index(kept.id) if kept is not None and kept.id in keys else index.row()
        if members:
            at = max(0, min(row, len(members) - 1))
            self.setCurrentIndex(self.rows.index(at, max(0, index.column())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.AltModifier
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        index = self.currentIndex()
        if alt and key in steps:
            self.move_wanted.emit(steps[key])
        elif key == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif index.isValid() and FIELDS[index.column()] == "presence" and key in self._KEYS:
            self.presence_wanted.emit(self._KEYS[key])
        else:
            super().keyPressEvent(event)
