"""The file of a report, shown under its table: read when its page is in front, let go of afterwards."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTemporaryDir
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.shapes import PieceRow
from desktop.flow.files import copy_out, has
from desktop.ui.intake.parts import text
from desktop.ui.scratch import scratch
from desktop.ui.theme import tokens
from desktop.ui.viewer import PieceViewer


class PaperPage(QWidget):
    """`show_piece(None)` says that the report came without a file."""

    def __init__(self, files: Path) -> None:
        super().__init__()
        self._files = files
        self._copies: QTemporaryDir | None = None
        self._piece: PieceRow | None = None
        self._shown = ""
        self.viewer: PieceViewer | None = None
        self.nothing = text(self.tr("Ce bilan est venu sans fichier."), caption=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.nothing)

    def show_piece(self, piece: PieceRow | None) -> None:
        """What is to be shown when this page comes in front."""
        self._piece = piece
        self.nothing.setVisible(piece is None or not piece.sha256)
        if self.isVisible():
            self.come()

    def come(self) -> None:
        """The page is in front: open the file, once."""
        sha256 = (self._piece.sha256 if self._piece else None) or ""
        if sha256 == self._shown:
            return
        self._shown = sha256
        if self.viewer is None:
            self.viewer = PieceViewer(None, tokens())
            self._column.addWidget(self.viewer, 1)
        self.viewer.setVisible(bool(sha256))
        if self._piece is None or not sha256:
            self.viewer.clear()
            return
        self.viewer.show_piece(self._copy(self._piece.name, sha256))

    def _copy(self, name: str, sha256: str) -> Path:
        if self._copies is None:
            self._copies = scratch()
        copy = Path(self._copies.path()) / sha256[:12] / f"bilan{Path(name).suffix[:6]}"
        if has(self._files, sha256) and not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy_out(self._files, sha256, copy)
        return copy

    def close_down(self) -> None:
        """Let go of the file and of its copy."""
        if self.viewer is not None:
            self.viewer.clear()
        if self._copies is not None:
            self._copies.remove()
            self._copies = None
