"""Ctrl+Shift+P: every action of the window, found by a few of its letters, with its key beside it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.rules.folding import fold


def score(query: str, text: str) -> int | None:
    """How well the letters of `query` are found in this order in `text`, accents and case aside: the higher
    the better, None when they are not. Letters that follow each other or begin a word count more."""
    wanted, folded = fold(query).replace(" ", ""), fold(text)
    total, at = 0, -1
    for letter in wanted:
        starts = [i for i in _places(folded, letter, at + 1) if i == 0 or not folded[i - 1].isalnum()]
        following = at + 1 < len(folded) and folded[at + 1] == letter and at >= 0
        place = at + 1 if following else starts[0] if starts else folded.find(letter, at + 1)
        if place < 0:
            return None
        total += 6 if following else 4 if starts and place == starts[0] else 1
        at = place
    return total * 100 - len(folded)


def _places(text: str, letter: str, start: int) -> Iterable[int]:
    return (i for i in range(start, len(text)) if text[i] == letter)


def words_of(action: QAction) -> str:
    """« Fichier › Importer » : the menu, then the words of the action."""
    menus = [owner.title() for owner in action.associatedObjects() if isinstance(owner, QMenu)]
    return " › ".join(text.replace("&", "").rstrip("…") for text in (*menus[:1], action.text()) if text)


class CommandPalette(QDialog):
    """`actions` gives the actions of the window; those that are hidden or cannot be used now are left out."""

    def __init__(self, actions: Callable[[], Iterable[QAction]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setWindowTitle(self.tr("Toutes les commandes"))
        self.resize(560, 380)
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Chercher une commande"))
        self._field.setAccessibleName(self.tr("Chercher une commande"))
        self._field.textChanged.connect(self._search)
        self._field.installEventFilter(self)
        self._list = QTreeWidget()
        self._list.setAccessibleName(self.tr("Commandes trouvées"))
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setColumnWidth(0, 400)
        self._list.itemActivated.connect(self._chosen)
        self._list.itemClicked.connect(self._chosen)
        box = QVBoxLayout(self)
        box.addWidget(self._field)
        box.addWidget(self._list)

    def open(self) -> None:
        """Show all commands, ready to type."""
        self._field.clear()
        self._search("")
        super().open()
        self._field.setFocus()

    def found(self) -> list[str]:
        """The commands shown, best first."""
        items = (self._list.topLevelItem(i) for i in range(self._list.topLevelItemCount()))
        return [item.text(0) for item in items if item is not None]

    def _usable(self) -> list[QAction]:
        seen = dict.fromkeys(self._actions())
        return [
            a for a in seen if a.isEnabled() and a.isVisible() and not a.isSeparator() and a.menu() is None
        ]

    def _search(self, query: str) -> None:
        ranked = [(score(query, words_of(action)), action) for action in self._usable()]
        kept = [(rank, action) for rank, action in ranked if rank is not None]
        if query.strip():
            kept.sort(key=lambda pair: -pair[0])
        self._list.clear()
        for _, action in kept:
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            item = QTreeWidgetItem([words_of(action), key])
            item.setData(0, Qt.ItemDataRole.UserRole, action)
            self._list.addTopLevelItem(item)
        if kept:
            self._list.setCurrentIndex(self._list.model().index(0, 0))

    def _chosen(self, item: QTreeWidgetItem) -> None:
        action = item.data(0, Qt.ItemDataRole.UserRole)
        self.accept()
        action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            count, item = self._list.topLevelItemCount(), self._list.currentItem()
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if count and item and event.key() in steps:
                at = self._list.indexOfTopLevelItem(item) + steps[Qt.Key(event.key())]
                self._list.setCurrentIndex(self._list.model().index(max(0, min(count - 1, at)), 0))
                return True
            if item and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._chosen(item)
                return True
        return super().eventFilter(watched, event)
