"""In place of an empty pile: why it is, and the way to the import."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.intake.parts import text
from desktop.ui.office import Office


class EmptyPile(QWidget):
    """One sentence; its button shows while nothing was sorted today."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._words = text(size=15)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bring = Button(self.tr("Importer un fichier"), "download")
        self.bring.setToolTip(self.tr("Importer un fichier (Ctrl+3)"))
        self.bring.clicked.connect(lambda: office.place_wanted.emit("import"))
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._words)
        column.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def text(self) -> str:
        return self._words.text()

    def tell(self, words: str, *, done: bool) -> None:
        """`done`: the pile was sorted, and there is nothing to bring."""
        self._words.setText(words)
        self.bring.setVisible(not done)
