"""The place « Comités »: all sessions, one in preparation or closed, and the room."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.queries.committee import CommitteeRow, committees
from desktop.flow.closing import CannotClose, Closed, close_session, reopen_session
from desktop.flow.convene import call_off, change
from desktop.flow.order_of_day import convene_on
from desktop.flow.sitting import open_session, postpone_rest
from desktop.paths import resources
from desktop.ui.committee.closing import ClosedDialog, ClosingDialog
from desktop.ui.committee.facts_dialog import FactsDialog
from desktop.ui.committee.preparation import PreparationPage
from desktop.ui.committee.reads import Sitting, sitting
from desktop.ui.committee.room import RoomPage
from desktop.ui.committee.sessions import SessionsPage
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.tongue import plural

_MONEY = frozenset({"envelope", "amount", "decision", "mark", "dossier_quarter", "dossier"})
_FOLLOWED = _MONEY | {
    "committee", "member", "item", "item_amount", "leaving", "committee_document", "interest", "opinion",
    "finding", "annotation", "applicant", "merging",
}  # fmt: skip


class CommitteesScreen(QWidget):
    """The screen of the place "committees"."""

    status = Signal(str)
    name, icon = "committees", "gavel"

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.key: bytes | None = None  # the session shown
        self.sessions = SessionsPage(writable=office.may("convene"))
        self.preparation, self.room = PreparationPage(office), RoomPage(office)
        self.pages = QStackedWidget()
        for page in (self.sessions, self.preparation, self.room):
            self.pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        self._connect()

    def _connect(self) -> None:
        self.sessions.open_wanted.connect(self.open)
        self.sessions.new_wanted.connect(self.ask_new)
        self.sessions.call_off_wanted.connect(self.call_off)
        page = self.preparation
        page.back.clicked.connect(self.show_all)
        page.open_wanted.connect(self.enter)
        page.change_wanted.connect(self.ask_facts)
        page.reopen_wanted.connect(self.ask_reopening)
        self.room.head.back.clicked.connect(self.show_preparation)
        self.room.closing_wanted.connect(self.ask_closing)
        self.room.said.connect(self.status)
        self._actions = [*self.sessions.actions_of, *page.actions_of, *self.room.actions_of]

    # What the window asks of a screen

    @property
    def title(self) -> str:
        told = self._told() if self.key else None
        return told.head.name if told else self.tr("Comités")

    @property
    def widget(self) -> QWidget:
        return self

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & _FOLLOWED:
            self._show(money=bool(touched & _MONEY))

    def shown(self) -> None:
        """A session that is being held is found again at once."""
        if self.key is None:
            held = [row for row in committees(self.office.reader) if row.state == "running"]
            if len(held) == 1:
                self.open(held[0].id)
                self.enter()
                return
        self._show()
        self._focus()

    def close_down(self) -> None:
        """The window closes: so does what is projected."""
        self.room.close_down()

    # Showing

    def _told(self) -> Sitting | None:
        return (
            None if self.key is None else sitting(self.office.reader, self.key, len(self.office.challenges))
        )

    def _show(self, *, money: bool = True) -> None:
        told = self._told()
        if told is None:
            self.key = None
            self.pages.setCurrentWidget(self.sessions)
        if self.pages.currentWidget() is self.sessions:
            self.sessions.show_sessions(committees(self.office.reader))
            self.status.emit(self.tr("N nouvelle séance    Entrée ouvrir"))
        elif told is not None and self.pages.currentWidget() is self.preparation:
            self.preparation.show_sitting(told)
            self.status.emit(
                self.tr("F5 ouvrir la séance    Alt+1 à Alt+4 ses parties    Alt+Haut, Alt+Bas déplacer")
            )
        elif told is not None:
            if told.head.state != "running":
                self.show_preparation()
            else:
                self.room.show_sitting(told, money=money)

    def _focus(self) -> None:
        page = self.pages.currentWidget()
        if page is self.sessions:
            self.sessions.rows.setFocus()
        elif page is self.preparation:
            self.preparation.show_part(self.preparation.pages.currentIndex())
        else:
            self.room.agenda.setFocus()

    def _turn(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self._show()
        self._focus()

    def open(self, key: bytes) -> None:
        """Show one session as it is prepared, or closed."""
        self.key = key
        self._turn(self.preparation)

    def show_all(self) -> None:
        """Back to the list."""
        self.key = None
        self._turn(self.sessions)

    def show_preparation(self) -> None:
        """Out of the room; the session goes on."""
        self._turn(self.preparation)

    # Deeds

    def ask_new(self) -> None:
        """Ask for a session and make it."""

        def then(facts: dict[str, Any]) -> None:
            done = self.office.do(convene_on, usual=resources() / "committees", **facts)
            if done is not None:
                self.open(done.value[0])

        FactsDialog(self, self.office, then).open()

    def ask_facts(self) -> None:
        """Ask for what changes in this session."""
        told = self._told()
        if told is None or told.head.state == "closed":
            return
        key = told.head.id

        def then(facts: dict[str, Any]) -> None:
            facts["quarter_id"], facts["wave_id"] = facts.pop("quarter"), facts.pop("wave")
            self.office.do(change, committee=key, **facts)

        FactsDialog(self, self.office, then, told.head).open()

    def call_off(self, row: CommitteeRow) -> None:
        """A session that will not be held."""
        if self.office.do(call_off, committee=row.id) is not None:
            words = self.tr("La séance {0} est retirée. Ctrl+Z la ramène.")
            self.office.told.emit(words.format(row.code), "good")

    def enter(self) -> None:
        """Open the session, or go back into it."""
        told = self._told()
        if told is None or told.head.state == "closed":
            return
        running = told.head.state == "running"
        if running or self.office.do(open_session, committee=told.head.id) is not None:
            self._turn(self.room)

    def ask_closing(self) -> None:
        """Show where the session stands; close it when it may be."""
        told = self._told()
        if told is None:
            return

        def postpone() -> Sitting | None:
            done = self.office.do(postpone_rest, committee=told.head.id)
            return None if done is None else self._told()

        ClosingDialog(self, told, postpone, self.close_session).open()

    def close_session(self, because: str) -> None:
        """Close it beside the window: its papers take a moment."""
        key, store = self.key, self.office.store

        def work(progress: Progress) -> Any:
            progress(self.tr("Décisions, procès-verbal, relevé et annexe"), 0.2)
            try:
                return store.do(close_session, committee=key, because=because)
            except CannotClose as refusal:
                return str(refusal)

        def done(found: Any) -> None:
            if isinstance(found, str):
                self.office.told.emit(found, "warn")
                return
            self.office.after(found)
            self.show_preparation()
            self._tell_closed(found.value)

        self.office.runner.run(
            work, done, lambda words: self.office.told.emit(words, "bad"), self.tr("Clore la séance")
        )

    def _tell_closed(self, done: Closed) -> None:
        count = len(done.made) + done.same
        words = self.tr(
            "{0}\u00a0: {1} {2} leur courrier. Le procès-verbal et l’annexe sont dans les documents."
        )
        are = plural(count, "décision attend", "décisions attendent")
        ClosedDialog(
            self, words.format(done.code, count, are), " ".join(done.stays),
            lambda: self.office.place_wanted.emit("letters"),
        ).open()  # fmt: skip

    def ask_reopening(self) -> None:
        """Warn of what it changes, and ask why."""
        told = self._told()
        if told is None:
            return
        notified = sum(
            row.decision_committee == told.head.id and row.notified_on is not None for row in told.items
        )
        warning = self.tr(
            "La séance {0} redevient modifiable. Ses décisions changent à sa nouvelle clôture\u00a0; la "
            "raison reste au procès-verbal et dans l’historique."
        ).format(told.head.code)
        if notified:
            warning += self.tr(" {0} {1} déjà {2}, et ne {3} pas.").format(
                notified, plural(notified, "décision est", "décisions sont"),
                plural(notified, "notifiée"), plural(notified, "change", "changent"),
            )  # fmt: skip
        ReasonDialog(self, self.tr("Rouvrir la séance"), warning, self.tr("Rouvrir"), self.reopen).open()

    def reopen(self, reason: str) -> None:
        """Unfreeze it."""
        done = self.office.do(reopen_session, committee=self.key, reason=reason)
        if done is not None and done.value.notified:
            words = self.tr("Déjà notifiés, ils restent tels quels\u00a0: {0}.")
            self.office.told.emit(words.format(", ".join(done.value.notified)), "warn")
