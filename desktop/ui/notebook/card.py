"""One note: challenge, strength, words quoted, the sentence edited in place, author and time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout

from desktop.ui.challenge_faces import ChallengeFace, face_icon, ink
from desktop.ui.icons import icon, pixmap
from desktop.ui.notebook.dots import StrengthDots
from desktop.ui.notebook.editor import NoteEditor
from desktop.ui.notebook.rows import AUDIENCES, Choice, Note, audience_words, exact, signed
from desktop.ui.theme import Tokens


class NoteCard(QFrame):
    chosen = Signal()
    written = Signal(str)
    strength_changed = Signal(int)
    audience_changed = Signal(str)
    objective_changed = Signal(str)
    quarter_changed = Signal(str)
    removed = Signal()

    def __init__(self, note: Note, face: ChallengeFace | None, look: Tokens) -> None:
        super().__init__()
        self.note, self.face, self.look = note, face, look
        self.objectives: Sequence[Choice] = ()
        self.quarters: Sequence[Choice] = ()
        self.setObjectName("noteCard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        colour = ink(face.colour, look).name() if face else look.muted
        self.colour = colour
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setStyleSheet("font-weight: 600")
        self.dots = StrengthDots(colour)
        self.quote, self.mark, self.objective = QLabel(), QLabel(), QLabel()
        self.editor = NoteEditor()
        self.editor.setObjectName("noteText")
        self.editor.setPlaceholderText(self.tr("Écrire une phrase…"))
        self.editor.rank = note.rank
        self.meta = QLabel()
        for label in (self.quote, self.mark, self.objective, self.meta):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.more = QToolButton()
        self.more.setProperty("kind", "icon")
        self.more.setIcon(icon("ellipsis", look.muted))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self.fill_menu)
        self._lay_out()
        self._dress()
        self._wire()
        self.show_note(note, dt.datetime.now())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        if self.face is not None and self.face.icon:
            sign = QLabel()
            sign.setPixmap(face_icon(self.face, self.look).pixmap(16, 16))
            head.addWidget(sign)
        head.addWidget(self.title, 1)
        head.addWidget(self.dots)
        head.addWidget(self.more)
        orphan = QHBoxLayout()
        self.orphan_sign = QLabel()
        self.orphan_sign.setPixmap(pixmap("triangle-alert", self.look.warn, 14))
        orphan.addWidget(self.orphan_sign, 0, Qt.AlignmentFlag.AlignTop)
        orphan.addWidget(self.mark, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 6, 7)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(orphan)
        for widget in (self.quote, self.editor, self.objective, self.meta):
            column.addWidget(widget)

    def _dress(self) -> None:
        look = self.look
        self.setStyleSheet(
            f"#noteCard {{ background: {look.paper}; border: 1px solid {look.line}; border-radius: 8px;"
            f" border-left: 4px solid {self.colour} }}"
            f'#noteCard[chosen="true"] {{ border: 1px solid {self.colour};'
            f" border-left: 4px solid {self.colour} }}"
            f"#noteText {{ border: 1px solid transparent; padding: 0; background: transparent }}"
            f"#noteText:focus {{ border: 1px solid {look.accent}; padding: 0 }}"
            f"QToolButton {{ border: 1px solid transparent; background: transparent; padding: 1px }}"
            f"QToolButton:focus {{ border: 1px solid {look.accent}; padding: 1px }}"
            f"QToolButton::menu-indicator {{ image: none }}"
        )
        small = f"color: {look.muted}; font-size: 12px"
        self.quote.setStyleSheet(small + "; font-style: italic")
        self.meta.setStyleSheet(small)
        self.objective.setStyleSheet(small)
        self.mark.setStyleSheet(f"color: {look.warn}; font-size: 12px")

    def _wire(self) -> None:
        self.dots.changed.connect(self.strength_changed)
        self.editor.written.connect(self.written)
        for strength in range(4):
            keys = QShortcut(QKeySequence(f"Alt+{strength}"), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(lambda strength=strength: self.dots.set_strength(strength))
        for sequence, deed in (("Ctrl+Shift+Del", self.removed.emit), ("Alt+Return", self.chosen.emit)):
            keys = QShortcut(QKeySequence(sequence), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(deed)

    def show_note(self, note: Note, now: dt.datetime) -> None:
        """Show the row anew; a sentence being typed is left alone."""
        self.note = note
        named = f"{note.rank} · {self.face.short}" if self.face else self.tr("Note générale")
        self.title.setText(named)
        self.dots.setVisible(self.face is not None)
        self.dots.show_strength(note.strength)
        self.quote.setText(f"«\u00a0{note.quote}\u00a0»")
        self.quote.setVisible(bool(note.quote))
        self.mark.setText(self.tr("Passage introuvable dans le texte actuel. Anciens mots :"))
        for widget in (self.mark, self.orphan_sign):
            widget.setVisible(note.orphan)
        self.editor.load(note.text)
        self.editor.setAccessibleName(self.tr("Texte de la note {name}").format(name=named))
        title = next((c.title for c in self.objectives if c.code == note.objective), note.objective)
        self.objective.setText(self.tr("Sous-objectif : {title}").format(title=title))
        self.objective.setVisible(bool(note.objective))
        quarter = next((c.title for c in self.quarters if c.code == note.quarter), note.quarter)
        self.meta.setText(" · ".join(part for part in (signed(note, now), quarter) if part))
        self.meta.setToolTip(exact(note.at) if note.at else "")
        what = self.tr("Autres actions sur la note {name}").format(name=named)
        self.more.setAccessibleName(what)
        self.more.setToolTip(what)
        self.setAccessibleName(self.tr("Note {name}").format(name=named))

    def fill_menu(self) -> None:
        """Audience, sub-objective, quarter, passage, deletion."""
        menu = self.more.menu()
        menu.clear()
        audiences = [Choice(code, audience_words(code)) for code in AUDIENCES]
        self._choices(menu, self.tr("&Visible par"), audiences, self.note.audience, self._set_audience)
        objectives = [c for c in self.objectives if c.rank in (0, self.note.rank)]
        none = Choice("", self.tr("Aucun"))
        if objectives:
            chosen = [none, *objectives]
            self._choices(menu, self.tr("&Sous-objectif"), chosen, self.note.objective, self._set_objective)
        if self.quarters:
            chosen = [none, *self.quarters]
            self._choices(menu, self.tr("&Quartier"), chosen, self.note.quarter, self._set_quarter)
        menu.addSeparator()
        show = menu.addAction(icon("eye", self.look.ink), self.tr("&Montrer le passage\tAlt+Entrée"))
        show.setEnabled(bool(self.note.quote) and not self.note.orphan)
        show.triggered.connect(self.chosen)
        delete = menu.addAction(icon("trash-2", self.look.ink), self.tr("S&upprimer la note\tCtrl+Maj+Suppr"))
        delete.triggered.connect(self.removed)

    def _choices(self, menu: QMenu, title: str, choices: Sequence[Choice], now: str, chosen: object) -> None:
        inner = menu.addMenu(title)
        group = QActionGroup(inner)
        for choice in choices:
            action = QAction(choice.title, group, checkable=True, checked=choice.code == now)
            action.setData(choice.code)
            inner.addAction(action)
        group.triggered.connect(chosen)

    def _set_audience(self, action: QAction) -> None:
        self.audience_changed.emit(action.data())

    def _set_objective(self, action: QAction) -> None:
        self.objective_changed.emit(action.data())

    def _set_quarter(self, action: QAction) -> None:
        self.quarter_changed.emit(action.data())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def flash(self, *, on: bool) -> None:
        """Stronger edge while its passage is the one shown."""
        self.setProperty("chosen", on)
        self.style().unpolish(self)
        self.style().polish(self)
