"""A workbook: one tab a sheet, cells as text, searched; and the thread that reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QThread,
    Signal,
)
from PySide6.QtWidgets import QTableView, QTabWidget, QVBoxLayout, QWidget

from desktop.rules.folding import fold
from desktop.ui.find import FindBar
from desktop.ui.viewer.kinds import tr

Rows = Sequence[Sequence[object]]
ReadSheets = Callable[[Path], Sequence[tuple[str, Rows]]]
Index = QModelIndex | QPersistentModelIndex


def cell_words(value: object) -> str:
    """A cell as a person reads it: French dates, decimal commas, nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return tr("oui") if value else tr("non")
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y %H:%M") if value.time() != dt.time() else value.strftime("%d/%m/%Y")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return str(value)


class SheetRows(QAbstractTableModel):
    """The rows of a sheet, ragged ones filled with nothing."""

    def __init__(self, rows: Rows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self._columns = max((len(row) for row in rows), default=0)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        value = row[index.column()] if index.column() < len(row) else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell_words(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(section + 1) if orientation == Qt.Orientation.Vertical else column_letters(section)


def column_letters(column: int) -> str:
    """A, B… Z, AA… as workbooks name their columns."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class SheetsView(QWidget):
    def __init__(self, sheets: Sequence[tuple[str, Rows]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.find_bar = FindBar()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Feuilles du classeur"))
        for name, rows in sheets:
            table = QTableView()
            table.setAccessibleName(self.tr("Feuille {name}").format(name=name))
            table.setModel(SheetRows(rows, table))
            table.resizeColumnsToContents()
            for column in range(table.model().columnCount()):
                table.setColumnWidth(column, min(320, table.columnWidth(column)))
            self.tabs.addTab(table, name)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.setSpacing(0)
        column_box.addWidget(self.find_bar)
        column_box.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tabs)
        self.places: list[tuple[int, int, int]] = []
        self.find_bar.looked_for.connect(self._look_for)
        self.find_bar.moved.connect(self._show_found)

    def table(self, sheet: int) -> QTableView:
        shown = self.tabs.widget(sheet)
        assert isinstance(shown, QTableView)
        return shown

    def _rows(self, sheet: int) -> Rows:
        model = self.table(sheet).model()
        assert isinstance(model, SheetRows)
        return model.rows

    def _look_for(self, words: str) -> None:
        wanted = fold(words)
        self.places = [
            (sheet, row, column)
            for sheet in range(self.tabs.count() if wanted else 0)
            for row, cells in enumerate(self._rows(sheet))
            for column, value in enumerate(cells)
            if wanted in fold(cell_words(value))
        ]
        self.find_bar.set_places(len(self.places))

    def _show_found(self, at: int) -> None:
        sheet, row, column = self.places[at]
        self.tabs.setCurrentIndex(sheet)
        table = self.table(sheet)
        table.setCurrentIndex(table.model().index(row, column))


class SheetReading(QThread):
    """Reads a workbook away from the window."""

    read = Signal(object, object)  # path, sheets
    failed = Signal(object, str)

    def __init__(self, path: Path, reader: ReadSheets) -> None:
        super().__init__()
        self._path, self._reader = path, reader
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.stop)

    def stop(self) -> None:
        """Wait for the end: a thread must not outlive what owns it."""
        self.wait()

    def run(self) -> None:
        try:
            sheets = self._reader(self._path)
        except Exception as problem:  # noqa: BLE001  # the reader comes from outside; its sentence is shown
            broken = tr("Ce classeur est abîmé : il ne peut pas être montré.")
            self.failed.emit(self._path, str(problem) or broken)
        else:
            self.read.emit(self._path, sheets)
