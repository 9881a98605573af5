"""The name of a new wave."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.outcome.dialogs import Asking


class NameDialog(Asking):
    """One field; a wave has a name."""

    def __init__(self, over: QWidget, then: Callable[[str], object]) -> None:
        super().__init__(over, "waveName", self.tr("Ajouter une vague"), "", self.tr("Ajouter"))
        self._then = then
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Nom de la vague"))
        self.name.setPlaceholderText(self.tr("Quatrième vague"))
        self.form.addRow(self.tr("&Nom\u00a0:"), self.name)
        self.name.textChanged.connect(lambda words: self.deed.setEnabled(bool(words.strip())))
        self.deed.setEnabled(False)
        self.deed.clicked.connect(self._go)

    def _go(self) -> None:
        words = self.name.text().strip()
        self.accept()
        self._then(words)
