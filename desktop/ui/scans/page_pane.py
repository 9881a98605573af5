"""The page chosen: its picture set upright, where it goes, its boxes, what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.intake.parts import scrolled, text
from desktop.ui.scans.boxes import BoxesPanel
from desktop.ui.scans.shown import ShownPage

if TYPE_CHECKING:
    from desktop.exchange.scan_pictures import Look


class _Picture(QLabel):
    """A page as large as its place."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(QSize(220, 260))

    def show_picture(self, raw: bytes) -> None:
        self._whole = QPixmap()
        if raw:
            self._whole.loadFromData(raw)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._whole.isNull():
            self.setPixmap(QPixmap())
            return
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        fitted = self._whole.scaled(self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        fitted.setDevicePixelRatio(ratio)
        self.setPixmap(fitted)


class PagePane(QWidget):
    """The picture at the left, the boxes and the deeds at its right."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = _Picture()
        self.picture.setAccessibleName(self.tr("Image de la page"))
        self.title, self.place, self.said = text(size=15, bold=True), text(caption=True), text()
        self.boxes = BoxesPanel()
        self.take = Button(self.tr("Re&prendre les cases"), "square-check", kind="primary")
        self.dismiss = Button(self.tr("&Écarter les cases"), "x")
        self.by_hand = Button(self.tr("Classer à la &main…"), "paperclip")
        self.aside = Button(self.tr("Mettre de c&ôté"), "eye-off")
        self.open = Button(self.tr("Ou&vrir le dossier"), "file-text")
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        for part in (self.title, self.place, self.said, self.boxes):
            column.addWidget(part)
        column.addStretch()
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(scrolled(inside, self.tr("Page choisie")), 1)
        for pair in ((self.take, self.dismiss), (self.by_hand, self.aside), (self.open,)):
            line = QHBoxLayout()
            line.setSpacing(8)
            for button in pair:
                line.addWidget(button)
            line.addStretch()
            right.addLayout(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self.picture, 5)
        row.addLayout(right, 4)

    def show_page(self, page: ShownPage | None, look: Look | None) -> None:
        """Show this page; its picture comes later when `look` is None."""
        self.title.setText(page.title if page else "")
        self.place.setText(page.place or self._of_file(page) if page else "")
        self.said.setText(page.said if page else "")
        self.said.setProperty("tone", page.tone if page else "")
        self.said.style().polish(self.said)
        shares = page.shares if page else {}
        self.boxes.setVisible(bool(shares))
        self.boxes.show_shares(shares)
        done = page is not None and page.row is not None and not page.row.ticks_done
        self.boxes.setEnabled(done)
        self.picture.show_picture(look.page if look else b"")
        self.boxes.show_cuts(look.boxes if look else {})

    def _of_file(self, page: ShownPage) -> str:
        return self.tr("{0}, page {1}").format(page.source.name, page.rank)
