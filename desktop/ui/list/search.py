"""The search field of the list: each key searches, Enter makes chips, faults are told in French."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.rules.query import EVERYTHING, And, Node, Not, Or, QueryError, Word, parse
from desktop.ui.fields import SearchField

if TYPE_CHECKING:  # its delegate brings QStyle, 8 ms: made when there is something to show
    from db.search import Hit
    from desktop.rules.query_suggest import Suggestion
    from desktop.ui.list.finds import FindsPanel

FAULT_MS = 700  # a query is wrong at almost each key while it is typed: the fault is told after a pause
_OFFERED = 5

Vocabulary = Callable[[], Mapping[str, Sequence[str]]]


def words_of(node: Node) -> str:
    """The free words of a query, as the full-text search takes them."""
    match node:
        case Word(text):
            return text
        case And(nodes) | Or(nodes):
            return " ".join(filter(None, map(words_of, nodes)))
        case Not():
            return ""
    return ""


class SearchBox(SearchField):
    """`vocabulary()` gives the values found in the data, by field, for the suggestions."""

    looked_for = Signal(object)  # Node: what is typed so far, at each key that can be understood
    added = Signal(object)  # Node: Enter, to become chips
    hit_taken = Signal(object)  # Hit
    emptied_back = Signal()  # Backspace in an empty field: the last chip comes back to be edited
    left_down = Signal()  # Down with nothing to choose: to the list

    def __init__(self, placeholder: str, vocabulary: Vocabulary, over: QWidget) -> None:
        super().__init__(placeholder)
        self._vocabulary = vocabulary
        self._offers: list[Suggestion] = []
        self._hits: Sequence[Hit] = ()
        self._fault: QueryError | None = None
        self._understood: Node = EVERYTHING
        self._over = over
        self._panel: FindsPanel | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FAULT_MS)
        self._pause.timeout.connect(self._tell_fault)
        self.typed.connect(self._typed)
        over.installEventFilter(self)

    @property
    def panel(self) -> FindsPanel:
        """What is under the field, made when first wanted."""
        if self._panel is None:
            from desktop.ui.list.finds import FindsPanel

            self._panel = FindsPanel(self, self._over)
            self._panel.suggestion_taken.connect(self._take_suggestion)
            self._panel.hit_taken.connect(self._take_hit)
        return self._panel

    def _hide(self) -> None:
        if self._panel is not None:
            self._panel.hide()

    def node(self) -> Node:
        """What is typed, as far as it was last understood."""
        return self._understood

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Where the words were found; ignored when the field has been emptied or left."""
        self._hits = hits if self.text() else ()
        self._show()

    def _typed(self, text: str) -> None:
        self._pause.stop()
        self._fault = None
        self._hits = self._hits if text else ()
        cursor = self.cursorPosition()
        from desktop.rules.query_suggest import suggest  # at the first key

        self._offers = suggest(text, cursor, self._vocabulary(), _OFFERED) if text.strip() else []
        try:
            self._understood = parse(text)
        except QueryError as fault:
            self._fault = fault
            self._pause.start()
        else:
            self.looked_for.emit(self._understood)
        self._show()

    def _show(self) -> None:
        if not self.hasFocus():
            self._hide()
        elif self._panel is not None or self._offers or self._hits:
            self.panel.tell("", self._offers, self._hits)

    def _tell_fault(self) -> None:
        if self._fault is None:
            return
        self.setAccessibleDescription(self._fault.sentence)
        offers = list(self._offers)
        from desktop.rules.query_suggest import Suggestion

        if self._fault.suggestion and self._fault.suggestion != self.text():
            meant = self._fault.suggestion
            offers.insert(0, Suggestion(0, len(self.text()), meant, meant, self.tr("correction proposée")))
        self.panel.tell(self._fault.sentence, offers, ())

    def _take_suggestion(self, what: Suggestion) -> None:
        text = self.text()
        self.setText(text[: what.start] + what.text + text[what.end :])
        self.setCursorPosition(what.start + len(what.text))
        self.setFocus()

    def _take_hit(self, hit: Hit) -> None:
        self.panel.hide()
        self.hit_taken.emit(hit)

    def _enter(self) -> None:
        if self.panel.take():
            return
        if self._fault is not None:
            self._pause.stop()
            self._tell_fault()
        elif self.text().strip():
            node = self._understood
            self.clear()
            self.added.emit(node)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._panel is not None:
            self._panel.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape and self.panel.isVisible():
            self.panel.hide()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not self.panel.step(1 if key == Qt.Key.Key_Down else -1) and key == Qt.Key.Key_Down:
                self.left_down.emit()
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.emptied_back.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        # Tab takes the entry chosen with the arrows before it leaves the field.
        return (next and self.panel.take()) or super().focusNextPrevChild(next)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide()
