"""One session, prepared or closed: its order of the day, its members, who will leave, its documents."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.queries.committee import CommitteeRow, RecusalRow, documents
from desktop.rules.committee import STATES, Seat, quorum
from desktop.ui.committee.agenda_page import AgendaPage
from desktop.ui.committee.documents_page import DocumentsPage
from desktop.ui.committee.members_page import MembersPage
from desktop.ui.committee.papers import PapersButton
from desktop.ui.committee.reads import Sitting
from desktop.ui.committee.words import STATE_TONES, when_where
from desktop.ui.dossier.elided import ElidedLabel
from desktop.ui.fields import Button, Chip, IconButton, Pill
from desktop.ui.fields.row import Row
from desktop.ui.held import held
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.screen import screen_action
from desktop.ui.speaking import also_by_toggle


class PreparationPage(QWidget):
    """`open_wanted`: go into the room; `reopen_wanted`: unfreeze it; `change_wanted`: ask for its facts."""

    open_wanted = Signal()
    reopen_wanted = Signal()
    change_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.told: Sitting | None = None
        self.back = IconButton("arrow-left", self.tr("Revenir aux séances"), key="Alt+Left")
        self.name, self.facts = text(size=20, bold=True), ElidedLabel()
        self.facts.setProperty("kind", "caption")
        self.state, self.frozen = Pill("", "neutral"), Notice()
        self.change = Button(self.tr("&Modifier…"), "pencil")
        self.papers = PapersButton(office)
        self.open = Button(self.tr("Ouvrir la séance   F5"), "gavel", kind="primary")
        self.reopen = Button(self.tr("&Rouvrir…"), "lock-open")
        self.agenda, self.members = AgendaPage(office), MembersPage(office)
        self.documents = DocumentsPage(office)
        self.recusals = Rows(
            self.tr("Sorties prévues"),
            [
                (self.tr("Qui"), 240), (self.tr("Organisme"), 180), (self.tr("Dossier"), 110),
                (self.tr("Porteur · action"), 0), (self.tr("Lien déclaré"), 230),
            ],
        )  # fmt: skip
        self.no_recusal = text(
            self.tr(
                "Aucun intérêt déclaré ne lie un membre à un dossier de l’ordre du jour. Un intérêt se "
                "déclare dans le dossier, au nom du membre tel qu’il est écrit ici."
            )
        )
        self.no_recusal.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.chips: list[Chip] = []
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        words, title = QVBoxLayout(), QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(self.name, 1)
        words.setSpacing(2)
        words.addLayout(title)
        head = Row()
        head.setSpacing(8)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        tools: tuple[QWidget, ...] = (self.state, self.change, self.papers, self.reopen, self.open)
        for tool in tools:
            head.addWidget(tool, 0, Qt.AlignmentFlag.AlignTop)
        top = QVBoxLayout()
        top.setSpacing(2)
        top.addLayout(head)
        top.addWidget(self.facts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(top)
        whole.addWidget(self.frozen)
        whole.addLayout(self._parts())
        whole.addWidget(self.pages, 1)

    def _parts(self) -> QHBoxLayout:
        """The four parts of a session, and the chips that lead to each."""
        line = QHBoxLayout()
        line.setSpacing(6)
        for at, label in enumerate(
            (self.tr("Ordre du jour"), self.tr("Membres"), self.tr("Sorties prévues"), self.tr("Documents"))
        ):
            chip = Chip(str(at), label)
            chip.clicked.connect(lambda _on=False, at=at: self.show_part(at))
            also_by_toggle(chip, at, self.pages.currentIndex)
            self.chips.append(chip)
            line.addWidget(chip)
        line.addStretch(1)
        away = QStackedWidget()
        away.addWidget(self.recusals)
        away.addWidget(self.no_recusal)
        self._away = away
        parts: tuple[QWidget, ...] = (self.agenda, self.members, away, self.documents)
        for part in parts:
            self.pages.addWidget(part)
        return line

    def _connect(self) -> None:
        self.change.clicked.connect(self.change_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.reopen.clicked.connect(self.reopen_wanted)
        tr = self.tr
        keys: list[tuple[str, str, Callable[[], object]]] = [
            (tr("Séance\u00a0: l’ouvrir, ou y revenir"), "F5", self._go),
            (tr("Séance\u00a0: son ordre du jour"), "Alt+1", lambda: self.show_part(0)),
            (tr("Séance\u00a0: ses membres"), "Alt+2", lambda: self.show_part(1)),
            (tr("Séance\u00a0: sorties prévues"), "Alt+3", lambda: self.show_part(2)),
            (tr("Séance\u00a0: ses documents"), "Alt+4", lambda: self.show_part(3)),
            (tr("Séance\u00a0: modifier ses faits…"), "Ctrl+E", self.change_wanted.emit),
        ]
        self.actions_of: list[QAction] = [
            screen_action(self, words, key, partial(self._here, deed)) for words, key, deed in keys
        ]
        self.actions_of += self.agenda.actions_of

    def _here(self, deed: Callable[[], object]) -> None:
        """From the menu or the palette, only while this page is in front."""
        if self.isVisible():
            deed()

    def _go(self) -> None:
        if self.open.isEnabled() and self.open.isVisibleTo(self):
            self.open_wanted.emit()

    def show_part(self, at: int) -> None:
        """The order of the day (0), the members, who will leave, or the documents."""
        for place, chip in enumerate(self.chips):
            chip.setChecked(place == at)
        self.pages.setCurrentIndex(at)
        inside = (self.agenda.list, self.members.table, self.recusals, self.documents.rows)
        inside[at].setFocus()

    def show_sitting(self, told: Sitting) -> None:
        """Show this session."""
        fresh = self.told is None or self.told.head.id != told.head.id
        self.told = told
        head, ties = told.head, [tie for each in told.ties.values() for tie in each]
        writable = head.state != "closed" and self.office.may("convene")
        self.name.setText(head.name)
        self.facts.say(f"{head.code} · {when_where(head)}")
        self._tell_state(head, writable=writable)
        self.papers.show_session(head)
        held = documents(self.office.reader, head.id)
        for chip, count in zip(
            self.chips, (len(told.items), len(told.members), len(ties), len(held)), strict=True
        ):
            chip.set_count(count)
        self.agenda.show_sitting(told, writable=writable)
        seats = [Seat(bool(one.voting), one.presence) for one in told.members]
        self.members.show_members(head.id, told.members, quorum(head.quorum, seats).words, writable=writable)
        self.recusals.show_lines([_tie(tie) for tie in ties])
        self._away.setCurrentIndex(0 if ties else 1)
        self.documents.show_documents(head.id, held, writable=writable)
        if fresh:
            self.show_part(0)

    def _tell_state(self, head: CommitteeRow, *, writable: bool) -> None:
        closed = head.state == "closed"
        self.state.tell(STATES[head.state], STATE_TONES[head.state])
        held(self.change, self.office.why_not("convene"), on=writable)
        running = head.state == "running"
        self.open.setText(self.tr("Revenir en séance   F5") if running else self.tr("Ouvrir la séance   F5"))
        self.open.setVisible(not closed)
        held(self.open, self.office.why_not("sit"), on=head.items > 0)
        self.reopen.setVisible(closed)
        held(self.reopen, self.office.why_not("reopen"))
        words = ""
        if closed and head.closed_at:
            day, hour = head.closed_at[:10], head.closed_at[11:16]
            words = self.tr(
                "Close par {0} le {1} à {2}\u00a0: rien n’y change. Ses décisions attendent leur courrier."
            ).format(head.closed_by, "/".join(reversed(day.split("-"))), hour)
        elif head.reopened_at:
            words = self.tr("Rouverte\u00a0: {0}. Elle est à clore de nouveau.").format(head.reopen_reason)
        self.frozen.tell(words, "neutral" if closed else "warn")


def _tie(tie: RecusalRow) -> Line:
    cells = (tie.member, tie.body, tie.number, f"{tie.applicant} · {tie.title}", tie.nature)
    return Line(cells, "warn", tie)
