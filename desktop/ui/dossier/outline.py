"""The left of the dossier: the parts of the application, its pieces, and what to do about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from db.queries.shapes import PieceRow
from desktop.rules.findings import Level
from desktop.rules.pieces import LACKING
from desktop.ui.checks.levels import FACES, level_word
from desktop.ui.dossier.outline_rows import (
    PIECE_FACES,
    PartState,
    counted,
    part_of_section,
    piece_told,
    text_words,
)
from desktop.ui.dossier.work_sheet import SheetKind
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.icons import icon, pixmap
from desktop.ui.list.pane_parts import emptied
from desktop.ui.theme import Tokens, font, tokens

_LEVELS = {**FACES, "good": ("check", "good")}


class OutlineButton(QPushButton):
    """One line: drawing, words that give way to « … », and the drawing of its state on the right."""

    def __init__(self, words: str, drawing: str, state: tuple[str, str], *, small: bool = False) -> None:
        super().__init__()
        self._words, self._drawing, self._state, self._small = words, drawing, state, small
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFont(font(12 if small else 13))
        self.setIconSize(QSize(16, 16))
        self.mark = QLabel(self)
        self.mark.setFixedSize(16, 16)
        self.mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.dot = QLabel(self)  # what changed since the last visit
        self.dot.setFixedSize(9, 9)
        self.dot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.dot.hide()
        self._told = ("", "")
        self.dress()

    def tell_news(self, words: str) -> None:
        """Mark the line with a dot and say why; "" takes both away."""
        if bool(words) != self.dot.isVisibleTo(self) and not words:
            self.setAccessibleName(self._told[0])
            self.setToolTip(self._told[1])
        elif words and not self.dot.isVisibleTo(self):
            self._told = (self.accessibleName(), self.toolTip())
            self.setAccessibleName(f"{self._told[0]}, {words[:1].lower()}{words[1:]}")
            self.setToolTip(f"{self._told[1]}\n{words}".strip())
        self.dot.setVisible(bool(words))

    def dress(self) -> None:
        look = tokens()
        colour = look.muted if self._small else look.ink
        self.setIcon(icon(self._drawing, look.muted))
        sign, tone = self._state
        self.mark.setPixmap(pixmap(sign, getattr(look, tone), 16) if sign else QPixmap())
        self.dot.setStyleSheet(
            f"background: {look.accent}; border: 1px solid {look.paper}; border-radius: 4px; min-height: 0"
        )
        self.setStyleSheet(
            f"QPushButton {{ text-align: left; border: 2px solid transparent; background: transparent;"
            # The sheet's own least height would let a long outline crush its lines instead of scrolling.
            f" color: {colour}; padding: 0 28px 0 6px; min-height: {self.sizeHint().height() - 4}px }}"
            f"QPushButton:hover {{ background: {look.ground} }}"
            f"QPushButton:checked {{ background: {look.accent_wash}; color: {look.ink}; font-weight: 600 }}"
            f"QPushButton:focus {{ border: 2px solid {look.accent} }}"
        )

    def _fit(self) -> None:
        room = self.width() - 66
        self.setText(
            self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room).replace("&", "&&")
        )
        self.mark.move(self.width() - 24, (self.height() - 16) // 2)
        self.dot.move(18, self.height() // 2 - 10)

    def sizeHint(self) -> QSize:
        return QSize(150, self.fontMetrics().height() + (10 if self._small else 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QEvent) -> None:
        self._fit()


SheetState = tuple[SheetKind, Level | None, str]


class Outline(QFrame):
    part_wanted = Signal(str)  # section of the document
    sheet_wanted = Signal(str)  # name of a sheet of the instruction
    piece_wanted = Signal(object)  # key
    piece_menu_wanted = Signal(object, QPoint)  # key, where on screen
    add_wanted = Signal()
    ask_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Plan du dossier"))
        self._look: Tokens | None = None
        self.parts: dict[str, OutlineButton] = {}
        self.pieces: dict[bytes, OutlineButton] = {}
        self.sheets: dict[str, OutlineButton] = {}
        self._states: Sequence[SheetState] = ()
        self._shown: tuple[Sequence[PartState], Sequence[PieceRow]] = ((), ())
        self.parts_title = SectionTitle(self.tr("Demande"))
        self.sheets_title = SectionTitle(self.tr("Instruction"))
        self.pieces_title = SectionTitle(self.tr("Pièces"))
        self.add = Button(self.tr("Ajouter une pièce"), "plus", kind="plain")
        self.add.setToolTip(self.tr("Choisir un fichier (Ctrl+Maj+A), ou le déposer sur la fenêtre"))
        self.ask = Button(self.tr("Demander les pièces"), "mail-plus")
        self.ask.setToolTip(self.tr("Préparer le courrier des pièces manquantes (Ctrl+Maj+D)"))
        self._lay_out()
        self._look = tokens()
        self.add.clicked.connect(self.add_wanted)
        self.ask.clicked.connect(self.ask_wanted)

    def _lay_out(self) -> None:
        self._parts_box, self._sheets_box, self._pieces_box = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for box in (self._parts_box, self._sheets_box, self._pieces_box):
            box.setSpacing(1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 12, 8, 12)
        column.setSpacing(4)
        column.addWidget(self.parts_title)
        column.addLayout(self._parts_box)
        column.addSpacing(12)
        column.addWidget(self.sheets_title)
        column.addLayout(self._sheets_box)
        self.sheets_title.hide()
        column.addSpacing(12)
        column.addWidget(self.pieces_title)
        column.addLayout(self._pieces_box)
        column.addWidget(self.add)
        column.addSpacing(4)
        column.addWidget(self.ask)
        column.addStretch()
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def show_rows(self, parts: Sequence[PartState], pieces: Sequence[PieceRow]) -> None:
        """Show these, built again only when they changed: the focus stays where it is."""
        if self._shown == (parts, pieces):
            return
        was_parts, was_pieces = self._shown
        self._shown = (parts, pieces)
        if was_parts != parts:
            emptied(self._parts_box)
            self.parts = {part.section: self._part(part) for part in parts}
        if was_pieces != pieces:
            emptied(self._pieces_box)
            self.pieces = {piece.id: self._piece(piece) for piece in pieces}
            self.pieces_title.set_text(
                self.tr("Pièces {0} / {1}").format(*counted(pieces)) if pieces else self.tr("Pièces")
            )
        self.ask.setVisible(any(piece.state in LACKING for piece in pieces))

    def show_news(self, told: Mapping[str, str]) -> None:
        """Mark the parts ("budget", "piece:<key>", "sheet:<name>") that changed, with the words of why."""
        named = {
            **self.parts,
            **{f"piece:{key.hex()}": button for key, button in self.pieces.items()},
            **{f"sheet:{name}": button for name, button in self.sheets.items()},
        }
        for part, button in named.items():
            button.tell_news(told.get(part, ""))

    def show_sheets(self, states: Sequence[SheetState]) -> None:
        """Show the sheets of the instruction with their states."""
        if states == self._states:
            return
        self._states = states
        current = {name for name, button in self.sheets.items() if button.isChecked()}
        emptied(self._sheets_box)
        self.sheets = {state[0].name: self._sheet(*state) for state in states}
        for name in current & self.sheets.keys():
            self.sheets[name].setChecked(True)
        self.sheets_title.setVisible(bool(states))

    def _sheet(self, kind: SheetKind, level: Level | None, told: str) -> OutlineButton:
        button = OutlineButton(kind.title, kind.icon, _LEVELS[level] if level else ("", "muted"))
        button.setAccessibleName(f"{kind.title} : {told}" if told else kind.title)
        button.setToolTip(f"{told}\n({kind.key})".lstrip())
        button.clicked.connect(partial(self._sheet_clicked, kind.name))
        self._sheets_box.addWidget(button)
        return button

    def _sheet_clicked(self, name: str) -> None:
        self.sheet_wanted.emit(name)

    def _part(self, part: PartState) -> OutlineButton:
        button = OutlineButton(part.title, part.drawing, _LEVELS[part.level])
        button.setAccessibleName(f"{part.title} : {level_word(part.level)}")
        button.setToolTip(part.told)
        button.clicked.connect(partial(self._part_clicked, part.section))
        self._parts_box.addWidget(button)
        return button

    def _piece(self, piece: PieceRow) -> OutlineButton:
        drawing = "file-question-mark"
        if piece.sha256:
            drawing = "file-image" if piece.text_kind == "image" else "paperclip"
        button = OutlineButton(piece.label or piece.name, drawing, PIECE_FACES[piece.state], small=True)
        lines = piece_told(piece)
        button.setAccessibleName(", ".join([lines[0], text_words(piece)]).rstrip(", "))
        button.setToolTip("\n".join(lines))
        button.clicked.connect(partial(self._piece_clicked, piece.id))
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(
            lambda at, key=piece.id, of=button: self.piece_menu_wanted.emit(key, of.mapToGlobal(at))
        )
        self._pieces_box.addWidget(button)
        return button

    def _part_clicked(self, section: str) -> None:
        self.part_wanted.emit(section)

    def _piece_clicked(self, key: bytes) -> None:
        self.piece_wanted.emit(key)

    def show_current(self, section: str, piece: bytes | None, sheet: str = "") -> None:
        """Tick what the middle shows: a part of the document, a piece, or a sheet of the instruction."""
        here = part_of_section(section)
        for name, button in self.parts.items():
            button.setChecked(piece is None and not sheet and name == here)
        for name, button in self.sheets.items():
            button.setChecked(name == sheet)
        for key, button in self.pieces.items():
            button.setChecked(key == piece)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._look not in (None, tokens()):
            self._look = tokens()
            for button in (*self.parts.values(), *self.sheets.values(), *self.pieces.values()):
                button.dress()
        super().changeEvent(event)
