"""A text that saves itself while it is written, and offers phrases already written before."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QHideEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QWidget

SETTLE_MS = 700  # with the time of a key, always under 800
_ENOUGH = 3  # letters before phrases are offered
_SENTENCE = re.compile(r"[^.?!…\n]*\Z")


class AutoText(QPlainTextEdit):
    """`complete(beginning)` gives whole phrases for the sentence being typed; `name` is read aloud.
    Tab takes the first phrase offered, Ctrl+Enter says that the writing is done."""

    settled = Signal(str)  # at most 0.8 s after a key, and when the field is left
    finished = Signal()

    def __init__(
        self,
        name: str,
        complete: Callable[[str], Sequence[str]] | None = None,
        *,
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(QFontMetrics(self.font()).lineSpacing() * lines + 18)
        self._complete = complete
        self._told = ""
        # Not started again at each key: someone who never stops typing is saved all the same.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.settle)
        self.textChanged.connect(self._changed)
        self._set_up_phrases()

    def _set_up_phrases(self) -> None:
        self._phrases = QStringListModel(self)
        self._popup = QListView()
        self._popup.setProperty("kind", "suggestions")
        self._popup.ensurePolished()  # or the first rows are measured without the style sheet
        self._popup.setAccessibleName(self.tr("Phrases déjà écrites"))
        self._completer = QCompleter(self._phrases, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setPopup(self._popup)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._take)

    def text(self) -> str:
        """What is written, no-break spaces included (`toPlainText` makes them spaces)."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def set_text(self, text: str) -> None:
        """Show this text, without telling."""
        self._told = text
        self.setPlainText(text)
        self._timer.stop()

    def settle(self) -> None:
        """Tell now what has not been told yet."""
        self._timer.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.settled.emit(self._told)

    def offered(self) -> list[str]:
        """The phrases offered now."""
        return list(self._phrases.stringList()) if self._popup.isVisible() else []

    def _changed(self) -> None:
        if self.text() != self._told and not self._timer.isActive():
            self._timer.start()

    def _beginning(self) -> str:
        cursor = self.textCursor()
        found = _SENTENCE.search(cursor.block().text()[: cursor.positionInBlock()])
        return found[0].lstrip() if found else ""

    def _offer(self) -> None:
        beginning = self._beginning()
        found = self._complete(beginning) if self._complete and len(beginning) >= _ENOUGH else ()
        phrases = [phrase for phrase in found if phrase != beginning]
        self._phrases.setStringList(phrases)
        if not phrases:
            self._popup.hide()
            return
        place = self.cursorRect()
        place.setWidth(min(self.width() - place.x(), 420) if self.width() - place.x() > 200 else 320)
        self._completer.complete(place)

    def _take(self, phrase: str) -> None:
        cursor = self.textCursor()
        left = QTextCursor.MoveOperation.Left
        cursor.movePosition(left, QTextCursor.MoveMode.KeepAnchor, len(self._beginning()))
        cursor.insertText(phrase)
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        entered = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._popup.isVisible() and self._answered(key, entered):
            return
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.settle()
            self.finished.emit()
            return
        super().keyPressEvent(event)
        if (event.text() and event.text().isprintable()) or key == Qt.Key.Key_Backspace:
            self._offer()

    def _answered(self, key: int, entered: bool) -> bool:
        # Enter takes a phrase only when one was chosen with the arrows: it is first of all a new line.
        chosen = self._popup.selectionModel().selectedIndexes()
        if key == Qt.Key.Key_Tab or (entered and chosen):
            self._take(chosen[0].data() if chosen else self._phrases.stringList()[0])
        self._popup.hide()
        return key in (Qt.Key.Key_Tab, Qt.Key.Key_Escape) or (entered and bool(chosen))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()

    def hideEvent(self, event: QHideEvent) -> None:
        self.settle()
        super().hideEvent(event)
