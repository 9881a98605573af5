"""The page of the guide that is read: its pictures fitted to the width, its links followed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

_ROOM = 56  # pixels that stay free beside a picture
_WIDEST = 1100


class PageView(QTextBrowser):
    """Links are told by `anchorClicked`; nothing is opened by the browser itself."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._pictures: dict[str, QImage] = {}
        self.setOpenLinks(False)
        self.setAccessibleName(self.tr("Page du guide"))
        self.setProperty("kind", "page")
        self.document().setDocumentMargin(20)
        self._again = QTimer(self, singleShot=True, interval=120)
        self._again.timeout.connect(self._fit)
        self._fitted = 0

    def show_html(self, style: str, html: str) -> None:
        """From the top."""
        self._fitted = self._wide()
        self.document().setDefaultStyleSheet(style)
        self.setHtml(html)

    def _wide(self) -> int:
        return max(160, min(_WIDEST, self.viewport().width() - _ROOM))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        file = name.toString() if isinstance(name, QUrl) else str(name)
        if file not in self._pictures:
            self._pictures[file] = QImage(str(self._folder / file))
        image, ratio = self._pictures[file], self.devicePixelRatioF()
        if image.isNull():
            return image
        wide = min(round(self._wide() * ratio), image.width())
        fitted = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        fitted.setDevicePixelRatio(ratio)
        return fitted

    def _fit(self) -> None:
        """The same words again, their pictures at the new width, where one was reading."""
        if self._wide() == self._fitted:
            return
        self._fitted = self._wide()
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self.document().clear()
        self.setHtml(self._html)
        bar.setValue(round(share * bar.maximum()))

    _html = ""

    def setHtml(self, text: str) -> None:
        self._html = text
        super().setHtml(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again.start()
