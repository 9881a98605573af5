"""A picture: fitted, zoomed, turned; read with a limit on the memory it may take."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QPixmap, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from desktop.ui.viewer.kinds import Unshowable, tr

LIMIT_MB = 256
MOST_PIXELS = 40_000_000
SMALLEST, LARGEST = 0.05, 8.0


def read_picture(path: Path) -> QImage:
    """The picture, turned as its camera says. Raises Unshowable with a sentence."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    reader.setAllocationLimit(LIMIT_MB)
    size = reader.size()
    pixels = size.width() * size.height()
    if size.isValid() and pixels > MOST_PIXELS:
        shrink = (MOST_PIXELS / pixels) ** 0.5
        reader.setScaledSize(QSize(int(size.width() * shrink) or 1, int(size.height() * shrink) or 1))
    image = reader.read()
    if not image.isNull():
        return image
    if size.isValid() and pixels * 4 > LIMIT_MB * 1024 * 1024:
        raise Unshowable(
            tr("Cette image est trop grande pour être montrée ici ({w} × {h} points).").format(
                w=size.width(), h=size.height()
            )
        )
    raise Unshowable(
        tr(
            "Cette image est abîmée ou d’un format inconnu : elle ne peut pas être montrée. "
            "Le fichier reçu est gardé tel quel."
        )
    )


class PictureView(QScrollArea):
    """Fitted to the room at first; Ctrl and the wheel, + and − zoom, R turns."""

    def __init__(self, image: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = image
        self.zoom = 0.0  # 0: fitted
        self._shown = QLabel()
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown.setAccessibleName(self.tr("Image de la pièce"))
        self.setWidget(self._shown)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName(self.tr("Image de la pièce"))
        self._draw()

    def scale(self) -> float:
        """Logical pixels a pixel of the picture."""
        if self.zoom:
            return self.zoom
        room = self.viewport().size()
        return min(1.0, room.width() / self.image.width(), room.height() / self.image.height())

    def set_zoom(self, zoom: float) -> None:
        """0 fits the picture to the room."""
        self.zoom = max(SMALLEST, min(LARGEST, zoom)) if zoom else 0.0
        self._draw()

    def turn(self) -> None:
        """A quarter turn to the right."""
        self.image = self.image.transformed(QTransform().rotate(90))
        self._draw()

    def _draw(self) -> None:
        factor = self.scale() * self.devicePixelRatioF()
        size = QSize(max(1, round(self.image.width() * factor)), max(1, round(self.image.height() * factor)))
        keep = Qt.AspectRatioMode.KeepAspectRatio
        drawn = QPixmap.fromImage(self.image.scaled(size, keep, Qt.TransformationMode.SmoothTransformation))
        drawn.setDevicePixelRatio(self.devicePixelRatioF())
        self._shown.setPixmap(drawn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.zoom:
            self._draw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.scale() * (1.15 if event.angleDelta().y() > 0 else 1 / 1.15))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.set_zoom(self.scale() * 1.25)
        elif key == Qt.Key.Key_Minus:
            self.set_zoom(self.scale() / 1.25)
        elif key == Qt.Key.Key_0:
            self.set_zoom(0)
        elif key == Qt.Key.Key_R:
            self.turn()
        else:
            super().keyPressEvent(event)
