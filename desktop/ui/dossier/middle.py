"""The middle of the dossier: the application as a document, or one of its pieces in the same place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTemporaryDir, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db.queries.shapes import PieceRow
from desktop.flow.files import copy_out, has
from desktop.ui.dossier.elided import ElidedLabel
from desktop.ui.dossier.outline_rows import PIECE_FACES, piece_told, piece_words, text_words
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button, Pill
from desktop.ui.reading import Document, ReadingView
from desktop.ui.scratch import scratch
from desktop.ui.shell import Shell
from desktop.ui.theme import font, tokens
from desktop.ui.viewer import PieceViewer, ReadSheets

_NARROW = 640  # pixels: a sheet has more beside outline and notebook only in a large window
_TONES = {"good": "good", "accent": "accent", "bad": "bad", "warn": "warn", "muted": "neutral"}


class NoContent(QWidget):
    """What stands in place of a piece whose file is not here."""

    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.add = Button(self.tr("Ajouter cette pièce"), "upload")
        self.add.clicked.connect(self.add_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 40, 48, 40)
        column.setSpacing(16)
        column.addWidget(self.sentence)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch()
        column.addLayout(row)
        column.addStretch()

    def tell(self, piece: PieceRow) -> None:
        name = piece.label or piece.name
        words = {
            "announced": self.tr(
                "« {0} » est annoncée sur le portail, mais son contenu n’est pas dans cette base. Importez "
                "l’archive du portail avec les pièces, ou ajoutez le fichier ici."
            ),
            "waived": self.tr("Le porteur est dispensé de « {0} ». Raison : {1}"),
        }.get(
            piece.state,
            self.tr(
                "« {0} » manque. Demandez-la au porteur, ou ajoutez le fichier s’il est arrivé autrement."
            ),
        )
        self.sentence.setText(words.format(name, piece.reason))


class PieceStrip(QFrame):
    """Over a piece: its name, its state, and the way back to the application."""

    back_wanted = Signal()
    menu_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = Button(self.tr("La demande"), "arrow-left", kind="plain")
        self.back.setToolTip(self.tr("Revenir au texte de la demande (Échap)"))
        self.name = ElidedLabel()
        self.name.setFont(font(13, QFont.Weight.DemiBold))
        self.state = Pill("", "neutral")
        self.settle = Button(self.tr("État de la pièce…"), "file-check", kind="plain")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 12, 0)
        row.addWidget(self.back)
        self.unread = QLabel()
        self.unread.setProperty("kind", "caption")
        self.unread.setFont(font(12))
        row.addWidget(self.name, 1)
        row.addWidget(self.unread)
        row.addWidget(self.state)
        row.addWidget(self.settle)
        self.back.clicked.connect(self.back_wanted)
        self.settle.clicked.connect(self.menu_wanted)

    def tell(self, piece: PieceRow) -> None:
        self.name.say(piece.name or piece.label)
        self.state.tell(piece_words(piece.state), _TONES[PIECE_FACES[piece.state][1]])
        self.state.setToolTip("\n".join(piece_told(piece)[1:]))
        self.unread.setText(text_words(piece))
        self.unread.setVisible(bool(text_words(piece)))


class Middle(QStackedWidget):
    """One place for two ways of reading; `piece` is the key of the piece shown, None for the document."""

    piece_shown = Signal(object)  # key or None
    sheet_shown = Signal(str)  # name, "" when the application or a piece came in front

    def __init__(self, files: Path, read_sheets: ReadSheets | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = files
        self._copies: QTemporaryDir | None = None
        self._document = Document()
        self.piece: bytes | None = None
        self.sheet = ""  # the name of the sheet of the instruction in front
        self._content: tuple[bytes, str | None] | None = None
        self._shells: dict[WorkSheet, Shell] = {}
        self.reading = ReadingView(tokens())
        self.viewer = PieceViewer(read_sheets, tokens())
        self.strip = PieceStrip()
        self.empty = NoContent()
        self._inside = QStackedWidget()
        self._inside.addWidget(self.viewer)
        self._inside.addWidget(self.empty)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._inside, 1)
        self.addWidget(self.reading)
        self.addWidget(page)
        self.strip.back_wanted.connect(self.show_reading)

    @property
    def away(self) -> bool:
        """Whether something else than the application is in front."""
        return self.piece is not None or bool(self.sheet)

    def show_sheet(self, name: str, title: str, sheet: WorkSheet) -> None:
        """Bring a sheet of the instruction in front."""
        self._leave_piece()
        if sheet not in self._shells:
            sheet.setAccessibleName(title)
            self._shells[sheet] = Shell(sheet, narrow=_NARROW)
            self.addWidget(self._shells[sheet])
        self._in_front(name)
        self.setCurrentWidget(self._shells[sheet])

    def currentWidget(self) -> QWidget | None:
        """What is in front; of a sheet, itself and not what scrolls it."""
        shown = super().currentWidget()
        return shown.widget() if isinstance(shown, Shell) else shown

    def _in_front(self, sheet: str) -> None:
        if sheet != self.sheet:
            self.sheet = sheet
            self.sheet_shown.emit(sheet)

    def show_document(self, document: Document, *, fresh: bool) -> None:
        """Show the application; of the same dossier, keep place and selection when its words changed."""
        if not fresh and document == self._document:
            return
        self._document = document
        page = self.reading.page
        bar, caret = page.verticalScrollBar().value(), page.textCursor().position()
        self.reading.set_document(document)
        if not fresh:
            cursor = page.textCursor()
            cursor.setPosition(min(caret, page.document().characterCount() - 1))
            page.setTextCursor(cursor)
            page.verticalScrollBar().setValue(bar)

    def show_reading(self) -> None:
        """Bring the application back in front."""
        self._leave_piece()
        self._in_front("")
        self.setCurrentIndex(0)
        self.reading.page.setFocus()

    def _leave_piece(self) -> None:
        if self.piece is not None:
            self.viewer.clear()
            self.piece = self._content = None
            self.piece_shown.emit(None)

    def show_piece(self, piece: PieceRow) -> None:
        """Show a piece, or say that its content is not here; the one already shown stays as it is."""
        self.strip.tell(piece)
        self._in_front("")
        if self._content != (piece.id, piece.sha256):
            self._content = (piece.id, piece.sha256)
            self.piece = piece.id
            if piece.sha256:
                self._inside.setCurrentWidget(self.viewer)
                self.viewer.show_piece(self._named(piece, piece.sha256))
            else:
                self.viewer.clear()
                self.empty.tell(piece)
                self._inside.setCurrentWidget(self.empty)
            self.piece_shown.emit(piece.id)
        self.setCurrentIndex(1)

    def focus(self) -> None:
        """Give the keyboard to what is read."""
        shown = self.currentWidget()
        if isinstance(shown, WorkSheet):
            shown.focus()
        elif self.currentIndex() == 0:
            self.reading.page.setFocus()
        elif self._inside.currentWidget() is self.viewer:
            self.viewer.content.setFocus()
        else:
            self.empty.add.setFocus()

    def _named(self, piece: PieceRow, sha256: str) -> Path:
        """A copy under its own name: what is kept has none, and another program may write in the copy."""
        if self._copies is None:
            self._copies = scratch()
        safe = "".join(c if c.isalnum() or c in "-_. " else "_" for c in piece.name)[-80:].lstrip(".")
        copy = Path(self._copies.path()) / sha256[:12] / (safe or "piece")
        if has(self._files, sha256) and not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy_out(self._files, sha256, copy)
        return copy

    def close_down(self) -> None:
        """Let go of the piece and of its copies."""
        self.viewer.clear()
        if self._copies is not None:
            self._copies.remove()
            self._copies = None
