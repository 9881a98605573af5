"""One line of the outline: a drawing, words that give way to « … », the drawing of its state on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.ui.icons import icon, pixmap
from desktop.ui.theme import font, tokens


class OutlineButton(QPushButton):
    """Made once for its place in the outline; `say` makes it the line of another part."""

    wanted = Signal(object)  # key

    def __init__(self, *, small: bool = False) -> None:
        super().__init__()
        self.key: object = None
        self._words = self._drawing = ""
        self._state = ("", "muted")
        self._small = small
        self.setProperty("kind", "small-outline" if small else "outline")
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFont(font(12 if small else 13))
        self.setIconSize(QSize(16, 16))
        self.mark = QLabel(self)
        self.mark.setFixedSize(16, 16)
        self.mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.dot = QLabel(self)  # what changed since the last visit
        self.dot.setProperty("kind", "dot")
        self.dot.setFixedSize(9, 9)
        self.dot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.dot.hide()
        self._told = ("", "")
        self.clicked.connect(self._tell)

    def _tell(self, _checked: bool) -> None:
        self.wanted.emit(self.key)

    def say(self, key: object, words: str, drawing: str, state: tuple[str, str]) -> None:
        """Be the line of `key`; `state` is a drawing and the token of its colour."""
        self.key, self._words = key, words
        self.dot.hide()
        if (drawing, state) != (self._drawing, self._state):
            self._drawing, self._state = drawing, state
            self.dress()
        self._fit()

    def tell_news(self, words: str) -> None:
        """Mark the line with a dot and say why; "" takes both away."""
        if bool(words) != self.dot.isVisibleTo(self) and not words:
            self.setAccessibleName(self._told[0])
            self.setToolTip(self._told[1])
        elif words and not self.dot.isVisibleTo(self):
            self._told = (self.accessibleName(), self.toolTip())
            self.setAccessibleName(f"{self._told[0]}, {words[:1].lower()}{words[1:]}")
            self.setToolTip(f"{self._told[1]}\n{words}".strip())
        self.dot.setVisible(bool(words))

    def dress(self) -> None:
        """Its drawings, in the colours of the theme."""
        look = tokens()
        self.setIcon(icon(self._drawing, look.muted))
        sign, tone = self._state
        self.mark.setPixmap(pixmap(sign, getattr(look, tone), 16) if sign else QPixmap())

    def _fit(self) -> None:
        room = self.width() - 66
        self.setText(
            self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room).replace("&", "&&")
        )
        self.mark.move(self.width() - 24, (self.height() - 16) // 2)
        self.dot.move(18, self.height() // 2 - 10)

    def sizeHint(self) -> QSize:
        return QSize(150, self.fontMetrics().height() + (10 if self._small else 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QEvent) -> None:
        self._fit()
