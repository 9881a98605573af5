"""The small parts the steps of an import are made of: cards, notices in place, the header of the steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.icons import pixmap
from desktop.ui.theme import font, tokens

_DRAWINGS = {"neutral": "info", "good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}


def text(words: str = "", size: int = 13, *, bold: bool = False, caption: bool = False) -> QLabel:
    """A label that wraps, shows its words as they are, and can be selected with the mouse."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setFont(font(size, QFont.Weight.DemiBold if bold else QFont.Weight.Normal))
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    if caption:
        made.setProperty("kind", "caption")
    return made


def card() -> tuple[QFrame, QVBoxLayout]:
    """A framed part of a page and its column."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 14, 16, 14)
    column.setSpacing(8)
    return frame, column


def scrolled(inside: QWidget, name: str) -> QScrollArea:
    """A page that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(inside)
    return area


class Notice(QFrame):
    """A sentence in place, on the wash of its tone; hidden when it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "toast")
        self._tone = "neutral"
        self._icon = QLabel()
        self._words = text()
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(12, 8, 12, 8)
        self.line.setSpacing(10)
        self.line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.line.addWidget(self._words, 1)
        self.hide()

    def tell(self, words: str, tone: str = "neutral") -> None:
        """Show these words; nothing when empty."""
        self._tone = tone
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._dress()
        self.setVisible(bool(words))

    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def set_size(self, size: int) -> None:
        """Larger words, for a projector."""
        self._words.setFont(font(size))

    def _dress(self) -> None:
        self._icon.setPixmap(pixmap(_DRAWINGS[self._tone], tokens().tone(self._tone)[0], 18))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)


class StepHeader(QWidget):
    """The steps in a row: those done, the present one, those to come."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = titles
        self._marks = [QLabel() for _ in titles]
        self._words = [QLabel(title) for title in titles]
        self.current = 0
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for rank, (mark, words) in enumerate(zip(self._marks, self._words, strict=True)):
            if rank:
                between = QFrame()
                between.setFixedSize(28, 1)
                between.setObjectName("between")
                line.addWidget(between)
            mark.setFixedSize(24, 24)
            mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.addWidget(mark)
            line.addWidget(words)
        line.addStretch(1)
        self.go(0)

    def go(self, step: int) -> None:
        """Show this step (from 0) as the present one."""
        self.current = step
        said = self.tr("Étape {0} sur {1}\u00a0: {2}")
        self.setAccessibleName(said.format(step + 1, len(self._titles), self._titles[step]))
        self._dress()

    def _dress(self) -> None:
        look = tokens()
        for rank, (mark, words) in enumerate(zip(self._marks, self._words, strict=True)):
            now, past = rank == self.current, rank < self.current
            ink, wash = (look.on_accent, look.accent) if now else look.tone("accent" if past else "neutral")
            mark.setText("" if past else str(rank + 1))
            if past:
                mark.setPixmap(pixmap("check", ink, 14))
            mark.setFont(font(12, QFont.Weight.DemiBold))
            mark.setStyleSheet(f"background: {wash}; color: {ink}; border-radius: 12px")
            words.setFont(font(13, QFont.Weight.DemiBold if now else QFont.Weight.Normal))
            words.setStyleSheet(f"color: {look.ink if now else look.muted}")
        for between in self.findChildren(QFrame, "between"):
            between.setStyleSheet(f"background: {look.edge}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_words"):
            self._dress()
        super().changeEvent(event)
