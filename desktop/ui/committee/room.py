"""The room: the order of the day, one dossier at a time, what is decided of it; everything saved at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from db.queries.committee import ItemRow
from desktop.flow.sitting import stand_at
from desktop.rules.committee import Seat, pace_words, quorum, rhythm
from desktop.ui.committee.agenda import AgendaList
from desktop.ui.committee.bar import DecisionBar
from desktop.ui.committee.deeds import RoomDeeds
from desktop.ui.committee.reads import Purse, Sitting
from desktop.ui.committee.room_head import RoomHead, Rule
from desktop.ui.committee.room_keys import room_keys
from desktop.ui.committee.sheet import Sheet, told_of
from desktop.ui.fields import SectionTitle
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import text
from desktop.ui.office import Office
from desktop.ui.screen import screen_action
from desktop.ui.walk import Walk

if TYPE_CHECKING:
    from desktop.ui.committee.projector import Projector

_LOW = 700  # pixels: below, the title is a size smaller
_STACKED = 760  # pixels: below, it stands over the dossier and not beside it
_SIDE, _SLIM, _NARROW = 272, 212, 1000  # of the order of the day; below the last, it is slim


class RoomPage(QWidget):
    """`show_sitting` fills it; the item discussed is kept as one walks."""

    closing_wanted = Signal()
    said = Signal(str)  # for the status bar

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.told: Sitting | None = None
        self.row: ItemRow | None = None
        self.purse: Purse | None = None
        self.projector: Projector | None = None
        self.deeds = RoomDeeds(self, office)
        self.head = RoomHead(office)
        self.agenda = AgendaList(self.tr("Ordre du jour"), movable=False)
        self.pace, self.quorum = text(caption=True), text(caption=True)
        self.sheet, self.bar = Sheet(office), DecisionBar()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        side = self._side = QWidget()
        side.setFixedWidth(_SIDE)
        left = QVBoxLayout(side)
        left.setContentsMargins(12, 12, 6, 10)
        left.setSpacing(6)
        left.addWidget(SectionTitle(self.tr("Ordre du jour")))
        left.addWidget(self.agenda, 1)
        left.addWidget(self.pace)
        left.addWidget(self.quorum)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sheet, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(36, 0, 30, 14)
        foot.addWidget(self.bar)
        column.addLayout(foot)
        line = Row()
        line.setSpacing(0)
        line.addWidget(side)
        line.addWidget(Rule(upright=True))
        line.addWidget(middle, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(line, 1)

    def _connect(self) -> None:
        bar = self.bar
        self.agenda.picked.connect(self._picked)
        self.agenda.open_wanted.connect(lambda _row: self.open_dossier())
        bar.typed.connect(self._typed)
        bar.outcome_wanted.connect(self.decide)
        bar.postpone_wanted.connect(self.postpone)
        bar.take_up_wanted.connect(lambda: self._on_row(self.deeds.take_up))
        bar.words_wanted.connect(lambda words: self._on_row(self.deeds.note, words))
        bar.counted.connect(lambda votes: self._on_row(self.deeds.count, votes))
        bar.leaving.leave_wanted.connect(lambda member: self._on_row(self.deeds.leave, member))
        bar.leaving.back_wanted.connect(self._back)
        self.head.project.clicked.connect(self.project)
        self.head.end.clicked.connect(self.closing_wanted)
        self.actions_of: list[QAction] = [
            screen_action(self, words, key, partial(self._here, deed)) for words, key, deed in room_keys(self)
        ]

    def _here(self, deed: Callable[[], object]) -> None:
        """From the menu or the palette, only while the room is in front: nothing is said out of sight."""
        if self.isVisible():
            deed()

    # Showing

    def show_sitting(self, told: Sitting, *, money: bool = True) -> None:
        """Show the session, at the item where the room stands."""
        before = self.told
        fresh = before is None or before.head.id != told.head.id
        self.told = told
        if money or self.purse is None:
            self.purse = Purse(self.office.reader)
        self.head.tell(told.head, writable=not self.office.read_only)
        here = told.head.current_item if fresh or self.row is None else self.row.id
        if before is not None and not fresh:
            here = _taken_back(before, told) or here
        if told.item(here) is None and told.items:
            here = told.items[0].id
        self.agenda.show_items(told.items, here, told.ties.keys())
        done = [row for row in told.items if row.state != "waiting"]
        times = [dt.datetime.fromisoformat(row.said_at) for row in done if row.said_at]
        opened = dt.datetime.fromisoformat(told.head.opened_at) if told.head.opened_at else None
        met = quorum(told.head.quorum, [Seat(bool(one.voting), one.presence) for one in told.members])
        self.quorum.setText("" if told.head.quorum is None else met.words)
        self.quorum.setVisible(told.head.quorum is not None)
        self.pace.setText(pace_words(len(done), len(told.items), rhythm(times, opened)))

    def _picked(self, row: ItemRow | None) -> None:
        told = self.told
        if row is None or told is None:
            return
        moved = self.row is None or self.row.id != row.id
        self.row = row
        if moved and not self.office.read_only and self.office.is_open:
            stand_at(self.office.store, told.head.id, row.id)
        if self.agenda.rows.here != row.id:
            self.agenda.rows.here = row.id
            self.agenda.viewport().update()
        words = told_of(self.office, row)
        self.sheet.show_item(row, words, told.ties.get(row.id, ()), told.out.get(row.id, ()))
        self.bar.load(told, row, self.office.funders, writable=not self.office.read_only and not words.closed)
        self._typed(self.bar.shares.amounts())
        self.said.emit(
            self.tr(
                "Décisions enregistrées au fil de la séance    Ctrl+Z annule la dernière    J K suivant, "
                "précédent    M montant    C condition    V voix    S sorties    O lire    / un autre"
            )
        )

    def _typed(self, amounts: dict[bytes, int]) -> None:
        """The money left follows what is typed."""
        if self.told is None or self.row is None or self.purse is None:
            return
        left = self.purse.left(self.told, self.row, amounts)
        self.sheet.tell_left(left)
        if self.projector is not None:
            self.projector.show_item(self.told, self.row, left)

    # Walking

    def walk(self, by: int) -> None:
        """To the next item or the one before."""
        if self.told is None or self.row is None:
            return
        keys = [row.id for row in self.told.items]
        at = keys.index(self.row.id) + by
        if 0 <= at < len(keys):
            self.agenda.choose(keys[at])
            self.agenda.setFocus()

    def _onward(self) -> None:
        """What is said is saved: the next dossier that waits comes, after this one first."""
        told, row = self.told, self.row
        if told is None or row is None:
            return
        at = [one.id for one in told.items].index(row.id)
        order = [*told.items[at + 1 :], *told.items[:at]]
        waiting = next((one.id for one in order if one.state == "waiting"), None)
        self.bar.shares.settle()
        if waiting is not None:
            self.agenda.choose(waiting)
        self.agenda.setFocus()

    def to_amount(self) -> None:
        """The hands go to the amount."""
        self.bar.shares.total.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def to_votes(self) -> None:
        """The hands go to the votes."""
        box = self.bar.votes.boxes[0]
        box.setFocus()
        box.selectAll()

    # Deeds

    def confirm(self) -> None:
        """Enter: the button in focus, what is being typed (a condition, votes), else the agreement."""
        bar, focus = self.bar, self.focusWidget()
        if isinstance(focus, QAbstractButton) and focus.hasFocus():
            focus.click()  # Enter on « Refuser » refuses
        elif bar.condition.hasFocus():
            bar.add_condition()
        elif any(box.hasFocus() for box in bar.votes.boxes):
            self.agenda.setFocus()
        else:
            self.decide("granted")

    def decide(self, outcome: str) -> None:
        """Say it of the dossier shown."""
        bar, row = self.bar, self.row
        if row is None or not bar.grant.isEnabled():
            return
        if outcome == "granted" and bar.shares.wrong():
            self.office.told.emit(
                self.tr("Un des montants n’est pas lisible\u00a0: rien n’a été décidé."), "warn"
            )
            return
        amounts = bar.shares.amounts() if outcome == "granted" else None
        if amounts is not None and not any(amounts.values()):
            words = self.tr(
                "Aucun montant : tapez-le (M), sinon ajournez (A) ou refusez (R). Rien n’est décidé."
            )
            self.office.told.emit(words, "warn")
            return
        self.deeds.pronounce(row, outcome, amounts, bar.conditions, bar.votes.votes(), self._onward)

    def postpone(self) -> None:
        """To another session."""
        if self.row is not None and not self.office.read_only:
            self.deeds.postpone(self.row, self._onward)

    def _on_row(self, deed: Callable[..., None], *words: object) -> None:
        if self.row is not None:
            deed(self.row, *words)

    def _back(self, member: object) -> None:
        self._on_row(self.deeds.come_back, member)
        if self.row is not None and self.told is not None:
            self._picked(self.told.item(self.row.id))  # refused: the menu is ticked again

    def seek(self) -> None:
        """A dossier that is not on the agenda."""
        if self.told is not None and not self.office.read_only:
            there = {row.dossier_id for row in self.told.items}
            self.deeds.add(self.told.head.id, there, self.agenda.choose)

    def open_dossier(self) -> None:
        """Read the dossier itself; the session is found again at the same item."""
        if self.told is not None and self.row is not None:
            keys = [row.dossier_id for row in self.told.items]
            at = keys.index(self.row.dossier_id)
            self.office.dossier_wanted.emit(keys[at], Walk(keys, at))

    def project(self) -> None:
        """Show or hide the second window, on the second screen when there is one."""
        from desktop.ui.committee.projector import Projector

        if self.projector is None:
            self.projector = Projector(self.office)
            self.projector.left.connect(self._projected_no_more)
            self.projector.come(self.screen())
            self._typed(self.bar.shares.amounts())
        else:
            self.projector.close()

    def _projected_no_more(self) -> None:
        if self.projector is not None:
            self.projector.deleteLater()
            self.projector = None

    def close_down(self) -> None:
        """The window closes: nothing is projected any more."""
        if self.projector is not None:
            self.projector.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sheet.set_large(large=self.height() >= _LOW)
        self._side.setFixedWidth(_SIDE if self.width() >= _NARROW else _SLIM)
        if self.width() < _STACKED:
            self._side.setMaximumWidth(self.maximumWidth())  # alone in its lines


def _taken_back(before: Sitting, now: Sitting) -> bytes | None:
    """The item of which what was said has just been taken back: the room returns to it."""
    for row in now.items:
        old = before.item(row.id)
        if row.state == "waiting" and old is not None and old.state != "waiting":
            return row.id
    return None
