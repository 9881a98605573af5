"""A lost passphrase: the escrow key, typed from its sheet, sets a new one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.rules.passphrase import weak
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice
from desktop.ui.runner import Runner
from desktop.ui.vault.fields import Body, PassphraseField
from desktop.ui.vault.unlock import NoSession, _explained

LENGTH = 74  # signs of an escrow key, as age writes it


class RecoverDialog(QDialog):
    """`accepted` once the base is open with its new passphrase."""

    def __init__(self, database: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.database = database
        self.setObjectName("recover")
        self.setWindowTitle(self.tr("Retrouver la base par la clé de secours"))
        self.about = QLabel(
            self.tr(
                "La clé est sur la feuille gardée au coffre. Tapez-la sans vous soucier des espaces ni des "
                "majuscules\u00a0: une faute est reconnue."
            )
        )
        self.about.setWordWrap(True)
        self.key = QPlainTextEdit()
        self.key.setAccessibleName(self.tr("Clé de secours"))
        self.key.setPlaceholderText("AGE-SECRET-KEY-1…")
        self.key.setTabChangesFocus(True)
        self.key.setFixedHeight(70)
        self.count = QLabel()
        self.count.setProperty("kind", "caption")
        self.new = PassphraseField(self.tr("Nouvelle phrase de passe"))
        self.again = PassphraseField(self.tr("La même une seconde fois"))
        self.said = Notice()
        self.cancel = Button(self.tr("&Annuler"))
        self.recover_button = Button(self.tr("&Retrouver la base"), "lock-open", kind="primary")
        self._runner = Runner(NoSession, self, _explained)
        self._lay_out()
        for changed in (self.key.textChanged, self.new.changed, self.again.changed):
            changed.connect(self._offer)
        self.recover_button.clicked.connect(self.recover)
        self.cancel.clicked.connect(self.reject)
        self._offer()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.recover_button)
        self.cancel.setAutoDefault(False)
        self.recover_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(10)
        parts = (self.about, self.key, self.count, self.new, self.again)
        self.body = Body(self.windowTitle(), parts)
        column.addWidget(self.body, 1)
        column.addWidget(self.said)
        column.addLayout(row)
        self.setMinimumWidth(560)

    def typed(self) -> str:
        """The key as typed, without its spaces."""
        return "".join(self.key.toPlainText().split())

    def _offer(self) -> None:
        self.count.setText(self.tr("{0} signes sur {1}").format(len(self.typed()), LENGTH))
        same = self.new.words() == self.again.words()
        self.recover_button.setEnabled(
            bool(self.typed()) and not weak(self.new.words()) and same and not self._runner.busy()
        )
        if self.new.words() and (why := weak(self.new.words())):
            self.said.tell(why, "neutral")
        elif self.again.words() and not same:
            self.said.tell(self.tr("Les deux phrases diffèrent encore."), "neutral")
        else:
            self.said.hide()
        self.body.fit()

    def recover(self) -> None:
        """Open the base with the key and set the passphrase."""
        secret, words = self.typed(), self.new.words()

        def open_again(_progress: object) -> None:
            from desktop.flow.vault import recover

            recover(self.database, secret, words)

        self.recover_button.setEnabled(False)
        self._runner.run(open_again, lambda _done: self.accept(), self._refused, self.windowTitle())

    def _refused(self, sentence: str) -> None:
        self._offer()
        self.said.tell(sentence, "bad")
        self.key.setFocus()

    def done(self, result: int) -> None:
        """No secret stays in a hidden window."""
        self._runner.stop()
        self.key.clear()
        for field in (self.new, self.again):
            field.line.clear()
        super().done(result)
