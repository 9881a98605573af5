"""One note: challenge, strength, words quoted, the sentence edited in place, author and time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QFont,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout

from desktop.ui.challenge_faces import ChallengeFace, ink
from desktop.ui.icons import icon, pixmap
from desktop.ui.notebook.dots import StrengthDots
from desktop.ui.notebook.editor import NoteEditor
from desktop.ui.notebook.rows import AUDIENCES, Choice, Note, audience_words, exact, signed
from desktop.ui.theme import Tokens, font

EDGE = 4  # pixels in the colour of the challenge


class NoteCard(QFrame):
    """Made once, it shows one note after another; each signal says first which one it is about."""

    chosen = Signal(object)
    written = Signal(object, str)
    strength_changed = Signal(object, int)
    audience_changed = Signal(object, str)
    objective_changed = Signal(object, str)
    quarter_changed = Signal(object, str)
    removed = Signal(object)

    def __init__(self, note: Note, face: ChallengeFace | None, look: Tokens) -> None:
        super().__init__()
        self.note, self.face, self.look = note, face, look
        self.objectives: Sequence[Choice] = ()
        self.quarters: Sequence[Choice] = ()
        self.colour = look.muted
        self.title, self.sign, self.orphan_sign = QLabel(), QLabel(), QLabel()
        self.title.setFont(font(13, QFont.Weight.DemiBold))
        self.dots = StrengthDots(self.colour)
        self.quote, self.mark, self.objective, self.meta = QLabel(), QLabel(), QLabel(), QLabel()
        self.editor = NoteEditor()
        self.editor.setProperty("kind", "inline")
        self.editor.setPlaceholderText(self.tr("Écrire une phrase…"))
        small, slanted = font(12), font(12)
        slanted.setItalic(True)
        for label in (self.quote, self.mark, self.objective, self.meta):
            label.setWordWrap(True)
            label.setFont(slanted if label is self.quote else small)
            label.setProperty("kind", "warned" if label is self.mark else "caption")
        self.more = QToolButton()
        self.more.setProperty("kind", "bare")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self.fill_menu)
        self._lay_out()
        self._wire()
        self.take(note, face, look)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.sign)
        head.addWidget(self.title, 1)
        head.addWidget(self.dots)
        head.addWidget(self.more)
        orphan = QHBoxLayout()
        orphan.addWidget(self.orphan_sign, 0, Qt.AlignmentFlag.AlignTop)
        orphan.addWidget(self.mark, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE + 12, 6, 7, 8)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(orphan)
        for widget in (self.quote, self.editor, self.objective, self.meta):
            column.addWidget(widget)

    def take(self, note: Note, face: ChallengeFace | None, look: Tokens) -> None:
        """Become the card of this note; what was typed in the one before must be saved already."""
        self.face, self.look = face, look
        colour = ink(face.colour, look).name() if face else look.muted
        self.colour = self.dots.colour = colour
        self.sign.setVisible(face is not None and bool(face.icon))
        if face is not None and face.icon:
            self.sign.setPixmap(pixmap(face.icon, colour))
        self.more.setIcon(icon("ellipsis", look.muted))
        self.orphan_sign.setPixmap(pixmap("triangle-alert", look.warn, 14))
        self.editor.rank = note.rank
        self.editor.take(note.text)
        self.flash(on=False)

    def _wire(self) -> None:
        self.dots.changed.connect(lambda strength: self.strength_changed.emit(self.note.id, strength))
        self.editor.written.connect(lambda text: self.written.emit(self.note.id, text))
        for strength in range(4):
            keys = QShortcut(QKeySequence(f"Alt+{strength}"), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(lambda strength=strength: self.dots.set_strength(strength))
        for sequence, deed in (("Ctrl+Shift+Del", self._remove), ("Alt+Return", self._choose)):
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
        show.triggered.connect(self._choose)
        delete = menu.addAction(icon("trash-2", self.look.ink), self.tr("S&upprimer la note\tCtrl+Maj+Suppr"))
        delete.triggered.connect(self._remove)

    def _choices(self, menu: QMenu, title: str, choices: Sequence[Choice], now: str, chosen: object) -> None:
        inner = menu.addMenu(title)
        group = QActionGroup(inner)
        for choice in choices:
            action = QAction(choice.title, group, checkable=True, checked=choice.code == now)
            action.setData(choice.code)
            inner.addAction(action)
        group.triggered.connect(chosen)

    def _set_audience(self, action: QAction) -> None:
        self.audience_changed.emit(self.note.id, action.data())

    def _set_objective(self, action: QAction) -> None:
        self.objective_changed.emit(self.note.id, action.data())

    def _set_quarter(self, action: QAction) -> None:
        self.quarter_changed.emit(self.note.id, action.data())

    def _choose(self) -> None:
        self.chosen.emit(self.note.id)

    def _remove(self) -> None:
        self.removed.emit(self.note.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose()

    def flash(self, *, on: bool) -> None:
        """Stronger edge while its passage is the one shown."""
        self.setProperty("chosen", on)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper, its line and the edge in the colour of the challenge: a style sheet of its own for each
        card would be read again for each."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.fillPath(shape, QColor(self.look.paper))
        painter.setPen(QColor(self.colour if self.property("chosen") else self.look.line))
        painter.drawPath(shape)
        painter.setClipPath(shape)
        painter.fillRect(0, 0, EDGE, self.height(), QColor(self.colour))
