"""« Préparer une mallette »: for whom, what it carries, how much, where it is written; then its receipt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from db.queries.committee import committees
from desktop.exchange.keys import Keys
from desktop.exchange.satchel_seal import Stopped
from desktop.flow.satchel import Departure, give_back, prepare
from desktop.flow.satchel_paper import many, size_words
from desktop.flow.satchel_size import Load, load_of
from desktop.flow.satchel_trust import Place, places, standing
from desktop.ui.apart.keyring import with_keys
from desktop.ui.apart.scope_box import ScopeBox
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.office import Office
from desktop.ui.progress import ProgressPanel
from desktop.ui.refusing import Refusal
from desktop.ui.runner import Cancelled, Progress

ChooseFolder = Callable[[QWidget, str], Path | None]  # parent, folder offered
Take = Callable[[Keys], object]
_PAUSE_MS = 250  # after the last tick, before the load is counted again


def ask_folder(parent: QWidget, offered: str) -> Path | None:
    """Where satchels go: a stick, a shared folder."""
    chosen = QFileDialog.getExistingDirectory(parent, parent.windowTitle(), offered)
    return Path(chosen) if chosen else None


class PrepareDialog(QDialog):
    """`done_with` is told the departure once the satchel is written."""

    def __init__(
        self,
        office: Office,
        over: QWidget | None,
        done_with: Callable[[Departure], object],
        *,
        choose_folder: ChooseFolder = ask_folder,
        keys: Callable[[Take], object] | None = None,
    ) -> None:
        super().__init__(over)
        self.office, self._done_with, self._choose = office, done_with, choose_folder
        self._keys = keys or (lambda take: with_keys(self, office, take))
        self.setObjectName("prepare")
        self.back = standing(office.reader, office.site).role == "station"
        self.setWindowTitle(
            self.tr("Rapporter mon travail") if self.back else self.tr("Préparer une mallette")
        )
        self.resize(660, 300 if self.back else 640)
        self.whom, self.person = QComboBox(), QLineEdit()
        self.scope = ScopeBox()
        self.load, self.wrong = text(bold=True), Notice()
        self.folder = QLineEdit()
        self.choose = Button(self.tr("&Choisir…"), "folder-open")
        self.write = Button(self.windowTitle(), "luggage", kind="primary")
        self.leave = Button(self.tr("Fermer"))
        self.progress = ProgressPanel(office.runner)
        self._busy = False
        self._counting = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self.places = [p for p in places(office.reader) if self._may_carry(p)]
        self._lay_out()
        self._connect()
        self._begin()

    @staticmethod
    def _may_carry(place: Place) -> bool:
        return place.kind != "hub" and bool(place.enrolled_at) and place.revoked_at is None

    def _lay_out(self) -> None:
        self.whom.setAccessibleName(self.tr("Pour quel poste"))
        self.person.setAccessibleName(self.tr("Remise à"))
        self.person.setPlaceholderText(self.tr("qui l’emporte, s’il faut le noter"))
        self.folder.setAccessibleName(self.tr("Où l’écrire"))
        self.folder.setPlaceholderText(self.tr("une clé, un dossier partagé"))
        form = QFormLayout()
        form.setSpacing(8)
        where = QHBoxLayout()
        where.addWidget(self.folder, 1)
        where.addWidget(self.choose)
        if not self.back:
            form.addRow(self.tr("Pour quel &poste"), self.whom)
            form.addRow(self.tr("&Remise à"), self.person)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(form)
        if not self.back:
            column.addWidget(self.scope, 1)
        column.addWidget(self.load)
        column.addWidget(self.wrong)
        column.addWidget(text(self.tr("Où l’écrire"), caption=True))
        column.addLayout(where)
        column.addWidget(self.progress)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.write)
        column.addLayout(row)

    def _connect(self) -> None:
        self.whom.currentIndexChanged.connect(self._chose_place)
        self.scope.changed.connect(self._counting.start)
        self._counting.timeout.connect(self.count)
        self.choose.clicked.connect(self._pick_folder)
        self.folder.textChanged.connect(lambda _text: self._tell())
        self.write.clicked.connect(self.start)
        self.leave.clicked.connect(self.reject)
        self.choose.setAutoDefault(False)
        self.leave.setAutoDefault(False)
        self.write.setDefault(True)

    def _begin(self) -> None:
        if self.back:
            from db.queries.shipments import standing as where

            unsent = where(self.office.reader, self.office.site).unsent
            self.load.setText(
                self.tr("{0} depuis ce que la ville connaît, avec leurs pièces.").format(
                    many(unsent, self.tr("changement"))
                )
            )
            self._tell()
            return
        self.scope.fill(self.office.quarters, committees(self.office.reader), self.office.listed)
        for place in self.places:
            self.whom.addItem(f"{place.name} · {place.place}" if place.place else place.name, place.id)
        if not self.places:
            self.wrong.tell(
                self.tr("Aucun poste n’est enrôlé\u00a0: enrôlez celui de l’antenne (Postes…)."),
                "warn",
            )
        self._chose_place()

    def _chose_place(self) -> None:
        if place := self._place():
            self.scope.hold(place.holds)
        self._tell()

    def _place(self) -> Place | None:
        return next((place for place in self.places if place.id == self.whom.currentData()), None)

    def _pick_folder(self) -> None:
        folder = self._choose(self, self.folder.text())
        if folder is not None:
            self.folder.setText(str(folder))

    def _tell(self) -> None:
        ready = (self.back or self._place() is not None) and bool(self.folder.text().strip())
        self.write.setEnabled(ready and not self._busy and not self.office.read_only)

    # How much

    def count(self) -> None:
        """Say how many dossiers and pieces would travel, and their size."""
        if self.back or self._busy:
            return
        try:
            scope = self.scope.scope(self.office.reader, self.office.author)
        except ValueError as why:
            self.wrong.tell(str(why), "warn")
            self.load.setText("")
            return
        self.wrong.tell("")
        files = self.office.files
        self.office.runner.run(
            lambda progress: load_of(progress.session, files, scope), self._counted,
            lambda sentence: self.wrong.tell(sentence, "warn"), self.tr("Compter ce qui partirait"),
        )  # fmt: skip

    def _counted(self, load: Load) -> None:
        parts = [many(load.dossiers, self.tr("dossier"))]
        if load.pieces:
            parts.append(f"{many(load.pieces, self.tr('pièce'))} ({size_words(load.size)})")
        else:
            parts.append(self.tr("sans pièces"))
        if load.missing:
            parts.append(
                self.tr("{0} dont le contenu n’est pas sur ce poste").format(
                    many(load.missing, self.tr("pièce"))
                )
            )
        self.load.setText(", ".join(parts))

    # Writing

    def start(self) -> None:
        """Write the satchel beside the window; nothing is left of one that is cancelled."""
        if self.write.isEnabled():
            self._keys(self._write)

    def _write(self, keys: Keys) -> None:
        folder, store = Path(self.folder.text().strip()), self.office.store
        try:
            scope = None if self.back else self.scope.scope(self.office.reader, self.office.author)
        except ValueError as why:
            self.wrong.tell(str(why), "warn")
            return
        place, person = self._place(), self.person.text().strip()
        self._set_busy(True)

        def work(progress: Progress) -> Departure:
            try:
                if place is None:
                    return give_back(store, folder=folder, keys=keys, progress=progress)
                return prepare(
                    store, workstation=place.id, folder=folder, keys=keys, scope=scope, person=person,
                    progress=progress,
                )  # fmt: skip
            except Stopped as why:
                raise Cancelled from why
            except ValueError as why:
                raise Refusal(str(why)) from why

        self.office.runner.run(work, self._written, self._failed, self.windowTitle())

    def _written(self, made: Departure) -> None:
        self._set_busy(False)
        self.office.heed(frozenset({"shipment", "loan", "workstation"}))
        self.accept()
        self._done_with(made)

    def _failed(self, sentence: str) -> None:
        self._set_busy(False)
        self.wrong.tell(sentence, "warn")

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for part in (self.whom, self.person, self.scope, self.folder, self.choose):
            part.setEnabled(not busy)
        self._tell()

    def done(self, result: int) -> None:
        self._counting.stop()
        super().done(result)

    def reject(self) -> None:
        """Closing while it is written stops it."""
        if self._busy:
            self.office.runner.cancel()
        else:
            super().reject()
