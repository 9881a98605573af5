"""The grid of challenges and quarters as a table: figures on shades, how many actions under an amount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.rules.territory import Axis, Figure, View
from desktop.ui.colours import blend
from desktop.ui.theme import Tokens, font, tokens
from desktop.ui.tongue import plural

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_STRENGTH = (0.0, 0.09, 0.18, 0.29, 0.42)  # of the accent in the ground of a cell, by its shade
_LOW, _NARROW = 36, 84  # pixels


class GridModel(QAbstractTableModel):
    """A line a challenge, a column a quarter, totals at both ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: View | None = None
        self.lines: Sequence[Sequence[Figure]] = ()

    def show(self, view: View) -> None:
        """Show this grid instead of the one before."""
        self.beginResetModel()
        self.view, self.lines = view, view.lines()
        self.endResetModel()

    def place(self, index: Index) -> tuple[str | None, str | None]:
        """Codes of the challenge and the quarter of a cell; None in a total."""
        if self.view is None or not index.isValid():
            return None, None
        rows, columns = self.view.grid.challenges, self.view.grid.quarters
        row = rows[index.row()].code if index.row() < len(rows) else None
        return row, columns[index.column()].code if index.column() < len(columns) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.view is None else len(self.view.grid.quarters) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if self.view is None or role not in (_ROLE.DisplayRole, _ROLE.ToolTipRole, _ROLE.FontRole):
            return None
        across = orientation == Qt.Orientation.Horizontal
        axes = self.view.grid.quarters if across else self.view.grid.challenges
        if role == _ROLE.FontRole:
            return font(12, QFont.Weight.DemiBold if section >= len(axes) else QFont.Weight.Normal)
        if section >= len(axes):
            return self.tr("Total")
        axis = axes[section]
        if role == _ROLE.ToolTipRole:
            return _about(axis)
        return axis.name if across or not axis.code else f"{axis.rank} · {axis.name}"

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid() or self.view is None:
            return None
        figure = self.lines[index.row()][index.column()]
        if role == _ROLE.DisplayRole:
            return figure.words
        if role in (_ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            return self._spoken(index, figure)
        return None

    def _spoken(self, index: Index, figure: Figure) -> str:
        down = self.headerData(index.row(), Qt.Orientation.Vertical)
        across = self.headerData(index.column(), Qt.Orientation.Horizontal)
        told = f"{figure.actions} {plural(figure.actions, 'action')}"
        assert self.view is not None
        if figure.words == "?":
            told = self.tr("{0}, nombre d’habitants inconnu").format(told)
        elif figure.actions and (self.view.measure != "actions" or self.view.per_resident):
            told = f"{figure.words}, {told}"
        return f"{down}, {across}\u00a0: {told}"


def _about(axis: Axis) -> str:
    say = QCoreApplication.translate
    if axis.residents:
        return say("grid", "{0}, {1} habitants").format(axis.long or axis.name, axis.residents)
    return axis.long or axis.name


class CellPainter(QStyledItemDelegate):
    """A shade, the figure, and under an amount how many actions; a gap is hatched."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_NARROW, _LOW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GridModel) and model.view is not None
        figure, look = model.lines[index.row()][index.column()], tokens()
        total = None in model.place(index)
        painter.save()
        rect = option.rect.adjusted(0, 0, -1, -1)
        painter.fillRect(rect, QColor(_ground(look, figure, total=total)))
        if not figure.actions and not total:
            painter.fillRect(rect, QBrush(QColor(look.line), Qt.BrushStyle.BDiagPattern))
        self._write(painter, rect, figure, look, model.view, total=total)
        state = option.state
        if state & QStyle.StateFlag.State_Selected or state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    @staticmethod
    def _write(
        painter: QPainter, rect: QRect, figure: Figure, look: Tokens, view: View, *, total: bool
    ) -> None:  # fmt: skip
        inside = rect.adjusted(8, 2, -8, -2)
        under = bool(figure.actions) and (view.measure != "actions" or view.per_resident)
        right = Qt.AlignmentFlag.AlignRight
        painter.setFont(font(13, QFont.Weight.DemiBold if total else QFont.Weight.Normal))
        painter.setPen(QColor(look.ink if figure.actions else look.muted))
        if not under or inside.height() < 32:
            painter.drawText(inside, right | Qt.AlignmentFlag.AlignVCenter, figure.words)
            return
        half = inside.height() // 2
        upper, lower = inside.adjusted(0, 0, 0, -half + 2), inside.adjusted(0, half + 1, 0, 0)
        painter.drawText(upper, right | Qt.AlignmentFlag.AlignBottom, figure.words)
        painter.setFont(font(11))
        words = QCoreApplication.translate("grid", "{0} act.").format(figure.actions)
        painter.drawText(lower, right | Qt.AlignmentFlag.AlignTop, words)


def _ground(look: Tokens, figure: Figure, *, total: bool) -> str:
    return look.ground if total else blend(look.paper, look.accent, _STRENGTH[figure.shade])


class GridTable(QTableView):
    """Arrows go from cell to cell; Enter or a double click opens the dossiers of the cell."""

    open_wanted = Signal(object, object)  # codes of the challenge and the quarter, None in a total

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = GridModel(self)
        self.setModel(self.cells)
        self.setItemDelegate(CellPainter(self))
        self.setAccessibleName(self.tr("Grille des défis et des quartiers"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(right)
        self.horizontalHeader().setMinimumSectionSize(_NARROW)
        self.verticalHeader().setMinimumSectionSize(_LOW)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda _index: self.open())

    def show_view(self, view: View) -> None:
        """Show this grid; the current cell stays at its place."""
        now = self.currentIndex()
        place = (now.row(), now.column()) if now.isValid() else (0, 0)
        self.cells.show(view)
        self.setCurrentIndex(
            self.cells.index(
                min(place[0], self.cells.rowCount() - 1), min(place[1], self.cells.columnCount() - 1)
            )
        )

    def open(self) -> None:
        """Ask for the dossiers of the current cell."""
        index = self.currentIndex()
        if index.isValid() and self.cells.lines[index.row()][index.column()].actions:
            self.open_wanted.emit(*self.cells.place(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.open()
        else:
            super().keyPressEvent(event)
