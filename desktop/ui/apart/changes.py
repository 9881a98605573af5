"""Every change that an exchange brought, by dossier: before, after, who, where, when; Enter opens it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from db.queries.shipments import ChangeRow
from desktop.flow.apart import change_words, moment
from desktop.rules.folding import fold
from desktop.ui.fields import Button
from desktop.ui.intake.rows import Line, Rows, one_line
from desktop.ui.office import Office
from desktop.ui.tongue import plural
from desktop.ui.walk import Walk

_LONG = 200  # letters of a value shown in a cell


class ChangesDialog(QDialog):
    def __init__(self, office: Office, rows: Sequence[ChangeRow], over: QWidget | None = None) -> None:
        super().__init__(over)
        self.office = office
        self.setObjectName("changes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Tous les changements reçus"))
        self.resize(1180, 600)
        self._lines = [(line, fold(" ".join(line.cells))) for line in map(_line, rows)]
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Filtrer\u00a0: un dossier, un champ, un nom, une date"))
        self.search.setAccessibleName(self.tr("Filtrer les changements"))
        self.search.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setProperty("kind", "caption")
        self.rows = Rows(
            self.tr("Changements reçus, par dossier"),
            [
                (self.tr("Dossier"), 200), (self.tr("Champ"), 190), (self.tr("Avant"), 190),
                (self.tr("Après"), 0), (self.tr("Auteur"), 110), (self.tr("Poste"), 140),
                (self.tr("Écrit (heure du poste)"), 150),
            ],
        )  # fmt: skip
        self.go = Button(self.tr("&Ouvrir le dossier"), "arrow-right")
        close = Button(self.tr("Fermer"), kind="primary")
        self._lay_out(close)
        self.search.textChanged.connect(self.filter)
        self.rows.activated.connect(lambda _index: self.open_dossier())
        self.rows.picked.connect(lambda row: self.go.setEnabled(row is not None and row.dossier is not None))
        self.go.clicked.connect(self.open_dossier)
        close.clicked.connect(self.accept)
        self.filter("")

    def _lay_out(self, close: Button) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.count)
        bottom.addStretch(1)
        bottom.addWidget(self.go)
        bottom.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addWidget(self.rows, 1)
        whole.addLayout(bottom)
        self.go.setAutoDefault(False)
        close.setAutoDefault(False)

    def filter(self, words: str) -> None:
        """Show only the changes that hold these words."""
        wanted = fold(words).split()
        shown = [line for line, said in self._lines if all(word in said for word in wanted)]
        self.rows.show_lines(shown)
        self.count.setText(f"{len(shown)} {plural(len(shown), self.tr('changement'))}")

    def open_dossier(self) -> None:
        """Leave the table for the dossier of its current line."""
        index = self.rows.currentIndex()
        row = self.rows.rows.lines[index.row()].what if index.isValid() else None
        if row is not None and row.dossier is not None:
            self.accept()
            self.office.dossier_wanted.emit(row.dossier, Walk.alone(row.dossier))


def _line(row: ChangeRow) -> Line:
    what, before, after = change_words(row)
    when = moment(dt.datetime.fromisoformat(row.at)) if row.at else ""
    cells = (
        f"{row.number} {row.applicant}".strip() or "—", what, one_line(before)[:_LONG],
        one_line(after)[:_LONG], row.author, row.place or row.site, when,
    )  # fmt: skip
    tone = {"create": "good", "delete": "bad"}.get(row.kind, "accent")
    return Line(cells, tone, row)
