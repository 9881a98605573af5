"""The left of the dossier: the parts of the application, its pieces, and what to do about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.queries.shapes import PieceRow
from desktop.rules.findings import Level
from desktop.rules.pieces import LACKING
from desktop.ui.checks.levels import FACES, level_word
from desktop.ui.dossier.outline_button import OutlineButton
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
from desktop.ui.theme import Tokens, tokens

_LEVELS = {**FACES, "good": ("check", "good")}


SheetState = tuple[SheetKind, Level | None, str]


class Outline(QFrame):
    part_wanted = Signal(object)  # section of the document, a str
    sheet_wanted = Signal(object)  # name of a sheet of the instruction, a str
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
        self._lines: dict[QVBoxLayout, list[OutlineButton]] = {}  # the first ones are in use
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
        """Show these, told again only where they changed: the focus stays where it is."""
        if self._shown == (parts, pieces):
            return
        was_parts, was_pieces = self._shown
        self._shown = (parts, pieces)
        if was_parts != parts:
            lines = self._lines_for(self._parts_box, len(parts))
            self.parts = {p.section: self._part(line, p) for line, p in zip(lines, parts, strict=True)}
        if was_pieces != pieces:
            lines = self._lines_for(self._pieces_box, len(pieces))
            self.pieces = {p.id: self._piece(line, p) for line, p in zip(lines, pieces, strict=True)}
            self.pieces_title.set_text(
                self.tr("Pièces {0} / {1}").format(*counted(pieces)) if pieces else self.tr("Pièces")
            )
        self.ask.setVisible(any(piece.state in LACKING for piece in pieces))

    def _lines_for(self, box: QVBoxLayout, count: int) -> list[OutlineButton]:
        """So many lines of a box: those it has are used again, which is ten times as fast as new ones."""
        lines = self._lines.setdefault(box, [])
        while len(lines) < count:
            lines.append(self._line(box))
            box.addWidget(lines[-1])
        for at, line in enumerate(lines):
            line.setVisible(at < count)
        return lines[:count]

    def _line(self, box: QVBoxLayout) -> OutlineButton:
        made = OutlineButton(small=box is self._pieces_box)
        if box is self._parts_box:
            made.wanted.connect(self.part_wanted)
        elif box is self._sheets_box:
            made.wanted.connect(self.sheet_wanted)
        else:
            made.wanted.connect(self.piece_wanted)
            made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            made.customContextMenuRequested.connect(
                lambda at: self.piece_menu_wanted.emit(made.key, made.mapToGlobal(at))
            )
        return made

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
        lines = self._lines_for(self._sheets_box, len(states))
        self.sheets = {
            state[0].name: self._sheet(line, *state) for line, state in zip(lines, states, strict=True)
        }
        self.sheets_title.setVisible(bool(states))

    def _sheet(self, line: OutlineButton, kind: SheetKind, level: Level | None, told: str) -> OutlineButton:
        line.say(kind.name, kind.title, kind.icon, _LEVELS[level] if level else ("", "muted"))
        line.setAccessibleName(f"{kind.title} : {told}" if told else kind.title)
        line.setToolTip(f"{told}\n({kind.key})".lstrip())
        return line

    def _part(self, line: OutlineButton, part: PartState) -> OutlineButton:
        line.say(part.section, part.title, part.drawing, _LEVELS[part.level])
        line.setAccessibleName(f"{part.title} : {level_word(part.level)}")
        line.setToolTip(part.told)
        return line

    def _piece(self, line: OutlineButton, piece: PieceRow) -> OutlineButton:
        drawing = "file-question-mark"
        if piece.sha256:
            drawing = "file-image" if piece.text_kind == "image" else "paperclip"
        line.say(piece.id, piece.label or piece.name, drawing, PIECE_FACES[piece.state])
        lines = piece_told(piece)
        line.setAccessibleName(", ".join([lines[0], text_words(piece)]).rstrip(", "))
        line.setToolTip("\n".join(lines))
        return line

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
            for line in (line for lines in self._lines.values() for line in lines):
                line.dress()
        super().changeEvent(event)
