"""The search field: every key searches, suggestions come below, Enter searches best, Escape clears."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from desktop.ui.icons import icon
from desktop.ui.theme import tokens


class SearchField(QLineEdit):
    """`suggest(text)` gives whole texts that may replace what is typed, best first, and must be quick."""

    typed = Signal(str)  # at each key
    submitted = Signal(str)  # Enter, or a suggestion taken

    def __init__(
        self,
        placeholder: str,
        suggest: Callable[[str], Sequence[str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        self._suggest = suggest
        self._glass = self.addAction(self._drawing(), QLineEdit.ActionPosition.LeadingPosition)
        self._found = QStringListModel(self)
        if suggest is not None:
            self._complete()
        self.textChanged.connect(self.typed)
        self.returnPressed.connect(lambda: self.submitted.emit(self.text()))

    def _complete(self) -> None:
        self._popup = QListView()
        self._popup.setProperty("kind", "suggestions")
        self._popup.ensurePolished()  # or the first rows are measured without the style sheet
        self._popup.setAccessibleName(self.tr("Suggestions de recherche"))
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setPopup(self._popup)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self.textEdited.connect(self._offer)

    def suggestions(self) -> list[str]:
        """What is offered now."""
        return list(self._found.stringList())

    def _offer(self, text: str) -> None:
        self._found.setStringList(list(self._suggest(text)) if self._suggest and text else [])

    def _take(self, text: str) -> None:
        self.setText(text)
        self.submitted.emit(text)

    def _drawing(self) -> QIcon:
        return icon("search", tokens().muted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_glass"):
            self._glass.setIcon(self._drawing())
        super().changeEvent(event)
