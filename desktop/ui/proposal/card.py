"""The card of the proposal and the three ways out of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.fields.flow import FlowLayout
from desktop.ui.icons import icon
from desktop.ui.proposal.amount import SAVE_MS, AmountEdit
from desktop.ui.proposal.rows import Envelope, Proposal
from desktop.ui.proposal.shares import FunderRows
from desktop.ui.theme import Tokens, tokens
from desktop.ui.tongue import euros, percent


class ProposalCard(QFrame):
    amount_changed = Signal(object)  # cents or None
    shares_changed = Signal(object)  # {funder code: cents or None}
    reason_changed = Signal(str)
    adjourn_wanted = Signal()
    unfavourable_wanted = Signal()
    committee_wanted = Signal()

    def __init__(self, look: Tokens | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look or tokens()
        self.proposal = Proposal()
        self._saved_reason = ""
        self.setProperty("kind", "card")
        self.amount = AmountEdit(self.tr("Montant proposé"))
        self.beside, self.shares = QLabel(), QLabel()
        self.rows = FunderRows(self.look)
        self.rows.hide()
        self.split = QPushButton(self.tr("&Répartir"))
        self.split.setCheckable(True)
        self.split.setToolTip(self.tr("Répartir le montant entre les financeurs (Alt+R)"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Motif de la proposition"))
        self.reason.setAccessibleName(self.tr("Motif de la proposition"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.envelope = QLabel()
        self.adjourn = QPushButton(self.tr("A&journer"))
        self.unfavourable = QPushButton(self.tr("Dé&favorable"))
        self.committee = QPushButton(self.tr("Au &comité"))
        self.committee.setProperty("kind", "primary")
        self._reason_save = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._lay_out()
        self._wire()
        self.set_look(self.look)

    def _lay_out(self) -> None:
        self.heading = QLabel(self.tr("PROPOSITION"))
        self.amount.setStyleSheet("font-size: 18px; font-weight: 600")
        self.amount.setMaximumWidth(125)
        for label in (self.beside, self.shares, self.envelope):
            label.setWordWrap(True)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.amount)
        first.addWidget(self.beside, 1)
        second.addWidget(self.shares, 1)
        second.addWidget(self.split)
        deeds = FlowLayout(gap=6)
        for button in (self.adjourn, self.unfavourable, self.committee):
            button.setStyleSheet("QPushButton { padding: 5px 8px } QPushButton:focus { padding: 4px 7px }")
            deeds.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addLayout(first)
        column.addLayout(second)
        for widget in (self.rows, self.reason, self.bar, self.envelope):
            column.addWidget(widget)
        column.addLayout(deeds)

    def set_look(self, look: Tokens) -> None:
        """Dress the card in a theme; what is being typed stays."""
        self.look = self.rows.look = look
        self.heading.setStyleSheet(f"color: {look.muted}; font-size: 12px; font-weight: 600")
        self.shares.setStyleSheet(f"color: {look.muted}; font-size: 12px")
        self.split.setIcon(icon("split", look.ink))
        self.committee.setIcon(icon("check", look.on_accent))
        self.show_proposal(self.proposal)

    def _wire(self) -> None:
        self.amount.amount_changed.connect(self._amount_changed)
        self.rows.shares_changed.connect(self._shares_changed)
        self.split.toggled.connect(self.rows.setVisible)
        self.reason.textEdited.connect(self._reason_typed)
        self._reason_save.timeout.connect(self._save_reason)
        self.reason.editingFinished.connect(self._save_reason)
        self.adjourn.clicked.connect(lambda: self._go(self.adjourn_wanted.emit))
        self.unfavourable.clicked.connect(lambda: self._go(self.unfavourable_wanted.emit))
        self.committee.clicked.connect(lambda: self._go(self.committee_wanted.emit))

    def _go(self, wish: Callable[[], None]) -> None:
        self.flush()
        wish()

    def show_proposal(self, proposal: Proposal) -> None:
        """Show what is saved; what is being typed stays."""
        self.proposal = proposal
        self.amount.load(proposal.amount)
        self.rows.show_shares(proposal.shares, self.amount.amount)
        if not self._reason_save.isActive():
            self._saved_reason = proposal.reason.strip()
            if not self.reason.hasFocus() or self.reason.text().strip() != self._saved_reason:
                self.reason.setText(proposal.reason)
        self.split.setEnabled(bool(proposal.shares))
        self._tell()
        self._tell_envelope(proposal.envelope)

    @property
    def typing(self) -> bool:
        """Whether something typed is not saved yet."""
        fields = (self.amount, *self.rows.fields.values())
        return self._reason_save.isActive() or any(field.unsaved for field in fields)

    def _tell(self) -> None:
        known, lines = self.proposal, []
        if known.asked is not None:
            lines.append(self.tr("sur {asked} demandés").format(asked=euros(known.asked)))
        if known.cost and self.amount.amount is not None:
            share = percent(self.amount.amount, known.cost, 1)
            lines.append(self.tr("{share} du coût").format(share=share))
        self.beside.setText("\n".join(lines))
        over = known.asked is not None and (self.amount.amount or 0) > known.asked
        self.beside.setStyleSheet(f"color: {self.look.warn if over else self.look.muted}; font-size: 12px")
        self.beside.setToolTip(self.tr("Le montant proposé dépasse le montant demandé.") if over else "")
        named = {share.code: share.label for share in known.shares}
        given = [f"{named[code]} {euros(cents)}" for code, cents in self.rows.amounts().items() if cents]
        self.shares.setText(" · ".join(given) or self.tr("Aucune part par financeur"))
        self.rows.tell(self.amount.amount)

    def _tell_envelope(self, envelope: Envelope | None) -> None:
        for widget in (self.bar, self.envelope):
            widget.setVisible(envelope is not None)
        if envelope is None:
            return
        share = percent(envelope.engaged, envelope.total)
        left = envelope.total - envelope.engaged
        told = (
            self.tr("Enveloppe « {title} » : {share} engagée, reste {left}")
            if left >= 0
            else self.tr("Enveloppe « {title} » : {share} engagée, dépassée de {left}")
        ).format(title=envelope.title, share=share, left=euros(abs(left)))
        self.envelope.setText(told)
        self.envelope.setStyleSheet(
            f"color: {self.look.bad if left < 0 else self.look.muted}; font-size: 12px"
        )
        self.bar.setAccessibleName(told)
        self.bar.setValue(min(1000, envelope.engaged * 1000 // envelope.total) if envelope.total > 0 else 0)

    def _amount_changed(self, amount: int | None) -> None:
        self._tell()
        self.amount_changed.emit(amount)

    def _shares_changed(self, amounts: dict[str, int | None]) -> None:
        self._tell()
        self.shares_changed.emit(amounts)

    def _reason_typed(self) -> None:
        if not self._reason_save.isActive():
            self._reason_save.start()

    def _save_reason(self) -> None:
        self._reason_save.stop()
        reason = self.reason.text().strip()
        if reason != self._saved_reason:
            self._saved_reason = reason
            self.reason_changed.emit(reason)

    def flush(self) -> None:
        """Save at once what is being typed; call it before leaving the dossier."""
        self.amount.flush()
        for field in self.rows.fields.values():
            field.flush()
        self._save_reason()
