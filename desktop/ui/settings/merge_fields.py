"""The fields that a letter may name, explained: one is chosen and put where the caret is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.letters.fields import FIELDS
from desktop.letters.reading import FILTERS
from desktop.rules.folding import fold
from desktop.ui.fields import Button, SearchField
from desktop.ui.intake.parts import text

_USUAL = {"dossier.demande": "montant", "dossier.cout": "montant", "decision.montant": "montant"}


class MergeFieldsDialog(QDialog):
    """Enter or a double click tells `{champ}`, with the filter that writes it as a letter does."""

    def __init__(self, over: QWidget, then: Callable[[str], None]) -> None:
        super().__init__(over)
        self.setObjectName("mergeFields")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Insérer un champ"))
        self.resize(520, 420)
        self._then = then
        self.search = SearchField(self.tr("Chercher un champ"))
        self.rows = QListWidget()
        self.rows.setAccessibleName(self.tr("Champs que ce courrier peut nommer"))
        self.rows.setWordWrap(True)
        leave = Button(self.tr("&Fermer"), "x")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.rows, 1)
        filters = ", ".join(FILTERS)
        told = self.tr("Un champ peut passer par un filtre, comme {0}\u00a0: {1}.")
        column.addWidget(text(told.format("{decision.montant|lettres}", filters), 12, caption=True))
        column.addLayout(foot)
        self.search.typed.connect(self._sift)
        self.search.submitted.connect(lambda _words: self._take(self.rows.item(0)))
        self.rows.itemActivated.connect(self._take)
        self._sift("")

    def _sift(self, words: str) -> None:
        self.rows.clear()
        wanted = fold(words).split()
        for name, (about, example) in FIELDS.items():
            if all(word in fold(f"{name} {about}") for word in wanted):
                item = QListWidgetItem(f"{about}\n{{{name}}}", self.rows)
                item.setData(Qt.ItemDataRole.UserRole, hole(name, example))

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._then(str(item.data(Qt.ItemDataRole.UserRole)))
            self.accept()


def hole(name: str, example: object) -> str:
    """A field between its braces, a date written in full and an amount in figures."""
    import datetime as dt

    if isinstance(example, dt.date):
        return f"{{{name}|date}}"
    if name in _USUAL or (isinstance(example, int) and not isinstance(example, bool) and example > 9_999):
        return f"{{{name}|montant}}"
    return f"{{{name}}}"
