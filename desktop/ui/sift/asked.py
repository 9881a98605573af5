"""The requests of a dossier: what was asked, until when, and what can be done about each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.requests import RequestRow
from desktop.ui.fields import Button, Pill
from desktop.ui.list.days import day
from desktop.ui.list.pane_parts import emptied, wrapped
from desktop.ui.tongue import date_short, plural


class RequestLine(QWidget):
    """One request: what it says of itself and, while it waits, three buttons."""

    deed_wanted = Signal(object, str)  # RequestRow, answer, remind, copy, withdraw

    def __init__(self, row: RequestRow, today: date) -> None:
        super().__init__()
        self.row = row
        self.pill = Pill(*self._state(today))
        words = wrapped(self._words())
        words.setToolTip(row.items)
        self.buttons: dict[str, Button] = {}
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.pill)
        line.addWidget(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        if not row.answered_on and not row.withdrawn_on:
            column.addLayout(self._deeds())

    def _deeds(self) -> QHBoxLayout:
        deeds = [
            ("answer", self.tr("Réponse re&çue…"), "mail-check"),
            ("remind", self.tr("Re&lancer…"), "mail-warning"),
            ("withdraw", self.tr("Retirer"), "undo-2"),
        ]
        if self.row.body:
            deeds.insert(2, ("copy", self.tr("Copier"), "copy"))
        line = QHBoxLayout()
        line.setSpacing(6)
        for name, words, drawing in deeds:
            button = Button(words, drawing, kind="secondary" if name == "answer" else "plain")
            button.clicked.connect(partial(self._want, name))
            self.buttons[name] = button
            line.addWidget(button)
        line.addStretch()
        return line

    def _want(self, name: str) -> None:
        self.deed_wanted.emit(self.row, name)

    def _state(self, today: date) -> tuple[str, str]:
        if self.row.withdrawn_on:
            return self.tr("retirée"), "neutral"
        if self.row.answered_on:
            return self.tr("répondue"), "good"
        due = day(self.row.due_on)
        return (self.tr("échue"), "bad") if due and due < today else (self.tr("en attente"), "warn")

    def _words(self) -> str:
        row = self.row
        count = row.items.count("\n") + 1
        by = {
            "letter": self.tr("par le courrier {0}").format(row.letter or ""),
            "mail": self.tr("par courriel"),
            "phone": self.tr("par téléphone"),
        }.get(row.channel, "")
        parts = [
            self.tr("{0} {1} le {2} {3}").format(
                count, plural(count, "pièce demandée", "pièces demandées"), _day(row.asked_on), by.strip()
            ),
            self.tr("réponse attendue le {0}").format(_day(row.due_on)),
        ]
        if row.reminders:
            parts.append(
                self.tr("{0} {1}, la dernière le {2}").format(
                    row.reminders, plural(row.reminders, "relance"), _day(row.reminded_on)
                )
            )
        if row.answered_on:
            parts.append(self.tr("réponse reçue le {0}").format(_day(row.answered_on)))
        return " · ".join(parts)


class RequestList(QWidget):
    """The requests, the last one first; hidden while there is none."""

    deed_wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Demandes faites au porteur"))
        self.lines: list[RequestLine] = []
        self._shown: tuple[Sequence[RequestRow], date | None] = ((), None)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)

    def show_requests(self, rows: Sequence[RequestRow], today: date) -> None:
        """Show these."""
        if (rows, today) == self._shown:
            return
        self._shown = (rows, today)
        emptied(self._box)
        self.lines = [RequestLine(row, today) for row in reversed(rows)]
        for line in self.lines:
            line.deed_wanted.connect(self.deed_wanted)
            self._box.addWidget(line)
        self.setVisible(bool(rows))


def _day(text: str | None) -> str:
    when = day(text)
    return date_short(when) if when else ""
