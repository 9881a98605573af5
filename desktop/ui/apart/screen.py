"""The place « Mallette »: what came back in four figures, what disagrees field by field, what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries import shipments as rows
from db.queries.shipments import ShipmentRow
from desktop.flow.apart import Dispute, disputes
from desktop.flow.reprise import is_over
from desktop.ui.apart.card import DisputeCard
from desktop.ui.apart.changes import ChangesDialog
from desktop.ui.apart.deeds import Deeds
from desktop.ui.apart.exchanging import Exchanging
from desktop.ui.apart.filters import FilterBar
from desktop.ui.apart.folder import FolderBar
from desktop.ui.apart.parts import Calm, Figures, Foot, Head
from desktop.ui.apart.waiting import Alerts, Waiting
from desktop.ui.apart.words import calm_words, figures_of, head_words
from desktop.ui.intake.parts import scrolled
from desktop.ui.office import Office
from desktop.ui.screen import Deed, screen_action, screen_deeds

_AT_ONCE = 60  # cards made together; the others follow when these are settled


class ApartScreen(QWidget):
    """The screen of the place "apart"."""

    status = Signal(str)
    name, icon = "apart", "luggage"

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.every: list[Dispute] = []
        self.shown_now: list[Dispute] = []
        self.cards: list[DisputeCard] = []
        self.shipment: ShipmentRow | None = None
        self.head, self.figures, self.foot, self.calm = Head(), Figures(), Foot(), Calm()
        self.filters, self.waiting, self.folder = FilterBar(), Waiting(office), FolderBar(office)
        self.alerts = Alerts(office)
        self.deeds, self.exchanging = Deeds(office, self), Exchanging(office, self)
        self._copy = ""  # the safety copy made before the last taking back
        self._list = QVBoxLayout()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        column.addWidget(self.alerts)
        self._list.setSpacing(10)
        column.addLayout(self._list)
        column.addWidget(self.waiting)
        column.addStretch(1)
        self.area = scrolled(inside, self.tr("À trancher, par dossier"))
        for part in (self, inside):
            part.setProperty("kind", "ground")
            part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 12)
        whole.setSpacing(12)
        for part in (self.head, self.folder, self.figures, self.filters):
            whole.addWidget(part)
        whole.addWidget(self.calm, 1)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.foot)

    def _connect(self) -> None:
        exchanging = self.exchanging
        self.calm.enrol_wanted.connect(lambda _role: exchanging.places())
        exchanging.taken.connect(self._taken)
        exchanging.over.connect(self.read)
        self.folder.taken.connect(self.read)
        self.waiting.answered.connect(self.read)
        self.filters.changed.connect(self._show)
        self.filters.many_wanted.connect(lambda site: self.deeds.ask_many(site, self.shown_now))
        deeds: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Mallette\u00a0: suivant à trancher"), "J", lambda: self.step(1)),
            (self.tr("Mallette\u00a0: précédent à trancher"), "K", lambda: self.step(-1)),
            (self.tr("Mallette\u00a0: relire"), "F5", self.read),
        ]
        own = [screen_action(self, *deed) for deed in deeds]
        head, foot, say = self.head, self.foot, self.tr
        buttons: list[Deed] = [
            (
                head.prepare,
                say("Mallette\u00a0: préparer, ou rapporter…"),
                "E",
                exchanging.prepare,
            ),
            (head.open, say("Mallette\u00a0: ouvrir…"), "M", exchanging.open),
            (head.places, say("Mallette\u00a0: postes qui échangent…"), "P", exchanging.places),
            (foot.changes, say("Mallette\u00a0: voir tous les changements"), "V", self.show_changes),
            (foot.finish, say("Mallette\u00a0: terminer la reprise"), "T", self.finish),
        ]
        self._actions = own + screen_deeds(self, buttons) + self.folder.actions_of(self)

    # What the window asks of a screen

    @property
    def title(self) -> str:
        return self.tr("Mallette")

    @property
    def widget(self) -> QWidget:
        return self

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def shown(self) -> None:
        self.read()
        self.folder.look()
        if self.cards:
            self._take(self._current() or next((c for c in self.cards if c.dispute.open), self.cards[0]))
        else:
            self.head.open.setFocus()
        self._tell()

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched - {"finding", "piece_text"}:
            self.read()

    def take(self, paths: Sequence[Path]) -> None:
        """A satchel dropped on the window: it is looked at first."""
        for path in paths[:1]:
            self.exchanging.open(path)

    def _taken(self, copy: str) -> None:
        self._copy = copy
        self.read()

    def finish(self) -> QWidget | None:
        """The receipt of the last exchange, with what was settled."""
        if self.shipment is None:
            return None
        return self.exchanging.finish(self.shipment, self._disputes(settled_too=True))

    # Reading

    def read(self) -> None:
        """Read again the last exchange, what disagrees and what waits."""
        reader = self.office.reader
        found = rows.shipments(reader)
        come = [row for row in found if row.way == "in"]
        # A hub is asked every two minutes: what is shown is the last exchange that brought something.
        self.shipment = next((row for row in (*(r for r in come if r.receipt.get("new")), *come)), None)
        over = self.shipment is not None and is_over(reader, self.shipment)
        self.every = self._disputes(settled_too=not over)
        self.filters.show_quarters(self.office.quarters)
        self.alerts.read()
        self.waiting.read()
        self._show()

    def _disputes(self, *, settled_too: bool) -> list[Dispute]:
        reader, row = self.office.reader, self.shipment
        since = rows.position_after(reader, row) if row is not None and settled_too else None
        return disputes(reader, self.office.author, settled_after=since)

    def _show(self) -> None:
        """Show what the filters let through, the card in hand staying in hand, and what is typed in it."""
        held = self._current()
        rank = self.cards.index(held) if held is not None else -1
        writable = not self.office.read_only
        self.shown_now = self.filters.kept(self.every, self.office.author)
        known = {card.dispute.row.key: card for card in self.cards}
        self.cards = []
        for each in self.shown_now[:_AT_ONCE]:
            card = known.get(each.row.key)
            if card is None or card.dispute != each:
                card = self._card(each, writable=writable)
            else:
                del known[each.row.key]
            self.cards.append(card)
        for card in known.values():
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, card in enumerate(self.cards):
            self._list.insertWidget(place, card)
            card.show()
        self.filters.tell(self.every, self.shown_now, writable=writable)
        if held is not None and held not in self.cards:
            self._go_on(rank)
        self._tell()

    def _go_on(self, rank: int) -> None:
        """The field in hand is settled: the next open one is taken in hand."""
        after = [card for card in (*self.cards[rank:], *self.cards) if card.dispute.open]
        for card in (after or self.cards)[:1]:
            self._take(card)

    def _take(self, card: DisputeCard) -> None:
        card.setFocus()
        QTimer.singleShot(0, card, lambda: self.area.ensureWidgetVisible(card, 0, 12))  # once it is laid out

    def _card(self, dispute: Dispute, *, writable: bool) -> DisputeCard:
        card = DisputeCard(dispute, writable=writable)
        # Once its own key press is over: what it asks for may replace it.
        card.keep_wanted.connect(self.deeds.keep, Qt.ConnectionType.QueuedConnection)
        card.deed_wanted.connect(self.deeds.run, Qt.ConnectionType.QueuedConnection)
        return card

    def _current(self) -> DisputeCard | None:
        focused: QWidget | None = self.window().focusWidget()  # None when nothing has it
        if focused is None:
            return None
        return next((card for card in self.cards if focused is card or card.isAncestorOf(focused)), None)

    def step(self, by: int) -> None:
        """Go to the next open field, or the one before."""
        held = self._current()
        wanted = [card for card in self.cards if card.dispute.open] or self.cards
        if not wanted:
            return
        if held is None:
            card = wanted[0]
        elif held in wanted:
            card = wanted[(wanted.index(held) + by) % len(wanted)]
        else:
            after = [each for each in wanted if self.cards.index(each) > self.cards.index(held)]
            card = (after or wanted)[0]
        self._take(card)

    def _tell(self) -> None:
        """The head, the figures, whether there is anything to settle, and the line of the status."""
        standing = rows.standing(self.office.reader, self.office.site)
        today = dt.date.today()
        words = head_words(self.shipment, today)
        # A hub on PostgreSQL alone needs no satchel: nothing is sealed before keys were exchanged.
        self.head.tell(words, standing.role if standing.hub else "", writable=not self.office.read_only)
        self.figures.setVisible(self.shipment is not None)
        if self.shipment is not None:
            self.figures.tell(figures_of(rows.brought(self.office.reader, self.shipment), len(self.every)))
        some = bool(self.every or self.alerts.lines or self.waiting.refused)
        self.area.setVisible(some)
        self.filters.setVisible(bool(self.every))
        self.calm.setVisible(not some)
        self.calm.tell(*calm_words(standing, self.shipment), beginning=not standing.role)
        self.foot.setVisible(self.shipment is not None)
        left = sum(each.open for each in self.every)
        keys = self.tr("1…9 garder    A autre valeur    N les deux en note    D demander    J / K suivant")
        said = keys if left else self.tr("Rien à trancher")
        self.status.emit("    ".join(part for part in (self._copy, said) if part))

    def show_changes(self) -> ChangesDialog | None:
        """Every change of the last exchange, by dossier."""
        if self.shipment is None:
            return None
        found = rows.changes_of(self.office.reader, self.shipment, self.office.author)
        dialog = ChangesDialog(self.office, found, self)
        dialog.open()
        return dialog

    def close_down(self) -> None:
        """Nothing is left unsaved: each answer was kept when it was given."""
