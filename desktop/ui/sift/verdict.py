"""The verdict: three choices, reasons of an inadmissible one, a comment, the next step in one button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.queries.reference import ReasonRow
from db.queries.requests import SiftRow
from desktop.rules.eligibility import Verdict
from desktop.ui.dossier.decision_parts import ReasonList
from desktop.ui.fields import AutoText, Button
from desktop.ui.list.days import day
from desktop.ui.list.pane_parts import wrapped
from desktop.ui.tongue import date_long, plural


class VerdictPanel(QWidget):
    """What is chosen is only a wish: the sheet records it."""

    record_wanted = Signal()
    ask_wanted = Signal()
    decide_wanted = Signal()

    def __init__(self, reasons: Sequence[ReasonRow]) -> None:
        super().__init__()
        self._catalogue = [row for row in reasons if "ineligible" in row.outcomes.split()]
        self._lacking = 0
        self.choices = {
            "admissible": QPushButton(self.tr("&Recevable")),
            "incomplete": QPushButton(self.tr("À com&pléter")),
            "inadmissible": QPushButton(self.tr("&Irrecevable")),
        }
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, choice in self.choices.items():
            choice.setProperty("kind", "chip")
            choice.setCheckable(True)
            self._group.addButton(choice)
            choice.toggled.connect(self._chosen)
            choice.setObjectName(name)
            row.addWidget(choice)
        row.addStretch()
        self.reasons = ReasonList()
        self.comment = AutoText(self.tr("Commentaire de recevabilité"), lines=2)
        self.comment.setPlaceholderText(self.tr("Commentaire (facultatif)"))
        self.comment.setFixedHeight(58)
        self.said = wrapped("", "caption")
        self.next = Button("", "check", kind="primary")
        self.decide = Button(self.tr("Préparer la décision « Inéligible »"), "gavel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        for part in (self.reasons, self.comment, self.next, self.decide, self.said):
            column.addWidget(part)
        self.next.clicked.connect(self._go)
        self.decide.clicked.connect(self.decide_wanted)
        self.comment.finished.connect(self._go)

    # What is shown

    def show_verdict(
        self, known: SiftRow | None, verdict: Verdict, reasons: Sequence[str], lacking: int, *, keep: bool
    ) -> None:
        """Show what was said, else what the answers point to; `keep` leaves what is being chosen alone."""
        self._lacking = lacking
        if not keep:
            chosen = known.verdict if known else verdict
            ticked = known.reasons.split() if known else reasons
            self.reasons.show_reasons(self._catalogue, ticked)
            self.comment.set_text(known.comment if known else "")
            self.choices[chosen].setChecked(True)
        self.decide.setVisible(known is not None and known.verdict == "inadmissible")
        self.said.setText(self._told(known))
        self.said.setVisible(known is not None)
        self._chosen()

    def _told(self, known: SiftRow | None) -> str:
        if known is None:
            return ""
        words = {
            "admissible": self.tr("Déclaré recevable le {0} par {1}."),
            "incomplete": self.tr("Déclaré à compléter le {0} par {1}."),
            "inadmissible": self.tr("Déclaré irrecevable le {0} par {1}. Rien n’est décidé par là."),
        }[known.verdict]
        when = day(known.decided_on)
        return words.format(date_long(when) if when else "", known.author)

    def _chosen(self, _on: bool = True) -> None:
        verdict = self.verdict()
        self.reasons.setVisible(verdict == "inadmissible")
        words, drawing = {
            "admissible": (self.tr("Déclarer recevable"), "check"),
            "incomplete": (self._ask_words(), "mail-plus"),
            "inadmissible": (self.tr("Déclarer irrecevable"), "circle-x"),
        }[verdict]
        self.next.setText(words)
        self.next.set_drawing(drawing)
        self.next.setToolTip(self.tr("{0} (Ctrl+Entrée)").format(words))

    def _ask_words(self) -> str:
        count = self._lacking
        if not count:
            return self.tr("Demander des précisions…")
        return self.tr("Demander {0} {1}…").format(count, plural(count, "pièce"))

    # What is chosen

    def verdict(self) -> str:
        """The verdict chosen."""
        return next((name for name, choice in self.choices.items() if choice.isChecked()), "admissible")

    def ticked(self) -> list[str]:
        """The reasons of an inadmissible one."""
        return self.reasons.ticked() if self.verdict() == "inadmissible" else []

    def _go(self) -> None:
        if self.verdict() == "incomplete":
            self.ask_wanted.emit()
        else:
            self.record_wanted.emit()
