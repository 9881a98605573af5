"""What the list says when it has nothing to show, and when the templates are broken."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.icons import pixmap
from desktop.ui.theme import font, tokens


class Word(QWidget):
    """A drawing, what this place is, and the one thing to do next."""

    wanted = Signal(str)  # the step that the button stands for

    def __init__(self, drawing: str, tone: str = "muted") -> None:
        super().__init__()
        self._drawing, self._tone, self._step = drawing, tone, ""
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel()
        self.title.setFont(font(15, QFont.Weight.DemiBold))
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.title, self.words):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button("", kind="secondary")
        self.button.clicked.connect(lambda: self.wanted.emit(self._step))
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 24, 32, 24)
        box.setSpacing(12)
        box.addStretch(2)
        for part in (self._picture, self.title, self.words):
            box.addWidget(part)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self._dress()

    def tell(self, title: str, words: str, button: str = "", drawing: str = "") -> None:
        """Say something else; without words for it, there is no button."""
        self._drawing = drawing or self._drawing
        self._dress()
        self.title.setText(title)
        self.words.setText(words)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)

    def tell_none_of_this_kind(self) -> None:
        """A chip that has no letter."""
        self._step = "all"
        self.tell(
            self.tr("Aucun courrier ici"),
            self.tr("Aucun courrier n’est de cette sorte en ce moment."),
            self.tr("Montrer tous les courriers à envoyer"),
            "mail",
        )

    def tell_nothing_to_send(self, *, writable: bool) -> None:
        """The outbox is empty."""
        self._step = "prepare"
        words = self.tr(
            "Ici se préparent, se relisent et s’impriment les lettres des décisions. Décidez d’abord "
            "d’un ou de plusieurs dossiers, puis préparez leurs courriers."
        )
        button = self.tr("Préparer les courriers") if writable else ""
        self.tell(self.tr("Aucun courrier à envoyer"), words, button, "mail-plus")

    def tell_nothing_left(self) -> None:
        """The register is empty."""
        words = self.tr(
            "Chaque lettre émise entre ici sous son numéro, avec sa date et sa page telle qu’elle est "
            "partie. Préparez et imprimez les lettres depuis l’écran Courriers."
        )
        title = self.tr("Aucun courrier n’est encore parti")
        self.tell(title, words, self.tr("Aller aux courriers"), "book-open")

    def tell_not_found(self) -> None:
        """The words looked for are nowhere in the register."""
        words = self.tr("Aucun courrier parti ne contient tous ces mots.")
        title = self.tr("Rien de tel au registre")
        self.tell(title, words, self.tr("Montrer tout le registre"), "search")

    def tell_broken(self, sentence: str, folder: Path) -> None:
        """The templates can't be read: `sentence` has one fault a line."""
        self._step = "reread"
        what = self.tr("Rien n’est parti. Corrigez le modèle, puis relisez les modèles.")
        where = self.tr("Ils sont dans {0}.").format(folder)
        title = self.tr("Les modèles de courrier ne sont pas utilisables")
        self.tell(title, f"{sentence}\n\n{what} {where}", self.tr("Relire les modèles"), "triangle-alert")

    def _dress(self) -> None:
        self._picture.setPixmap(pixmap(self._drawing, getattr(tokens(), self._tone), 32))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_picture"):
            self._dress()
