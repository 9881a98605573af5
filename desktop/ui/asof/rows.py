"""What the dossier said at a moment, part by part, beside what it says today."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from desktop.flow.asof import Line, Sheet
from desktop.ui.theme import font, tokens

_LINE = Qt.ItemDataRole.UserRole
_CUT = 160  # characters of a cell; the whole stands under the table


class PastRows(QTreeWidget):
    """← and → ask for the step before or after; the current line is told whole."""

    step_wanted = Signal(int)
    line_chosen = Signal(object)  # Line or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Le dossier à ce moment"))
        self.setHeaderLabels([self.tr("Quoi"), self.tr("À ce moment"), self.tr("Aujourd’hui")])
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setColumnWidth(0, 240)
        self.setColumnWidth(1, 350)
        self.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.currentItemChanged.connect(lambda now, _before: self.line_chosen.emit(_line_of(now)))

    def show_sheet(self, sheet: Sheet, *, only_changed: bool = False) -> int:
        """Show a moment, the same line kept current; returns how many lines are shown."""
        kept = _line_of(self.currentItem())
        self.clear()
        shown, again = 0, None
        for part in sheet.parts:
            lines = [x for x in part.lines if not only_changed or x.changed or x.now is not None]
            if not lines:
                continue
            self.addTopLevelItem(_head(part.title))
            for line in lines:
                item = _item(line)
                self.addTopLevelItem(item)
                shown += 1
                if kept is not None and again is None and line.label == kept.label:
                    again = item
        for place in range(self.topLevelItemCount()):
            item_ = self.topLevelItem(place)
            if item_ is not None and _line_of(item_) is None:
                self.setFirstColumnSpanned(place, self.rootIndex(), True)
        if again is not None:
            self.setCurrentItem(again)
        else:
            self.line_chosen.emit(None)
        return shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in ways:
            self.step_wanted.emit(ways[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _line_of(item: QTreeWidgetItem | None) -> Line | None:
    found = item.data(0, _LINE) if item is not None else None
    return found if isinstance(found, Line) else None


def _head(title: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([title])
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    item.setFont(0, font(12, QFont.Weight.DemiBold))
    item.setBackground(0, QBrush(QColor(tokens().cell)))
    return item


def _cut(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _CUT else plain[: _CUT - 1] + "…"


def _item(line: Line) -> QTreeWidgetItem:
    look = tokens()
    now = "" if line.now is None else line.now
    label = f"● {line.label}" if line.changed else line.label
    item = QTreeWidgetItem([label, _cut(line.value) or "–", _cut(now)])
    item.setData(0, _LINE, line)
    told = []
    if line.changed:
        item.setForeground(0, QBrush(QColor(look.accent)))
        for column in (0, 1):
            item.setFont(column, font(13, QFont.Weight.DemiBold))
        told.append("Changé par cette étape.")
    if line.open:
        item.setForeground(1, QBrush(QColor(look.bad)))
        item.setText(1, f"{item.text(1)}  (à trancher)")
        told.append("Deux postes avaient écrit autre chose, personne n’avait encore tranché.")
    if line.now is not None:
        item.setForeground(2, QBrush(QColor(look.warn)))
    for column in range(3):
        item.setToolTip(column, " ".join(told) or item.text(column))
    return item
