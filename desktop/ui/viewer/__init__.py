"""A piece shown inside the window: PDF pages, pictures, sheets, texts, and a word for everything else."""

from desktop.ui.viewer.kinds import Kind, kind_of
from desktop.ui.viewer.paper import PieceHighlight, Rect
from desktop.ui.viewer.sheets import ReadSheets
from desktop.ui.viewer.view import PieceViewer

__all__ = ["Kind", "PieceHighlight", "PieceViewer", "ReadSheets", "Rect", "kind_of"]
