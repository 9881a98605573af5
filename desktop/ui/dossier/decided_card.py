"""A decision taken: what it says, whether it was notified, and the letter that tells it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.rules import ruling
from desktop.ui.dossier.whole import Whole
from desktop.ui.fields import Button, Pill, SectionTitle
from desktop.ui.fields.flow import FlowLayout
from desktop.ui.list.days import day
from desktop.ui.list.pane_parts import wrapped
from desktop.ui.outcome.words import appeal_words, condition_words, proof_words
from desktop.ui.tongue import date_long, euros


class DecidedCard(QFrame):
    letter_wanted = Signal()
    letters_wanted = Signal()  # the place of the letters
    reopen_wanted = Signal()
    follow_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.outcome, self.state = Pill("", "neutral"), Pill("", "neutral")
        self.amount = QLabel()
        self.amount.setStyleSheet("font-size: 20px; font-weight: 600")
        self.shares, self.why, self.dates, self.letter_state = (wrapped(kind="caption") for _ in range(4))
        self.letter = Button(self.tr("Préparer le courrier"), "mail-plus", kind="primary")
        self.letter.setToolTip(
            self.tr("Mettre le courrier de la décision dans les courriers à relire (Alt+P)")
        )
        self.letter.setShortcut("Alt+P")
        self.letters = Button(self.tr("Voir les courriers"), "mail")
        self.follow = Button(self.tr("Suites…"), "handshake", kind="plain")
        self.follow.setToolTip(self.tr("Conditions, preuves de notification, délais (Ctrl+Maj+U)"))
        self.reopen = Button(self.tr("Rouvrir…"), "lock-open", kind="plain")
        self.reopen.setToolTip(self.tr("Revenir sur la décision, en disant pourquoi"))
        self._lay_out()
        self.letter.clicked.connect(self.letter_wanted)
        self.letters.clicked.connect(self.letters_wanted)
        self.follow.clicked.connect(self.follow_wanted)
        self.reopen.clicked.connect(self.reopen_wanted)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(SectionTitle(self.tr("Décision")))
        head.addStretch()
        head.addWidget(self.outcome)
        head.addWidget(self.state)
        column.addLayout(head)
        for widget in (self.amount, self.shares, self.why, self.dates, self.letter_state):
            column.addWidget(widget)
        buttons = FlowLayout(gap=6)
        for button in (self.letter, self.letters, self.follow, self.reopen):
            buttons.addWidget(button)
        column.addLayout(buttons)

    def show_decision(self, whole: Whole, *, has_letters: bool) -> None:
        """Show what was decided; nothing when there is no decision."""
        decision = whole.decision
        if decision is None:
            return
        kind = ruling.BY_CODE[decision.outcome]
        self.outcome.tell(kind.label, kind.tone)
        notified = decision.state == "notified"
        self.state.tell(
            self.tr("notifiée") if notified else self.tr("en attente"), "good" if notified else "warn"
        )
        self.amount.setText(euros(whole.head.voted or 0))
        self.amount.setVisible(kind.amount != "forbidden")
        shares = [f"{row.name} {euros(row.voted)}" for row in whole.amounts if row.voted]
        self.shares.setText(" · ".join(shares))
        reasons = [label for _, label, _ in whole.reasons] + [decision.comment] * bool(decision.comment)
        lines = [self.tr("Motif : {0}").format(", ".join(reasons))] if reasons else []
        today = date.today()
        lines += [
            self.tr("Condition : {0} ({1})").format(row.text, condition_words(row, today))
            for row in whole.conditions
        ]
        self.why.setText("\n".join(lines))
        self.dates.setText("\n".join(self._dates(whole)))
        self._tell_letter(whole, has_letters=has_letters)
        for label in (self.shares, self.why, self.dates, self.letter_state):
            label.setVisible(bool(label.text()))

    def _dates(self, whole: Whole) -> list[str]:
        decision = whole.decision
        decided, act_on = (
            day(decision.decided_on if decision else None),
            day(decision.act_on if decision else None),
        )
        notified = day(decision.notified_on if decision else None)
        lines = [self.tr("Décidée le {0}").format(date_long(decided))] if decided else []
        if decision and decision.act:
            act = self.tr("Délibération n° {0}").format(decision.act)
            lines.append(act + (self.tr(" du {0}").format(date_long(act_on)) if act_on else ""))
        if notified:
            lines.append(self.tr("Notifiée le {0}").format(date_long(notified)))
            lines += [proof_words(row) for row in whole.notices[:1]]
            lines.append(appeal_words(whole))
        reopened = day(decision.reopened_on if decision else None)
        if decision and reopened:
            said = self.tr("Rouverte le {0} : {1}")
            lines.append(said.format(date_long(reopened), decision.reopen_reason))
        return [line for line in lines if line]

    def _back(self, signed_on: str | None) -> str:
        """« (revenu signé le 18 mars 2026 » once its scan is filed."""
        when = day(signed_on)
        return self.tr(" (revenu signé le {0})").format(date_long(when)) if when else ""

    def _tell_letter(self, whole: Whole, *, has_letters: bool) -> None:
        decision = whole.decision
        template = ruling.letter_of(decision.outcome) if decision else ""
        mine = [
            letter
            for letter in whole.letters
            if letter.template == template or (letter.member_id and ruling.tells_decision(letter.template))
        ]
        waits = any(letter.state == "draft" for letter in mine)
        numbers = [
            letter.number + self._back(letter.signed_on) for letter in mine if letter.state == "issued"
        ]
        told = self.tr("Le courrier attend d’être relu et émis.") if waits else ""
        if numbers:
            told = self.tr("Courrier {0} au registre. {1}").format(", ".join(numbers), told).strip()
        self.letter_state.setText(told)
        pending = decision is not None and decision.state == "pending"
        self.letter.setVisible(pending and not waits)
        self.letters.setVisible(has_letters and bool(mine))
