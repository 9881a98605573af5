"""Chips: the stages with their counts, the filters that can be taken off, and the pill of a state."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from desktop.ui.fields.flow import FlowLayout
from desktop.ui.icons import spaced_icon, spaced_size
from desktop.ui.speaking import also_by_toggle
from desktop.ui.tab_order import tab_through
from desktop.ui.theme import font, tokens


def paint_pill(painter: QPainter, rect: QRectF, text: str, tone: str) -> None:
    """Paint a pill of `tone` (see theme.TONES) into `rect`, in the painter's font."""
    ink, wash = tokens().tone(tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(ink) if tokens().name == "contrast" else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(wash))
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
    painter.setPen(QColor(ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


class Pill(QLabel):
    """A state in a word, on the wash of its tone."""

    def __init__(self, text: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self.setFont(font(12, QFont.Weight.Medium))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def tell(self, text: str, tone: str) -> None:
        """Show another state."""
        self._tone = tone
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 20, 22)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        paint_pill(painter, QRectF(self.rect()), self.text(), self._tone)
        painter.end()


class Chip(QPushButton):
    """A rounded button that stays pressed, with a count: « À instruire 118 »."""

    def __init__(
        self, code: str, label: str, count: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.code = code
        self._label = label
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(count)
        self.toggled.connect(self._dress)
        self._dress()

    def set_count(self, count: int | None) -> None:
        """Show another count; none when None."""
        self.setText(self._label if count is None else f"{self._label}  {count}")
        self.setAccessibleName(
            self._label if count is None else self.tr("{0} : {1}").format(self._label, count)
        )

    def _dress(self) -> None:
        self.setFont(font(13, QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal))


class StageChips(QWidget):
    """Chips of which one (or several, with `several`) may be chosen; a second click lets go."""

    chosen = Signal(list)  # codes

    def __init__(self, *, several: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._several = several
        self._chips: list[Chip] = []
        self._line = FlowLayout(self)
        self._shown: list[str] = []  # codes, as the screen was told

    def set_chips(self, chips: Iterable[tuple[str, str, int | None]]) -> None:
        """Show these (code, label, count); what was chosen stays chosen. Chips already there only change
        their counts, so that the focus is not lost while typing in the search field."""
        wanted = list(chips)
        if [code for code, _, _ in wanted] == [chip.code for chip in self._chips]:
            for chip, (_, _, count) in zip(self._chips, wanted, strict=True):
                chip.set_count(count)
            return
        kept = set(self.codes())
        for chip in self._chips:
            self._line.removeWidget(chip)
            chip.deleteLater()
        self._chips = [Chip(code, label, count, self) for code, label, count in wanted]
        for chip in self._chips:
            chip.setChecked(chip.code in kept)
            chip.clicked.connect(self._clicked)
            also_by_toggle(chip, True, partial(self._is_shown, chip.code))
            self._line.addWidget(chip)
            chip.show()
        tab_through(self, self._chips)
        self._shown = self.codes()

    def codes(self) -> list[str]:
        """The codes chosen, in the order shown."""
        return [chip.code for chip in self._chips if chip.isChecked()]

    def choose(self, codes: Sequence[str]) -> None:
        """Press these chips and no other, without telling."""
        for chip in self._chips:
            chip.setChecked(chip.code in codes)
        self._shown = self.codes()

    def _is_shown(self, code: str) -> bool:
        return code in self._shown

    def _clicked(self) -> None:
        pressed = self.sender()
        if not self._several:
            for chip in self._chips:
                if chip is not pressed:
                    chip.setChecked(False)
        self._shown = self.codes()
        self.chosen.emit(self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        focused = next((i for i, chip in enumerate(self._chips) if chip.hasFocus()), None)
        if focused is None or event.key() not in steps:
            super().keyPressEvent(event)
            return
        self._chips[(focused + steps[Qt.Key(event.key())]) % len(self._chips)].setFocus()


class _FilterChip(QPushButton):
    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "filter")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross comes after the words
        self.setFont(font(13, QFont.Weight.Medium))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._dress()

    def _dress(self) -> None:
        self.setIcon(spaced_icon("x", tokens().accent, 14, -4))
        self.setIconSize(spaced_size(14))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)


class FilterChips(QWidget):
    """What the list is filtered by, each with a cross that takes it off."""

    removed = Signal(str)  # code of the filter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = FlowLayout(self)
        self._chips: dict[str, _FilterChip] = {}

    def set_filters(self, filters: Iterable[tuple[str, str]]) -> None:
        """Show these (code, words): « Quartier : Étouvie, Nord »."""
        for chip in self._chips.values():
            self._line.removeWidget(chip)
            chip.deleteLater()
        self._chips = {code: self._make(code, words) for code, words in filters}
        tab_through(self, list(self._chips.values()))

    def _make(self, code: str, words: str) -> _FilterChip:
        chip = _FilterChip(words, self)
        chip.setAccessibleName(self.tr("Retirer le filtre {0}").format(words))
        chip.setToolTip(self.tr("Retirer ce filtre"))
        chip.clicked.connect(lambda: self.removed.emit(code))
        self._line.addWidget(chip)
        chip.show()
        return chip
