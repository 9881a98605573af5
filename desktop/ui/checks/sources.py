"""The two sources of a finding side by side, the words that tell them apart in bold, and the way to each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.rules.emphasis import Part, figures, parts
from desktop.rules.findings import Finding, Source
from desktop.ui.fields import Button
from desktop.ui.theme import font, tokens

LONG = 420  # signs of a source that are shown
_DOUBLE = "double-"  # the rules that look for what two requests share
_FIGURE = "figure-"  # those that hold a figure of a text against another


class SourceBox(QFrame):
    """Where a value stands and what it says there."""

    wanted = Signal(str)  # place

    def __init__(self, source: Source, told: Sequence[Part], key: str) -> None:
        super().__init__()
        self.source, self._told = source, told
        self.setObjectName("sourceBox")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        caption = QLabel(source.where)
        caption.setTextFormat(Qt.TextFormat.PlainText)
        caption.setProperty("kind", "caption")
        caption.setFont(font(12))
        caption.setWordWrap(True)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setProperty("rich", True)
        self.words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setAccessibleName(f"{source.where}\u00a0: {source.value}")
        head = QHBoxLayout()
        head.addWidget(caption, 1)
        self.see: Button | None = None
        if source.place:
            self.see = Button(self.tr("Voir"), "arrow-right", kind="plain")
            self.see.setAccessibleName(self.tr("Voir «\u00a0{0}\u00a0»").format(source.where))
            self.see.setToolTip(self.tr("Aller à cet endroit ({0})").format(key))
            self.see.clicked.connect(lambda: self.wanted.emit(source.place))
            head.addWidget(self.see, 0, Qt.AlignmentFlag.AlignTop)
        else:  # as high as one that leads somewhere: both sources are read on one line
            head.addStrut(Button("", "arrow-right", kind="plain").sizeHint().height())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 6, 8)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addStretch(1)
        self._dress()

    def _dress(self) -> None:
        look = self._look = tokens()  # a style sheet tells of a change of palette: it is dressed once a theme
        self.setStyleSheet(
            f"QFrame#sourceBox {{ background: {look.ground}; border: 1px solid {look.line};"
            " border-radius: 6px }"
        )
        said = "".join(
            f'<b style="color:{look.ink}">{escape(words)}</b>' if strong else escape(words)
            for words, strong in self._told
        ).replace("\n", "<br>")
        self.words.setText(f'<span style="color:{look.ink}">{said}</span>')

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._look is not tokens():
            self._dress()
        super().changeEvent(event)


def _cut(text: str) -> str:
    return text if len(text) <= LONG else text[: LONG - 1].rstrip() + "…"


class Sources(QWidget):
    """Both, at the same height."""

    wanted = Signal(str)

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        one, other = _cut(finding.left.value), _cut(finding.right.value)
        if finding.rule.startswith(_FIGURE):
            told = figures(one), figures(other)
        else:
            told = parts(one, other, shared=finding.rule.startswith(_DOUBLE))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        keys = (self.tr("Entrée"), self.tr("Maj+Entrée"))
        self.boxes = [
            SourceBox(source, words, key)
            for source, words, key in zip((finding.left, finding.right), told, keys, strict=True)
        ]
        for box in self.boxes:
            box.wanted.connect(self.wanted)
            line.addWidget(box, 1)
