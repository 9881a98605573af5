"""Over the bench: which scenario, what it is compared with, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QVBoxLayout, QWidget

from db.queries.scenarios import ScenarioRow
from desktop.ui.bench.desk import ASKED, PROPOSED
from desktop.ui.fields import Button, SearchField
from desktop.ui.fields.row import Row


class ScenarioBar(QWidget):
    """Wishes only: the tab fulfils them."""

    scenario_chosen = Signal(object)  # key
    compared = Signal(object)  # key, PROPOSED, ASKED or None
    view_chosen = Signal(bool)  # True: the ranking

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scenarios, self.against = QComboBox(), QComboBox()
        self.scenarios.setAccessibleName(self.tr("Scénario"))
        self.against.setAccessibleName(self.tr("Comparer avec"))
        self.scenarios.setMinimumWidth(180)
        self.against.setMinimumWidth(150)
        self.new = Button(self.tr("&Nouveau…"), "plus")
        self.more = Button(self.tr("Scénario"), "ellipsis")
        self.tools = Button(self.tr("Outils"), "calculator")
        self.menu, self.tool_menu = QMenu(self), QMenu(self)
        self.more.setMenu(self.menu)
        self.tools.setMenu(self.tool_menu)
        self.ranking = Button(self.tr("&Classement"), "list")
        self.ranking.setCheckable(True)
        self.promote = Button(self.tr("&Proposer ce scénario…"), "check", kind="primary")
        self.search = SearchField(self.tr("Filtrer\u00a0: quartier:nord demandé>5000…"))
        self._keys: list[bytes] = []
        self._others: list[bytes | None] = [None]
        self._lay_out()
        self.scenarios.activated.connect(lambda n: self.scenario_chosen.emit(self._keys[n]))
        self.against.activated.connect(lambda n: self.compared.emit(self._others[n]))
        self.ranking.toggled.connect(self.view_chosen)

    def _lay_out(self) -> None:
        versus = QLabel(self.tr("Comparer avec"))
        versus.setBuddy(self.against)
        versus.setProperty("kind", "caption")
        first, second = Row(), Row()
        for line in (first, second):
            line.setSpacing(8)
        for part in (self.scenarios, self.new, self.more, self.tools, self.ranking):
            first.addWidget(part)
        first.addStretch(1)
        first.addWidget(self.promote)
        second.addWidget(self.search, 1)
        second.addWidget(versus)
        second.addWidget(self.against)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)

    def tell(
        self, rows: Sequence[ScenarioRow], key: bytes | None, against: bytes | None, *, writable: bool
    ) -> None:
        """Show these scenarios, the chosen ones marked."""
        with QSignalBlocker(self.scenarios), QSignalBlocker(self.against):
            self.scenarios.clear()
            self.against.clear()
            for row in rows:
                said = self.tr("{0} · proposé").format(row.name) if row.promoted_at else row.name
                self.scenarios.addItem(said)
            others: list[tuple[str, bytes | None]] = [
                (self.tr("Rien"), None), (self.tr("Propositions"), PROPOSED), (self.tr("Demandes"), ASKED),
                *((row.name, row.id) for row in rows if row.id != key),
            ]  # fmt: skip
            self._keys, self._others = [row.id for row in rows], [value for _, value in others]
            self.against.addItems([said for said, _ in others])
            self.scenarios.setCurrentIndex(self._keys.index(key) if key in self._keys else -1)
            self.against.setCurrentIndex(self._others.index(against))
        for part in (
            self.scenarios,
            self.against,
            self.more,
            self.tools,
            self.ranking,
            self.promote,
            self.search,
        ):
            part.setEnabled(bool(rows))
        for part in (self.new, self.tools, self.promote):
            part.setEnabled(part.isEnabled() and writable)

    def against_name(self) -> str:
        """What is compared, as its column is called; "" for nothing."""
        return self.against.currentText() if self.against.currentIndex() > 0 else ""
