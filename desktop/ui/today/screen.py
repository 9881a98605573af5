"""The place « Aujourd’hui »: the pile of the morning, its verdicts by one key, dates, colleagues, month."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.rules.pile import VERDICTS, Order, Ranked
from desktop.ui import letter_keys
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.office import Office
from desktop.ui.outcome.follow import FollowDialog, follow_words
from desktop.ui.runner import Progress
from desktop.ui.screen import screen_action
from desktop.ui.today.calendar import Month
from desktop.ui.today.deadline_dialog import DeadlineDialog, Wish
from desktop.ui.today.empty import EmptyPile
from desktop.ui.today.head import DayHead
from desktop.ui.today.pile_list import PileList
from desktop.ui.today.reads import Found, read_today
from desktop.ui.today.side import Side
from desktop.ui.tongue import plural
from desktop.ui.walk import Walk

if TYPE_CHECKING:
    from desktop.flow.agenda import Day

_KEYS = {"later": "L", "complete": "C", "complements": "M", "deep": "E"}
_DRAWINGS = {"later": "clock", "complete": "circle-check", "complements": "mail-plus", "deep": "search"}
_SHARED = frozenset(
    {"dossier", "triage", "deadline", "piece", "piece_request", "decision", "settlement", "wave", "condition",
     "notice", "publication", "agreement", "report", "payment", "change_request"}
)  # fmt: skip


class TodayScreen(QWidget):
    """The screen of the place "today"."""

    status = Signal(str)
    name, icon = "today", "sun"

    def __init__(self, office: Office, today: Callable[[], dt.date] = dt.date.today) -> None:
        super().__init__()
        self.office, self._today = office, today
        self._asked = self._closed = False
        self._reading = False
        self.day: Day | None = None
        self.head = DayHead()
        self.pile, self.side, self.month = PileList(), Side(), Month(today())
        self.empty = EmptyPile(office)
        self.verdicts = {code: self._verdict(code) for code in VERDICTS}
        self.open = Button(self.tr("&Ouvrir"), "arrow-right", kind="primary")
        self.order, self.everyone = QComboBox(), QCheckBox(self.tr("&Tout le service"))
        self._stack, self._left = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._connect()

    def _verdict(self, code: str) -> Button:
        button = Button(VERDICTS[code], _DRAWINGS[code])
        button.setToolTip(letter_keys.told(VERDICTS[code], _KEYS[code]))
        button.clicked.connect(lambda: self.judge(code))
        return button

    # Building

    def _lay_out(self) -> None:
        for words, code in (
            (self.tr("Ordre conseillé"), "advised"), (self.tr("Par échéance"), "deadline"),
            (self.tr("Par risque"), "risk"), (self.tr("Par montant"), "size"),
        ):  # fmt: skip
            self.order.addItem(words, code)
        self.order.setAccessibleName(self.tr("Ordre de la pile"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        self._stack.addWidget(self._morning())
        self._stack.addWidget(self.month)
        whole.addWidget(self._stack, 1)

    def _morning(self) -> QWidget:
        tools = Row()
        tools.setSpacing(8)
        for button in self.verdicts.values():
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.open)
        choice = QHBoxLayout()
        choice.addWidget(self.order)
        choice.addWidget(self.everyone)
        choice.addStretch(1)
        self._left.addWidget(self.pile)
        self._left.addWidget(self.empty)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        column.addLayout(choice)
        column.addWidget(self._left, 1)
        column.addLayout(tools)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.side)
        split.setSizes([680, 460])
        split.setStretchFactor(0, 1)
        return split

    def _connect(self) -> None:
        self.pile.open_wanted.connect(self._open)
        self.pile.picked.connect(lambda _one: self._tell_buttons())
        self.open.clicked.connect(self._open_current)
        self.order.activated.connect(lambda _index: self.read())
        self.everyone.toggled.connect(lambda _on: self.read())
        self.head.view_wanted.connect(self.show_view)
        self.side.follow_wanted.connect(self.follow)
        self.side.owed_wanted.connect(lambda: self.office.place_wanted.emit("duties"))
        self.side.agreements_wanted.connect(lambda: self.office.place_wanted.emit("agreements"))
        self.side.add_wanted.connect(lambda: self.add_deadline(None))
        self.side.dossier_wanted.connect(lambda key: self.office.dossier_wanted.emit(key, Walk.alone(key)))
        self.month.dossiers_wanted.connect(self._open_some)
        self.month.add_wanted.connect(self.add_deadline)
        self._actions = [
            *(screen_action(self, self._judging(c), key, self.verdicts[c].click) for c, key in _KEYS.items()),
            screen_action(self, self.tr("Noter une échéance…"), "Ctrl+E", lambda: self.add_deadline(None)),
            screen_action(self, self.tr("Conditions à suivre…"), "Ctrl+Shift+K", self.follow),
            screen_action(self, self.tr("Montrer le calendrier"), "Ctrl+Shift+C", lambda: self.show_view(1)),
            screen_action(self, self.tr("Montrer ma pile"), "Ctrl+Shift+M", lambda: self.show_view(0)),
        ]  # fmt: skip

    def _judging(self, code: str) -> str:
        return self.tr("Trier\u00a0: {0}").format(VERDICTS[code].lower())

    # What the window asks of a screen

    @property
    def title(self) -> str:
        return self.tr("Aujourd’hui")

    @property
    def widget(self) -> QWidget:
        return self

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & _SHARED:
            self.read()

    def shown(self) -> None:
        self.read()
        (self.pile if self._stack.currentIndex() == 0 else self.month.grid).setFocus()

    def close_down(self) -> None:
        """The window closes: nothing more is read."""
        self._closed = True

    # Reading

    def read(self) -> None:
        """Read the day beside the window; asked again meanwhile, it is read once more after."""
        if self._closed or self._reading:
            self._asked = not self._closed
            return
        self._reading = True
        person, day = self.office.author, self._today()
        everyone, order = self.everyone.isChecked(), self._order()

        def work(progress: Progress) -> Found:
            reader: sqlite3.Connection = progress.session
            return read_today(reader, person, day, everyone=everyone, order=order)

        self.office.runner.run(work, self._read, self._not_read, self.tr("Préparer la journée"))

    def _order(self) -> Order:
        chosen: Order = self.order.currentData() or "advised"
        return chosen

    def _read(self, found: Found) -> None:
        self._reading = False
        if self._closed:
            return
        day, today = found.day, self._today()
        self.day = day
        self.head.tell(day, today)
        self.pile.show_pile(day.pile)
        self.empty.tell(self._empty_words(day), done=bool(day.done))
        self._left.setCurrentIndex(0 if day.pile else 1)
        self.side.show_dates(day.dates, today)
        self.side.show_changes(day.changes, today)
        self.side.show_conditions(follow_words(found.conditions, today) if found.conditions else "")
        for_all = self.office.may("publish") and not self.office.at_work.person.quarters
        self.side.show_owed(found.owed if for_all else "")
        self.side.show_conventions(found.conventions)
        self.month.show_events(found.events)
        self._tell_buttons()
        self.status.emit(self._status())
        if self._asked:
            self._asked = False
            self.read()

    def _not_read(self, sentence: str) -> None:
        self._reading = False
        self.office.told.emit(sentence, "warn")

    def _empty_words(self, day: Day) -> str:
        if day.done:
            return self.tr("La pile est vide\u00a0: {0} {1} aujourd’hui.").format(
                day.done, plural(day.done, "dossier trié", "dossiers triés")
            )
        return self.tr("Aucun dossier n’attend. Importez des demandes, ou regardez tout le service.")

    def _status(self) -> str:
        return self.tr(
            "L plus tard    C complet    M compléments    E étude approfondie    Entrée ouvrir    "
            "Ctrl+E échéance"
        )

    def _tell_buttons(self) -> None:
        one = self.pile.current()
        for button in (*self.verdicts.values(), self.open):
            button.setEnabled(one is not None and (button is self.open or not self.office.read_only))

    # Deeds

    def show_view(self, view: int) -> None:
        """The pile (0) or the month (1)."""
        self._stack.setCurrentIndex(view)
        self.head.choose(view)
        (self.pile if view == 0 else self.month.grid).setFocus()

    def judge(self, verdict: str) -> None:
        """Give the dossier chosen a verdict; the next one takes its place. Complements open the dossier."""
        from desktop.flow.agenda import triage

        one = self.pile.current()
        if one is None or self.office.do(triage, dossier=one.what.key, verdict=verdict) is None:
            return
        if verdict == "complements":
            self._open(one)

    def add_deadline(self, day: dt.date | None) -> None:
        """Ask for a date; of the dossier chosen in the pile, unless it comes from the calendar."""
        one = self.pile.current() if day is None else None
        of = self.tr("Dossier {0}, {1}").format(one.what.number, one.what.applicant) if one else ""

        def then(wish: Wish) -> None:
            from desktop.flow.agenda import set_deadline

            who = self.office.author if wish.mine else ""
            key = one.what.key if one else None
            self.office.do(
                set_deadline, title=wish.title, due_on=wish.due_on, remind_on=wish.remind_on, dossier=key,
                person=who,
            )  # fmt: skip

        dialog = DeadlineDialog(self, of, then)
        if day is not None:
            dialog.when.set_day(day)
        dialog.open()

    def follow(self) -> None:
        """The conditions of decisions that are awaited, in a window."""
        dialog = FollowDialog(self.office, self, self._today)
        dialog.dossier_wanted.connect(lambda key: self.office.dossier_wanted.emit(key, Walk.alone(key)))
        dialog.open()

    def _open_current(self) -> None:
        one = self.pile.current()
        if one is not None:
            self._open(one)

    def _open(self, one: Ranked) -> None:
        keys = [each.what.key for each in self.pile.rows.pile]
        key = one.what.key
        walk = Walk(keys, keys.index(key)) if key in keys else Walk.alone(key)
        self.office.dossier_wanted.emit(key, walk)

    def _open_some(self, keys: tuple[bytes, ...]) -> None:
        self.office.dossier_wanted.emit(keys[0], Walk(list(keys), 0))
