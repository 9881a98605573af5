"""What the list says when it has nothing to show, and when the templates are broken."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.icons import pixmap
from desktop.ui.theme import font, tokens


class Word(QWidget):
    """A drawing, what this place is, and the one thing to do next."""

    wanted = Signal()  # the button was pressed

    def __init__(self, drawing: str, tone: str = "muted") -> None:
        super().__init__()
        self._drawing, self._tone = drawing, tone
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel()
        self.title.setFont(font(15, QFont.Weight.DemiBold))
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.title, self.words):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button("", kind="secondary")
        self.button.clicked.connect(self.wanted)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 24, 32, 24)
        box.setSpacing(12)
        box.addStretch(2)
        for part in (self._picture, self.title, self.words):
            box.addWidget(part)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self._dress()

    def tell(self, title: str, words: str, button: str = "", drawing: str = "") -> None:
        """Say something else; without words for it, there is no button."""
        self._drawing = drawing or self._drawing
        self._dress()
        self.title.setText(title)
        self.words.setText(words)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)

    def _dress(self) -> None:
        self._picture.setPixmap(pixmap(self._drawing, getattr(tokens(), self._tone), 32))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_picture"):
            self._dress()
