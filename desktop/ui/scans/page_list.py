"""The list of scanned pages: each with its small picture, where it goes, what it says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from desktop.ui.scans.pictures import Pictures, Place, place_of
from desktop.ui.scans.shown import ShownPage
from desktop.ui.theme import tokens

_PICTURE = QSize(64, 84)


class PageList(QListWidget):
    """Arrows walk from page to page."""

    picked = Signal()
    opened = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self.pages: list[ShownPage] = []
        self.setAccessibleName(self.tr("Pages numérisées"))
        self.setIconSize(_PICTURE)
        self.setWordWrap(True)
        self.setSpacing(2)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(lambda _row: self.picked.emit())
        self.itemActivated.connect(lambda _item: self.opened.emit())
        pictures.drawn.connect(self._drawn)

    def show_pages(self, pages: Sequence[ShownPage]) -> None:
        """Show these, and stand where one stood."""
        row = max(0, self.currentRow())
        self.pages = list(pages)
        self.blockSignals(True)
        self.clear()
        for page in self.pages:
            item = QListWidgetItem(self._icon(page), "\n".join(filter(None, _lines(page))))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, _lines(page))))
            if page.tone == "warn":
                item.setForeground(QColor(tokens().warn))
            item.setSizeHint(QSize(200, _PICTURE.height() + 8))
            self.addItem(item)
        self.setCurrentRow(min(row, len(self.pages) - 1))
        self.blockSignals(False)
        self._pictures.want(self.pages)
        self.picked.emit()

    def current(self) -> ShownPage | None:
        row = self.currentRow()
        return self.pages[row] if 0 <= row < len(self.pages) else None

    def _drawn(self, place: Place) -> None:
        for row, page in enumerate(self.pages):
            if place_of(page) == place and (item := self.item(row)) is not None:
                item.setIcon(self._icon(page))

    def _icon(self, page: ShownPage) -> QIcon:
        picture = QPixmap()
        raw = self._pictures.small.get(place_of(page))
        if raw is None or not picture.loadFromData(raw):
            picture = QPixmap(_PICTURE)
            picture.fill(QColor(tokens().line))
        return QIcon(picture)


def _lines(page: ShownPage) -> tuple[str, ...]:
    return page.title, page.place or f"{page.source.name}, page {page.rank}", page.said
