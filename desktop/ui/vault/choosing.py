"""Choosing a passphrase: for a base that becomes encrypted, or in the place of another one."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.rules.passphrase import weak
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice
from desktop.ui.vault.fields import Body, PassphraseField


class Chosen(NamedTuple):
    """What was chosen; `old` only where a passphrase is changed."""

    new: str
    old: str = ""
    keyring: bool = False
    escrow: bool = False
    keep: bool = False


class PassphraseDialog(QDialog):
    """`fresh`: the base is about to be encrypted; otherwise its passphrase is changed."""

    def __init__(self, *, fresh: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passphrase")
        self._fresh = fresh
        self.setWindowTitle(self.tr("Chiffrer la base") if fresh else self.tr("Changer la phrase de passe"))
        about = self.tr(
            "Quatre ou cinq mots sans rapport entre eux se retiennent bien et ne se devinent pas. Personne "
            "ne peut retrouver une phrase oubliée\u00a0: la clé de secours, imprimée et gardée au coffre, "
            "est la seule autre façon d’ouvrir la base."
        )
        self.about = QLabel(
            about if fresh else self.tr("La base n’est pas récrite\u00a0: seule sa serrure change.")
        )
        self.about.setWordWrap(True)
        self.old = PassphraseField(self.tr("Phrase de passe actuelle"))
        self.old.setVisible(not fresh)
        self.new = PassphraseField(self.tr("Nouvelle phrase de passe"))
        self.again = PassphraseField(self.tr("La même une seconde fois"))
        self.escrow = QCheckBox(self.tr("Faire une clé de &secours à imprimer (conseillé)"))
        self.keyring = QCheckBox(self.tr("&Retenir la clé dans le trousseau de ce poste"))
        self.keep = QCheckBox(self.tr("&Garder une copie en clair, que je rangerai moi-même"))
        self.escrow.setChecked(True)
        self.said = Notice()
        self.cancel = Button(self.tr("&Annuler"))
        self.accept_button = Button(
            self.tr("&Chiffrer") if fresh else self.tr("&Changer"), "lock", kind="primary"
        )
        self._lay_out()
        for field in (self.old, self.new, self.again):
            field.changed.connect(self._offer)
        self.accept_button.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._offer()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(10)
        boxes = (self.escrow, self.keyring, self.keep)
        for box in boxes:
            box.setVisible(self._fresh)
        fields = (self.about, self.old, self.new, self.again)
        self.body = Body(self.windowTitle(), (*fields, *boxes))
        column.addWidget(self.body, 1)
        column.addWidget(self.said)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.accept_button)
        self.cancel.setAutoDefault(False)
        self.accept_button.setDefault(True)
        column.addLayout(row)
        self.setMinimumWidth(540)

    def chosen(self) -> Chosen:
        """What is typed and ticked."""
        return Chosen(
            self.new.words(), self.old.words(), self.keyring.isChecked(), self.escrow.isChecked(),
            self.keep.isChecked(),
        )  # fmt: skip

    def refused(self, sentence: str) -> None:
        """The passphrase told is not the right one: say it and wait for another."""
        self.old.clear()
        self.said.tell(sentence, "bad")

    def _offer(self) -> None:
        why = weak(self.new.words()) if self.new.words() else ""
        differ = bool(self.again.words()) and self.new.words() != self.again.words()
        ready = self.new.words() == self.again.words() and not weak(self.new.words())
        self.accept_button.setEnabled(ready and (self._fresh or bool(self.old.words())))
        if why:
            self.said.tell(why, "neutral")
        elif differ:
            self.said.tell(self.tr("Les deux phrases diffèrent encore."), "neutral")
        else:
            self.said.hide()
        self.body.fit()

    def done(self, result: int) -> None:
        """What was typed is read by `chosen` in the slot of `accepted`, then goes."""
        super().done(result)
        for field in (self.old, self.new, self.again):
            field.line.clear()
