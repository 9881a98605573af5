"""Where the letters of a laid-out document stand, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine


def letter_boxes(
    document: QTextDocument, first: int, last: int, sight: QRectF, height: float
) -> Iterator[QRectF]:
    """Rectangles, `height` high, of the letters between two positions; blocks out of `sight` are left out."""
    layout = document.documentLayout()
    block = document.findBlock(first)
    while block.isValid() and block.position() < last:
        outline = layout.blockBoundingRect(block)
        if outline.top() > sight.bottom():
            return
        if outline.bottom() >= sight.top():
            yield from _line_boxes(block, outline.topLeft(), first, last, height)
        block = block.next()


def _line_boxes(block: QTextBlock, origin: QPointF, first: int, last: int, height: float) -> Iterator[QRectF]:
    layout, base = block.layout(), block.position()
    for index in range(layout.lineCount()):
        line = layout.lineAt(index)
        start = max(first - base, line.textStart())
        end = min(last - base, line.textStart() + line.textLength())
        if start < end:
            left, right = _x(line, start), _x(line, end)
            top = origin.y() + line.y() + (line.height() - height) / 2
            yield QRectF(origin.x() + left, top, right - left, height)


def _x(line: QTextLine, place: int) -> float:
    # Qt gives (x, place) back; its stubs say object.
    x, _ = cast("tuple[float, int]", line.cursorToX(place))
    return x
