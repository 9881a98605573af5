"""The field of a date: « 12/3/25 », « 12 mars » or the arrows; shown as « 12 mars 2025 »."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QWidget

from desktop.rules.folding import fold
from desktop.ui.fields.wrong import mark_wrong
from desktop.ui.icons import icon
from desktop.ui.theme import tokens
from desktop.ui.tongue import date_long

_MONTHS = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
_FIGURES = re.compile(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?")
_TIGHT = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})(?:er)? ([a-z]+)\.?(?: (\d{4}|\d{2}))?")


def read_date(text: str, today: date) -> date | None:
    """The date a French officer means; without a year, the one of `today`. None when it is no date."""
    plain = fold(text)
    near = {"aujourd'hui": 0, "hier": -1, "demain": 1}
    if plain in near:
        return today + timedelta(days=near[plain])
    if found := _ISO.fullmatch(plain):
        return _made(found[3], found[2], found[1], today)
    if found := _FIGURES.fullmatch(plain) or _TIGHT.fullmatch(plain):
        return _made(found[1], found[2], found[3], today)
    if found := _NAMED.fullmatch(plain):
        months = [i for i, name in enumerate(_MONTHS, 1) if found[2].startswith(name)]
        return _made(found[1], str(months[0]), found[3], today) if months else None
    return None


def _made(day: str, month: str, year: str | None, today: date) -> date | None:
    whole = int(year) if year else today.year
    try:
        return date(whole + 2000 if whole < 100 else whole, int(month), int(day))
    except ValueError:
        return None  # 31 février: the caller says so


class DateField(QLineEdit):
    """`name` is what the date is. Up and Down change the day, Alt+Down opens a calendar."""

    settled = Signal(object)  # date or None

    def __init__(
        self, name: str, today: Callable[[], date] = date.today, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(self.tr("jj/mm/aaaa"))
        self._today = today
        self._day: date | None = None
        self._told: date | None = None
        self._calendar: QCalendarWidget | None = None
        self._look = tokens()
        self._open = self.addAction(self._drawing(), QLineEdit.ActionPosition.TrailingPosition)
        self._open.setToolTip(self.tr("Ouvrir le calendrier (Alt+↓)"))
        self._open.triggered.connect(self.open_calendar)
        self.textEdited.connect(self._edited)
        self.editingFinished.connect(self._finished)

    def day(self) -> date | None:
        """The last date that could be read; None when the field is empty."""
        return self._day

    def set_day(self, day: date | None) -> None:
        """Show this date, without telling."""
        self._day = self._told = day
        self._show()

    def open_calendar(self) -> None:
        """Show a month to choose from, under the field."""
        if self._calendar is None:
            self._calendar = self._made_calendar()
        self._dress_calendar(self._calendar)
        shown = self._day or self._today()
        self._calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self._calendar.move(self.mapToGlobal(self.rect().bottomLeft()))
        self._calendar.show()
        self._calendar.setFocus()

    def _made_calendar(self) -> QCalendarWidget:
        made = QCalendarWidget(self)
        made.setWindowFlag(Qt.WindowType.Popup)
        made.setLocale(QLocale(QLocale.Language.French, QLocale.Country.France))
        made.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        made.setFixedSize(308, 240)  # Qt forgets the height of its own line of months
        made.setAccessibleName(self.accessibleName())
        made.activated.connect(self._picked)
        made.clicked.connect(self._picked)
        return made

    def _dress_calendar(self, calendar: QCalendarWidget) -> None:
        # Qt writes week-ends in pure red and its arrows in black, whatever the theme.
        quiet = QTextCharFormat()
        quiet.setForeground(QColor(tokens().muted))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, quiet)
        for name, drawing in (
            ("qt_calendar_prevmonth", "chevron-left"),
            ("qt_calendar_nextmonth", "chevron-right"),
        ):
            button = calendar.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setIcon(icon(drawing))

    def _picked(self, picked: QDate) -> None:
        self._day = date(picked.year(), picked.month(), picked.day())
        if self._calendar is not None:
            self._calendar.hide()
        self._show()
        self._tell()

    def _drawing(self) -> QIcon:
        return icon("calendar", tokens().muted)

    def _show(self) -> None:
        self.setText("" if self._day is None else date_long(self._day))
        mark_wrong(self, "")

    def _edited(self, text: str) -> None:
        day = read_date(text, self._today())
        if text.strip() and day is None:
            mark_wrong(self, self.tr("Ceci n’est pas une date. Écrivez par exemple 12/03/2025 ou 12 mars."))
            return
        mark_wrong(self, "")
        self._day = day

    def _finished(self) -> None:
        if not self.property("wrong"):
            self._show()
            self._tell()

    def _tell(self) -> None:
        if self._day != self._told:
            self._told = self._day
            self.settled.emit(self._day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 7, Qt.Key.Key_PageDown: -7}
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif event.key() in steps and not self.property("wrong"):
            self._day = (self._day or self._today()) + timedelta(days=steps[Qt.Key(event.key())])
            self._show()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        # Inside a table the new drawing changes the palette again, which comes back here without end.
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_open") and self._look != tokens():
            self._look = tokens()
            self._open.setIcon(self._drawing())
        super().changeEvent(event)
