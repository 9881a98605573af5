"""What a satchel carries: what the place already holds, quarters, a session, a filter, or everything."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from db import queries
from db.merge.scope import Scope
from db.queries.committee import CommitteeRow
from db.queries.reference import QuarterRow
from desktop.flow.satchel_size import SENSITIVE
from desktop.rules.query import QueryError, parse, to_tree
from desktop.ui.fields import SectionTitle
from desktop.ui.fields.wrong import mark_wrong

_KEY = Qt.ItemDataRole.UserRole
HELD, QUARTERS, COMMITTEE, FILTER, ALL = range(5)


class Ticks(QListWidget):
    """Lines to tick."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumHeight(96)

    def add(self, words: str, what: object, *, on: bool = False) -> None:
        item = QListWidgetItem(words)
        item.setData(_KEY, what)
        item.setSizeHint(QSize(0, 26))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.addItem(item)

    def ticked(self) -> list[object]:
        items = (self.item(row) for row in range(self.count()))
        return [item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked]

    def tick(self, wanted: Sequence[object]) -> None:
        """Tick these and no other."""
        for row in range(self.count()):
            on = self.item(row).data(_KEY) in wanted
            self.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


class ScopeBox(QWidget):
    """Five ways to choose; `scope` is the answer, ValueError in French when it says nothing."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ways = QButtonGroup(self)
        self.quarters = Ticks(self.tr("Quartiers"))
        self.committee = QComboBox()
        self.query = QLineEdit()
        self.columns = Ticks(self.tr("Colonnes laissées ici"))
        self.pieces = QCheckBox(self.tr("Avec le contenu des &pièces"))
        self.pieces.setChecked(True)
        self._held = Scope()
        self._lay_out()
        self.ways.idToggled.connect(lambda _way, _on: self._moved())
        self.quarters.itemChanged.connect(lambda _item: self._chose(QUARTERS))
        self.committee.activated.connect(lambda _row: self._chose(COMMITTEE))
        self.query.textEdited.connect(lambda _text: self._chose(FILTER))
        self.columns.itemChanged.connect(lambda _item: self.changed.emit())
        self.pieces.toggled.connect(lambda _on: self.changed.emit())

    def _lay_out(self) -> None:
        self.committee.setAccessibleName(self.tr("Séance"))
        self.query.setAccessibleName(self.tr("Filtre de la liste"))
        self.query.setPlaceholderText(self.tr("quartier:nord demandé>5000"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows = (
            (HELD, self.tr("Ce que ce poste emporte d’&habitude"), None),
            (QUARTERS, self.tr("Des &quartiers"), self.quarters),
            (COMMITTEE, self.tr("Une &séance"), self.committee),
            (FILTER, self.tr("Un &filtre de la liste"), self.query),
            (ALL, self.tr("&Tous les dossiers"), None),
        )
        for row, (way, words, beside) in enumerate(rows):
            radio = QRadioButton(words)
            self.ways.addButton(radio, way)
            if beside is None:
                grid.addWidget(radio, row, 0, 1, 2)
            else:
                grid.addWidget(radio, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(beside, row, 1)
        for column, words in SENSITIVE:
            self.columns.add(words, column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(grid)
        whole.addWidget(self.pieces)
        whole.addWidget(SectionTitle(self.tr("Colonnes laissées ici")))
        whole.addWidget(self.columns, 1)

    def fill(self, quarters: Sequence[QuarterRow], sessions: Sequence[CommitteeRow], query: str) -> None:
        """Offer these quarters and sessions; `query` is what the list is filtered by now."""
        self.blockSignals(True)
        for quarter in quarters:
            self.quarters.add(quarter.name, quarter.code)
        for row in sessions:
            self.committee.addItem(f"{row.code} · {row.name}", row.id)
        self.query.setText(query)
        for way, some in ((QUARTERS, bool(quarters)), (COMMITTEE, bool(sessions))):
            self.ways.button(way).setEnabled(some)
        self.committee.setEnabled(bool(sessions))
        self.blockSignals(False)

    def hold(self, held: Scope) -> None:
        """What the place chosen carries already is offered first."""
        self._held = held
        self.blockSignals(True)
        self.quarters.tick(sorted(held.quarters))
        self.columns.tick(sorted(held.left_out))
        self.pieces.setChecked(held.pieces)
        self.ways.button(HELD).setChecked(True)
        self.blockSignals(False)
        self.changed.emit()

    def _chose(self, way: int) -> None:
        if not self.signalsBlocked():
            self.ways.button(way).setChecked(True)
            self.changed.emit()

    def _moved(self) -> None:
        if not self.signalsBlocked():
            self.changed.emit()

    def scope(self, reader: sqlite3.Connection, person: str) -> Scope:
        """What is chosen. Raises ValueError (French) when nothing is."""
        left_out = frozenset(column for column in self.columns.ticked() if isinstance(column, tuple))
        pieces, way, held = self.pieces.isChecked(), self.ways.checkedId(), self._held
        if way == HELD:
            return Scope(held.quarters, held.committees, held.dossiers, left_out, pieces)
        if way == QUARTERS:
            codes = frozenset(str(code) for code in self.quarters.ticked())
            if not codes:
                raise ValueError(self.tr("Cochez au moins un quartier."))
            return Scope(quarters=codes, left_out=left_out, pieces=pieces)
        if way == COMMITTEE:
            key = bytes(self.committee.currentData())
            return Scope(committees=frozenset({key}), left_out=left_out, pieces=pieces)
        if way == FILTER:
            return Scope(dossiers=self._filtered(reader, person), left_out=left_out, pieces=pieces)
        return Scope(left_out=left_out, pieces=pieces)

    def _filtered(self, reader: sqlite3.Connection, person: str) -> frozenset[bytes]:
        mark_wrong(self.query, "")
        try:
            found = queries.list_ids(reader, to_tree(parse(self.query.text()), person))
        except QueryError as why:
            mark_wrong(self.query, str(why))
            raise ValueError(self.tr("Le filtre n’est pas compris\u00a0: {0}").format(why)) from why
        if not found:
            raise ValueError(self.tr("Aucun dossier ne répond à ce filtre."))
        return frozenset(found)
