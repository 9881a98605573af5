"""The questions of links: which dossier and how it is tied, in which wave a dossier is filed again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.rules.links import KINDS
from desktop.ui.intake.parts import text
from desktop.ui.outcome.dialogs import Asking


class Wished(NamedTuple):
    """A link to make: the number of the other dossier."""

    number: str
    kind: str
    comment: str


class LinkDialog(Asking):
    """The other dossier by its number."""

    def __init__(self, over: QWidget, then: Callable[[Wished], object]) -> None:
        super().__init__(over, "link", self.tr("Lier à un dossier"), "", self.tr("Lier"))
        self._then = then
        self.number, self.kind, self.comment = QLineEdit(), QComboBox(), QLineEdit()
        self.number.setPlaceholderText("2026-0012")
        self.kind.setAccessibleName(self.tr("Nature du lien"))
        for code, words in KINDS.items():
            self.kind.addItem(words, code)
        for words, name, field in (
            (self.tr("&Numéro\u00a0:"), self.tr("Numéro de l’autre dossier"), self.number),
            (self.tr("L&ien\u00a0:"), self.tr("Nature du lien"), self.kind),
            (self.tr("&Remarque\u00a0:"), self.tr("Remarque"), self.comment),
        ):
            field.setAccessibleName(name)
            self.form.addRow(words, field)
        self.number.textChanged.connect(lambda _words: self._tell())
        self.deed.clicked.connect(self._go)
        self._tell()

    def _tell(self) -> None:
        self.deed.setEnabled(bool(self.number.text().strip()))

    def _go(self) -> None:
        told = Wished(self.number.text().strip(), self.kind.currentData(), self.comment.text().strip())
        self.accept()
        self._then(told)


class RefileDialog(Asking):
    """One of the later waves."""

    def __init__(
        self, over: QWidget, waves: Sequence[tuple[str, bytes]], then: Callable[[bytes], object]
    ) -> None:
        about = self.tr("La demande est recopiée dans un nouveau dossier, sa première version à côté.")
        super().__init__(over, "refile", self.tr("Déposer de nouveau"), about, self.tr("Déposer de nouveau"))
        self._then = then
        self.wave = QComboBox()
        self.wave.setAccessibleName(self.tr("Vague"))
        for words, key in waves:
            self.wave.addItem(words, key)
        self.form.addRow(self.tr("&Vague\u00a0:"), self.wave)
        if not waves:
            self.form.addRow(
                "", text(self.tr("Aucune vague ne vient après celle de ce dossier."), caption=True)
            )
        self.deed.setEnabled(bool(waves))
        self.deed.clicked.connect(self._go)

    def _go(self) -> None:
        key = self.wave.currentData()
        self.accept()
        self._then(key)
