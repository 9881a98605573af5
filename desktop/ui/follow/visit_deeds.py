"""A visit: its form with the photographs, its printed sheet."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from db import queries
from db.queries.site_visits import VisitRow
from desktop.rules import disk
from desktop.ui.fields import AutoText, Button, DateField
from desktop.ui.intake.parts import text
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.outcome.dialogs import Asking
from desktop.ui.tongue import plural

ChoosePhotos = Callable[[QWidget], list[Path]]


def say(words: str) -> str:
    return QCoreApplication.translate("follow", words)


def ask_photos(over: QWidget) -> list[Path]:
    """The pictures chosen on the disk, none when the dialog was closed."""
    kinds = say("Photographies (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp)")
    names, _ = QFileDialog.getOpenFileNames(over, say("Joindre des photographies"), "", kinds)
    return [Path(name) for name in names]


class VisitDialog(Asking):
    """When, where, who was met, how many were there, what was seen, what is to be done, the photographs."""

    def __init__(
        self,
        over: QWidget,
        about: str,
        row: VisitRow | None,
        then: Callable[[dict[str, Any]], object],
        choose: ChoosePhotos = ask_photos,
    ) -> None:
        title = over.tr("Noter une visite") if row is None else over.tr("Modifier une visite")
        super().__init__(over, "visit", title, about, over.tr("Enregistrer"))
        self.setMinimumWidth(640)
        self._then, self._choose = then, choose
        self.paths: list[Path] = []
        self.when = DateField(self.tr("Date de la visite"))
        self.when.set_day(day(row.visited_on) if row else date.today())
        self.place, self.people = QLineEdit(row.place if row else ""), QLineEdit(row.people if row else "")
        self.place.setAccessibleName(self.tr("Lieu"))
        self.people.setAccessibleName(self.tr("Personnes rencontrées"))
        self.present = QLineEdit("" if row is None or row.present is None else str(row.present))
        self.present.setAccessibleName(self.tr("Nombre de présents"))
        self.present.setValidator(QIntValidator(0, 100_000, self))
        self.present.setMaximumWidth(120)
        self.body = AutoText(self.tr("Ce qui a été vu"), lines=4)
        self.next = AutoText(self.tr("Suites à donner"), lines=2)
        if row is not None:
            self.body.set_text(row.body)
            self.next.set_text(row.next_steps)
        self.photos = Button(self.tr("&Joindre des photographies…"), "file-image")
        self.chosen = text(caption=True)
        self._lay_out(row)
        self.when.textChanged.connect(self._tell)
        self.photos.clicked.connect(self._pick)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _lay_out(self, row: VisitRow | None) -> None:
        self.form.addRow(self.tr("&Date\u00a0:"), self.when)
        self.form.addRow(self.tr("&Lieu\u00a0:"), self.place)
        self.form.addRow(self.tr("&Rencontrés\u00a0:"), self.people)
        self.form.addRow(self.tr("&Présents\u00a0:"), self.present)
        self.form.addRow(self.tr("&Vu\u00a0:"), self.body)
        self.form.addRow(self.tr("&Suites\u00a0:"), self.next)
        line = QHBoxLayout()
        line.addWidget(self.photos)
        line.addWidget(self.chosen, 1)
        self.form.addRow("", line)
        if row is not None and row.photos:
            self.chosen.setText(self.tr("{0} déjà jointes").format(row.photos))

    def _pick(self) -> None:
        self.paths += self._choose(self)
        count = len(self.paths)
        self.chosen.setText(self.tr("{0} {1} à joindre").format(count, plural(count, "photographie")))

    def _tell(self) -> None:
        self.deed.setEnabled(self.when.day() is not None and not self.when.property("wrong"))

    def _go(self) -> None:
        present = self.present.text().strip()
        told = {
            "visited_on": self.when.day(), "place": self.place.text(), "people": self.people.text(),
            "present": int(present) if present else None, "body": self.body.text(),
            "next_steps": self.next.text(), "paths": self.paths,
        }  # fmt: skip
        self.accept()
        self._then(told)


class VisitDeeds:
    """`over` is the widget that dialogs stand over; `choose` asks for photographs."""

    def __init__(self, office: Office, over: QWidget, choose: ChoosePhotos = ask_photos) -> None:
        self.office, self.over, self.choose = office, over, choose

    def note(self, dossier: bytes) -> None:
        """A visit to this action."""
        head = queries.head(self.office.reader, dossier)
        if head is None:
            return

        def then(told: dict[str, Any]) -> None:
            from desktop.flow.visits_made import record_visit

            photos = self._read(told.pop("paths"))
            if photos is not None:
                self.office.do(record_visit, dossier=dossier, photos=photos, **told)

        about = f"{head.number} · {head.applicant} · {head.title}"
        VisitDialog(self.over, about, None, then, self.choose).open()

    def mend(self, row: VisitRow) -> None:
        """What was noted of a visit."""

        def then(told: dict[str, Any]) -> None:
            from desktop.flow.visits_made import change_visit

            photos = self._read(told.pop("paths"))
            if photos is not None:
                self.office.do(change_visit, visit=row.id, photos=photos, **told)

        about = f"{row.number} · {row.applicant} · {row.title}"
        VisitDialog(self.over, about, row, then, self.choose).open()

    def drop(self, row: VisitRow) -> None:
        """It was noted by mistake; undo brings it back."""
        from desktop.flow.visits_made import drop_visit

        self.office.do(drop_visit, visit=row.id)

    def _read(self, paths: Sequence[Path]) -> list[tuple[str, bytes]] | None:
        """The pictures; None, and a sentence, when one can't be read."""
        try:
            return [(path.name, path.read_bytes()) for path in paths]
        except OSError as error:
            words = say("«\u00a0{0}\u00a0» ne se lit pas ({1})\u00a0: rien n’a été enregistré.")
            self.office.told.emit(words.format(error.filename or "", disk.reason(error)), "bad")
            return None

    def sheet(self, row: VisitRow) -> None:
        """The printed sheet, shown, then saved where wished."""
        from desktop.letters.files import safe
        from desktop.ui.papers.show import Made, PaperMaker, Wanted

        files = self.office.files

        def make(reader: sqlite3.Connection, _form: str) -> Made:
            from desktop.flow.visits_made import visit_sheet

            return Made(visit_sheet(reader, files, row.dossier_id, row.id))

        title = say("Fiche de visite")
        self.maker = PaperMaker(self.office, self.over)
        self.maker.show(Wanted(title, safe(f"Visite {row.number} {row.visited_on}"), ("pdf",), make))
