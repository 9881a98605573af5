"""The line that says what was done, what was kept and what to do."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.ui.fields.buttons import Button, IconButton
from desktop.ui.icons import pixmap
from desktop.ui.theme import tokens

_DRAWINGS = {"neutral": "info", "good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}


class Toast(QFrame):
    """A line of one tone (neutral, good, warn, bad), with at most one action. It leaves by itself, but for
    what must be read: warnings and errors stay until they are closed."""

    action_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "toast")
        self._tone = "neutral"
        self._icon = QLabel()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = Button("", kind="secondary")
        self._action.clicked.connect(self._acted)
        self._close = IconButton("x", self.tr("Fermer ce message"))
        self._close.clicked.connect(self.hide)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.setSpacing(10)
        for part in (self._icon, self._words, self._action, self._close):
            line.addWidget(part, 1 if part is self._words else 0)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.timeout.connect(self.hide)
        self.hide()

    def tell(self, sentence: str, tone: str = "neutral", action: str = "", seconds: int = 8) -> None:
        """Show `sentence` and read it aloud; `action` is the label of the button told by action_wanted."""
        self._tone = tone
        self._words.setText(sentence)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._dress()
        self.setAccessibleName(sentence)
        self.show()
        if tone in ("neutral", "good"):
            self._leaving.start(seconds * 1000)
        else:
            self._leaving.stop()
        # Brought in by the first sentence: the names of all roles cost 2.5 ms at start.
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def _acted(self) -> None:
        self.hide()
        self.action_wanted.emit()

    def _dress(self) -> None:
        self._icon.setPixmap(pixmap(_DRAWINGS[self._tone], tokens().tone(self._tone)[0], 18))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)
