"""The facts a letter may name, explained, with what each one says for this dossier."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.letters.fields import FIELDS, lookup
from desktop.rules.folding import fold
from desktop.ui.fields import SearchField
from desktop.ui.letters.desk import Desk
from desktop.ui.tongue import date_long, euros

_MONEY = frozenset({"dossier.demande", "dossier.cout"}) | {
    f"decision.{name}" for name in ("montant", "acompte", "solde")
}
# What only conditions read, or what stands at a fixed place of the page.
_SILENT = frozenset({"porteur.nature", "decision.convention", "courrier.numero"})


class Fact(NamedTuple):
    """A field of the catalogue: what it is, and its words for one dossier ("" when unknown)."""

    name: str
    about: str
    words: str


def facts(desk: Desk, reader: sqlite3.Connection, dossier: bytes, template: str) -> list[Fact]:
    """Every field with its words, those that are known first. Raises BrokenTemplates, KeyError."""
    from desktop.flow.letter_data import letter_data
    from desktop.flow.notify import PENDING
    from desktop.letters.derive import derived

    model = desk.templates()[template]
    whole = derived(model.head.under(letter_data(reader, dossier, PENDING, desk.today()), model.signer))
    found = [
        Fact(name, about, in_words(name, lookup(whole, name)))
        for name, (about, _) in FIELDS.items()
        if name not in _SILENT
    ]
    return sorted(found, key=lambda fact: not fact.words)


def in_words(name: str, value: object) -> str:
    """A value as a letter would print it."""
    if value is None or isinstance(value, bool) or value == "":
        return ""
    if isinstance(value, dt.date):
        return date_long(value)
    if isinstance(value, int):
        return euros(value) if name in _MONEY else str(value)
    if isinstance(value, Mapping):
        amount = value.get("montant")
        return f"{value.get('nom')} : {euros(amount)}" if isinstance(amount, int) else str(value.get("nom"))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ; ".join(filter(None, (in_words(name, part) for part in value)))
    return str(value)


class FieldList(QWidget):
    """Enter or a double click puts the words of a fact where the caret is."""

    chosen = Signal(str)  # words

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField(self.tr("Chercher un champ"))
        self.rows = QListWidget()
        self.rows.setAccessibleName(self.tr("Champs de ce dossier"))
        self.rows.setWordWrap(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.search)
        box.addWidget(self.rows, 1)
        self._facts: Sequence[Fact] = ()
        self.search.typed.connect(self._sift)
        self.search.submitted.connect(lambda _words: self._take(self.rows.item(0)))
        self.rows.itemActivated.connect(self._take)

    def show_facts(self, found: Sequence[Fact]) -> None:
        """Explain these."""
        self._facts = found
        self._sift(self.search.text())

    def _sift(self, words: str) -> None:
        self.rows.clear()
        wanted = fold(words).split()
        for fact in self._facts:
            if all(word in fold(f"{fact.about} {fact.words}") for word in wanted):
                value = fact.words or self.tr("inconnu dans ce dossier")
                item = QListWidgetItem(f"{fact.about}\n{value}", self.rows)
                item.setData(Qt.ItemDataRole.UserRole, fact.words)
                item.setToolTip(self.tr("Entrée insère « {0} »").format(value) if fact.words else fact.about)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None and (words := str(item.data(Qt.ItemDataRole.UserRole))):
            self.chosen.emit(words)
