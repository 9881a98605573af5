"""The checklist of pieces: one line each, settled by one key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from db.queries.shapes import PieceRow
from desktop.ui.dossier.outline_rows import PIECE_FACES, piece_told, piece_words, text_words
from desktop.ui.icons import icon
from desktop.ui.list.days import day
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import date_short

if TYPE_CHECKING:
    from desktop.flow.reuse import Offer

Index = QModelIndex | QPersistentModelIndex
HIGH, TALL = 32, 48  # pixels of a line, of one with something to say
# What a letter does to the piece chosen.
KEYS: dict[int, str] = {
    Qt.Key.Key_R: "received",
    Qt.Key.Key_N: "refused",
    Qt.Key.Key_S: "none",
    Qt.Key.Key_D: "waived",
    Qt.Key.Key_T: "date",
    Qt.Key.Key_A: "missing",
}


class Column(IntEnum):
    PIECE = 0
    STATE = 1
    DATES = 2


_WIDTHS = {Column.STATE: 126, Column.DATES: 156}
SECOND = Qt.ItemDataRole.UserRole  # what a cell says on its second line


class PieceModel(QAbstractTableModel):
    """The pieces of one dossier, with what is held already beside those that lack."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[PieceRow] = ()
        self.offers: Mapping[bytes, Offer] = {}

    def show(self, rows: Sequence[PieceRow], offers: Mapping[bytes, Offer]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows, self.offers = rows, offers
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            heads = (self.tr("Pièce"), self.tr("État"), self.tr("Document"))
            return heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], Column(index.column())
        sign, tone = PIECE_FACES[row.state]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column)
        if role == SECOND:
            return self.second(row, column)
        if role == Qt.ItemDataRole.DecorationRole and column == Column.STATE:
            return icon(sign, getattr(tokens(), tone))
        if role == Qt.ItemDataRole.ToolTipRole:
            offer = self.offers.get(row.id)
            return "\n".join([*piece_told(row), *([offer.words] if offer else [])])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = [self._words(row, column), self.second(row, column)]
            return ", ".join(words for words in said if words) or self.tr("rien")
        return None

    def _words(self, row: PieceRow, column: Column) -> str:
        if column == Column.PIECE:
            return row.label or row.name
        if column == Column.STATE:
            return piece_words(row.state)
        dated, last = day(row.dated_on), day(row.expires_on)
        if dated:
            return self.tr("du {0}").format(date_short(dated))
        return self._until(row, last) if last else ""

    def second(self, row: PieceRow, column: Column) -> str:
        """What stands under the words of a cell."""
        if column == Column.PIECE:
            offer = self.offers.get(row.id)
            again = self.tr("Déjà au dossier {0} : D la reprend").format(offer.number) if offer else ""
            return again or row.reason or text_words(row)
        last = day(row.expires_on)
        return self._until(row, last) if column == Column.DATES and row.dated_on and last else ""

    def _until(self, row: PieceRow, last: date) -> str:
        words = self.tr("périmé le {0}") if row.state == "expired" else self.tr("jusqu’au {0}")
        return words.format(date_short(last))


class TwoLines(QStyledItemDelegate):
    """The words of a cell and, under them, what it says besides, in small."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(SECOND):
            option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        second = index.data(SECOND)
        if not second:
            return
        model = index.model()
        assert isinstance(model, PieceModel)
        offered = index.column() == Column.PIECE and model.rows[index.row()].id in model.offers
        late = index.column() == Column.DATES and model.rows[index.row()].state == "expired"
        look = tokens()
        lines = (
            (index.data(), font(13), look.ink, 7),
            (second, font(12), look.accent if offered else look.warn if late else look.muted, 26),
        )
        painter.save()
        for words, lettering, colour, top in lines:
            place: QRect = option.rect.adjusted(8, top, -6, 0)
            painter.setFont(lettering)
            painter.setPen(QColor(colour))
            cut = painter.fontMetrics().elidedText(str(words), Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, cut)
        painter.restore()


class PieceTable(QTableView):
    """Arrows choose, a letter settles, Enter opens."""

    deed_wanted = Signal(object, str)  # PieceRow, what
    open_wanted = Signal(object)  # PieceRow
    current_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pieces = PieceModel()
        self.setModel(self.pieces)
        self.setAccessibleName(self.tr("Pièces demandées"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side, header = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(HIGH)
        header.setFont(font(12))
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(Column.PIECE, QHeaderView.ResizeMode.Stretch)
        self.setItemDelegate(TwoLines(self))
        self.setStyleSheet("QTableView::item { padding: 0 5px; }")
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(lambda _index: self._open())
        self.selectionModel().currentRowChanged.connect(lambda *_rows: self.current_changed.emit())

    def show_rows(self, rows: Sequence[PieceRow], offers: Mapping[bytes, Offer], *, fresh: bool) -> None:
        """Show these; of the same dossier, the choice stays where it was."""
        kept = self.current()
        self.pieces.show(rows, offers)
        for rank, row in enumerate(rows):
            told = any(self.pieces.second(row, column) for column in Column)
            self.setRowHeight(rank, TALL if told else HIGH)
        place = next((i for i, row in enumerate(rows) if kept and row.id == kept.id), 0)
        self.choose(0 if fresh else place)

    def choose(self, place: int) -> None:
        """Choose a line by its place."""
        if 0 <= place < len(self.pieces.rows):
            self.setCurrentIndex(self.pieces.index(place, 0))

    def current(self) -> PieceRow | None:
        """The piece chosen."""
        index = self.currentIndex()
        inside = index.isValid() and index.row() < len(self.pieces.rows)
        return self.pieces.rows[index.row()] if inside else None

    def want(self, deed: str) -> None:
        """Ask for a deed on the piece chosen."""
        row = self.current()
        if row is not None:
            self.deed_wanted.emit(row, deed)

    def _open(self) -> None:
        row = self.current()
        if row is not None:
            self.open_wanted.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in KEYS:
            self.want(KEYS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)
