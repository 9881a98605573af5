"""The frieze of the eleven challenges: the mark of the house, painted the same everywhere."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.ui.theme import Tokens, font, tokens

CELLS = 11
SHARES = (0.0, 1 / 3, 2 / 3, 1.0)


def cell_rects(rect: QRectF, gap: float) -> list[QRectF]:
    """The eleven cells of a frieze that fills `rect`, left to right, on whole pixels."""
    step = (rect.width() + gap) / CELLS
    edges = [round(rect.left() + i * step) for i in range(CELLS + 1)]
    return [QRectF(edges[i], rect.top(), edges[i + 1] - edges[i] - gap, rect.height()) for i in range(CELLS)]


def paint_frieze(painter: QPainter, rect: QRectF, levels: Sequence[int], numbers: bool) -> None:
    """Paint the eleven `levels` (0 to 3) into `rect`: each cell is filled from below to a third, two thirds
    or whole. With `numbers`, each cell carries its number."""
    look = tokens()
    cells = cell_rects(rect, 2.0 if numbers else 1.0)
    empty, height = QColor(look.cell), rect.height()
    for i, cell in enumerate(cells):
        level = levels[i] if i < len(levels) else 0
        full = round(height * SHARES[level])
        if full < height:
            painter.fillRect(cell, empty)
        if full:
            painter.fillRect(
                QRectF(cell.left(), cell.bottom() - full, cell.width(), full), QColor(look.challenges[i])
            )
        if look.name == "contrast":
            painter.setPen(QPen(QColor(look.line)))
            painter.drawRect(cell.adjusted(0, 0, -1, -1))
    if numbers:
        _paint_numbers(painter, cells, levels, look)


def _paint_numbers(painter: QPainter, cells: list[QRectF], levels: Sequence[int], look: Tokens) -> None:
    # A number over a half-filled cell would sit on two colours: it is drawn twice, each time clipped.
    painter.setFont(font(max(9, min(13, round(cells[0].height() * 0.42)))))
    middle = Qt.AlignmentFlag.AlignCenter
    for i, cell in enumerate(cells):
        level = levels[i] if i < len(levels) else 0
        full = round(cell.height() * SHARES[level])
        for top, tall, colour in (
            (cell.top(), cell.height() - full, look.muted),
            (cell.bottom() - full, full, look.on_challenges[i]),
        ):
            if tall > 0:
                painter.save()
                painter.setClipRect(QRectF(cell.left(), top, cell.width(), tall))
                painter.setPen(QColor(colour))
                painter.drawText(cell, middle, str(i + 1))
                painter.restore()


class Frieze(QWidget):
    """The large frieze of a dossier: numbers, names in tooltips, arrows to walk and Enter or a click to
    choose a challenge."""

    spoken_role = QAccessible.Role.Graphic

    chosen = Signal(int)  # number of the challenge, 1 to 11

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._levels: tuple[int, ...] = (0,) * CELLS
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumSize(CELLS * 18, 28)
        self._announce()

    def levels(self) -> tuple[int, ...]:
        """The eleven levels shown."""
        return self._levels

    def set_levels(self, levels: Sequence[int]) -> None:
        """Show these eleven levels, 0 to 3."""
        self._levels = tuple(levels)
        self._announce()
        self.update()

    def words(self, number: int) -> str:
        """What is said of one challenge: « Défi 4 Réussite : fort »."""
        level = (self.tr("aucun"), self.tr("faible"), self.tr("moyen"), self.tr("fort"))[
            self._levels[number - 1]
        ]
        return self.tr("Défi {0} {1} : {2}").format(number, self._names[number - 1], level)

    def strong_words(self) -> str:
        """The marks written out under the frieze, strongest first: « 4 Réussite · fort »."""
        level = ("", self.tr("faible"), self.tr("moyen"), self.tr("fort"))
        order = sorted((n for n in range(CELLS) if self._levels[n]), key=lambda n: -self._levels[n])
        return "    ".join(f"{n + 1} {self._names[n]} · {level[self._levels[n]]}" for n in order)

    def sizeHint(self) -> QSize:
        return QSize(CELLS * 30, 28)

    def _announce(self) -> None:
        # Screen readers speak the name when it changes: the cell under the cursor comes first.
        self.setAccessibleName(self.words(self._at + 1))
        marked = [self.words(n + 1) for n in range(CELLS) if self._levels[n]]
        self.setAccessibleDescription("\n".join(marked) or self.tr("Aucun défi n’est marqué."))

    def _number_at(self, point: QPointF) -> int | None:
        rects = cell_rects(QRectF(self.rect()).adjusted(2, 2, -2, -2), 2)
        return next((n + 1 for n, cell in enumerate(rects) if cell.contains(point)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inner = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        paint_frieze(painter, inner, self._levels, True)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.drawRect(cell_rects(inner, 2)[self._at].adjusted(-1, -1, 1, 1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number:
            self._walk(number - 1)
            self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: CELLS - 1}
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in ends:
            self._walk(ends[key])
        elif key in steps:
            self._walk((self._at + steps[key]) % CELLS)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._at + 1)
        else:
            super().keyPressEvent(event)

    def _walk(self, at: int) -> None:
        self._at = at
        self._announce()
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._number_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.words(number) if number else "", self)
            return True
        return super().event(event)
