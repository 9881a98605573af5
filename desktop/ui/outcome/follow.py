"""« Conditions à suivre »: those of every dossier, the nearest first; ticked off here, opened by Enter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db import queries
from db.queries.outcome import FollowedRow, to_follow
from desktop.rules.clocks import left_text, left_tone
from desktop.ui.fields import Button
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.outcome.dialogs import DueDialog, Met, MetDialog
from desktop.ui.screen import screen_action
from desktop.ui.tongue import date_long, plural


class FollowDialog(QDialog):
    """Reads again after each verb; `dossier_wanted` when one is to be opened."""

    dossier_wanted = Signal(object)  # key

    def __init__(self, office: Office, over: QWidget | None, today: Callable[[], date] = date.today) -> None:
        super().__init__(over)
        self.setObjectName("follow")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Conditions à suivre"))
        self.resize(1000, 560)
        self._office, self._today = office, today
        self.told = text(size=15, bold=True)
        self.rows = Rows(
            self.tr("Conditions à suivre, la plus proche d’abord"),
            [(self.tr("Reste"), 128), (self.tr("Attendue le"), 150), (self.tr("Dossier"), 104),
             (self.tr("Porteur"), 220), (self.tr("Condition"), 0)],
        )  # fmt: skip
        self.rows.setWordWrap(True)
        self.rows.verticalHeader().setDefaultSectionSize(46)
        self.met = Button(self.tr("&Remplie…"), "check", kind="primary")
        self.due = Button(self.tr("É&chéance…"), "calendar")
        self.open_it = Button(self.tr("&Ouvrir le dossier"), "arrow-right")
        self.leave = Button(self.tr("&Fermer"))
        self._lay_out()
        self.rows.activated.connect(lambda _index: self._open())
        self.rows.picked.connect(lambda row: self._tell(row))
        self.met.clicked.connect(self._meet)
        self.due.clicked.connect(self._date)
        self.open_it.clicked.connect(self._open)
        self.leave.clicked.connect(self.accept)
        screen_action(self, self.met.text(), "Ctrl+Shift+Y", self._meet)
        screen_action(self, self.due.text(), "Ctrl+E", self._date)
        office.changed.connect(self._changed)
        self.read()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        for button in (self.met, self.due, self.open_it):
            foot.addWidget(button)
            button.setAutoDefault(False)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        self.leave.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.told)
        column.addWidget(self.rows, 1)
        column.addStretch(0)
        column.addLayout(foot)

    def _changed(self, tables: frozenset[str], _dossiers: frozenset[bytes]) -> None:
        if tables & {"condition", "decision", "dossier", "interest"}:
            self.read()

    def read(self) -> None:
        """Read them again."""
        found, today = to_follow(self._office.reader, self._office.author), self._today()
        self.told.setText(follow_words(found, today))
        self.rows.setVisible(bool(found))
        self.rows.show_lines([self._line(row, today) for row in found])

    def _line(self, row: FollowedRow, today: date) -> Line:
        due = day(row.due_on)
        left = left_text(due, today) if due else self.tr("sans date")
        tone = left_tone(due, today) if due else "neutral"
        return Line((left, date_long(due) if due else "—", row.number, row.applicant, row.text), tone, row)

    def current(self) -> FollowedRow | None:
        index = self.rows.currentIndex()
        return self.rows.rows.lines[index.row()].what if index.isValid() else None

    def _tell(self, row: FollowedRow | None) -> None:
        self.open_it.setEnabled(row is not None)
        for button in (self.met, self.due):
            button.setEnabled(row is not None and not self._office.read_only)

    def _meet(self) -> None:
        row = self.current()
        if row is None or self._office.read_only:
            return

        def then(met: Met) -> None:
            from desktop.flow.conditions import meet_condition

            self._office.do(
                meet_condition, condition=row.id, proof=met.proof, piece=met.piece, met_on=met.met_on
            )

        about = f"{row.number} · {row.text}"
        MetDialog(self, about, queries.pieces(self._office.reader, row.dossier_id), then).open()

    def _date(self) -> None:
        row = self.current()
        if row is None or self._office.read_only:
            return

        def then(due_on: date | None) -> None:
            from desktop.flow.conditions import date_condition

            self._office.do(date_condition, condition=row.id, due_on=due_on)

        DueDialog(self, f"{row.number} · {row.text}", day(row.due_on), then).open()

    def _open(self) -> None:
        row = self.current()
        if row is not None:
            self.accept()
            self.dossier_wanted.emit(row.dossier_id)


def follow_words(found: list[FollowedRow], today: date) -> str:
    """« 12 conditions à suivre, dont 3 échues », or that there is none."""
    if not found:
        return "Aucune condition à suivre"
    late = sum(1 for row in found if row.due_on and row.due_on < today.isoformat())
    words = f"{len(found)} {plural(len(found), 'condition à suivre', 'conditions à suivre')}"
    return f"{words}, dont {late} {plural(late, 'échue')}" if late else words
