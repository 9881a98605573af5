"""« Copie qui sort »: for whom a copy is, and what is blacked out of it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QWidget

from desktop.letters.watermark import Copy
from desktop.rules.blackout import CATEGORIES, WHAT
from desktop.ui.fields import Button


class CopyBox(QWidget):
    """A box to tick, then the recipient; with `black`, the categories that may be blacked out."""

    changed = Signal()

    def __init__(self, author: str, *, black: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._author = author
        self.box = QCheckBox(self.tr("Copie qui &sort"))
        self.box.setToolTip(
            self.tr("Chaque page dit pour qui est la copie, quand et par qui elle est remise.")
        )
        self.recipient = QLineEdit()
        self.recipient.setPlaceholderText(self.tr("Pour qui"))
        self.recipient.setAccessibleName(self.tr("Destinataire de la copie"))
        self.recipient.setMinimumWidth(150)
        self.black = Button(self.tr("Caviarder…"), "eye-off")
        self.black.setAutoDefault(False)
        menu = QMenu(self.black)
        for code, (words, _) in CATEGORIES.items():
            action = menu.addAction(f"{words} ({WHAT[code]})")
            action.setCheckable(True)
            action.setData(code)
            action.toggled.connect(lambda _on: self._tell())
        self.black.setMenu(menu)
        self.black.setVisible(black)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.box)
        line.addWidget(self.recipient, 1)
        line.addWidget(self.black)
        self.box.toggled.connect(lambda _on: self._tell())
        self.recipient.textChanged.connect(lambda _words: self.changed.emit())
        self._tell()

    def _tell(self) -> None:
        self.recipient.setEnabled(self.box.isChecked())
        count = len(self.categories())
        self.black.setText(self.tr("Caviarder ({0})").format(count) if count else self.tr("Caviarder…"))
        self.black.setAccessibleName(
            self.tr("Ce qui est caviardé\u00a0: {0}").format(self._named() or "rien")
        )
        self.changed.emit()

    def _named(self) -> str:
        return ", ".join(CATEGORIES[code][0].lower() for code in self.categories())

    def categories(self) -> list[str]:
        """What is ticked in the menu."""
        return [str(a.data()) for a in self.black.menu().actions() if a.isChecked()]

    def columns(self) -> frozenset[str]:
        """The codes of the columns to black out."""
        return frozenset(code for name in self.categories() for code in CATEGORIES[name][1])

    def copy(self, today: date | None = None) -> Copy | None:
        """For whom it is; None when the copy does not leave."""
        if not self.box.isChecked():
            return None
        return Copy(self.recipient.text(), today or date.today(), self._author)

    def words(self) -> str:
        """What the trace says of it, "" when nothing was asked."""
        copy, black = self.copy(), self._named()
        told = [copy.words] if copy else []
        if black:
            told.append(f"caviardé\u00a0: {black}")
        return ", ".join(told)
