"""The line in which a passphrase is typed: hidden or shown, with a word when the capitals are locked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.fields import IconButton


class Body(QScrollArea):
    """What a dialog says and asks: it scrolls where the screen is too low, at 200 % on a small laptop."""

    def __init__(self, name: str, parts: Sequence[QWidget]) -> None:
        super().__init__()
        self._inside = QWidget()
        self._column = column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)

    def fit(self) -> None:
        """As high as what is inside, where the screen allows it."""
        dialog = self.window()
        wide = max(dialog.minimumWidth(), dialog.width())
        around = dialog.sizeHint().height() - self.sizeHint().height()
        high = self._column.totalHeightForWidth(wide - 56) + around + 8
        dialog.resize(wide, min(high, dialog.screen().availableSize().height() - 40))


class PassphraseField(QWidget):
    """`name` is read aloud and shown above the line."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel(name)
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.installEventFilter(self)
        label.setBuddy(self.line)
        self.eye = IconButton("eye", self.tr("Montrer ce qui est tapé"))
        self.eye.setCheckable(True)
        self.caps = QLabel(self.tr("Les majuscules sont verrouillées."))
        self.caps.setProperty("kind", "caption")
        self.caps.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label)
        column.addLayout(row)
        column.addWidget(self.caps)
        self.setFocusProxy(self.line)
        self.eye.toggled.connect(self._show)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.returnPressed.connect(self.entered)

    def words(self) -> str:
        """What is typed."""
        return self.line.text()

    def clear(self) -> None:
        """Nothing is typed any more, and the cursor is there."""
        self.line.clear()
        self.line.setFocus()

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.eye.set_drawing("eye-off" if shown else "eye")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._look(event)
        return super().eventFilter(watched, event)

    def _look(self, event: QKeyEvent) -> None:
        """Qt does not tell the lock of the capitals: a letter that comes large without Shift does, or small
        with it."""
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps.hide()  # just turned; the next letter tells
        elif len(letter := event.text()) == 1 and letter.isalpha() and letter.lower() != letter.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.setVisible(letter.isupper() != shift)
