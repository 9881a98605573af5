"""The place « Conventions »: the list, and one convention with its register and its deeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.queries.agreement_shapes import AgreementRow, TrancheRow
from db.queries.agreements import agreements
from desktop.flow.agreement_view import convention
from desktop.ui.agreements.deeds import AgreementDeeds
from desktop.ui.agreements.detail import DetailPage
from desktop.ui.agreements.list_page import ListPage
from desktop.ui.agreements.terms_deeds import TermDeeds
from desktop.ui.dossier.interests import closed_words
from desktop.ui.office import Office
from desktop.ui.screen import screen_action
from desktop.ui.tongue import plural
from desktop.ui.walk import Walk

_FOLLOWED = frozenset({
    "agreement", "promise", "commitment", "indicator", "indicator_value", "amendment", "dossier", "amount",
    "decision", "payment", "report", "interest", "applicant",
})  # fmt: skip


class AgreementsScreen(QWidget):
    """The screen of the place "agreements"."""

    status = Signal(str)
    name, icon = "agreements", "handshake"

    def __init__(self, office: Office, today: Callable[[], dt.date] = dt.date.today) -> None:
        super().__init__()
        self.office, self._today = office, today
        self.list, self.detail = ListPage(), DetailPage()
        self.deeds = AgreementDeeds(office, self)
        self.terms = TermDeeds(office, self.deeds, self.detail)
        self.key: bytes | None = None  # of the convention in front, None for the list
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.detail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self._connect()

    def _connect(self) -> None:
        page, deeds, terms = self.detail, self.deeds, self.terms
        self.list.opened.connect(lambda row: self.open(row.id))
        self.list.new_wanted.connect(deeds.make)
        self.office.agreement_wanted.connect(self.open)
        page.back.connect(self.leave)
        page.requests.opened.connect(self._open_dossier)
        page.terms.commitment_wanted.connect(terms.commitment)
        page.terms.indicator_wanted.connect(terms.indicator)
        page.terms.indicators.activated.connect(lambda index: terms.indicator_at(index.row()))
        page.amendments.amendment_wanted.connect(deeds.amendment)
        for button, deed in (
            (page.promises, deeds.promises), (page.sign, deeds.sign), (page.amend, deeds.amend),
            (page.carry, deeds.carry), (page.paper, deeds.paper), (page.more, deeds.more),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
        listed: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Conventions\u00a0: nouvelle…"), "N", deeds.make),
            (self.tr("Convention\u00a0: montants promis…"), "P", deeds.promises),
            (self.tr("Convention\u00a0: signer…"), "S", deeds.sign),
            (self.tr("Convention\u00a0: écrire un avenant…"), "A", deeds.amend),
            (self.tr("Convention\u00a0: reporter ce qu’une année a laissé…"), "R", deeds.carry),
            (self.tr("Convention\u00a0: demande d’une année…"), "D", deeds.attach),
            (self.tr("Convention\u00a0: courrier…"), "C", deeds.paper),
            (self.tr("Convention\u00a0: engagement tenu"), "Alt+1", lambda: terms.judge("kept")),
            (self.tr("Convention\u00a0: engagement tenu en partie"), "Alt+2", lambda: terms.judge("partly")),
            (self.tr("Convention\u00a0: engagement non tenu"), "Alt+3", lambda: terms.judge("not_kept")),
            (self.tr("Convention\u00a0: modifier…"), "F2", deeds.change),
            (self.tr("Convention\u00a0: onglet suivant"), "Ctrl+Tab", lambda: self.detail.step(1)),
            (self.tr("Convention\u00a0: onglet précédent"), "Ctrl+Shift+Tab", lambda: self.detail.step(-1)),
            (self.tr("Convention\u00a0: revenir à la liste"), "Esc", self.leave),
        ]
        self._actions = [screen_action(self, *deed) for deed in listed]

    # What the window asks of a screen

    @property
    def title(self) -> str:
        told = self.detail.convention
        return told.head.number if self.key and told else self.tr("Conventions")

    @property
    def widget(self) -> QWidget:
        return self

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & _FOLLOWED:
            self.read()

    def shown(self) -> None:
        self.read()
        if self.key:
            self.detail.focus()
        else:
            self.list.table.setFocus()

    # Reading

    def read(self) -> None:
        """Read the list again, and the convention in front."""
        rows = agreements(self.office.reader, self.office.author)
        self.list.show_rows(rows, self._today(), writable=not self.office.read_only)
        told = convention(self.office.reader, self.key, self.office.author) if self.key else None
        if told is None or all(row.id != told.head.id for row in rows):
            self.key = None
            self._pages.setCurrentWidget(self.list)
            self.status.emit(self._words(rows))
            return
        self.detail.show_convention(told, self._today(), writable=not self.office.read_only)
        self._pages.setCurrentWidget(self.detail)
        draft = told.head.state == "draft"
        first = self.tr("P promesses    S signer") if draft else self.tr("A avenant    R reporter")
        self.status.emit(f"{first}    {self.tr('D demandes    C courrier    F2 modifier    Échap liste')}")

    def _words(self, rows: list[AgreementRow]) -> str:
        count = len(rows)
        return self.tr("{0} {1}    N nouvelle    Entrée ouvrir").format(count, plural(count, "convention"))

    def open(self, key: bytes) -> None:
        """Show one convention."""
        self.key = key
        self.read()
        if self.key:
            self.detail.focus()

    def leave(self) -> None:
        """Back to the list."""
        if self.key:
            self.key = None
            self.read()
            self.list.table.setFocus()

    def chosen(self) -> bytes | None:
        """The convention in front, or the one chosen in the list."""
        row = self.list.current()
        return self.key or (row.id if row else None)

    def _open_dossier(self, row: TrancheRow) -> None:
        why = closed_words(self.office, row.id)
        if why:
            self.office.told.emit(why, "warn")
            return
        told = self.detail.convention
        keys = [one.id for one in told.tranches] if told else [row.id]
        self.office.dossier_wanted.emit(row.id, Walk(keys, keys.index(row.id)))
