"""Opening an encrypted base: its passphrase, or the escrow key; before anything of it is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.connection import Refused
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice
from desktop.ui.runner import Runner
from desktop.ui.runner import explain as explain_
from desktop.ui.theme import font
from desktop.ui.vault.fields import PassphraseField


class NoSession:
    """The runner wants something to close; a base that is locked has no session."""

    def close(self) -> None:
        """There is nothing."""


class UnlockDialog(QDialog):
    """`accepted` once the base is open. The derivation runs beside the window."""

    recover_wanted = Signal()
    other_wanted = Signal()

    def __init__(self, database: Path, why: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.database = database
        self.setObjectName("unlock")
        self.setWindowTitle(self.tr("Ouvrir la base chiffrée — Parvis"))
        self.title = QLabel(self.tr("La base «\u00a0{0}\u00a0» est chiffrée").format(database.name))
        self.title.setFont(font(17, QFont.Weight.DemiBold))
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.where = QLabel(str(database.parent))
        self.where.setProperty("kind", "caption")
        self.where.setWordWrap(True)
        self.passphrase = PassphraseField(self.tr("Phrase de passe"))
        self.said = Notice()
        self.open_button = Button(self.tr("&Ouvrir"), "lock-open", kind="primary")
        self.escrow = Button(self.tr("&Clé de secours…"), "shield", kind="plain")
        self.other = Button(self.tr("&Autre base…"), "folder-open", kind="plain")
        self.leave = Button(self.tr("&Quitter"))
        self._runner = Runner(NoSession, self, _explained)
        self._lay_out()
        self._connect()
        self._offer()
        if why:
            self.said.tell(why, "warn")
        self.passphrase.setFocus()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.escrow)
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.open_button)
        self.open_button.setDefault(True)
        for button in (self.escrow, self.other, self.leave):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.where)
        column.addSpacing(4)
        column.addWidget(self.passphrase)
        column.addWidget(self.said)
        column.addSpacing(8)
        column.addLayout(row)
        self.setMinimumWidth(560)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.unlock)
        self.passphrase.changed.connect(self._offer)
        self.escrow.clicked.connect(self.recover_wanted)
        self.other.clicked.connect(self.other_wanted)
        self.leave.clicked.connect(self.reject)

    def _offer(self) -> None:
        self.open_button.setEnabled(bool(self.passphrase.words()) and not self._runner.busy())

    def unlock(self) -> None:
        """Try what is typed."""
        words = self.passphrase.words()
        if not words or self._runner.busy():
            return
        self.passphrase.setEnabled(False)
        self.open_button.setEnabled(False)
        self.said.tell(self.tr("Vérification de la phrase de passe…"), "neutral")

        def derive(_progress: object) -> None:
            from desktop.flow.vault import unlock  # brings the keys: a clear base never needs them

            unlock(self.database, words)

        self._runner.run(derive, lambda _done: self._opened(), self._refused, self.windowTitle())

    def _opened(self) -> None:
        self._runner.stop()
        self.accept()

    def _refused(self, sentence: str) -> None:
        self.passphrase.setEnabled(True)
        self.said.tell(sentence, "bad")
        self.passphrase.clear()
        self._offer()

    def done(self, result: int) -> None:
        """Nothing of the passphrase stays in a hidden window."""
        self._runner.stop()
        self.passphrase.line.clear()
        super().done(result)


def _explained(title: str, error: BaseException) -> str:
    return str(error) if isinstance(error, Refused | ValueError) else explain_(title, error)
