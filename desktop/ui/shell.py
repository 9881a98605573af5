"""What stands round a screen: bars to scroll it with when its place is smaller than its least size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QWidget,
)

NARROW = 760  # pixels: below, panes that stood side by side stand one under the other
_LEAST = QSize(240, 120)
_PANE, _ROWS, _PAGE = 200, 176, 140  # the least heights of panes, tables and pages in a narrow place
_EDGES = 40  # what margins and a bar take of the width
_IGNORED = QSizePolicy.Policy.Ignored


class Shell(QScrollArea):
    """Invisible while there is room. In a narrow place the panes of the screen are stacked, each as high as
    the place, tables keep some rows, and only the page in front of a pile of pages counts."""

    def __init__(self, inside: QWidget, narrow: int = NARROW) -> None:
        super().__init__()
        self._inside, self._limit = inside, narrow
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self._narrow = False
        self._bent: dict[QSplitter, list[int]] = {}  # the sizes of their panes before
        self._heights: dict[QWidget, int] = {}  # the least heights of panes and tables before
        self._behind: dict[QWidget, QSizePolicy] = {}  # pages behind, and what they asked for before
        self._soon, self._then = (QTimer(self, singleShot=True, interval=0) for _ in range(2))
        self._soon.timeout.connect(self.fit)
        self._then.timeout.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and isinstance(watched, QWidget):
            self._soon.start()  # the screen, or one of its stacked panes, wants another size
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Give the screen its place, or its least size."""
        room = self.maximumViewportSize()
        if room.width() < self._limit or self._narrow:
            self._set_narrow(room)
        bar = self.verticalScrollBar().sizeHint().width()
        least = self._least(room.width())
        if least.height() > room.height():
            room.setWidth(room.width() - bar)
            least = self._least(room.width())
        if least.width() > room.width():
            room.setHeight(room.height() - bar)
        size = room.expandedTo(least)
        if size != self._inside.size():
            self._inside.resize(size)
            if self._narrow:
                self._then.start()

    def _least(self, width: int) -> QSize:
        inside = self._inside
        least = inside.minimumSizeHint().expandedTo(inside.minimumSize())
        layout = inside.layout()
        if self._narrow and layout is not None and layout.hasHeightForWidth():
            tall = layout.totalMinimumHeightForWidth(max(width, least.width()))
            least.setHeight(max(least.height(), tall))
        return least

    def _follow(self) -> None:
        """What has the keyboard stays in sight when everything moved."""
        from desktop.ui.fitting import show_in_its_places

        now = self.window().focusWidget()
        if now is not None and self.isAncestorOf(now):
            show_in_its_places(now)

    # A narrow place

    def _set_narrow(self, room: QSize) -> None:
        self._narrow = room.width() < self._limit
        frames = self._inside.findChildren(QFrame)  # piles, tables, pages and splitters are all of them
        for pile in frames:
            if isinstance(pile, QStackedWidget):
                self._only_front(pile)
        if self._narrow:
            self._keep_rows(frames)
        for split in (frame for frame in frames if isinstance(frame, QSplitter)):
            if self._narrow and (split.orientation() == Qt.Orientation.Horizontal or split in self._bent):
                self._stack(split, room)
            elif not self._narrow and split in self._bent:
                split.setOrientation(Qt.Orientation.Horizontal)
                split.setSizes(self._bent.pop(split))
        if not self._narrow:
            for part, height in self._heights.items():
                part.setMinimumHeight(height)
            self._heights.clear()

    def _keep_rows(self, frames: list[QFrame]) -> None:
        """Tables show some rows, and pages that scroll inside the screen some lines, to their full width."""
        for area in frames:
            if isinstance(area, QAbstractItemView) and _is_table(area, self.window()):
                self._keep_height(area, _ROWS)
            if isinstance(area, Shell) or not isinstance(area, QScrollArea):
                continue
            if (page := area.widget()) is not None:
                self._keep_height(area, min(_PAGE, page.sizeHint().height()))
                if page.minimumSizeHint().width() > area.width():
                    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _stack(self, split: QSplitter, room: QSize) -> None:
        if split not in self._bent:
            self._bent[split] = split.sizes()
            split.setOrientation(Qt.Orientation.Vertical)
        for pane in (pane for at in range(split.count()) if (pane := split.widget(at))):
            pane.installEventFilter(self)
            wrapped = pane.heightForWidth(room.width() - _EDGES) if pane.hasHeightForWidth() else 0
            least = max(wrapped, pane.minimumSizeHint().height())
            self._keep_height(pane, max(_PANE, room.height() - 12, least))

    def _keep_height(self, part: QWidget, height: int) -> None:
        if part.maximumHeight() > height:
            self._heights.setdefault(part, part.minimumHeight())
            part.setMinimumHeight(height)

    def _only_front(self, pile: QStackedWidget) -> None:
        if self._narrow and not pile.property("inShell"):
            pile.setProperty("inShell", True)
            pile.currentChanged.connect(self._soon.start)
        for page in (page for at in range(pile.count()) if (page := pile.widget(at))):
            behind = self._narrow and page is not pile.currentWidget()
            if behind and page not in self._behind:
                self._behind[page] = page.sizePolicy()
                page.setSizePolicy(_IGNORED, _IGNORED)
            elif not behind and page in self._behind:
                page.setSizePolicy(self._behind.pop(page))


def _is_table(view: QAbstractItemView, window: QWidget) -> bool:
    """Whether it stands by itself on the screen, and holds more than one line."""
    alone = view.window() is window and not isinstance(view.parentWidget(), QAbstractItemView)
    return alone and not isinstance(view, QHeaderView)
