"""The page that stands in place of a dossier closed to the person at work: why, since when, who lifts it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.queries.scores import InterestRow, closed_to
from desktop.ui.dossier.interests import InterestsDialog
from desktop.ui.fields import Button
from desktop.ui.icons import pixmap
from desktop.ui.intake.parts import text
from desktop.ui.theme import tokens
from desktop.ui.tongue import date_long
from desktop.ui.walk import Walk

if TYPE_CHECKING:
    from desktop.ui.dossier.screen import DossierView

_WIDE = 560


class ClosedPage(QWidget):
    """Hides everything else of the dossier while it is shown; lifting the interest brings it back."""

    def __init__(self, view: DossierView) -> None:
        super().__init__(view)
        self._view = view
        self._key: bytes | None = None
        self.sign = QLabel()
        self.title = text(size=20, bold=True)
        self.why, self.who = text(size=15), text(caption=True)
        self.back = Button(self.tr("&Revenir à la liste"), "arrow-left", kind="primary")
        self.register = Button(self.tr("Re&gistre des intérêts…"), "book-open")
        for label in (self.sign, self.title, self.why, self.who):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setFixedWidth(_WIDE)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.register)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addStretch(2)
        for label in (self.sign, self.title, self.why, self.who):
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        column.addLayout(foot)
        column.addStretch(3)
        self.back.clicked.connect(view.go_back)
        self.register.clicked.connect(lambda: InterestsDialog(view.office, self).open())
        view.office.changed.connect(self._changed)
        self.hide()

    def closes(self, dossier: bytes) -> bool:
        """Whether this dossier is closed to the person at work."""
        return closed_to(self._view.office.reader, self._view.office.author, dossier) is not None

    def shuts(self, dossier: bytes) -> bool:
        """Show this page when the dossier is closed, and let go of the one that was open; else step aside."""
        view = self._view
        row = closed_to(view.office.reader, view.office.author, dossier)
        self._key = dossier if row else None
        for part in (view.header, view.split):
            part.setVisible(row is None)
        self.setVisible(row is not None)
        if row is not None:
            view.united.hide()
            view.whole = view.deeds.whole = view.pieces.whole = None
            self._tell(row)
            self.back.setFocus()
        return row is not None

    def _tell(self, row: InterestRow) -> None:
        self.sign.setPixmap(pixmap("lock", tokens().muted, 40))
        self.title.setText(self.tr("Le dossier {0} vous est fermé").format(row.number))
        since = date_long(dt.date.fromisoformat(row.declared_on))
        why = self.tr("Vous avez déclaré un intérêt le {0}, avec «\u00a0{1}\u00a0»\u00a0: {2}.")
        self.why.setText(why.format(since, row.applicant or row.number, row.nature.rstrip(".")))
        self.who.setText(
            self.tr(
                "Ni lecture, ni note, ni proposition, ni décision\u00a0: un collègue instruit ce dossier. "
                "Quand le lien a pris fin, vous-même ou la personne qui tient le registre levez "
                "l’intérêt\u00a0; les deux dates y restent."
            )
        )
        for label in (self.title, self.why, self.who):
            label.setFixedHeight(label.heightForWidth(_WIDE))  # a centred label would keep one line's room

    def _changed(self, touched: frozenset[str], _dossiers: frozenset[bytes]) -> None:
        view, key = self._view, self._key
        if key is not None and "interest" in touched and not self.closes(key):
            view.open(key, view.walk or Walk.alone(key))  # lifted, or undone
