"""Both sides field by field: for each difference, which value the one that goes on will have."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from desktop.flow.side_by_side import Compared
from desktop.ui.icons import icon
from desktop.ui.theme import font, tokens

_FIELD, _KEPT, _GONE = range(3)
_LONG = 160  # letters of a value shown; the tooltip has it all


def _blank() -> QIcon:
    """As wide as the tick: the words of both columns stand under one another."""
    nothing = QPixmap(14, 14)
    nothing.fill(Qt.GlobalColor.transparent)
    return QIcon(nothing)


class Sides(QTreeWidget):
    """Left and right arrows choose the value of a line, Space takes the other one, a click too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Champs des deux côtés"))
        self.setColumnCount(3)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_FIELD, QHeaderView.ResizeMode.Fixed)
        for column in (_KEPT, _GONE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(_FIELD, 168)
        self._rows: list[Compared] = []
        self._taken: set[str] = set()
        self.itemClicked.connect(self._clicked)

    def show_sides(self, rows: Sequence[Compared], kept: str, gone: str) -> None:
        """Show these fields; what the one kept lacks is taken from the other without being asked."""
        # What must be chosen first, then what comes from the other side, what stays, what both say alike.
        self._rows = sorted(rows, key=lambda row: (row.same, not row.other, not row.one))
        self._rows.sort(key=lambda row: row.same or not (row.one and row.other))
        self._taken = set()
        self.clear()
        self.setHeaderLabels([self.tr("Champ"), self.tr("{0} (gardé)").format(kept), gone])
        for row in self._rows:
            cells = [row.label, *(" ".join(value.split())[:_LONG] for value in (row.one, row.other))]
            item = QTreeWidgetItem(cells)
            item.setToolTip(_KEPT, row.one)
            item.setToolTip(_GONE, row.other)
            self.addTopLevelItem(item)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)
        self._dress()

    def taken(self) -> list[str]:
        """The names of the fields whose value comes from the one that goes."""
        return sorted(self._taken)

    def chosen_side(self, row: Compared) -> int:
        """The column of the value that the one kept will have; 0 when both say the same."""
        if row.same:
            return _FIELD
        if not row.one or (row.other and row.name in self._taken):
            return _GONE
        return _KEPT

    def choose(self, place: int, side: int) -> None:
        """Take the value of a column for one line; a line with one value has no choice."""
        row = self._rows[place]
        if row.same or not (row.one and row.other):
            return
        (self._taken.add if side == _GONE else self._taken.discard)(row.name)
        self._dress()

    def _clicked(self, item: QTreeWidgetItem, column: int) -> None:
        if column in (_KEPT, _GONE):
            self.choose(self.indexOfTopLevelItem(item), column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.currentIndex().row()
        side = {Qt.Key.Key_Left: _KEPT, Qt.Key.Key_Right: _GONE}.get(Qt.Key(event.key()))
        if place >= 0 and event.key() == Qt.Key.Key_Space:
            side = _KEPT if self.chosen_side(self._rows[place]) == _GONE else _GONE
        if place >= 0 and side is not None:
            self.choose(place, side)
            event.accept()
            return
        super().keyPressEvent(event)

    def _dress(self) -> None:
        """The value that will stand is ticked and dark, the other one pale."""
        look = tokens()
        bold, plain = font(13, QFont.Weight.DemiBold), font(13)
        for place, row in enumerate(self._rows):
            item = self.topLevelItem(place)
            if item is None:
                continue
            side = self.chosen_side(row)
            item.setForeground(_FIELD, QColor(look.muted))
            for column, value in ((_KEPT, row.one), (_GONE, row.other)):
                on = column == side
                item.setFont(column, bold if on else plain)
                item.setForeground(column, QColor(look.ink if on else look.muted))
                item.setIcon(column, icon("check", look.accent, 14) if on else _blank())
                words = self.tr("sera gardé") if on else self.tr("sera laissé")
                said = f"{row.label}\u00a0: {value or self.tr('vide')}"
                item.setData(
                    column, Qt.ItemDataRole.AccessibleTextRole, said if row.same else f"{said}, {words}"
                )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_rows"):
            self._dress()
        super().changeEvent(event)
