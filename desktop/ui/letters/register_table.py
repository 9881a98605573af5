"""The table of the register: rows to walk with the arrows, Enter opens the PDF."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from db.queries.letters import LetterRow
from desktop.ui.fields.floored import take_the_rest
from desktop.ui.letters.register_model import Column, RegisterModel
from desktop.ui.theme import font

HIGH = 34
_WIDTHS = {
    Column.NUMBER: 106, Column.DAY: 146, Column.WHAT: 168, Column.DOSSIER: 100, Column.PROOF: 136,
    Column.COPIES: 84,
}  # fmt: skip
_LEAST = 180  # of the addressee's column: below, the kind of letter and then the dossier give way
Index = QModelIndex | QPersistentModelIndex


class RegisterTable(QTableView):
    """The addressee takes what is left of the width."""

    current_changed = Signal(object)  # LetterRow or None
    open_wanted = Signal()

    def __init__(self, model: RegisterModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Registre des courriers partis"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setStyleSheet("QTableView::item { padding: 0 5px; }")  # under the words of the header
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(HIGH)
        header = self.horizontalHeader()
        header.setFont(font(12))
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        take_the_rest(header, Column.WHO)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(lambda _index: self.open_wanted.emit())

    def current(self) -> LetterRow | None:
        """The letter chosen."""
        index = self.currentIndex()
        return self._model.row(index.row()) if index.isValid() else None

    def chosen(self) -> list[LetterRow]:
        """The letters selected, in the order of their numbers."""
        rows = [self._model.row(index.row()) for index in self.selectionModel().selectedRows()]
        return sorted(rows, key=lambda row: row.number)

    def go_to(self, place: int) -> None:
        """Choose a letter by its place."""
        if 0 <= place < self._model.rowCount():
            self.setCurrentIndex(self._model.index(place, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.open_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.viewport().width() - sum(_WIDTHS.values())
        for column in (Column.COPIES, Column.DOSSIER, Column.WHAT):
            hidden = room < _LEAST
            self.setColumnHidden(column, hidden)
            room += _WIDTHS[column] if hidden else 0
        super().resizeEvent(event)
