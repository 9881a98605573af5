"""One proposal of a disagreement: who, where, when, the value or its word diff, why. Pressed, it is kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.flow.apart import Dispute, Side
from desktop.rules.versions import Words, words
from desktop.ui.fields import Pill
from desktop.ui.theme import font, tokens
from desktop.ui.versions.page import marked

_LONG = 90  # letters kept on each side of a stretch that did not change
_CORNER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
_VALUE, _MOST = 18, 40  # size of a short value; letters beyond which it is read as a text


class SideBox(QPushButton):
    """`number` is the key that chooses it."""

    def __init__(self, dispute: Dispute, side: Side, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side, self.number = side, number
        self._text = dispute.is_text
        self._before = dispute.agreed if dispute.agreed != "—" else ""
        self.setProperty("kind", "side")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.who, self.when = QLabel(side.who), QLabel(side.when)
        self.value, self.reason = QLabel(), QLabel(side.reason)
        self._lay_out(side)
        said = [self.tr("Proposition {0}").format(number), side.who, side.when, side.words, side.reason]
        if side.doubtful:
            said.insert(3, self.tr("horloge douteuse"))
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setToolTip(self.tr("Garder cette valeur ({0})\n{1}").format(number, side.exact))
        self._dress()

    def _lay_out(self, side: Side) -> None:
        self.who.setFont(font(13, QFont.Weight.DemiBold))
        for label in (self.when, self.reason):
            label.setProperty("kind", "caption")
            label.setFont(font(12))
        long = self._text or len(side.words) > _MOST
        self.value.setFont(font(13) if long else font(_VALUE, QFont.Weight.DemiBold))
        for label in (self.who, self.value, self.reason):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.who, 1)
        top.addWidget(self.when)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 9)
        column.setSpacing(3)
        column.addLayout(top)
        column.addWidget(self.value)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.reason, 1)
        if side.doubtful:
            bottom.addWidget(Pill(self.tr("horloge douteuse"), "warn"), 0, _CORNER)
        column.addLayout(bottom)
        column.addStretch(1)
        self.reason.setVisible(bool(side.reason) and side.reason != side.words)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _dress(self) -> None:
        self.value.setProperty("rich", bool(self._text and self._before))
        if self._text and self._before:
            self.value.setTextFormat(Qt.TextFormat.RichText)
            parts = [_cut(part) for part in words(self._before, self.side.words)]
            self.value.setText(f"<div style='line-height: 140%'>{marked(parts, tokens())}</div>")
        else:
            self.value.setTextFormat(Qt.TextFormat.PlainText)
            self.value.setText(self.side.words)

    def nextCheckState(self) -> None:
        return  # the card decides which one is chosen

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalSizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "value"):
            self._dress()
        super().changeEvent(event)


def _cut(part: Words) -> Words:
    """What did not change is told by its ends only."""
    if part.sign != "same" or len(part.text) <= 2 * _LONG:
        return part
    return Words("same", f"{part.text[:_LONG].rstrip()} […] {part.text[-_LONG:].lstrip()}")
