"""A row of tools that goes on to further lines when the place is narrower than its parts."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem

_WORDS = 150  # the least width of words that share a line with buttons
_ROOM = 640  # below, parts that flow have their lines for themselves


class Row(QHBoxLayout):
    """A QHBoxLayout in every way while its parts fit side by side; else as many lines as they need. What
    stretches, or may grow, takes what is left of its line."""

    def minimumSize(self) -> QSize:
        wide = max((item.minimumSize().width() for item in self._shown()), default=0)
        margins = self.contentsMargins()
        size = super().minimumSize()
        return QSize(min(size.width(), wide + margins.left() + margins.right()), size.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._is_one_line(width):
            return (
                super().heightForWidth(width) if super().hasHeightForWidth() else super().sizeHint().height()
            )
        return self._set_out(QRect(0, 0, width, 0), move=False)

    def minimumHeightForWidth(self, width: int) -> int:
        if self._is_one_line(width):
            inside = super().hasHeightForWidth()
            return super().minimumHeightForWidth(width) if inside else super().minimumSize().height()
        return self._set_out(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        if self._is_one_line(rect.width()):
            super().setGeometry(rect)
        else:
            QLayout.setGeometry(self, rect)
            self._set_out(rect, move=True)

    def _is_one_line(self, width: int) -> bool:
        if width < super().minimumSize().width():
            return False
        if width >= _ROOM:
            return True  # asked at each turn of every layout: the parts are not gone through
        shown = self._shown()
        return len(shown) < 2 or not any(_flows(one) and self._stretches(one) for one in shown)

    def _shown(self) -> list[QLayoutItem]:
        """The parts that take room: no empty ones, no bare stretches."""
        items = (self.itemAt(at) for at in range(self.count()))
        return [item for item in items if item is not None and not item.isEmpty() and not item.spacerItem()]

    def _lines(self, room: int) -> list[list[tuple[QLayoutItem, int]]]:
        """The parts of each line with the widths they wish."""
        lines: list[list[tuple[QLayoutItem, int]]] = [[]]
        left = room
        for item in self._shown():
            wish = min(max(item.sizeHint().width(), item.minimumSize().width()), room)
            if self._stretches(item):
                wish = room if _flows(item) else max(wish, min(_WORDS, room))
            if lines[-1] and wish > left:
                lines.append([])
                left = room
            lines[-1].append((item, wish))
            left -= wish + self.spacing()
        return lines

    def _stretches(self, item: QLayoutItem) -> bool:
        grows = bool(item.expandingDirections() & Qt.Orientation.Horizontal)
        return grows or self.stretch(self._place_of(item)) > 0

    def _place_of(self, item: QLayoutItem) -> int:
        part = item.widget() or item.layout()
        return self.indexOf(part) if part is not None else -1

    def _set_out(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        y = inner.y()
        for line in self._lines(inner.width()):
            spare = inner.width() - sum(wish for _, wish in line) - self.spacing() * (len(line) - 1)
            growing = [item for item, _ in line if self._stretches(item)]
            widths = [
                wish + (spare // len(growing) if any(item is one for one in growing) else 0)
                for item, wish in line
            ]
            heights = [_height(item, width) for (item, _), width in zip(line, widths, strict=True)]
            tall, x = max(heights, default=0), inner.x()
            for (item, _), width, height in zip(line, widths, heights, strict=True):
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (tall - height) // 2), QSize(width, height)))
                x += width + self.spacing()
            y += tall + self.spacing()
        return y - self.spacing() - rect.y() + margins.bottom()


def _flows(item: QLayoutItem) -> bool:
    """Whether it sets out parts of its own in lines: beside others they would stand one under the other."""
    part = item.widget()
    layout = part.layout() if part is not None else None
    return layout is not None and layout.hasHeightForWidth()


def _height(item: QLayoutItem, width: int) -> int:
    if item.hasHeightForWidth():
        return item.heightForWidth(width)
    return max(item.sizeHint().height(), item.minimumSize().height())
