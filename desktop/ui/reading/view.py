"""The reading screen's middle: tools at the top, the page, and what to do with the words selected in it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.ui.challenge_bar import ChallengeBar
from desktop.ui.challenge_faces import ChallengeFace
from desktop.ui.find import FindBar, Folded, first_after
from desktop.ui.icons import icon
from desktop.ui.reading.page import USUAL, Page
from desktop.ui.reading.parts import FIELD, Document, Highlight
from desktop.ui.theme import Tokens, tokens

NOTICE_MS = 6000


class ReadingView(QWidget):
    """Shows a document, its highlights, and turns selected words and a key into a passage chosen."""

    passage_chosen = Signal(str, int, int, str, int)  # section, start, end, quote, rank (0: no challenge)
    highlight_clicked = Signal(object)  # id
    section_seen = Signal(str)  # the section at the top of the page while scrolling
    size_changed = Signal(int)  # pixels

    def __init__(self, look: Tokens | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look or tokens()
        self._challenges: Sequence[ChallengeFace] = ()
        self._section = ""
        self._folded: Folded | None = None
        self.page = Page(self.look)
        self.page.setAccessibleName(self.tr("Demande du porteur"))
        self.bar = ChallengeBar()
        self.bar.setAccessibleName(self.tr("Annoter la sélection"))
        self.find_bar = FindBar()
        self.notice = QLabel()
        self.notice.setWordWrap(True)
        self.notice.hide()
        self._notice_over = QTimer(self, singleShot=True, interval=NOTICE_MS)
        self._notice_over.timeout.connect(self.notice.hide)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        self.search_button = self._tool("search", "", self.tr("Rechercher dans la demande (Ctrl+F)"))
        self.smaller = self._tool("", "A−", self.tr("Texte plus petit (Ctrl+−)"))
        self.larger = self._tool("", "A+", self.tr("Texte plus grand (Ctrl++)"))
        self.tools = QWidget()
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(6)
        row.addWidget(self.bar, 1)
        for button in (self.search_button, self.smaller, self.larger):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.tools, self.find_bar, self.notice):
            column.addWidget(widget)
        column.addWidget(self.page, 1)
        self.setFocusProxy(self.page)
        self._dress()

    def _dress(self) -> None:
        self.notice.setStyleSheet(
            f"background: {self.look.warn_wash}; color: {self.look.warn}; padding: 6px 14px"
        )
        self.search_button.setIcon(icon("search", self.look.ink))

    def _tool(self, sign: str, words: str, what: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "icon")
        button.setText(words)
        if sign:
            button.setIcon(icon(sign, self.look.ink))
        button.setToolTip(what)
        button.setAccessibleName(what)
        return button

    def _wire(self) -> None:
        self.bar.annotate_wanted.connect(self.choose)
        self.page.rank_pressed.connect(self.choose)
        self.page.marked_clicked.connect(self.highlight_clicked)
        self.page.size_wanted.connect(self._resize_by)
        self.page.menu_wanted.connect(self._menu)
        self.page.find_wanted.connect(self.open_find)
        self.page.verticalScrollBar().valueChanged.connect(self._tell_section)
        self.smaller.clicked.connect(lambda: self._resize_by(-1))
        self.larger.clicked.connect(lambda: self._resize_by(1))
        self.search_button.clicked.connect(self.open_find)
        self.find_bar.looked_for.connect(self._look_for)
        self.find_bar.moved.connect(self._show_found)
        self.find_bar.closed.connect(self._found_over)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.open_find)
        for sequence, by in (("F8", 1), ("Shift+F8", -1)):
            step = QShortcut(QKeySequence(sequence), self)
            step.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            step.activated.connect(lambda by=by: self.step_highlight(by))

    # What is shown

    def set_challenges(self, challenges: Sequence[ChallengeFace]) -> None:
        """The challenges of the grid in use, in their order."""
        self._challenges = challenges
        self.bar.set_challenges(challenges, self.look)

    def set_document(self, document: Document) -> None:
        """Read another application; the caret goes back to its beginning."""
        self._folded = None
        self._section = ""
        self.find_bar.shut()
        self.page.show_document(document)
        self._tell_section()

    def set_highlights(self, highlights: Sequence[Highlight]) -> None:
        """Mark these passages; those of sections that are not shown are left out."""
        self.page.set_highlights(highlights)

    def set_look(self, look: Tokens) -> None:
        """Change theme without losing place or selection."""
        self.look = look
        self._dress()
        self.page.set_look(look)
        self.set_challenges(self._challenges)

    def set_size(self, px: int) -> None:
        """Size of the running text, within what can be read."""
        self.page.set_size(px)
        self.size_changed.emit(self.page.px)

    def _resize_by(self, by: int) -> None:
        self.set_size(self.page.px + 2 * by if by else USUAL)

    # Going somewhere

    def go_to(self, section: str) -> bool:
        """Bring a section's heading (or a field, « field:key ») to the top; False if it is not there."""
        place = self.page.typeset.anchors.get(section)
        if place is None and section.startswith(FIELD):
            place = next((s.base for s in self.page.typeset.spans if s.section == section), None)
        if place is None:
            return False
        cursor = QTextCursor(self.page.document())
        cursor.setPosition(place)
        self.page.setTextCursor(cursor)
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() + self.page.cursorRect(cursor).top() - 12)
        return True

    def reveal(self, identity: Hashable) -> bool:
        """Scroll to a highlight and make it flash; False if it is not in this document."""
        marked = next((m for m in self.page.marked if m.shown.id == identity), None)
        if marked is None:
            return False
        cursor = QTextCursor(self.page.document())
        cursor.setPosition(marked.first)
        self.page.setTextCursor(cursor)
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() + self.page.cursorRect(cursor).top() - self.page.viewport().height() // 3)
        self.page.flash(identity)
        return True

    def step_highlight(self, by: int) -> None:
        """Go to the passage marked after (1) or before (-1) the caret, and say which."""
        marks = sorted(self.page.marked, key=lambda m: (m.first, m.last))
        if not marks:
            self.say(self.tr("Aucun passage n’est annoté dans cette demande."))
            return
        at = self.page.textCursor().position()
        after = [m for m in marks if m.first > at] if by > 0 else [m for m in marks if m.first < at]
        target = (after or marks)[0 if by > 0 else -1]
        self.reveal(target.shown.id)

    def _tell_section(self) -> None:
        top = self.page.cursorForPosition(self._top()).position()
        anchors = sorted((place, section) for section, place in self.page.typeset.anchors.items())
        if not anchors:
            return
        now = anchors[-1][1]
        for (_, section), (following, _) in pairwise(anchors):
            if top < following:
                now = section
                break
        if now != self._section:
            self._section = now
            self.section_seen.emit(now)

    def _top(self) -> QPoint:
        return QPoint(self.page.viewport().width() // 2, 24)

    # Choosing words

    def choose(self, rank: int) -> None:
        """Annotate the selected words with the challenge of this rank, 0 for a note without challenge."""
        cursor = self.page.textCursor()
        if rank > 0 and self._challenges and rank not in {c.rank for c in self._challenges}:
            return
        if not cursor.hasSelection():
            if rank:
                self.say(
                    self.tr(
                        "Sélectionnez d’abord les mots à annoter, à la souris ou avec Maj et les flèches."
                    )
                )
            return
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        touched = [s for s in self.page.typeset.spans if s.base < last and first < s.end]
        chosen = next(((s, *s.passage(max(first, s.base), min(last, s.end))) for s in touched), None)
        if chosen is None or chosen[1] >= chosen[2]:
            self.say(
                self.tr("Les mots sélectionnés sont un titre ou un intitulé : choisissez ceux du porteur.")
            )
            return
        span, start, end = chosen
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        if len(touched) > 1:
            self.say(
                self.tr(
                    "La sélection couvrait plusieurs rubriques : seuls les mots de la première sont retenus."
                )
            )
        cursor.clearSelection()
        self.page.setTextCursor(cursor)
        self.passage_chosen.emit(span.section, start, end, span.text[start:end], rank)

    def say(self, sentence: str) -> None:
        """Show a sentence above the page for a few seconds."""
        self.notice.setText(sentence)
        self.notice.setAccessibleName(sentence)
        self.notice.show()
        self._notice_over.start()

    def _menu(self, event: QContextMenuEvent) -> None:
        menu = self.menu(QPointF(event.pos()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def menu(self, at: QPointF) -> QMenu:
        """What can be done with the selection or the passage under the point."""
        menu = QMenu(self)
        selected = self.page.textCursor().hasSelection()
        copy = menu.addAction(self.tr("Copier\tCtrl+C"))
        copy.setEnabled(selected)
        copy.triggered.connect(self.page.copy)
        marked = self.page.marked_at(at)
        if marked is not None:
            shown = menu.addAction(self.tr("Montrer la note {number}").format(number=marked.shown.number))
            shown.triggered.connect(lambda: self.highlight_clicked.emit(marked.shown.id))
        menu.addSeparator()
        self.bar.fill_menu(menu, enabled=selected)
        menu.addSeparator()
        menu.addAction(self.tr("Rechercher…\tCtrl+F")).triggered.connect(self.open_find)
        return menu

    # Finding words

    def open_find(self) -> None:
        """Open the search with the selected words."""
        words = self.page.textCursor().selectedText()
        self.find_bar.open(words if len(words) < 60 else "")

    def _look_for(self, words: str) -> None:
        if self._folded is None:
            self._folded = Folded(_utf16(self.page.document().toRawText()))
        places = self._folded.places(words)
        now = first_after([start for start, _ in places], self.page.textCursor().selectionStart())
        self.page.set_found(places, now)
        self.find_bar.set_places(len(places), now)

    def _show_found(self, index: int) -> None:
        places = self.page.found
        cursor = QTextCursor(self.page.document())
        cursor.setPosition(places[index][0])
        cursor.setPosition(places[index][1], QTextCursor.MoveMode.KeepAnchor)
        self.page.set_found(places, index)
        self.page.setTextCursor(cursor)
        self.page.ensureCursorVisible()

    def _found_over(self) -> None:
        self.page.set_found([], -1)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)


def _utf16(text: str) -> str:
    """The text with two marks for each letter that Qt counts twice, so that places are Qt's."""
    return "".join(letter if ord(letter) <= 0xFFFF else "\ufffd\ufffd" for letter in text)
