"""Keeps what has the keyboard in sight, and dialogs inside the screen, however small it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.shell import NARROW, Shell
from desktop.ui.theme import tokens

UNSEEN = "notYetPainted"  # property of a window that has not been drawn
_FRAME = QSize(8, 32)  # what the window manager puts round a dialog


def watch(app: QApplication) -> None:
    """Follow the keyboard from now on."""
    if not app.property("isFitting"):
        app.setProperty("isFitting", True)
        follower = _Follower(app)
        app.focusChanged.connect(follower.moved)


class _Follower(QObject):
    """One for the program."""

    def moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return
        window = now.window()
        if isinstance(now, QAbstractItemView) and not isinstance(now, QHeaderView):
            _ring_of(now).show()
        if isinstance(window, QDialog):
            fit(window, window.screen().availableGeometry().size() - _FRAME)
        # Before the first picture nothing is out of sight; asked for a parent that Qt made itself, PySide
        # names every class of widgets there is, which costs 20 ms.
        if not window.property(UNSEEN):
            show_in_its_places(now)


class Ring(QWidget):
    """Round a table or a list while the keyboard is in it: its chosen line is there with and without."""

    def __init__(self, over: QAbstractItemView) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        self.setGeometry(over.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        over = self.parentWidget()
        if over is not None and watched is over:
            if event.type() == QEvent.Type.Resize:
                self.setGeometry(over.rect())
            elif event.type() == QEvent.Type.FocusOut:
                self.hide()
            elif event.type() == QEvent.Type.FocusIn:
                self.show()
                self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(tokens().accent), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


def _ring_of(view: QAbstractItemView) -> Ring:
    found = view.findChild(Ring, options=Qt.FindChildOption.FindDirectChildrenOnly)
    ring = found if isinstance(found, Ring) else Ring(view)
    ring.raise_()
    return ring


def show_in_its_places(widget: QWidget) -> None:
    """Scroll until it is in sight: its whole pane where that fits, else the widget itself."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, Shell):
            pane = _pane_of(widget, above)
            if pane.height() <= above.viewport().height():
                _bring(above, pane)
        if isinstance(above, QScrollArea):
            _bring(above, widget)
        above = above.parentWidget()


def _bring(area: QScrollArea, part: QWidget) -> None:
    """The whole part, or its beginning; ensureWidgetVisible would be content with the caret of a field."""
    inside, sight = area.widget(), area.viewport().size()
    if inside is None or not inside.isAncestorOf(part):
        return
    wide, high = min(part.width(), sight.width()), min(part.height(), sight.height())
    middle = part.mapTo(inside, QPoint(wide // 2, high // 2))
    spare = QSize(min(8, (sight.width() - wide) // 2), min(8, (sight.height() - high) // 2))
    area.ensureVisible(middle.x(), middle.y(), wide // 2 + spare.width(), high // 2 + spare.height())


def _pane_of(widget: QWidget, shell: Shell) -> QWidget:
    """The outermost pane of a splitter in which the widget stands, itself when there is none."""
    found, part = widget, widget
    while (above := part.parentWidget()) is not None and above is not shell:
        if isinstance(above, QSplitter):
            found = part
        part = above
    return found


def fit(dialog: QDialog, room: QSize) -> None:
    """Keep a dialog inside `room`: what is taller scrolls, its buttons stay below."""
    least, layout = dialog.minimumSizeHint().expandedTo(dialog.minimumSize()), dialog.layout()
    if layout is not None and room.width() < NARROW and layout.hasHeightForWidth():
        least.setHeight(max(least.height(), layout.totalMinimumHeightForWidth(room.width())))
    if least.width() > room.width() or least.height() > room.height():
        _wrap(dialog, room.width())
    if dialog.width() > room.width() or dialog.height() > room.height():
        dialog.resize(dialog.size().boundedTo(room))
        place = dialog.screen().availableGeometry()
        dialog.move(place.topLeft())


def _wrap(dialog: QDialog, wide: int) -> None:
    layout = dialog.layout()
    if layout is None or dialog.findChild(Shell) is not None:
        return
    dialog.setMinimumSize(0, 0)
    inside = QWidget()
    inside.setLayout(layout)  # takes it from the dialog, with all that it holds
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(Shell(inside), 1)
    last = layout.itemAt(layout.count() - 1)
    if isinstance(layout, QVBoxLayout) and last is not None and _is_of_buttons(last, wide):
        layout.takeAt(layout.count() - 1)
        margins = layout.contentsMargins()
        foot = QVBoxLayout()
        foot.setContentsMargins(margins.left(), 6, margins.right(), 8)
        whole.addLayout(foot)
        row, part = last.layout(), last.widget()
        if row is not None:
            row.setParent(None)
            foot.addLayout(row)
        elif part is not None:
            foot.addWidget(part)


def _is_of_buttons(item: QLayoutItem, wide: int) -> bool:
    """Whether it holds buttons and nothing else that takes room, and stays within this width."""
    part, row = item.widget(), item.layout()
    if item.minimumSize().width() > wide - 24:
        return False
    if part is not None:
        return isinstance(part, QDialogButtonBox | QPushButton)
    if not isinstance(row, QBoxLayout):
        return False
    held = [one for at in range(row.count()) if (one := row.itemAt(at)) and not one.spacerItem()]
    return bool(held) and all(isinstance(one.widget(), QPushButton | QDialogButtonBox) for one in held)
