"""One convention: who, until when, three figures, what presses, its deeds, and four tabs."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.flow.agreement_view import Convention, alerts
from desktop.rules.agreements import LIVE
from desktop.ui.agreements.tabs import AmendmentsTab, RegisterTab, RequestsTab, TermsTab
from desktop.ui.agreements.words import act, day_words, period, state
from desktop.ui.fields import Button, Pill
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import Notice, text
from desktop.ui.speaking import also_by_toggle
from desktop.ui.tongue import euros


class DetailPage(QWidget):
    """Escape goes back to the list."""

    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.convention: Convention | None = None
        self.leave = Button(self.tr("Conventions"), "arrow-left", kind="plain")
        self.leave.setToolTip(self.tr("Revenir à la liste (Échap)"))
        self.name, self.told = text(size=20, bold=True), text(caption=True)
        self.pill, self.notice = Pill("", "neutral"), Notice()
        self.promises = Button(self.tr("&Promesses…"), "coins")
        self.sign = Button(self.tr("&Signer…"), "signature", kind="primary")
        self.amend = Button(self.tr("&Avenant…"), "file-pen", kind="primary")
        self.carry = Button(self.tr("&Reporter…"), "arrow-right")
        self.paper = Button(self.tr("&Courrier…"), "mail")
        self.more = Button(self.tr("Au&tres…"), "ellipsis", kind="plain")
        self.register, self.terms = RegisterTab(), TermsTab()
        self.amendments, self.requests = AmendmentsTab(), RequestsTab()
        self.tabs = (self.register, self.terms, self.amendments, self.requests)
        self._buttons = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._lay_out()
        self.leave.clicked.connect(self.back)
        self._buttons.idClicked.connect(self.show_tab)

    def _lay_out(self) -> None:
        top = Row()
        top.setSpacing(8)
        top.addWidget(self.leave)
        top.addWidget(self.name, 1)
        top.addWidget(self.pill)
        about = Row()
        about.setSpacing(8)
        about.addWidget(self.told, 1)
        for button in (self.more, self.paper, self.carry, self.promises, self.amend, self.sign):
            about.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        tabs = Row()
        tabs.setSpacing(6)
        for rank, tab in enumerate(self.tabs):
            button = Button(tab.title, tab.icon)
            button.setCheckable(True)
            self._buttons.addButton(button, rank)
            also_by_toggle(button, rank, self._stack.currentIndex)
            self._stack.addWidget(tab)
            tabs.addWidget(button)
        tabs.addStretch(1)
        self.sums = QLabel()
        tabs.addWidget(self.sums)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addLayout(about)
        whole.addWidget(self.notice)
        whole.addLayout(tabs)
        whole.addWidget(self._stack, 1)
        self.show_tab(0)

    def show_convention(self, told: Convention, today: dt.date, *, writable: bool) -> None:
        """Show this one."""
        self.convention = told
        row = told.head
        self.name.setText(f"{row.number} · {row.applicant}")
        self.pill.tell(*state(row))
        signed = self.tr("signée le {0}").format(day_words(row.signed_on)) if row.signed_on else ""
        parts = (row.title, period(row), signed, act(row.act, row.act_on))
        self.told.setText(" · ".join(part for part in parts if part))
        pressing = alerts(row, today)
        words = " · ".join(pressing)
        self.notice.tell(words[:1].upper() + words[1:] + "." if words else "", "warn")
        self.sums.setText(
            self.tr("Promis {0}   Voté {1}   Payé {2}").format(
                *map(euros, (row.promised, row.voted, row.paid))
            )
        )
        live, draft = writable and row.state in LIVE, row.state == "draft"
        self.sign.setVisible(draft)
        self.promises.setVisible(draft)
        self.amend.setVisible(not draft)
        self.carry.setVisible(not draft)
        for button in (self.sign, self.promises, self.amend, self.carry):
            button.setEnabled(live)
        self.more.setEnabled(writable)
        self.paper.setEnabled(writable)
        for tab in self.tabs:
            tab.show_convention(told, writable=live)

    def show_tab(self, rank: int) -> None:
        """Bring a tab to the front."""
        for place in range(len(self.tabs)):
            button = self._buttons.button(place)
            button.setChecked(place == rank)
            button.setProperty("kind", "primary" if place == rank else "secondary")
            button.style().polish(button)
            if isinstance(button, Button):
                button.set_drawing(self.tabs[place].icon)
        self._stack.setCurrentIndex(rank)
        self.tabs[rank].focus()

    @property
    def front(self) -> int:
        """The rank of the tab in front."""
        return self._stack.currentIndex()

    def step(self, way: int) -> None:
        self.show_tab((self.front + way) % len(self.tabs))

    def focus(self) -> None:
        self.tabs[self.front].focus()
