"""Icons: the bundled Lucide drawings, in the colour of the words beside them."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.ui.theme import RESOURCES, tokens

FOLDER = RESOURCES / "icons" / "lucide"


@lru_cache(maxsize=256)
def _shape(name: str, side: int) -> QPixmap:
    """The drawing in black: a file is read and drawn once, whatever the colours it is wanted in."""
    told = (FOLDER / f"{name}.svg").read_bytes().replace(b"currentColor", b"#000000")
    drawing = QSvgRenderer(QByteArray(told))
    if not drawing.isValid():
        raise ValueError(f"{name}.svg cannot be drawn")
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return made


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    made = QPixmap(_shape(name, round(size * ratio)))
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(made.rect(), QColor(colour))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def screen_ratio() -> float:
    """Device pixels a logical pixel, on the sharpest screen."""
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


def pixmap(name: str, colour: str | None = None, size: int = 16, ratio: float | None = None) -> QPixmap:
    """The drawing `name` in `colour` (`#rrggbb`, the ink of the theme by default), `size` logical pixels
    wide. Raises FileNotFoundError for a name that is not in resources/icons/lucide."""
    return _pixmap(name, colour or tokens().ink, size, ratio or screen_ratio())


def icon(name: str, colour: str | None = None, size: int = 16) -> QIcon:
    """The same as an icon for a button or a menu, pale when the button is disabled."""
    return _icon(name, colour or tokens().ink, tokens().faint, size, screen_ratio())


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, pale: str, size: int, ratio: float) -> QIcon:
    made = QIcon(pixmap(name, colour, size, ratio))
    made.addPixmap(pixmap(name, pale, size, ratio), QIcon.Mode.Disabled)
    return made


def spaced_icon(name: str, colour: str, size: int = 16, gap: int = 4) -> QIcon:
    """An icon with `gap` pixels of air after it (before it when negative): Qt sets words too close to the
    drawing of a button. The button's icon size must be that of `spaced_size`."""
    return _spaced(name, colour, tokens().faint, size, gap, screen_ratio())


@lru_cache(maxsize=512)
def _spaced(name: str, colour: str, pale: str, size: int, gap: int, ratio: float) -> QIcon:
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, pale)):
        drawing = pixmap(name, ink, size, ratio)
        wide = QPixmap(round((size + abs(gap)) * ratio), round(size * ratio))
        wide.setDevicePixelRatio(ratio)
        wide.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wide)
        painter.drawPixmap(max(0, -gap), 0, drawing)
        painter.end()
        made.addPixmap(wide, mode)
    return made


def spaced_size(size: int = 16, gap: int = 4) -> QSize:
    """The icon size for `spaced_icon`."""
    return QSize(size + abs(gap), size)


def draw_icon(painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
    """Paint the drawing into `rect`, at the sharpness of whatever is painted on."""
    device = painter.device()
    ratio = device.devicePixelRatio() if device else 1.0
    painter.drawPixmap(rect.topLeft(), _pixmap(name, colour, round(rect.width()), ratio))
