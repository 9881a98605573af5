"""A chart of bars on screen: arrows go from bar to bar, Enter opens its dossiers, its words are heard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from desktop.rules.bars import Bar, Bars, spoken, spoken_bar
from desktop.ui.figures.drawing import Drawing, Layout, lay_out
from desktop.ui.theme import tokens

_NONE = Bars("", "", ())
Key = Qt.Key


class Chart(QWidget):
    """`show_bars` shows others; `open_wanted` carries the query of a bar."""

    spoken_role = QAccessible.Role.Graphic

    open_wanted = Signal(str)
    moved = Signal(int)  # the bar that the arrows stand on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = _NONE
        self.current = -1
        self._layout = Layout((), (), 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Diagramme"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_bars(self, bars: Bars) -> None:
        """Show these bars; the arrows stay at their place."""
        self.bars = bars
        self.current = min(max(self.current, 0), len(bars.bars) - 1)
        self.setAccessibleDescription(spoken(bars))
        self._lay_out()

    def bar(self) -> Bar | None:
        """The bar that the arrows stand on."""
        return self.bars.bars[self.current] if 0 <= self.current < len(self.bars.bars) else None

    def go_to(self, at: int) -> None:
        """Stand on this bar and say it."""
        if not self.bars.bars:
            return
        self.current = min(max(at, 0), len(self.bars.bars) - 1)
        bar = self.bars.bars[self.current]
        self.setAccessibleName(self.tr("Diagramme, {0}").format(spoken_bar(bar)))
        area = self._area()
        if area is not None:
            slot = self._layout.slots[self.current]
            area.ensureVisible(int(slot.center().x()), int(slot.center().y()), 20, int(slot.height()))
        self.moved.emit(self.current)
        self.update()

    def open(self) -> None:
        """Ask for the dossiers of the current bar."""
        bar = self.bar()
        if bar is not None and bar.query:
            self.open_wanted.emit(bar.query)

    def slot_of(self, at: int) -> QRectF:
        """Where a bar stands."""
        return self._layout.slots[at]

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(420, max(120, int(self._layout.height)))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, int(self._layout.height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing = Drawing(painter, self.bars, tokens(), self.width())
        drawing.draw(self._layout, self.current if self.hasFocus() else -1)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._step(event.key())
        if step is not None:
            self.go_to(step)
        elif event.key() in (Key.Key_Return, Key.Key_Enter) and not event.modifiers():
            self.open()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if at >= 0:
            self.go_to(at)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._at(event.position()) >= 0:
            self.open()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), spoken_bar(self.bars.bars[at]) if at >= 0 else "", self)
            return True
        return super().event(event)

    def _at(self, place: QPointF) -> int:
        return next((at for at, slot in enumerate(self._layout.slots) if slot.contains(place)), -1)

    def _step(self, key: int) -> int | None:
        """Where an arrow leads: bar by bar, panel by panel up and down."""
        last, panels = len(self.bars.bars) - 1, bool(self._layout.heads)
        if key == Key.Key_Home:
            return 0
        if key == Key.Key_End:
            return last
        if key in (Key.Key_Left, Key.Key_Right):
            return self.current + (1 if key == Key.Key_Right else -1)
        if key in (Key.Key_Up, Key.Key_Down):
            way = 1 if key == Key.Key_Down else -1
            return self._panel(way) if panels else self.current + way
        return None

    def _panel(self, way: int) -> int:
        """The bar of the same year in the panel above or below."""
        bar, groups = self.bar(), self.bars.groups
        if bar is None:
            return 0
        wanted = groups.index(bar.group) + way * self._layout.columns
        if not 0 <= wanted < len(groups):
            return self.current
        inside = [at for at, one in enumerate(self.bars.bars) if one.group == groups[wanted]]
        return next((at for at in inside if self.bars.bars[at].label == bar.label), inside[0])

    def _lay_out(self) -> None:
        self._layout = lay_out(self.bars, max(300, self.width()))
        self.updateGeometry()
        self.setMinimumHeight(int(self._layout.height))
        self.update()

    def _area(self) -> QScrollArea | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above
