"""The decision of the committee: an amount, its parts, a key for each answer, conditions, votes, leavings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QVBoxLayout, QWidget

from db.queries.committee import ItemRow
from db.queries.reference import FunderRow
from desktop.rules.committee import item_words
from desktop.rules.ruling import BY_CODE
from desktop.ui.committee.reads import Sitting
from desktop.ui.committee.shares import Shares
from desktop.ui.committee.votes import LeavingButton, VoteBoxes
from desktop.ui.dossier.elided import ElidedLabel
from desktop.ui.fields import Button, FilterChips, Pill, SectionTitle
from desktop.ui.fields.row import Row
from desktop.ui.tongue import euros

_NARROW = 690  # pixels
OTHERS = ("ineligible", "redirected", "withdrawn")


class DecisionBar(QFrame):
    """It wishes; the room does."""

    typed = Signal(object)  # cents by funder
    outcome_wanted = Signal(str)
    postpone_wanted = Signal()
    take_up_wanted = Signal()
    words_wanted = Signal(list)  # conditions
    counted = Signal(object)  # votes

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.conditions: list[str] = []
        self.title, self.pill, self.said = (
            SectionTitle(self.tr("Décision du comité")),
            Pill("", "neutral"),
            ElidedLabel(),
        )
        self.again = Button(self.tr("&Reprendre"), "undo-2", kind="plain")
        self.shares = Shares()
        self.adjourn, self.refuse = Button(self.tr("Ajourner   A")), Button(self.tr("Refuser   R"))
        self.grant = Button(self.tr("Accorder   Entrée"), "check", kind="primary")
        self.more = Button(self.tr("&Autre"), "ellipsis")
        self.menu = QMenu(self)
        self.condition = QLineEdit()
        self.condition.setPlaceholderText(self.tr("Condition reprise dans la lettre, puis Entrée…"))
        self.condition.setAccessibleName(self.tr("Condition, reprise dans la lettre"))
        self.chips = FilterChips()
        self.votes, self.leaving = VoteBoxes(), LeavingButton()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head, first, self._between, self._last = (Row() for _ in range(4))
        for line in (head, first, self._last):
            line.setSpacing(8)
        words: tuple[QWidget, ...] = (self.title, self.pill, self.said)
        for part in words:
            head.addWidget(part, 1 if part is self.said else 0)
        tools: tuple[QWidget, ...] = (self.again, self.votes, self.leaving)
        for tool in tools:
            head.addWidget(tool)
        first.addWidget(self.shares, 1)
        self._last.addWidget(self.condition, 1)
        for button in (self.adjourn, self.refuse, self.more, self.grant):
            button.setMinimumHeight(24)
            self._last.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(first)
        column.addWidget(self.chips)
        column.addLayout(self._between)
        column.addLayout(self._last)
        self._narrow = False

    def _connect(self) -> None:
        self.shares.typed.connect(self.typed)
        for button, outcome in (
            (self.grant, "granted"), (self.adjourn, "adjourned"), (self.refuse, "refused"),
        ):  # fmt: skip
            button.clicked.connect(lambda _on=False, code=outcome: self.outcome_wanted.emit(code))
        for code in OTHERS:
            action = self.menu.addAction(f"{BY_CODE[code].label}…")
            action.triggered.connect(lambda _on=False, code=code: self.outcome_wanted.emit(code))
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Reporter à une autre séance\tP"), self.postpone_wanted.emit)
        self.more.setMenu(self.menu)
        self.again.clicked.connect(self.take_up_wanted)
        self.condition.returnPressed.connect(self.add_condition)
        self.chips.removed.connect(self._drop)
        self.votes.counted.connect(self.counted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the condition has a line of its own."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.title.setVisible(not narrow)
        if narrow:
            self._last.removeWidget(self.condition)
            self._last.insertStretch(0, 1)
            self._between.addWidget(self.condition)
        else:
            self._between.removeWidget(self.condition)
            self._last.takeAt(0)
            self._last.insertWidget(0, self.condition, 1)

    def load(self, told: Sitting, row: ItemRow, funders: Sequence[FunderRow], *, writable: bool) -> None:
        """Show what the session says of a dossier."""
        self.shares.load(row.id, told.amounts.get(row.id, ()), told.shares(row), funders)
        self.conditions = row.conditions.splitlines()
        self.chips.set_filters((str(at), words) for at, words in enumerate(self.conditions))
        self.chips.setVisible(bool(self.conditions))
        self.votes.load(row)
        self.leaving.load(told.members, told.out.get(row.id, ()), told.ties.get(row.id, ()))
        self._tell(row)
        for part in (
            self.shares, self.adjourn, self.refuse, self.grant, self.more, self.condition, self.chips,
            self.votes, self.leaving, self.again,
        ):  # fmt: skip
            part.setEnabled(writable)

    def _tell(self, row: ItemRow) -> None:
        done = row.state != "waiting"
        self.pill.setVisible(done)
        self.again.setVisible(done)
        kind = BY_CODE.get(row.outcome) if row.state == "decided" else None
        self.pill.tell(item_words(row.state, row.outcome), kind.tone if kind else "neutral")
        parts = [euros(row.given)] if row.given else []
        if row.said_at:
            parts.append(self.tr("dit à {0}").format(row.said_at[11:16].replace(":", "\u00a0h\u00a0")))
        if row.comment:
            parts.append(row.comment)
        self.said.say(" · ".join(parts) if done else "")

    def add_condition(self) -> None:
        """What is typed becomes one condition more, saved at once."""
        words = self.condition.text().strip()
        if words:
            self.condition.clear()
            self.words_wanted.emit([*self.conditions, words])

    def _drop(self, code: str) -> None:
        self.words_wanted.emit([words for at, words in enumerate(self.conditions) if str(at) != code])
