"""Finding words in what is shown: folding that forgets case and accents, and the bar under Ctrl+F."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget


class Folded:
    """A text without case nor accents that remembers where each of its letters came from."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        self._from: list[int] = []
        for place, letter in enumerate(text):
            plain = _fold_letter(letter)
            letters.append(plain)
            self._from.extend([place] * len(plain))
        self._from.append(len(text))
        self.text = "".join(letters)

    def places(self, words: str) -> list[tuple[int, int]]:
        """Every place of the words, as (start, end) in the text given at first; never overlapping."""
        wanted = "".join(map(_fold_letter, words)).strip()
        found: list[tuple[int, int]] = []
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            after = at + len(wanted)
            found.append((self._from[at], self._from[after - 1] + 1))
            at = self.text.find(wanted, after)
        return found


_SAME = {"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\r": "", "\u2029": " ", "‑": "-"}


def _fold_letter(letter: str) -> str:
    if letter in _SAME:
        return _SAME[letter]
    if letter.isascii():
        return letter.lower()
    bare = unicodedata.normalize("NFD", letter)[0]
    return bare.casefold()


class FindBar(QFrame):
    """Words to find, how many, next and previous. The owner answers `looked_for` with `set_places`."""

    looked_for = Signal(str)
    moved = Signal(int)  # index of the place to show
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.total = 0
        self.current = -1
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Rechercher dans ce qui est affiché"))
        self.words.setAccessibleName(self.tr("Mots à rechercher"))
        self.count = QLabel()
        self.count.setAccessibleName(self.tr("Nombre de passages trouvés"))
        self.previous = self._button("↑", self.tr("Passage précédent (Maj+Entrée)"))
        self.next = self._button("↓", self.tr("Passage suivant (Entrée)"))
        self.close_button = self._button("×", self.tr("Fermer la recherche (Échap)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self.words, 1)
        for widget in (self.count, self.previous, self.next, self.close_button):
            row.addWidget(widget)
        self.words.textChanged.connect(self.looked_for)
        self.words.installEventFilter(self)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.shut)
        self.hide()

    def _button(self, sign: str, what: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setToolTip(what)
        button.setAccessibleName(what)
        button.setProperty("kind", "icon")
        return button

    def open(self, words: str = "") -> None:
        """Show the bar with the words just selected, if any, ready to be typed over."""
        self.show()
        if words:
            self.words.setText(words)
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self.looked_for.emit(self.words.text())

    def shut(self) -> None:
        self.hide()
        self.total, self.current = 0, -1
        self.closed.emit()

    def set_places(self, total: int, current: int = 0) -> None:
        """Tell how many places were found and which one is shown."""
        self.total = total
        self.current = current if total else -1
        self._say()
        if total:
            self.moved.emit(self.current)

    def step(self, by: int) -> None:
        if self.total:
            self.current = (self.current + by) % self.total
            self._say()
            self.moved.emit(self.current)

    def _say(self) -> None:
        if not self.words.text():
            self.count.setText("")
        elif not self.total:
            self.count.setText(self.tr("Aucun passage"))
        else:
            self.count.setText(self.tr("{n} sur {total}").format(n=self.current + 1, total=self.total))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.step(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.shut()
                return True
        return super().eventFilter(watched, event)


def first_after(starts: list[int], place: int) -> int:
    """Index of the first start at or after the place, 0 when none is."""
    at = bisect_left(starts, place)
    return at if at < len(starts) else 0
