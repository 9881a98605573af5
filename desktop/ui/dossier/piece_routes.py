"""Between the outline, the middle and what can be done with a piece."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QDesktopServices

from db.queries.shapes import PieceRow
from desktop.ui.dossier.middle import Middle
from desktop.ui.dossier.outline import Outline
from desktop.ui.dossier.piece_deeds import PieceDeeds
from desktop.ui.traced import note_left


class PieceRoutes(QObject):
    """Leads every wish about a piece to where it is fulfilled."""

    def __init__(self, deeds: PieceDeeds, outline: Outline, middle: Middle) -> None:
        super().__init__(outline)
        self._deeds, self._middle = deeds, middle
        outline.piece_wanted.connect(self.show)
        outline.piece_menu_wanted.connect(self._menu)
        outline.add_wanted.connect(deeds.choose_files)
        outline.ask_wanted.connect(deeds.ask)
        middle.strip.menu_wanted.connect(self._settle_shown)
        middle.empty.add_wanted.connect(self._add_shown)
        middle.viewer.open_outside_wanted.connect(self._open_outside)
        middle.viewer.printed.connect(lambda: self._note("printed", self.tr("Pièce imprimée")))
        deeds.added.connect(self.show)

    def _open_outside(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self._note("exported", self.tr("Pièce ouverte hors de Parvis"))

    def _note(self, deed: str, what: str) -> None:
        """Write down that the piece shown has left."""
        piece, whole = self._row(self._middle.piece), self._deeds.whole
        if piece is not None and whole is not None:
            words = f"{what}\u00a0: {piece.name or piece.label}"
            note_left(self._deeds.office, deed, words, (whole.head.id,))

    def _row(self, key: bytes | None) -> PieceRow | None:
        whole = self._deeds.whole
        return next((row for row in whole.pieces if row.id == key), None) if whole else None

    def show(self, key: bytes) -> None:
        """Show a piece in the middle, the keyboard with it."""
        piece = self._row(key)
        if piece is not None:
            self._middle.show_piece(piece)
            self._middle.focus()

    def _menu(self, key: bytes, at: QPoint) -> None:
        piece = self._row(key)
        if piece is not None:
            self._deeds.menu(piece, at)

    def _settle_shown(self) -> None:
        button = self._middle.strip.settle
        if self._middle.piece is not None:
            self._menu(self._middle.piece, button.mapToGlobal(button.rect().bottomLeft()))

    def _add_shown(self) -> None:
        piece = self._row(self._middle.piece)
        if piece is not None:
            self._deeds.choose_files(piece.kind, piece.label or piece.name)
