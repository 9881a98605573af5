"""The real page of one letter, with what is to mend over it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.letters.files import write_whole
from desktop.ui.dossier.elided import ElidedLabel
from desktop.ui.fields import Pill
from desktop.ui.scratch import scratch
from desktop.ui.theme import Tokens, font, tokens
from desktop.ui.viewer.kinds import Unshowable
from desktop.ui.viewer.paper import FIT_PAGE, FIT_WIDTH
from desktop.ui.viewer.pdf import PdfFile
from desktop.ui.viewer.pdf_view import PdfView

_ROOMY = 480  # pixels: below, a whole page could not be read and findings would hide it
_FEW = 1


class Findings(QFrame):
    """What keeps a letter from leaving, or what to look at before it does; hidden when there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "toast")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addWidget(self._words)
        self.hide()

    def tell(self, errors: Sequence[str], warnings: Sequence[str], most: int = 99) -> None:
        """Errors make it red, warnings alone amber; beyond `most`, the rest is counted and in the tooltip."""
        self.setProperty("tone", "bad" if errors else "warn")
        self.style().unpolish(self)
        self.style().polish(self)
        lines = [*errors, *warnings]
        self.setToolTip("\n".join(lines))
        self._words.setAccessibleName(" ".join(lines))
        if len(lines) > most + 1:
            lines = [*lines[:most], self.tr("et {0} de plus").format(len(lines) - most)]
        self._words.setText("\n".join(f"• {line}" for line in lines) if len(lines) > 1 else "".join(lines))
        self.setVisible(bool(lines))

    def words(self) -> str:
        return self._words.text() if not self.isHidden() else ""


class Preview(QWidget):
    """`show_pdf` shows a page kept in a folder of its own, emptied when the window closes."""

    def __init__(self, empty: str) -> None:
        super().__init__()
        self._empty = empty
        self._folder = scratch()
        self._shown: PdfView | None = None
        self._bytes = b""
        self._title = ElidedLabel()
        self._title.setFont(font(15, QFont.Weight.DemiBold))
        self.pill = Pill("", "neutral")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.findings = Findings()
        self._saying = QLabel(empty)
        self._saying.setWordWrap(True)
        self._saying.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._saying.setProperty("kind", "caption")
        self._saying.setContentsMargins(40, 40, 40, 40)
        self._place = QVBoxLayout()
        self._place.addWidget(self._saying, 1)
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self.pill)
        head.addLayout(self.buttons)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self.findings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(self._place, 1)

    def head(self, title: str, state: str, tone: str, errors: Sequence[str], warnings: Sequence[str]) -> None:
        """Who it is for, its state, and what is to mend."""
        self._title.say(title)
        self.pill.tell(state, tone)
        self.pill.show()
        self.findings.tell(errors, warnings, 99 if self.height() >= _ROOMY else _FEW)

    def show_pdf(self, content: bytes) -> None:
        """Show these pages; the same ones again keep their place and zoom."""
        if content == self._bytes and self._shown is not None:
            return
        self._drop()
        path = Path(self._folder.path()) / f"{hashlib.sha256(content).hexdigest()[:24]}.pdf"
        if not path.exists():
            write_whole(path, content)
        try:
            file = PdfFile(path)
        except Unshowable as problem:
            self.say(str(problem))
            return
        self._bytes = content
        self._shown = PdfView(file, _desk_look())
        self._shown.pages.setAccessibleName(self.tr("Page du courrier"))
        self._shown.pages.set_zoom(FIT_PAGE if self.height() >= _ROOMY else FIT_WIDTH)
        self._saying.hide()
        self._place.addWidget(self._shown, 1)

    def say(self, sentence: str) -> None:
        """A sentence instead of a page."""
        self._drop()
        self._saying.setText(sentence)
        self._saying.show()

    def clear(self) -> None:
        """Nothing chosen."""
        self._title.say("")
        self.pill.hide()
        self.findings.hide()
        self.say(self._empty)

    def view(self) -> PdfView | None:
        """The pages on screen, None when there is a sentence instead."""
        return self._shown

    def said(self) -> str:
        """The sentence shown instead of a page, "" when there is a page."""
        return "" if self._shown else self._saying.text()

    def _drop(self) -> None:
        self._bytes = b""
        if self._shown is not None:
            self._shown.shut()
            self._place.removeWidget(self._shown)
            self._shown.deleteLater()
            self._shown = None

    def close_down(self) -> None:
        """Stop drawing and empty the folder."""
        self._drop()
        self._folder.remove()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_shown", None):
            content = self._bytes
            self._drop()
            self.show_pdf(content)


def _desk_look() -> Tokens:
    """The page lies on a ground a little darker than the screen's, so that its edge is seen."""
    look = tokens()
    return look._replace(ground=look.edge if look.name == "light" else look.ground)
