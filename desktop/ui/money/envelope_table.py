"""The table of envelopes: figures on the right, a bar with its per cents, what is overdrawn told in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from db.queries.money import EnvelopeRow
from desktop.rules.envelopes import rest_words
from desktop.ui.fields.floored import take_the_rest
from desktop.ui.money.envelope_lines import Line
from desktop.ui.theme import Tokens, font, tokens
from desktop.ui.tongue import euros, percent

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
NAME, VOTED, CARRIED, RESERVE, ENGAGED, PROPOSED, LEFT, BAR = range(8)
_WIDTHS = {VOTED: 96, CARRIED: 84, RESERVE: 80, ENGAGED: 92, PROPOSED: 92, LEFT: 104, BAR: 176}
_HIGH = 34
_TIGHT, _SHARE = 940, 84  # pixels: below, the bars leave their room to the names and keep their per cents
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class EnvelopesModel(QAbstractTableModel):
    """Lines under their headings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()
        self._titles = (
            self.tr("Enveloppe"), self.tr("Voté"), self.tr("Reporté"), self.tr("Réserve"), self.tr("Engagé"),
            self.tr("Proposé"), self.tr("Reste"), self.tr("Pris"),
        )  # fmt: skip
        self._about = {
            ENGAGED: self.tr("Voté pour les dossiers décidés"),
            PROPOSED: self.tr("Proposé pour les dossiers qui attendent une décision"),
            BAR: self.tr("Part engagée (pleine) et proposée (hachurée) de ce que contient l’enveloppe"),
            LEFT: self.tr("Voté + reporté − réserve − engagé − proposé"),
            CARRIED: self.tr("Venu d’une autre enveloppe (+) ou parti vers une autre (−)"),
        }

    def show(self, lines: Sequence[Line]) -> None:
        """Show these instead of those before."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return self._titles[section]
        if role == _ROLE.ToolTipRole:
            return self._about.get(section)
        return _RIGHT if role == _ROLE.TextAlignmentRole and NAME < section < BAR else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return "" if column == BAR else self._words(line, column)
        if role == _ROLE.AccessibleTextRole:
            return f"{line.words}, {self._titles[column]}\u00a0: {self._words(line, column)}"
        if role == _ROLE.ToolTipRole:
            return self._tip(line, column)
        if role == _ROLE.TextAlignmentRole and NAME < column < BAR:
            return _RIGHT
        if role == _ROLE.FontRole:
            return font(13, QFont.Weight.DemiBold if line.depth == 0 else QFont.Weight.Normal)
        if role == _ROLE.ForegroundRole:
            return _ink(line, column)
        return None

    def _words(self, line: Line, column: int) -> str:
        if column == NAME:
            return ("\u2003" if line.depth else "") + line.words
        if column == BAR:
            return used_words(line)
        cents = (line.amount, line.carried, line.reserve, line.engaged, line.proposed, line.left)[column - 1]
        return "–" if cents == 0 and CARRIED <= column <= PROPOSED else euros(cents)

    def _tip(self, line: Line, column: int) -> str:
        if column == BAR:
            return used_words(line)
        if column == LEFT:
            before = self.tr("{0} avant les propositions").format(euros(line.held - line.engaged))
            return f"{rest_words(line.left)[0]}, {before}"
        row = line.row
        if row is None or column != NAME:
            return self._words(line, column).strip()
        return "\n".join(part for part in (line.words, row.call, row.comment) if part)


def _ink(line: Line, column: int) -> QColor | None:
    look = tokens()
    if column == LEFT and line.left < 0:
        return QColor(look.bad)
    if line.row is not None and line.row.outside and column == NAME:
        return QColor(look.warn)
    return QColor(look.ink) if line.depth == 0 or column in (NAME, LEFT) else QColor(look.muted)


def used_words(line: Line) -> str:
    """« 45 % engagé, 9 % proposé » of what the envelope holds; what is outside any is told so."""
    say = QCoreApplication.translate
    if line.held <= 0:
        nothing = line.engaged + line.proposed == 0
        return say("envelopes", "rien à donner") if nothing else rest_words(line.left)[0]
    said = say("envelopes", "{0} engagé, {1} proposé").format(
        percent(line.engaged, line.held), percent(line.proposed, line.held)
    )
    return said if line.left >= 0 else f"{rest_words(line.left)[0]} ({said})"


def beside_words(line: Line) -> str:
    """What stands beside the bar: the share taken, or that there is no envelope."""
    say, taken = QCoreApplication.translate, line.engaged + line.proposed
    if line.held > 0:
        return percent(taken, line.held) if line.left >= 0 else say("envelopes", "dépassée")
    if taken == 0:
        return ""
    return say("envelopes", "sans enveloppe") if line.amount == 0 else say("envelopes", "dépassée")


class BarPainter(QStyledItemDelegate):
    """Rows with their ground; in the last column the bar: full for engaged, hatched for proposed."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, EnvelopesModel)
        line, look = model.lines[index.row()], tokens()
        painter.save()
        if line.depth == 0 and not option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(look.ground))
        painter.restore()
        super().paint(painter, option, index)
        if index.column() == BAR:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_bar(painter, look, QRectF(option.rect).adjusted(8, 0, -8, 0), line)
            painter.restore()


def _paint_bar(painter: QPainter, look: Tokens, room: QRectF, line: Line) -> None:
    over = line.left < 0
    words = beside_words(line)
    painter.setFont(font(12, QFont.Weight.DemiBold if over else QFont.Weight.Normal))
    painter.setPen(QColor(look.bad if over else look.ink))
    wide = room.width() if line.held <= 0 else 64.0 if over else 48.0
    said = QRectF(room.right() - wide, room.top(), wide, room.height())
    painter.drawText(said, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
    if line.held <= 0:
        return
    track = QRectF(room.left(), room.center().y() - 5, room.width() - wide - 8, 10)
    if track.width() < 20:
        return  # no room for it: the figure says it
    painter.setPen(QPen(QColor(look.edge), 1))
    painter.setBrush(QColor(look.cell))
    painter.drawRect(track)
    whole = max(line.held, line.engaged + line.proposed)
    first = track.width() * max(0, line.engaged) / whole
    second = track.width() * max(0, line.proposed) / whole
    ink = QColor(look.bad if over else look.accent)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRectF(track.left(), track.top(), first, track.height()), ink)
    part = QRectF(track.left() + first, track.top(), second, track.height())
    painter.fillRect(part, QColor(look.paper))
    painter.fillRect(part, QBrush(ink, Qt.BrushStyle.BDiagPattern))
    if over:  # where the money ends
        end = track.left() + track.width() * line.held / whole
        painter.setPen(QPen(QColor(look.ink), 2))
        painter.drawLine(int(end), int(track.top()) - 4, int(end), int(track.bottom()) + 4)


class EnvelopesTable(QTableView):
    """Enter opens the dossiers of the line; arrows move line by line."""

    open_wanted = Signal(object)  # EnvelopeRow
    picked = Signal(object)  # EnvelopeRow, None on a sum

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = EnvelopesModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(BarPainter(self))
        self.setAccessibleName(self.tr("Enveloppes par financeur, avec ce qui reste"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_HIGH)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        take_the_rest(header, NAME)
        self.selectionModel().currentRowChanged.connect(
            lambda _now, _before: self.picked.emit(self.current())
        )
        self.doubleClicked.connect(lambda _index: self._open())

    def current(self) -> EnvelopeRow | None:
        """The envelope of the current line; None on a sum."""
        row = self.currentIndex().row()
        return self.rows.lines[row].row if 0 <= row < len(self.rows.lines) else None

    def show_lines(self, lines: Sequence[Line], key: bytes | None = None) -> None:
        """Show these; the line of the envelope `key` is current, else the one at the same place."""
        place = max(0, self.currentIndex().row())
        self.rows.show(lines)
        keys = [line.row.id if line.row is not None else None for line in lines]
        if key is not None and key in keys:
            place = keys.index(key)
        self._fit()
        if lines:
            self.selectRow(min(place, len(lines) - 1))
        self.picked.emit(self.current())

    def _fit(self) -> None:
        """On a small screen, columns where nothing stands leave their room to the names."""
        tight = self.viewport().width() < _TIGHT
        self.setColumnWidth(BAR, _SHARE if tight else _WIDTHS[BAR])
        for column, figures in (
            (CARRIED, [line.carried for line in self.rows.lines]),
            (RESERVE, [line.reserve for line in self.rows.lines]),
        ):
            self.setColumnHidden(column, tight and not any(figures))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        row = self.current()
        if row is not None:
            self.open_wanted.emit(row)
