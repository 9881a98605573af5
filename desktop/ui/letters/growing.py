"""A text as tall as its words, for a page of paragraphs that scrolls as one."""

from __future__ import annotations

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent

from desktop.ui.fields import AutoText

_AROUND = 22  # borders, padding and margins of the document
_WHEEL_OFF = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


class GrowingText(AutoText):
    """An AutoText that never scrolls by itself."""

    def __init__(self, name: str) -> None:
        super().__init__(name, lines=1)
        self.setVerticalScrollBarPolicy(_WHEEL_OFF)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def _fit(self, size: QSizeF | None = None) -> None:
        # A QPlainTextEdit counts the height of its document in lines.
        lines = max(1, round((size or self.document().size()).height()))
        self.setFixedHeight(lines * QFontMetrics(self.font()).lineSpacing() + _AROUND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
