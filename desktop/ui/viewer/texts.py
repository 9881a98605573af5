"""Plain texts, searched; and the panel for what has to open outside the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from desktop.ui.find import FindBar, Folded
from desktop.ui.theme import Tokens
from desktop.ui.viewer.kinds import kind_words, size_words

MOST_BYTES = 2 * 1024 * 1024


def read_text(path: Path) -> tuple[str, bool]:
    """The text of a file, whatever its encoding, and whether it was cut at MOST_BYTES."""
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    cut = len(raw) > MOST_BYTES
    raw = raw[:MOST_BYTES]
    try:
        return raw.decode("utf-8-sig", errors="ignore" if cut else "strict"), cut
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), cut


class TextView(QWidget):
    def __init__(self, text: str, look: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.find_bar = FindBar()
        self.page = QPlainTextEdit(text)
        self.page.setReadOnly(True)
        self.page.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.page.setAccessibleName(self.tr("Texte de la pièce"))
        self.page.setStyleSheet("border: none")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.find_bar)
        column.addWidget(self.page, 1)
        self.setFocusProxy(self.page)
        self.places: list[tuple[int, int]] = []
        self.find_bar.looked_for.connect(self._look_for)
        self.find_bar.moved.connect(self._show_found)
        self.find_bar.closed.connect(lambda: self.page.setExtraSelections([]))

    def _look_for(self, words: str) -> None:
        shown = "".join(c if ord(c) <= 0xFFFF else "\ufffd\ufffd" for c in self.page.toPlainText())
        self.places = Folded(shown).places(words)
        marks = []
        for first, last in self.places[:2000]:
            mark = QTextEdit.ExtraSelection()
            colour = QColor(self.look.warn)
            colour.setAlphaF(0.3)
            mark.format.setBackground(colour)
            mark.cursor = self._cursor(first, last)
            marks.append(mark)
        self.page.setExtraSelections(marks)
        self.find_bar.set_places(len(self.places))

    def _cursor(self, first: int, last: int) -> QTextCursor:
        cursor = QTextCursor(self.page.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _show_found(self, index: int) -> None:
        self.page.setTextCursor(self._cursor(*self.places[index]))
        self.page.ensureCursorVisible()


class SayingPanel(QWidget):
    """What a piece is when it cannot be shown, why, and the way to open it outside."""

    outside_wanted = Signal()

    def __init__(self, path: Path | None, sentence: str, look: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(8)
        column.addStretch(1)
        self.name = QLabel(path.name if path else "")
        self.name.setStyleSheet("font-size: 20px; font-weight: 600")
        self.facts = QLabel()
        self.facts.setStyleSheet(f"color: {look.muted}")
        self.sentence = QLabel(sentence)
        for label in (self.name, self.facts, self.sentence):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self.open_button = QPushButton(self.tr("&Ouvrir avec le programme du poste…"))
        self.open_button.clicked.connect(self.outside_wanted)
        self.open_button.hide()
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        if path is not None and path.is_file():
            size = size_words(path.stat().st_size)
            self.facts.setText(f"{kind_words(path)} · {size}")
            self.open_button.setVisible(path.stat().st_size > 0)
            self.setFocusProxy(self.open_button)
