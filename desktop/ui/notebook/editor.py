"""A sentence written in place: as tall as its words, saved as typed, completed from phrases used before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QListView, QPlainTextEdit, QSizePolicy, QWidget

Phrases = Callable[[str, int], Sequence[str]]  # words begun, rank of the challenge → whole phrases

SAVE_MS = 700
SHORTEST = 3
_SENTENCE = re.compile(r"[^.;!?\n]*$")


class NoteEditor(QPlainTextEdit):
    """`written` comes SAVE_MS after the first key not yet saved: a long burst is saved on its way."""

    written = Signal(str)
    entered = Signal()  # Ctrl+Enter
    left = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phrases: Phrases | None = None
        self.rank = 0
        self._saved = ""
        self._loading = False
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._save = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._save.timeout.connect(self.flush)
        self._completer: QCompleter | None = None
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def toPlainText(self) -> str:
        # Qt's own turns no-break spaces into spaces: a note would be changed by being read.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    @property
    def unsaved(self) -> bool:
        return self.toPlainText() != self._saved

    def load(self, text: str) -> None:
        """Show a text that is already saved; words typed and not saved yet are never replaced."""
        if self.unsaved or text == self.toPlainText():
            return
        self._loading = True
        self._saved = text
        self.setPlainText(text)
        self._loading = False

    def take(self, text: str) -> None:
        """Show the text of another note: what was typed in the one before is forgotten, flush it first."""
        self._save.stop()
        self._saved = self.toPlainText()
        self.load(text)

    def flush(self) -> None:
        """Save now what is not saved."""
        self._save.stop()
        if self.unsaved:
            self._saved = self.toPlainText()
            self.written.emit(self._saved)

    def _changed(self) -> None:
        if self._loading:
            return
        if not self._save.isActive():
            self._save.start()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        lines = max(1, round(self.document().size().height()))
        edge = self.height() - self.viewport().height()
        self.setFixedHeight(lines * line + 6 + max(2, min(edge, 20)))

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()
            self.left.emit()

    # Phrases used before

    @property
    def completer(self) -> QCompleter:
        """What offers phrases, made when there is one to offer: most sentences are only read."""
        if self._completer is None:
            made = self._completer = QCompleter(QStringListModel(self), self)
            made.setWidget(self)
            made.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            offers = QListView()
            offers.setProperty("kind", "suggestions")
            offers.setAccessibleName(self.tr("Phrases déjà employées"))
            made.setPopup(offers)
            offers.installEventFilter(self)
            made.activated.connect(self._complete)
        return self._completer

    @property
    def offers(self) -> QAbstractItemView:
        popup = self.completer.popup()
        assert popup is not None
        return popup

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The list holds the keyboard while it is shown. Tab takes its first phrase; Enter only one chosen.
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if (
            pressed
            and self._completer is not None
            and watched is self.offers
            and cast(QKeyEvent, event).key() == Qt.Key.Key_Tab
        ):
            index = self.offers.currentIndex()
            chosen = index if index.isValid() else self.offers.model().index(0, 0)
            self.offers.hide()
            self._complete(chosen.data())
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.flush()
            self.entered.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.escaped.emit()
            return
        super().keyPressEvent(event)
        if event.text():
            self._offer()

    def _begun(self) -> str:
        before = self.toPlainText()[: self.textCursor().position()]
        found = _SENTENCE.search(before)
        return found.group().lstrip() if found else ""

    def _offer(self) -> None:
        begun = self._begun()
        found = self.phrases(begun, self.rank) if self.phrases and len(begun) >= SHORTEST else ()
        offered = [phrase for phrase in found if phrase != begun]
        if not offered:
            if self._completer is not None:
                self.offers.hide()
            return
        model = self.completer.model()
        assert isinstance(model, QStringListModel)
        model.setStringList(offered)
        place = self.cursorRect()
        place.setLeft(0)
        place.setWidth(self.viewport().width())
        self.completer.complete(place)

    def _complete(self, phrase: str) -> None:
        cursor = self.textCursor()
        for _ in self._begun():
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(phrase)
        self.setTextCursor(cursor)
