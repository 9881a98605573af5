"""The month: waves, committees and dates of dossiers; the arrows move from day to day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.rules.calendar_days import DayEvent, holiday, month_grid
from desktop.ui.fields import Button, IconButton
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import date_long, plural

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
DAY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Events = Mapping[dt.date, Sequence[DayEvent]]


class MonthModel(QAbstractTableModel):
    """Six weeks of seven days."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days: list[dt.date] = []
        self.month = 0
        self.today = dt.date.min
        self.events: Events = {}

    def show(self, year: int, month: int, events: Events, today: dt.date) -> None:
        """Show this month."""
        self.beginResetModel()
        self.days, self.month, self.events, self.today = month_grid(year, month), month, events, today
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.days) // 7

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 7

    def day(self, index: Index) -> dt.date:
        return self.days[index.row() * 7 + index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _DAYS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        day = self.day(index)
        if role == DAY:
            return day
        if role == Qt.ItemDataRole.DisplayRole:
            return str(day.day)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            said = [event.words for event in self.events.get(day, ())]
            free = holiday(day)
            return "\n".join([date_long(day), *([free] if free else []), *said])
        return None


class DayPainter(QStyledItemDelegate):
    """Paints one day: its number, a holiday's name, as many events as there is room for."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, 84)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, MonthModel)
        day, look, rect = model.day(index), tokens(), option.rect
        free = holiday(day)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if day.weekday() >= 5 or free:
            painter.fillRect(rect, QColor(look.ground))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.accent_wash))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(look.accent))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        ink = look.ink if day.month == model.month else look.muted
        face = font(13, QFont.Weight.Bold if day == model.today else QFont.Weight.Normal)
        badge = QRect(rect.left() + 6, rect.top() + 4, 24, 20)
        if day == model.today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawRoundedRect(badge, 6, 6)
            ink = look.on_accent
        painter.setFont(face)
        painter.setPen(QColor(ink))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if free:
            _elided(
                painter,
                QRect(badge.right() + 6, badge.top(), rect.right() - badge.right() - 10, 20),
                free,
                look.muted,
            )
        self._events(painter, rect, model.events.get(day, ()))
        painter.restore()

    def _events(self, painter: QPainter, rect: QRect, events: Sequence[DayEvent]) -> None:
        room = max(1, (rect.height() - 28) // 18)
        shown = events if len(events) <= room else events[: room - 1]
        top = rect.top() + 27
        for event in shown:
            ink, wash = tokens().tone(event.tone)
            place = QRect(rect.left() + 5, top, rect.width() - 10, 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(wash))
            painter.drawRoundedRect(place, 4, 4)
            _elided(painter, place.adjusted(5, 0, -3, 0), event.words, ink)
            top += 18
        if len(shown) < len(events):
            more = len(events) - len(shown)
            words = f"et {more} {plural(more, 'autre')}"
            _elided(painter, QRect(rect.left() + 10, top, rect.width() - 14, 16), words, tokens().muted)


def day_words(day: dt.date) -> str:
    """« Mercredi 25 novembre 2026 »."""
    return f"{_DAYS[day.weekday()].capitalize()} {date_long(day)}"


def _elided(painter: QPainter, place: QRect, words: str, colour: str) -> None:
    face = font(11)
    painter.setFont(face)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Month(QWidget):
    """The grid, what happens on the chosen day, and the way from month to month."""

    dossiers_wanted = Signal(object)  # keys, of one line of the day
    add_wanted = Signal(object)  # date

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._events: Events = {}
        self._year, self._month = today.year, today.month
        self.name = text(size=15, bold=True)
        self.before = IconButton("chevron-left", self.tr("Mois précédent"), key="PgUp")
        self.after = IconButton("chevron-right", self.tr("Mois suivant"), key="PgDown")
        self.now = Button(self.tr("A&ujourd’hui"))
        self.grid = QTableView()
        self.model = MonthModel(self)
        self.day_name = text(bold=True)
        self.day_rows = Rows(self.tr("Ce jour-là"), [(self.tr("Ce jour-là"), 0)])
        self.whole = text(caption=True)
        self.nothing = text(self.tr("Rien ce jour-là."), caption=True)
        self.add = Button(self.tr("Noter une échéance ce &jour-là…"), "plus", kind="plain")
        self._lay_out()
        self.before.clicked.connect(lambda: self.go(-1))
        self.after.clicked.connect(lambda: self.go(1))
        self.now.clicked.connect(lambda: self.show_day(self._today))
        self.grid.selectionModel().currentChanged.connect(lambda index, _before: self._picked(index))
        self.day_rows.activated.connect(self._open)
        self.day_rows.picked.connect(lambda event: self.whole.setText(event.words if event else ""))
        self.add.clicked.connect(lambda: self.add_wanted.emit(self.day()))

    def _lay_out(self) -> None:
        grid = self.grid
        grid.setModel(self.model)
        grid.setItemDelegate(DayPainter(grid))
        grid.setAccessibleName(self.tr("Calendrier du mois"))
        grid.verticalHeader().hide()
        for header in (grid.horizontalHeader(), grid.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setHighlightSections(False)
        grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        grid.setTabKeyNavigation(False)
        top = QHBoxLayout()
        for part in (self.before, self.after, self.now):
            top.addWidget(part)
        top.addSpacing(8)
        top.addWidget(self.name, 1)
        side = QVBoxLayout()
        side.addWidget(self.day_name)
        side.addWidget(self.nothing)
        side.addWidget(self.day_rows, 1)
        side.addWidget(self.whole)
        side.addWidget(self.add)
        side.addStretch(0)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(grid, 3)
        line.addLayout(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(line, 1)

    def show_events(self, events: Events) -> None:
        """What happens, all months together."""
        self._events = events
        self.show_day(self.day() or self._today)

    def day(self) -> dt.date | None:
        """The day chosen."""
        index = self.grid.currentIndex()
        return self.model.day(index) if index.isValid() and self.model.days else None

    def show_day(self, day: dt.date) -> None:
        """Go to this day, in its month."""
        self._year, self._month = day.year, day.month
        self.model.show(day.year, day.month, self._events, self._today)
        self.name.setText(f"{_MONTHS[day.month - 1]} {day.year}".capitalize())
        place = self.model.days.index(day)
        self.grid.setCurrentIndex(self.model.index(place // 7, place % 7))

    def go(self, by: int) -> None:
        """So many months further; the same day, or the last one of a shorter month."""
        from desktop.rules.clocks import add_months

        self.show_day(add_months(self.day() or self._today, by))

    def _picked(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        day = self.model.day(index)
        events, free = self._events.get(day, ()), holiday(day)
        self.day_name.setText(day_words(day) + (f" · {free}" if free else ""))
        self.nothing.setVisible(not events)
        self.day_rows.setVisible(bool(events))
        self.day_rows.show_lines([Line((event.words,), _tone(event.tone), event) for event in events])

    def _open(self, index: QModelIndex) -> None:
        event: DayEvent = self.day_rows.rows.lines[index.row()].what
        if event.dossiers:
            self.dossiers_wanted.emit(event.dossiers)


def _tone(tone: str) -> str:
    return tone if tone in ("good", "warn", "bad", "accent", "neutral") else "neutral"
