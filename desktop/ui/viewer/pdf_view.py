"""A PDF piece with its tools: page, zoom, search, words selected to be annotated."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop.ui.find import FindBar
from desktop.ui.theme import Tokens
from desktop.ui.viewer.drawing import Drawer
from desktop.ui.viewer.pages import Pages
from desktop.ui.viewer.paper import FIT_PAGE, FIT_WIDTH, PieceHighlight, Rect
from desktop.ui.viewer.pdf import PdfFile

PERCENTS = (50, 75, 100, 125, 150, 200, 300)


class PdfView(QWidget):
    passage_chosen = Signal(int, list, str, int)  # page from 1, rectangles, quote, rank
    highlight_clicked = Signal(object)
    said = Signal(str)

    def __init__(self, file: PdfFile, look: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self.pages = Pages(file, look)
        self.pages.setAccessibleName(self.tr("Pages du PDF"))
        # A window that goes with its parent is never asked to shut: its drawing would go on without it.
        self.destroyed.connect(partial(_end, self.pages.drawer, file))
        self.find_bar = FindBar()
        self.number = QSpinBox()
        self.number.setRange(1, len(file))
        self.number.setKeyboardTracking(False)
        self.number.setMinimumWidth(64)
        # Arrows, PageUp and PageDown do as much; NoButtons would hide the number under a style sheet.
        self.number.setStyleSheet("QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none }")
        self.number.setAccessibleName(self.tr("Page affichée"))
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(self.tr("Taille de la page"))
        self.zoom.addItem(self.tr("Largeur"), FIT_WIDTH)
        self.zoom.addItem(self.tr("Page entière"), FIT_PAGE)
        for percent in PERCENTS:
            self.zoom.addItem(f"{percent}\u00a0%", percent)
        self.tools = QWidget()
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(QLabel(self.tr("Page")))
        row.addWidget(self.number)
        row.addWidget(QLabel(self.tr("sur {n}").format(n=len(file))))
        row.addStretch()
        row.addWidget(self.zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.tools, self.find_bar):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        self.setFocusProxy(self.pages)
        self._wire()

    def _wire(self) -> None:
        self.number.valueChanged.connect(self.pages.go_to)
        self.pages.page_seen.connect(self._page_seen)
        self.zoom.activated.connect(self._zoom_chosen)
        self.pages.zoomed.connect(self._zoomed)
        self.pages.rank_pressed.connect(self.choose)
        self.pages.marked_clicked.connect(self.highlight_clicked)
        self.find_bar.looked_for.connect(self._look_for)
        self.find_bar.moved.connect(self._show_found)
        self.find_bar.closed.connect(self._found_over)

    def _page_seen(self, number: int) -> None:
        self.number.blockSignals(True)
        self.number.setValue(number)
        self.number.blockSignals(False)

    def _zoom_chosen(self, index: int) -> None:
        chosen = self.zoom.itemData(index)
        if isinstance(chosen, int):
            self.pages.set_zoom("", chosen / 100)
        else:
            self.pages.set_zoom(chosen)

    def _zoomed(self, zoom: float) -> None:
        index = self.zoom.findData(self.pages.fit or round(zoom * 100))
        self.zoom.setCurrentIndex(index)
        self.zoom.setPlaceholderText(f"{round(zoom * 100)}\u00a0%")

    def set_highlights(self, highlights: Sequence[PieceHighlight]) -> None:
        self.pages.highlights = highlights
        self.pages.viewport().update()

    def reveal(self, identity: Hashable) -> bool:
        return self.pages.reveal(identity)

    def choose(self, rank: int) -> None:
        """Annotate the words selected on the page."""
        if self.pages.selected is None:
            if rank:
                self.said.emit(self.tr("Sélectionnez d’abord des mots sur la page, à la souris."))
            return
        page, first, last = self.pages.selected
        quote = self.file.quote(page, first, last)
        rects = [tuple(rect) for rect in self.file.rects(page, first, last)]
        if not quote or not rects:
            self.said.emit(self.tr("Il n’y a pas de mots à cet endroit : la page est peut-être une image."))
            return
        self.pages.selected = None
        self.pages.viewport().update()
        self.passage_chosen.emit(page + 1, rects, quote, rank)

    def _look_for(self, words: str) -> None:
        found: list[tuple[int, Rect]] = []
        for number in range(len(self.file)):
            for first, last in self.file.places(number, words):
                found.extend((number, rect) for rect in self.file.rects(number, first, last)[:1])
        self.pages.found = found
        start = self.number.value() - 1
        now = next((at for at, (page, _) in enumerate(found) if page >= start), 0)
        self.pages.found_now = now
        self.find_bar.set_places(len(found), now)
        self.pages.viewport().update()

    def _show_found(self, index: int) -> None:
        self.pages.found_now = index
        self.pages.show_rect(*self.pages.found[index])

    def _found_over(self) -> None:
        self.pages.found, self.pages.found_now = [], -1
        self.pages.viewport().update()
        self.pages.setFocus()

    def shut(self) -> None:
        """Stop drawing and close the file."""
        self.pages.shut()
        self.file.close()


def _end(drawer: Drawer, file: PdfFile, _view: object = None) -> None:
    drawer.stop()
    file.close()
