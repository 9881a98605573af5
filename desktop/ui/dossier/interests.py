"""The register of interests, and the sentence said when a dossier is closed to somebody."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.scores import InterestRow, closed_to, interests
from desktop.ui.fields import Button
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.tongue import date_long


def closed_words(office: Office, dossier: bytes) -> str:
    """Why this dossier does not open to the person at work, "" when it does."""
    row = closed_to(office.reader, office.author, dossier)
    if row is None:
        return ""
    words = QCoreApplication.translate(
        "dossier",
        "Le dossier {0} vous est fermé\u00a0: intérêt déclaré le {1} ({2}). L’ouvrir mène au registre des "
        "intérêts, où il se lève quand le lien a pris fin.",
    )
    return words.format(row.number, date_long(dt.date.fromisoformat(row.declared_on)), row.nature)


def _short(day: str | None) -> str:
    return dt.date.fromisoformat(day).strftime("%d/%m/%Y") if day else ""


class InterestsDialog(QDialog):
    """Who has a tie with whom, since when; lifted with a date, never erased."""

    def __init__(self, office: Office, over: QWidget) -> None:
        super().__init__(over)
        self._office = office
        self.setObjectName("interests")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Registre des intérêts"))
        self.resize(820, 420)
        self.empty = text(self.tr("Aucun intérêt n’a été déclaré dans cette base."), caption=True)
        self.rows = Rows(
            self.tr("Intérêts déclarés"),
            [
                (self.tr("Personne"), 150), (self.tr("Porteur ou dossier"), 220), (self.tr("Lien"), 0),
                (self.tr("Du"), 95), (self.tr("Au"), 95),
            ],
        )  # fmt: skip
        self.lift = Button(self.tr("&Lever cet intérêt"), "lock-open")
        shut = Button(self.tr("&Fermer"))
        foot = QHBoxLayout()
        foot.addWidget(self.lift)
        foot.addStretch(1)
        foot.addWidget(shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.empty)
        column.addWidget(self.rows, 1)
        column.addLayout(foot)
        self.rows.picked.connect(self._tell)
        self.lift.clicked.connect(self._lift)
        shut.clicked.connect(self.accept)
        self._show()

    def _show(self) -> None:
        found = interests(self._office.reader)
        self.empty.setVisible(not found)
        self.rows.setVisible(bool(found))
        self.rows.show_lines(
            [Line(self._cells(row), "neutral" if row.ended_on else "warn", row) for row in found]
        )

    def _cells(self, row: InterestRow) -> tuple[str, ...]:
        what = row.applicant or self.tr("dossier {0}").format(row.number)
        days = [
            dt.date.fromisoformat(day).strftime("%d/%m/%Y") if day else ""
            for day in (row.declared_on, row.ended_on)
        ]
        return (row.person, what, row.nature, *days)

    def _tell(self, row: InterestRow | None) -> None:
        self.lift.setEnabled(row is not None and not row.ended_on and self._office.may("declare_interest"))

    def _lift(self) -> None:
        from desktop.flow.interests import end

        index = self.rows.currentIndex()
        if index.isValid():
            self._office.do(end, interest=self.rows.rows.lines[index.row()].what.id)
            self._show()
