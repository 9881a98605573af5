"""The parts of the place « Avis »: the title with its deeds, the answer in full, the page with nothing."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.queries.opinions import AskedRow, PartnerCount
from desktop.ui import letter_keys
from desktop.ui.fields import Button, Pill
from desktop.ui.fields.row import Row
from desktop.ui.icons import pixmap
from desktop.ui.intake.parts import card, text
from desktop.ui.opinions.words import asked, day, money, state, whence
from desktop.ui.theme import tokens
from desktop.ui.tongue import plural

_MOST = 1200  # characters of a comment shown at the foot: the whole stands on the sheet of the dossier


class Head(QWidget):
    """The partner in front, its counters, and what can be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.told = text(size=20, bold=True), text(caption=True)
        self.ask = Button(self.tr("&Demander un avis…"), "send", kind="primary")
        self.read = Button(self.tr("&Lire un retour…"), "file-down")
        self.record = Button(self.tr("&Saisir un avis…"), "phone")
        self.remind = Button(self.tr("&Relancer…"), "mail-plus")
        self.withdraw = Button(self.tr("Re&tirer…"), "x", kind="plain")
        keys = {self.ask: "N", self.read: "L", self.record: "S", self.remind: "R", self.withdraw: "Suppr"}
        for button, key in keys.items():
            button.setToolTip(letter_keys.told(button.text().replace("&", "").rstrip("…"), key))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.told)
        line = Row(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addLayout(words, 1)
        for button in (self.withdraw, self.remind, self.record, self.read, self.ask):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def tell(self, count: PartnerCount | None, counts: list[PartnerCount]) -> None:
        """Show the counters of one partner, or of all of them."""
        self.name.setText(self.tr("Avis des partenaires") if count is None else count.name)
        shown = counts if count is None else [count]
        total, received = sum(one.asked for one in shown), sum(one.received for one in shown)
        late = sum(one.late for one in shown)
        if not total:
            self.told.setText(self.tr("Rien ne lui est demandé pour l’instant.") if count else "")
            return
        parts = [
            f"{total} {plural(total, 'demandé')}", f"{received} {plural(received, 'reçu')}",
            self.tr("{0} en retard").format(late) if late else self.tr("aucun retard"),
        ]  # fmt: skip
        due = min((one.due_on for one in shown if one.due_on), default=None)
        if due and due >= dt.date.today().isoformat():
            parts.append(self.tr("réponse pour le {0}").format(day(due)))
        if count is not None and (count.person or count.email):
            parts.append(" ".join(part for part in (count.person, count.email) if part))
        self.told.setText(" · ".join(parts))


class Foot(QFrame):
    """The answer in front, in full: who, when, how much, the whole comment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame, inside = card()
        self.name, self.facts = text(size=13, bold=True), text(caption=True)
        self.comment = text()
        self.pill, self.amount = Pill("", "neutral"), QLabel()
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.name, 1)
        top.addWidget(self.amount, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(top)
        inside.addWidget(self.comment)
        inside.addWidget(self.facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def tell(self, row: AskedRow | None) -> None:
        """Show this one; nothing when None."""
        self.setVisible(row is not None)
        if row is None:
            return
        self.name.setText(f"{row.partner} · {row.number}, {row.applicant} · {row.title}")
        self.pill.tell(*state(row, dt.date.today()))
        self.amount.setText(money(row.amount))
        comment = row.comment or ""
        self.comment.setText(comment if len(comment) <= _MOST else comment[:_MOST].rstrip() + "…")
        self.comment.setVisible(bool(comment))
        given = (
            self.tr("répondu le {0} · {1}").format(day(row.answered_on), whence(row)) if row.opinion else ""
        )
        self.facts.setText(" · ".join(part for part in (given, asked(row)) if part))


class Empty(QWidget):
    """What this place is for, and the one thing to do next."""

    ask_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = QLabel()
        self.title, self.words = text(size=15, bold=True), text(caption=True)
        self.ask = Button(self.tr("Demander un avis…"), "send", kind="primary")
        self.ask.clicked.connect(self.ask_wanted)
        frame, inside = card()
        inside.setContentsMargins(24, 32, 24, 32)
        for label in (self.drawing, self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        inside.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        column.addStretch(1)

    def tell(self, name: str = "") -> None:
        """Nobody was asked, or not this partner, or nothing answers the filter."""
        self.drawing.setPixmap(pixmap("messages-square", tokens().accent, 28))
        self.title.setText(
            self.tr("Rien n’est demandé à {0}").format(name)
            if name
            else self.tr("Demandez l’avis des partenaires")
        )
        self.words.setText(
            self.tr(
                "Chaque partenaire reçoit un classeur ou un PDF à remplir, sans compte ni réseau. Son "
                "retour, "
                "déposé sur cette fenêtre ou dans un dossier surveillé, est reconnu, vérifié et joint."
            )
        )
