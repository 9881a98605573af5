"""The map of the quarters: outlines with a figure, places of actions; the mouse and the keys walk on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.rules.projection import Projection, fitted
from desktop.ui.figures.map_ink import (
    APART,
    NEAR,
    Area,
    Heap,
    Label,
    Legend,
    Spot,
    class_of,
    draw_area,
    draw_heap,
    draw_label,
    draw_legend,
    draw_scale,
    heaps,
    labels,
    legend,
    path_of,
)
from desktop.ui.theme import Tokens, font, tokens

_STEP = 1.35  # of a zoom
_NEAREST, _FARTHEST = 40.0, 0.6  # of the whole map
_CLOSE = 2.0  # from there on, places have numbers
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BEFORE = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class MapCanvas(QWidget):
    """Arrows walk from quarter to quarter, Enter opens, Escape lets go; + and - zoom, Z goes to the quarter,
    0 shows all."""

    spoken_role = QAccessible.Role.Graphic

    chosen = Signal(str)  # code of a quarter, "" for all of them
    opened = Signal(str)  # the dossiers of this quarter are wanted
    spot_opened = Signal(object)  # key of a dossier

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.areas: list[Area] = []
        self.spots: list[Spot] = []
        self.title, self.credit = "", ""
        self.steps: list[str] = []
        self.code = ""
        self._sheet: Projection | None = None
        self._whole = 1.0  # scale at which everything fits
        self._grip: QPointF | None = None
        self._pulled = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(360, 300)
        self.setAccessibleName(self.tr("Carte des quartiers"))

    def sizeHint(self) -> QSize:
        return QSize(760, 560)

    def show_areas(
        self, areas: Sequence[Area], spots: Sequence[Spot], title: str, steps: Sequence[str]
    ) -> None:
        """Draw these figures and places; the sheet stays where the person took it."""
        first = not self.areas
        self.areas, self.spots, self.title, self.steps = list(areas), list(spots), title, list(steps)
        if first:
            self.fit()
        self.choose(self.code if any(area.code == self.code for area in areas) else "", tell=False)
        self.update()

    def fit(self) -> None:
        """Show all the quarters."""
        self.go_to("")
        self._whole = self._sheet.scale if self._sheet else 1.0

    def go_to(self, code: str) -> None:
        """Take the sheet to one quarter, large; "" for all of them."""
        outlines = [area.outline for area in self.areas if not code or area.code == code]
        if outlines:
            self._sheet = fitted(outlines, self.width(), self.height(), 56)
            self.update()

    def choose(self, code: str, *, tell: bool = True) -> None:
        """Make one quarter the chosen one, "" for none."""
        changed, self.code = code != self.code, code
        spoken = [area.spoken for area in self.areas if not code or area.code == code]
        self.setAccessibleDescription(f"{self.title}. {' '.join(spoken)}")
        self.update()
        if changed and tell:
            self.chosen.emit(code)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Nearer or farther, the place under a point staying there."""
        if self._sheet is None:
            return
        scale = min(max(self._sheet.scale * factor, self._whole * _FARTHEST), self._whole * _NEAREST)
        middle = at or QPointF(self.width() / 2, self.height() / 2)
        self._sheet = self._sheet.zoomed(scale / self._sheet.scale, middle.x(), middle.y())
        self.update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter, tokens())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def draw(self, painter: QPainter, look: Tokens) -> None:
        """Everything, as it stands now, with the colours of a theme."""
        room = QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(room, QColor(look.ground))
        if self._sheet is None:
            return
        most = max((area.amount or 0.0 for area in self.areas), default=0.0)
        for area in self.areas:
            path = path_of(area.outline, self._sheet)
            draw_area(painter, path, class_of(area.amount, most), look, chosen=area.code == self.code)
        for heap in self._heaps():
            draw_heap(painter, heap, look, speck=self._far)
        for label in self._labels():
            draw_label(painter, label, look)
        draw_legend(painter, self._legend(), look)
        draw_scale(painter, QPointF(room.right() - 16, room.bottom() - 30), self._sheet, look)
        painter.setFont(font(10))
        painter.setPen(QColor(look.muted))
        foot = QRectF(room.left(), room.bottom() - 20, room.width() - 12, 16)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, self.credit)

    def picture(self, path: Path, look: Tokens, scale: float = 2.0) -> None:
        """Write the map as a picture, as it is shown; OSError when it can't be."""
        image = QImage(self.size() * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        painter = QPainter(image)
        self.draw(painter, look)
        painter.end()
        if not image.save(str(path), "PNG"):  # type: ignore[call-overload]  # str is taken, the stub wants bytes
            raise OSError(self.tr("« {0} » ne peut pas être écrit.").format(path.name))

    def _legend(self) -> Legend:
        return legend(QPointF(12, self.height() - 12), self.title, self.steps, spots=bool(self.spots))

    def _labels(self) -> list[Label]:
        if self._sheet is None:
            return []
        room = QRectF(self.rect())
        scale = QRectF(room.right() - 160, room.bottom() - 110, 160, 110)
        return labels(self.areas, self._sheet, room, [self._legend().box, scale])

    def _heaps(self) -> list[Heap]:
        if self._sheet is None:
            return []
        kept = [spot for spot in self.spots if not self.code or self.code in spot.quarters.split(",")]
        return heaps(kept, self._sheet, APART if self._far else NEAR)

    @property
    def _far(self) -> bool:
        return self._sheet is not None and self._sheet.scale < self._whole * _CLOSE

    # The mouse

    def area_at(self, at: QPointF) -> Area | None:
        """The quarter under a point."""
        if self._sheet is None:
            return None
        lon, lat = self._sheet.place(at.x(), at.y())
        found = next((area for area in self.areas if area.outline.contains(lon, lat)), None)
        if found is not None:
            return found
        return next((label.area for label in self._labels() if label.box.contains(at)), None)

    def heap_at(self, at: QPointF) -> Heap | None:
        near = (heap for heap in self._heaps() if (heap.x - at.x()) ** 2 + (heap.y - at.y()) ** 2 < 64)
        return next(near, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip, self._pulled = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._grip is not None and self._sheet is not None:
            pull = at - self._grip
            if self._pulled or pull.manhattanLength() > 5:
                self._sheet = self._sheet.moved(pull.x(), pull.y())
                self._grip, self._pulled = at, True
                self.update()
            return
        over = self.area_at(at) is not None or self.heap_at(at) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pulled, self._grip, self._pulled = self._pulled, None, False
        if event.button() != Qt.MouseButton.LeftButton or pulled:
            return
        heap = self.heap_at(event.position())
        if heap is not None and not self._far:
            if len(heap.spots) == 1:
                self.spot_opened.emit(heap.spots[0].dossier)
            else:
                self.zoom(3, event.position())
            return
        area = self.area_at(event.position())
        self.choose(area.code if area is not None else "")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        area = self.area_at(event.position())
        if area is not None:
            self.opened.emit(area.code)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            at = QPointF(event.pos())
            heap, area = self.heap_at(at), self.area_at(at)
            words = _heap_words(heap) if heap else area.spoken if area else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    # The keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, written = event.key(), event.text()
        if key in _NEXT or key in _BEFORE:
            self._walk(1 if key in _NEXT else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.code)
        elif key == Qt.Key.Key_Escape and self.code:
            self.choose("")
        elif written in ("+", "="):
            self.zoom(_STEP)
        elif written == "-":
            self.zoom(1 / _STEP)
        elif written == "0":
            self.fit()
        elif written.lower() == "z":
            self.go_to(self.code)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        codes = ["", *(area.code for area in self.areas)]
        place = codes.index(self.code) if self.code in codes else 0
        self.choose(codes[(place + step) % len(codes)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)


def _heap_words(heap: Heap) -> str:
    told = [spot.words for spot in heap.spots[:8]]
    more = len(heap.spots) - len(told)
    return "\n".join([*told, f"+ {more}"] if more else told)
