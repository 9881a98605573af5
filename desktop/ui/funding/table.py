"""The lines of the plan as a table edited in place: the last row adds a funder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.flow.funding import PlanLine
from desktop.rules.funding import STATUSES, TONES, Plan
from desktop.ui.fields import DateField, MoneyField
from desktop.ui.fields.floored import take_the_rest
from desktop.ui.icons import icon
from desktop.ui.theme import tokens
from desktop.ui.tongue import euros

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
NAME, NATURE, ASKED, STATUS, ANSWERED, ON, PROOF, SHARE = range(8)
FIELDS = {
    NAME: "name", NATURE: "common_law", ASKED: "asked", STATUS: "status", ANSWERED: "answered",
    ON: "status_on", PROOF: "proof",
}  # fmt: skip
_SIGNS = {
    "confirmed": "circle-check", "announced": "circle-dot", "asked": "circle-dashed", "refused": "circle-x",
    "unknown": "circle-help",
}  # fmt: skip


class PlanModel(QAbstractTableModel):
    """`changed` tells a wish: (place, field, value)."""

    changed = Signal(int, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[PlanLine] = ()
        self.plan = Plan((), None)
        self.writable = True
        self._titles = (
            self.tr("Financeur"), self.tr("Crédits"), self.tr("Demandé"), self.tr("Réponse"),
            self.tr("Montant"), self.tr("Le"), self.tr("Preuve"), self.tr("Part"),
        )  # fmt: skip

    def show(self, plan: Plan, lines: Sequence[PlanLine], *, writable: bool) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.plan, self.lines, self.writable = plan, lines, writable
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines) + int(self.writable)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == _ROLE.DisplayRole:
                return self._titles[section]
            if role == _ROLE.TextAlignmentRole:
                return int(_aligned(section))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        adding = index.row() >= len(self.lines)
        if self.writable and index.column() in FIELDS and (not adding or index.column() == NAME):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.row() >= len(self.lines):
            return self._adding(index.column(), role)
        line, column = self.lines[index.row()], index.column()
        if role == _ROLE.EditRole:
            return self._raw(line, column)
        if role == _ROLE.DisplayRole:
            return self._words(line, column)
        if role == _ROLE.TextAlignmentRole:
            return int(_aligned(column))
        if role == _ROLE.AccessibleTextRole:
            said = self._words(line, column) or self.tr("vide")
            return f"{line.funding.name}, {self._titles[column]} : {said}"
        if role == _ROLE.ToolTipRole and line.row is not None:
            return line.row.comment or None
        if column == STATUS and role in (_ROLE.DecorationRole, _ROLE.ForegroundRole):
            ink = tokens().tone(TONES[line.funding.status])[0]
            return icon(_SIGNS[line.funding.status], ink) if role == _ROLE.DecorationRole else QColor(ink)
        return None

    def _adding(self, column: int, role: int) -> Any:
        words = self.tr("Ajouter un financeur…")
        if column == NAME and role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return words
        if role == _ROLE.EditRole:
            return ""
        return QColor(tokens().muted) if role == _ROLE.ForegroundRole else None

    def _raw(self, line: PlanLine, column: int) -> Any:
        row, told = line.row, line.funding
        return {
            NAME: told.name, NATURE: told.common_law, ASKED: told.asked, STATUS: told.status,
            ANSWERED: told.answered, ON: row.status_on if row else None, PROOF: row.proof if row else "",
        }.get(column)  # fmt: skip

    def _words(self, line: PlanLine, column: int) -> str:
        value = self._raw(line, column)
        if column in (ASKED, ANSWERED):
            return "" if value is None else euros(value)
        if column == NATURE:
            return self.tr("droit commun") if value else self.tr("contrat")
        if column == STATUS:
            return STATUSES[str(value)]
        if column == ON:
            return dt.date.fromisoformat(value).strftime("%d/%m/%Y") if value else ""
        if column == PROOF and line.row is not None and line.row.piece:
            return line.row.proof or line.row.piece
        return self.plan.part(line.funding) if column == SHARE else str(value or "")

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or not index.isValid():
            return False
        adding = index.row() >= len(self.lines)
        if (adding and not value) or (
            not adding and value == self._raw(self.lines[index.row()], index.column())
        ):
            return False
        # The table is made anew by the change: the field must have been closed before.
        place, field = index.row(), FIELDS[index.column()]
        QTimer.singleShot(0, lambda: self.changed.emit(place, field, value))
        return True


def _aligned(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (ASKED, ANSWERED, SHARE) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class PlanDelegate(QStyledItemDelegate):
    """The right field for each column."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = index.column()
        name = str(index.model().headerData(column, Qt.Orientation.Horizontal))
        if column in (ASKED, ANSWERED):
            return MoneyField(name, parent)
        if column == ON:
            return DateField(name, parent=parent)
        if column in (NATURE, STATUS):
            box = QComboBox(parent)
            box.setAccessibleName(name)
            choices: list[tuple[str, Any]] = (
                [(words, code) for code, words in STATUSES.items()]
                if column == STATUS
                else [(self.tr("contrat"), False), (self.tr("droit commun"), True)]
            )
            for words, code in choices:
                box.addItem(words, code)
            box.activated.connect(lambda _index: self._done(box))
            return box
        line = QLineEdit(parent)
        line.setAccessibleName(name)
        return line

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(_ROLE.EditRole)
        if isinstance(editor, MoneyField):
            editor.set_cents(value)
            editor.selectAll()
        elif isinstance(editor, DateField):
            editor.set_day(dt.date.fromisoformat(value) if value else None)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        value: Any
        if isinstance(editor, MoneyField):
            if editor.is_wrong():
                return
            value = editor.cents()
        elif isinstance(editor, DateField):
            day = editor.day()
            value = day.isoformat() if day else None
        elif isinstance(editor, QComboBox):
            value = editor.currentData()
        else:
            assert isinstance(editor, QLineEdit)
            value = editor.text().strip()
        model.setData(index, value, _ROLE.EditRole)


class PlanTable(QTableView):
    """Typing, F2 or Enter begins to write; Delete is told by the sheet."""

    def __init__(self, model: PlanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(PlanDelegate(self))
        self.setAccessibleName(self.tr("Plan de financement, un financeur par ligne"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setTabKeyNavigation(False)  # Tab leaves the table, as everywhere
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in {
            NATURE: 110,
            ASKED: 96,
            STATUS: 112,
            ANSWERED: 96,
            ON: 96,
            PROOF: 170,
            SHARE: 60,
        }.items():
            self.setColumnWidth(column, width)
        take_the_rest(header, NAME)
