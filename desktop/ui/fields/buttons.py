"""Buttons and section titles, dressed by the theme and never without a name."""

from typing import Literal

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from desktop.ui import letter_keys
from desktop.ui.icons import icon, spaced_icon, spaced_size
from desktop.ui.theme import font, tokens

Kind = Literal["primary", "secondary", "plain"]


class Button(QPushButton):
    """A button with words and, before them, the drawing `drawing` (a name of resources/icons/lucide)."""

    def __init__(
        self, text: str, drawing: str = "", *, kind: Kind = "secondary", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._drawing = drawing
        self._colour = ""
        self._worn: QIcon | None = None
        self.setProperty("kind", kind)
        self.setFont(font(13, QFont.Weight.DemiBold if kind == "primary" else QFont.Weight.Medium))
        self.setIconSize(spaced_size())
        self._dress()

    def set_drawing(self, drawing: str, colour: str = "") -> None:
        """Change the drawing; `colour` is a token name, that of the words by default."""
        self._drawing, self._colour = drawing, colour
        self._dress()

    def _dress(self) -> None:
        if self._drawing:
            usual = "on_accent" if self.property("kind") == "primary" else "ink"
            made = spaced_icon(self._drawing, getattr(tokens(), self._colour or usual))
            if made is not self._worn:  # each polish tells of a palette: to put it on anew lays all out again
                self._worn = made
                self.setIcon(made)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)


class IconButton(QToolButton):
    """A button with a drawing only: `name` is what it does, read aloud and shown with its `key`."""

    def __init__(
        self, drawing: str, name: str, *, key: str = "", colour: str = "ink", parent: QWidget | None = None
    ) -> None:
        if not name.strip():
            raise ValueError(f"the button {drawing} has no name")
        super().__init__(parent)
        self._drawing, self._colour = drawing, colour
        self._worn: QIcon | None = None
        self.setProperty("kind", "icon")
        self.setAccessibleName(name)
        self.setToolTip(letter_keys.told(name, key))
        if letter_keys.acts(key):
            self.setShortcut(key)
        self.setIconSize(QSize(16, 16))
        self._dress()

    def set_drawing(self, drawing: str, colour: str = "ink") -> None:
        """Change the drawing; `colour` is a token name or `#rrggbb`."""
        self._drawing, self._colour = drawing, colour
        self._dress()

    def _dress(self) -> None:
        colour = self._colour if self._colour.startswith("#") else getattr(tokens(), self._colour)
        made = icon(self._drawing, colour)
        if made is not self._worn:
            self._worn = made
            self.setIcon(made)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)


class SectionTitle(QLabel):
    """The small capitals over a group: « CONTRÔLES »; screen readers get the words as written."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "section")
        lettering = font(11, QFont.Weight.DemiBold)
        lettering.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.4)
        self.setFont(lettering)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change the words."""
        self.setText(text.upper())
        self.setAccessibleName(text)
