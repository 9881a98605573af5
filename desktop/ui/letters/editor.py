"""Writing in one letter: its paragraphs, what the pre-flight says of them, the facts it may name."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.letters.model import Block, Letter, edited, paragraphs
from desktop.ui.fields import Button, IconButton, SectionTitle
from desktop.ui.letters.desk import Desk, sentences
from desktop.ui.letters.entry import Entry
from desktop.ui.letters.field_list import FieldList, facts
from desktop.ui.letters.growing import GrowingText
from desktop.ui.letters.preview import Findings
from desktop.ui.office import Office
from desktop.ui.theme import font

LOOK_MS = 250  # the pre-flight follows the keys


class LetterEditor(QWidget):
    """Saves as it is written; the page beside shows each saved word. Escape goes back to the list."""

    closed = Signal()
    regenerate_wanted = Signal()

    def __init__(self, office: Office, desk: Desk) -> None:
        super().__init__()
        self._office, self._desk = office, desk
        self._entry: Entry | None = None
        self._base: Letter | None = None
        self._saved: tuple[str, tuple[Block, ...]] = ("", ())  # the words the database has
        self.fields: list[GrowingText] = []  # the object, then the paragraphs
        self._caret: GrowingText | None = None
        self._title = QLabel()
        self._title.setFont(font(15, QFont.Weight.DemiBold))
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.state = QLabel()
        self.state.setProperty("kind", "caption")
        self.state.setWordWrap(True)
        self.back = IconButton("arrow-left", self.tr("Revenir à la liste"), key="Alt+Left")
        self.again = Button(self.tr("Refaire depuis le modèle"), "refresh-cw")
        self.add = Button(self.tr("Ajouter un paragraphe"), "plus", kind="plain")
        self.known = Button(self.tr("Champs du dossier"), "list", kind="plain")
        self.known.setCheckable(True)
        self.findings = Findings()
        self.facts = FieldList()
        self.facts.setMinimumHeight(180)
        self.facts.hide()
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for part in (self.back, self._title, self.again):
            top.addWidget(part, 1 if part is self._title else 0)
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(6)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._sheet)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        low = QHBoxLayout()
        low.addWidget(self.add)
        low.addStretch()
        low.addWidget(self.known)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(8)
        box.addLayout(top)
        box.addWidget(self.state)
        box.addWidget(self.findings)
        box.addWidget(scroll, 2)
        box.addLayout(low)
        box.addWidget(self.facts, 1)

    def _connect(self) -> None:
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.leave)
        self.back.clicked.connect(self.leave)
        self.again.clicked.connect(self.regenerate_wanted)
        self.add.clicked.connect(lambda: self._add_field(self.tr("Nouveau paragraphe"), "").setFocus())
        self.known.toggled.connect(self.facts.setVisible)
        self.facts.chosen.connect(self._insert)
        self._look.timeout.connect(self.inspect)

    # The letter

    @property
    def letter(self) -> bytes | None:
        """Key of the letter being written in."""
        return self._entry.row.id if self._entry else None

    def open(self, entry: Entry) -> None:
        """Write in this letter; it must have been looked at."""
        assert entry.checked is not None and entry.checked.letter is not None
        self._entry, self._base = entry, entry.checked.letter
        self._saved = (self._base.object, self._base.blocks)
        self._title.setText(entry.row.applicant)
        for field in self.fields:
            field.hide()
            field.deleteLater()
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self.fields, self._caret = [], None
        self._add_field(self.tr("Objet"), self._base.object)
        for rank, text in enumerate(paragraphs(self._base), start=1):
            self._add_field(self.tr("Paragraphe {0}").format(rank), text)
        self._column.addStretch()
        self.facts.show_facts(
            facts(self._desk, self._office.reader, entry.row.dossier_id, entry.row.template)
        )
        self._tell_state(bool(entry.row.edited))
        self.inspect()
        self.fields[1 if len(self.fields) > 1 else 0].setFocus()

    def differs(self, entry: Entry) -> bool:
        """Whether the letter was changed elsewhere (undone, made again); what is being typed is not told."""
        kept = entry.checked.letter if entry.checked else None
        if kept is None or self._entry is None:
            return False
        self._entry = entry
        self._tell_state(bool(entry.row.edited))
        return (kept.object, kept.blocks) != self._saved

    def _add_field(self, name: str, text: str) -> GrowingText:
        field = GrowingText(name)
        field.set_text(text)
        field.settled.connect(lambda _text: self.save())
        field.textChanged.connect(self._look.start)
        field.installEventFilter(self)
        field.finished.connect(self.leave)
        last = self._column.itemAt(self._column.count() - 1) if self._column.count() else None
        if last is not None and last.spacerItem():
            self._column.takeAt(self._column.count() - 1)
        self._column.addWidget(SectionTitle(name))
        self._column.addWidget(field)
        self.fields.append(field)
        return field

    def written(self) -> Letter:
        """The letter with the words of the screen."""
        assert self._base is not None
        named = replace(self._base, object=" ".join(self.fields[0].text().split()))
        return edited(named, [field.text() for field in self.fields[1:]])

    def save(self) -> None:
        """Keep the words, unless they are those of the letter already."""
        from desktop.flow.notify import edit

        if self._entry is None or self._base is None:
            return
        written = self.written()
        words = (written.object, written.blocks)
        if words == self._saved:
            return
        before, self._saved = self._saved, words  # before the screens are told
        if self._office.do(edit, letter=self._entry.row.id, body=written) is not None:
            self._tell_state(True)
        else:
            self._saved = before

    def inspect(self) -> None:
        """The pre-flight of the words of the screen."""
        self._look.stop()
        if self._entry is None:
            return
        found = self._desk.inspect(self._office.reader, self._entry.row, self.written())
        self.findings.tell(sentences(found, "error"), ())

    def _tell_state(self, by_hand: bool) -> None:
        self.again.setEnabled(by_hand)
        self.state.setText(
            self.tr("Modifiée à la main : vos phrases sont gardées, même si la décision change. ")
            if by_hand
            else self.tr("Écrivez : tout s’enregistre et la page se refait. ")
        )
        self.state.setText(self.state.text() + self.tr("**Deux étoiles** mettent en gras."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, GrowingText):
            self._caret = watched  # where a fact will be inserted
        return super().eventFilter(watched, event)

    def _insert(self, words: str) -> None:
        field = self._caret or self.fields[-1]
        field.insertPlainText(words)
        field.setFocus()

    def leave(self) -> None:
        """Save what is not saved yet and go back."""
        for field in self.fields:
            field.settle()
        self._entry = None
        self._look.stop()
        self.closed.emit()
