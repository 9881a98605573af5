"""What a list shows in place of its rows: nothing yet, reading, or a reading that failed."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.icons import pixmap
from desktop.ui.theme import font, tokens

Kind = Literal["empty", "loading", "error"]
_ICONS = {"empty": ("inbox", "muted"), "loading": ("clock", "muted"), "error": ("triangle-alert", "bad")}


class StatePanel(QWidget):
    """A title, a sentence and at most one button, in the middle of the widget it covers."""

    action_wanted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._kind: Kind = "empty"
        self._covers, self._stop = False, over.focusPolicy()  # what Tab did on the rows before
        self._icon = QLabel()
        self._title = QLabel()
        self._title.setFont(font(15, QFont.Weight.DemiBold))
        self._sentence = QLabel()
        self._sentence.setProperty("kind", "caption")
        self._sentence.setWordWrap(True)
        self._button = QPushButton()
        self._button.setProperty("kind", "primary")
        self._deed: Callable[[], object] | None = None
        self._button.clicked.connect(self._acted)
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addStretch(2)
        for part in (self._icon, self._title, self._sentence, self._button):
            if isinstance(part, QLabel):
                part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self.setAutoFillBackground(True)
        over.installEventFilter(self)
        self.hide()

    def tell(
        self,
        kind: Kind,
        title: str,
        sentence: str,
        action: str = "",
        deed: Callable[[], object] | None = None,
    ) -> None:
        """Cover the rows with these words; `action` is the label of the button, none when empty: it does
        `deed`, or else emits action_wanted."""
        self._kind, self._deed = kind, deed
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self._dress()
        self._cover()
        self.show()
        self.raise_()

    def _acted(self) -> None:
        if self._deed is None:
            self.action_wanted.emit()
        else:
            self._deed()

    def setVisible(self, visible: bool) -> None:
        """Rows that are covered are no stop for Tab: the keyboard would be where nothing is seen."""
        over = self.parentWidget()
        if over is not None and visible != self._covers:
            self._covers = visible
            if visible:
                self._stop = over.focusPolicy()
            if self._stop != Qt.FocusPolicy.NoFocus:  # what was no stop becomes none
                over.setFocusPolicy(Qt.FocusPolicy.ClickFocus if visible else self._stop)
        super().setVisible(visible)

    def _dress(self) -> None:
        name, colour = _ICONS[self._kind]
        self._icon.setPixmap(pixmap(name, getattr(tokens(), colour), 32))

    def _cover(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
            wide = max(160, min(460, over.width() - 48))
            self._sentence.setFixedSize(wide, max(0, self._sentence.heightForWidth(wide)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._cover()
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)
