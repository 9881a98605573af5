"""Beside the pile: the dates that come, and what colleagues changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.day import ChangeRow
from desktop.rules.agenda import Term
from desktop.rules.clocks import left_text, left_tone
from desktop.rules.pile import Pending
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.tongue import plural

_MOST = 60  # dates shown; the calendar has them all


class Side(QWidget):
    """Two lists; Enter on a line opens its dossier."""

    dossier_wanted = Signal(object)  # key
    add_wanted = Signal()
    follow_wanted = Signal()  # the conditions of decisions
    owed_wanted = Signal()  # what is to be published
    agreements_wanted = Signal()  # the conventions of several years
    deadline_wanted = Signal(object)  # Pending whose own date is chosen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dates_title = SectionTitle(self.tr("Échéances"))
        self.add = Button(self.tr("Noter une &échéance…"), "plus", kind="plain")
        self.add.setToolTip(self.tr("Noter une échéance (Ctrl+E)"))
        self.dates = Rows(
            self.tr("Échéances, la plus proche d’abord"),
            [(self.tr("Quand"), 112), (self.tr("Quoi"), 0), (self.tr("Dossier"), 96)],
        )
        self.changes_title = SectionTitle(self.tr("Ce que les collègues ont changé"))
        self.changes = Rows(
            self.tr("Changements des collègues, le dernier d’abord"),
            [(self.tr("Qui, quand"), 150), (self.tr("Quoi"), 0), (self.tr("Dossier"), 96)],
        )
        self.no_dates = text(self.tr("Rien ne presse dans les soixante jours."), caption=True)
        self.no_changes = text(
            self.tr("Depuis sept jours, personne d’autre n’a travaillé dans cette base."), caption=True
        )
        self.follow = Button("", "handshake", kind="plain")
        self.follow.setToolTip(
            self.tr("Conditions des décisions, à suivre (Ctrl+Shift+K)").replace("Shift", "Maj")
        )
        self.owed = Button("", "landmark", kind="plain")
        self.owed.setToolTip(self.tr("Ouvrir Obligations, Données ouvertes"))
        self.follow.hide()
        self.owed.hide()
        self.agreements = Button("", "handshake", kind="plain")
        self.agreements.setToolTip(self.tr("Conventions de plusieurs années (Ctrl+Maj+6)"))
        self.agreements.hide()
        self._lay_out()
        self.follow.clicked.connect(self.follow_wanted)
        self.owed.clicked.connect(self.owed_wanted)
        self.agreements.clicked.connect(self.agreements_wanted)
        self.add.clicked.connect(self.add_wanted)
        for rows in (self.dates, self.changes):
            rows.activated.connect(lambda index, of=rows: self._open(of, index.row()))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.dates_title, 1)
        top.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.no_dates)
        column.addWidget(self.dates, 3)
        column.addWidget(self.follow, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.owed, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.agreements, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(self.changes_title)
        column.addWidget(self.no_changes)
        column.addWidget(self.changes, 2)
        column.addStretch(0)

    def show_dates(self, dates: Sequence[tuple[Term, Pending]], today: dt.date) -> None:
        """The nearest first; those passed are first of all."""
        lines = [
            Line(
                (left_text(term.on, today), f"{term.words} – {one.applicant}", one.number),
                left_tone(term.on, today) if term.kind != "appeal" else "neutral",
                one,
            )
            for term, one in dates[:_MOST]
        ]
        self.dates_title.set_text(
            self.tr("Échéances ({0})").format(len(dates)) if dates else self.tr("Échéances")
        )
        self.no_dates.setVisible(not lines)
        self.dates.setVisible(bool(lines))
        self.dates.show_lines(lines)

    def show_conditions(self, words: str) -> None:
        """How many conditions are awaited; "" hides the way to them."""
        self.follow.setText(words)
        self.follow.setVisible(bool(words))

    def show_owed(self, words: str) -> None:
        """What open data is due; "" hides the way to it."""
        self.owed.setText(words)
        self.owed.setVisible(bool(words))

    def show_conventions(self, count: int) -> None:
        """How many conventions end soon or wait for a report; none hides the way to them."""
        words = plural(count, self.tr("convention à voir"), self.tr("conventions à voir"))
        self.agreements.setText(f"{count} {words}")
        self.agreements.setVisible(bool(count))

    def show_changes(self, changes: Sequence[ChangeRow], today: dt.date) -> None:
        """The last first."""
        lines = [
            Line(
                (f"{row.author} · {_when(row.at, today)}", f"{row.label} – {row.applicant}", row.number),
                "neutral",
                row,
            )
            for row in changes
        ]
        self.no_changes.setVisible(not lines)
        self.changes.setVisible(bool(lines))
        self.changes.show_lines(lines)

    def _open(self, rows: Rows, row: int) -> None:
        what = rows.rows.lines[row].what
        self.dossier_wanted.emit(what.dossier if isinstance(what, ChangeRow) else what.key)


def _when(at: str, today: dt.date) -> str:
    moment = dt.datetime.fromisoformat(at)
    if moment.date() == today:
        return f"{moment:%H:%M}"
    return f"{moment:%d/%m}"
