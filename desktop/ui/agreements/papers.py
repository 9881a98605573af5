"""The papers of a convention: shown on their pages, saved, or prepared among the letters."""

from __future__ import annotations

import datetime as dt
import sqlite3

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from db.queries.agreement_shapes import AmendmentRow
from desktop.flow.agreement_view import Convention
from desktop.letters.files import safe
from desktop.paths import resources
from desktop.ui.letters.desk import Desk
from desktop.ui.office import Office
from desktop.ui.papers.show import Made, PaperMaker, Wanted


class AgreementPapers(QObject):
    """Of the convention in front, or of the amendment chosen."""

    def __init__(self, office: Office, over: QWidget) -> None:
        super().__init__(over)
        self._office, self._over = office, over
        self.desk = Desk(resources() / "letters", dt.date.today, office.author)
        self.maker = PaperMaker(office, over)
        self.menu: QMenu | None = None

    def ask(self, told: Convention, row: AmendmentRow | None, button: QPushButton) -> None:
        """Which paper, and what to do with it."""
        menu = self.menu = QMenu(self._over)
        menu.setAccessibleName(self.tr("Papiers de la convention"))
        deeds = [
            (self.tr("&Convention, en PDF ou pour Word…"), lambda: self.show(told, None)),
            (self.tr("&Préparer la convention dans les courriers"), lambda: self.prepare(told, None)),
        ]
        if row is not None:
            deeds += [
                (self.tr("&Avenant {0}, en PDF ou Word…").format(row.rank), lambda: self.show(told, row)),
                (
                    self.tr("P&réparer l’avenant {0} dans les courriers").format(row.rank),
                    lambda: self.prepare(told, row),
                ),
            ]
        for words, deed in deeds:
            action = menu.addAction(words)
            action.triggered.connect(lambda _checked=False, deed=deed: deed())
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def show(self, told: Convention, row: AmendmentRow | None) -> None:
        """On its pages; saved from there."""
        key, change = told.head.id, row.id if row else None
        self.desk.know(self._office.reader)

        def make(reader: sqlite3.Connection, form: str) -> Made:
            from desktop.flow.agreement_papers import paper_file

            with self.desk.lock:
                found = paper_file(reader, key, self.desk.templates(), self.desk.today(), form, change)
            return Made(found[0], tuple(found[1]))

        title = self.tr("Convention {0}").format(told.head.number)
        if row is not None:
            title = self.tr("Avenant {0} à la convention {1}").format(row.rank, told.head.number)
        stem = safe(f"{title} {told.head.applicant}")
        self.maker.show(Wanted(title, stem, ("pdf", "docx"), make))

    def prepare(self, told: Convention, row: AmendmentRow | None) -> None:
        """Put it in the outbox, and lead there."""
        from desktop.flow.agreement_papers import prepare_agreement, prepare_amendment

        done = (
            self._office.do(prepare_amendment, amendment=row.id)
            if row is not None
            else self._office.do(prepare_agreement, agreement=told.head.id)
        )
        if done is not None:
            self._office.place_wanted.emit("letters")
