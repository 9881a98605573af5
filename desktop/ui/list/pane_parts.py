"""The parts of the reading pane: facts in two columns, findings, a note, passages found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.checks.levels import FACES, level_word
from desktop.ui.fields import SectionTitle
from desktop.ui.icons import pixmap
from desktop.ui.tab_order import tab_through
from desktop.ui.theme import font, tokens

if TYPE_CHECKING:  # the rail takes `emptied` from here, before anything is checked
    from desktop.rules.findings import Finding


def wrapped(text: str = "", kind: str = "") -> QLabel:
    """Words that go to the next line, and can be selected and copied."""
    made = QLabel(text)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if kind:
        made.setProperty("kind", kind)
    return made


def emptied(layout: QGridLayout | QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Group(QWidget):
    """A title in small capitals and what stands under it; hidden while there is nothing."""

    def __init__(self, title: str) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        self._title = SectionTitle(title)
        box.addWidget(self._title)
        self._box = QVBoxLayout()
        self._box.setSpacing(5)
        box.addLayout(self._box)
        self.hide()

    def fill(self, parts: Iterable[QWidget]) -> None:
        """Show these under the title."""
        emptied(self._box)
        shown = list(parts)
        for part in shown:
            self._box.addWidget(part)
            part.show()  # a layout shows what it takes in a turn later: the pane would blink
        tab_through(self, shown)
        self.setVisible(bool(shown))


class Facts(QWidget):
    """« Demandé   15 000 € », one line each."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def fill(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these (name, value); those without value are left out."""
        emptied(self._grid)
        for row, (name, value) in enumerate((n, v) for n, v in facts if v):
            caption = QLabel(name)
            caption.setProperty("kind", "caption")
            caption.setFont(font(12))
            self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said := wrapped(value), row, 1)
            caption.show()
            said.show()


class FindingLine(QWidget):
    """One finding: the drawing of its level, its sentence, its two sources in the tooltip."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self._level = "accepted" if finding.accepted else finding.level
        self._icon = QLabel()
        self._icon.setFixedSize(18, 18)
        words = wrapped(finding.sentence)
        sources = [f"{s.where}\u00a0: {s.value}" for s in dict.fromkeys((finding.left, finding.right))]
        if finding.accepted:
            why = self.tr("Accepté par {0}\u00a0: {1}").format(
                finding.accepted.author, finding.accepted.reason
            )
            sources.append(why)
        self.setToolTip("\n".join(sources))
        words.setAccessibleName(f"{level_word(self._level)}\u00a0: {finding.sentence}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        self._dress()

    def _dress(self) -> None:
        drawing, tone = FACES[self._level]
        self._icon.setPixmap(pixmap(drawing, getattr(tokens(), tone), 16))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)
