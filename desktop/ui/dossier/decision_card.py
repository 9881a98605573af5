"""The card of the decision: outcome, amounts, reasons, conditions, act; faults are told in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db.queries.reference import ReasonRow
from desktop.rules import ruling
from desktop.ui.dossier.decision_parts import ReasonList, VotedAmounts
from desktop.ui.dossier.elided import ElidedLabel
from desktop.ui.fields import Button, DateField, SectionTitle
from desktop.ui.list.pane_parts import wrapped
from desktop.ui.proposal import FunderShare
from desktop.ui.theme import tokens


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What the card holds: cents by funder code, codes of reasons, one condition a line."""

    outcome: str
    amounts: Mapping[str, int] = field(default_factory=dict)
    reasons: Sequence[str] = ()
    conditions: Sequence[str] = ()
    decided_on: date | None = None
    act: str = ""
    act_on: date | None = None
    comment: str = ""


class Tall(QScrollArea):
    """As tall as what it holds when there is room; in a low window, what it holds scrolls."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setMinimumHeight(150)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()


class DecisionCard(QFrame):
    changed = Signal()  # by the officer: to be kept
    decide_wanted = Signal()
    proposal_wanted = Signal()

    def __init__(self, reasons: Sequence[ReasonRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._catalogue = reasons
        self._shares: Sequence[FunderShare] = ()
        self.outcome = QComboBox()
        self.outcome.setAccessibleName(self.tr("Décision"))
        for kind in ruling.OUTCOMES:
            if kind.code != "partial":  # an agreement under the sum asked is partial by itself
                self.outcome.addItem(kind.label, kind.code)
        self.proposed = ElidedLabel()
        self.proposed.setProperty("kind", "caption")
        self.amounts, self.reasons = VotedAmounts(), ReasonList()
        self.comment = QLineEdit()
        self.comment.setAccessibleName(self.tr("Motif écrit à la main"))
        self.comment.setPlaceholderText(self.tr("Autre motif, ou précision"))
        self.conditions = QPlainTextEdit()
        self.conditions.setAccessibleName(self.tr("Conditions, une par ligne"))
        self.conditions.setPlaceholderText(self.tr("Conditions, une par ligne"))
        self.conditions.setTabChangesFocus(True)
        self.conditions.setFixedHeight(48)
        self.decided_on = DateField(self.tr("Date de la décision"))
        self.act = QLineEdit()
        self.act.setAccessibleName(self.tr("Numéro de la délibération"))
        self.act.setPlaceholderText(self.tr("n°"))
        self.act_on = DateField(self.tr("Date de la délibération"))
        self.faults = wrapped()
        self.back = Button(self.tr("Proposition"), "arrow-left", kind="plain")
        self.back.setToolTip(self.tr("Revoir la proposition avant de décider"))
        self.decide = Button(self.tr("Décider"), "gavel", kind="primary")
        self.decide.setToolTip(
            self.tr("Enregistrer la décision (Ctrl+Maj+Entrée) ; le courrier se prépare ensuite")
        )
        self._lay_out()
        self._loading = False
        self._connect()
        self.show_faults(())

    def _connect(self) -> None:
        self.outcome.currentIndexChanged.connect(self._outcome_changed)
        for signal in (
            self.outcome.currentIndexChanged, self.amounts.changed, self.reasons.changed,
            self.comment.textChanged, self.conditions.textChanged, self.act.textChanged,
            self.decided_on.settled, self.act_on.settled,
        ):  # fmt: skip
            signal.connect(self._tell_changed)
        self.decide.clicked.connect(self.decide_wanted)
        self.back.clicked.connect(self.proposal_wanted)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 6, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(SectionTitle(self.tr("Décision")))
        head.addWidget(self.outcome, 1)
        column.addLayout(head)
        inside = QWidget()
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, 6, 0)
        fields.setSpacing(6)
        for widget in (self.proposed, self.amounts, self.reasons, self.comment, self.conditions):
            fields.addWidget(widget)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        act = QLabel(self.tr("Délibération"))
        grid.addWidget(QLabel(self.tr("Décidée le")), 0, 0)
        grid.addWidget(self.decided_on, 0, 1, 1, 2)
        grid.addWidget(act, 1, 0)
        grid.addWidget(self.act, 1, 1)
        grid.addWidget(self.act_on, 1, 2)
        grid.setColumnStretch(2, 1)
        self.act.setMaximumWidth(84)
        fields.addLayout(grid)
        self.fields = Tall(inside)
        column.addWidget(self.fields)
        column.addWidget(self.faults)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch()
        buttons.addWidget(self.decide)
        column.addLayout(buttons)

    def _tell_changed(self) -> None:
        if not self._loading:
            self.changed.emit()

    def load(self, draft: DecisionDraft, shares: Sequence[FunderShare], proposed: str) -> None:
        """Show a draft; `shares` are the funders that may vote, `proposed` what was proposed, in words."""
        self._loading = True
        self.proposed.say(proposed)
        self.proposed.setVisible(bool(proposed))
        self._shares = [
            FunderShare(share.code, share.label, share.asked, draft.amounts.get(share.code))
            for share in shares
        ]
        self.amounts.show_shares(self._shares)
        code = "granted" if draft.outcome == "partial" else draft.outcome
        self.outcome.setCurrentIndex(max(0, self.outcome.findData(code)))
        self.conditions.setPlainText("\n".join(draft.conditions))
        self.decided_on.set_day(draft.decided_on)
        self.act.setText(draft.act)
        self.act_on.set_day(draft.act_on)
        self.comment.setText(draft.comment)
        self._fit(draft.reasons)
        self.show_faults(())
        self._loading = False

    def draft(self) -> DecisionDraft:
        """What the card holds now, amounts and conditions that the outcome forbids left out."""
        kind = ruling.BY_CODE[self.outcome.currentData()]
        lines = self.conditions.toPlainText().splitlines()
        return DecisionDraft(
            kind.code,
            self.amounts.amounts() if kind.amount != "forbidden" else {},
            self.reasons.ticked(),
            [line.strip() for line in lines if line.strip()] if kind.conditions != "forbidden" else [],
            self.decided_on.day(),
            self.act.text().strip(),
            self.act_on.day(),
            self.comment.text().strip(),
        )

    def _outcome_changed(self) -> None:
        self._fit(self.reasons.ticked())
        self.show_faults(())

    def _fit(self, ticked: Sequence[str]) -> None:
        """Show what this outcome demands, and nothing else."""
        kind = ruling.BY_CODE[self.outcome.currentData()]
        # An agreement may turn out partial: its reasons are offered from the start.
        wanted = {kind.code, "partial"} if kind.code == "granted" else {kind.code}
        self.reasons.show_reasons([r for r in self._catalogue if wanted & set(r.outcomes.split())], ticked)
        self.amounts.setVisible(kind.amount != "forbidden")
        self.conditions.setVisible(kind.conditions != "forbidden")
        self.fields.updateGeometry()

    def show_faults(self, faults: Sequence[str]) -> None:
        """Say in place what keeps the decision from being recorded."""
        self.faults.setText("\n".join(faults))
        self.faults.setStyleSheet(f"color: {tokens().bad}")
        self.faults.setAccessibleName(self.faults.text())
        self.faults.setVisible(bool(faults))

    def wrong(self) -> list[str]:
        """Sentences on what was typed and cannot be read."""
        found = []
        if self.amounts.isVisibleTo(self) and self.amounts.wrong():
            found.append(self.tr("Un montant ne se lit pas."))
        if any(f.property("wrong") for f in (self.decided_on, self.act_on)):
            found.append(self.tr("Une date ne se lit pas."))
        return found

    def start(self) -> None:
        """Take the keyboard."""
        self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)
