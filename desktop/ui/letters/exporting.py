"""The PDF of letters as files: one a recipient, named from the data, or one for all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from db import queries
from db.queries.letters import LetterRow
from desktop.letters.files import file_name, write_whole
from desktop.letters.model import Letter
from desktop.ui.letters.deeds import LetterDeeds
from desktop.ui.letters.desk import Desk, Watermark
from desktop.ui.letters.entry import MEND, PRINTED, READY, Entry
from desktop.ui.letters.export_dialog import ExportDialog, Wish
from desktop.ui.runner import Progress
from desktop.ui.tongue import plural
from desktop.ui.traced import note_left

NAME = "{courrier.numero} {dossier.numero} {porteur.nom}.pdf"
DRAFT: Literal["PROJET"] = "PROJET"
ChoosePlace = Callable[[QWidget, bool], Path | None]  # one file or a folder


def ask_place(parent: QWidget, one_file: bool) -> Path | None:
    """Where the files go, None when the dialog was closed."""
    say = QCoreApplication.translate
    if not one_file:
        folder = QFileDialog.getExistingDirectory(parent, say("letters", "Dossier des courriers"))
        return Path(folder) if folder else None
    title = say("letters", "Enregistrer les courriers")
    name, _ = QFileDialog.getSaveFileName(parent, title, "courriers.pdf", "PDF (*.pdf)")
    return Path(name).with_suffix(".pdf") if name else None


def name_of(row: LetterRow, number: str, taken: Sequence[str]) -> str:
    """« C2026-0001 2026-0107 Lire en Bas de Chez Soi.pdf »."""
    data = {
        "courrier": {"numero": number},
        "dossier": {"numero": row.dossier},
        "porteur": {"nom": row.applicant},
    }
    return file_name(NAME, data, taken=taken)


def words_of(entry: Entry) -> Letter | None:
    """The words of a draft; None for a letter that left, which is copied as it is."""
    return entry.checked.letter if entry.checked and entry.state in (READY, MEND) else None


@dataclass(slots=True)
class Export:
    """What is written where; `names` is what has been written, also when it was stopped."""

    desk: Desk
    files: Path  # the folder of the pieces
    rows: Sequence[tuple[LetterRow, Letter | None]]  # the words of a draft; None for a letter that left
    place: Path
    one_file: bool
    names: list[str] = field(default_factory=list)

    def work(self, progress: Progress) -> int:
        """In the worker; the number of letters written."""
        if self.one_file:
            return self._write_one(progress)
        self.place.mkdir(parents=True, exist_ok=True)
        for row, letter in self._told(progress):
            content = self.desk.pdf(letter, DRAFT) if letter else self.desk.kept(self.files, row)
            name = name_of(row, DRAFT if letter else row.number, self.names)
            write_whole(self.place / name, content)
            self.names.append(name)
        return len(self.names)

    def _told(self, progress: Progress) -> Iterator[tuple[LetterRow, Letter | None]]:
        say = QCoreApplication.translate("letters", "PDF {0} sur {1} : {2}")
        for rank, (row, letter) in enumerate(self.rows):
            if not progress(say.format(rank + 1, len(self.rows), row.applicant), rank / len(self.rows)):
                return
            yield row, letter

    def _write_one(self, progress: Progress) -> int:
        from desktop.letters.letter import make_many

        reader: sqlite3.Connection = progress.session
        letters = [self._words(reader, row, letter) for row, letter in self._told(progress)]
        if progress.refused:
            return 0
        mark: Watermark = DRAFT if any(letter for _, letter in self.rows) else None
        with self.desk.lock:
            make_many(letters, self.place, watermark=mark)
        self.names.append(self.place.name)
        return len(letters)

    @staticmethod
    def _words(reader: sqlite3.Connection, row: LetterRow, letter: Letter | None) -> Letter:
        from desktop.flow.logos import letter_kept
        from desktop.flow.notify import body_of

        return letter or letter_kept(reader, body_of(reader, row.id))


class LetterExport(QObject):
    """Asks what, how and where; then writes beside the window."""

    def __init__(self, deeds: LetterDeeds, parent: QWidget, choose_place: ChoosePlace) -> None:
        super().__init__(parent)
        self._deeds, self._window, self._choose = deeds, parent, choose_place
        self.dialog: ExportDialog | None = None

    def ask(self, ticked: Sequence[Entry], shown: Sequence[Entry]) -> None:
        """Export what is shown: letters to mend only as drafts, letters that left as they are."""
        office = self._deeds.office
        printed = [entry for entry in shown if entry.state == PRINTED]
        mend = [entry for entry in shown if entry.state == MEND and entry.checked and entry.checked.letter]
        drafts = [*ticked, *mend]
        if not (drafts or printed):
            office.told.emit(self.tr("Aucune lettre n’est cochée : il n’y a rien à exporter."), "warn")
            return
        writable = office.may("print_letter")
        self.dialog = ExportDialog(len(ticked), len(drafts), len(printed), self._window, writable=writable)
        self.dialog.chosen.connect(lambda wish: self._place(wish, ticked, [*drafts, *printed]))
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _place(self, wish: Wish, ticked: Sequence[Entry], entries: Sequence[Entry]) -> None:
        place = self._choose(self._window, wish.one_file)
        if place is None:
            words = self.tr("L’export a été annulé : aucun fichier n’a été écrit.")
            self._deeds.office.told.emit(words, "neutral")
        elif wish.leave:
            self._deeds.issue(ticked, lambda letters: self._write_left(letters, place, wish.one_file))
        else:
            self._write([(entry.row, words_of(entry)) for entry in entries], place, wish.one_file)

    def _write_left(self, letters: set[bytes], place: Path, one_file: bool) -> None:
        rows = [row for row in queries.register(self._deeds.office.reader) if row.id in letters]
        self._write([(row, None) for row in rows], place, one_file)

    def _write(self, rows: Sequence[tuple[LetterRow, Letter | None]], place: Path, one_file: bool) -> None:
        office = self._deeds.office
        export = Export(self._deeds.desk, office.files, rows, place, one_file)

        def done(count: int) -> None:
            told = plural(count, "lettre", "lettres")
            dossiers = {row.dossier_id for row, _ in rows}
            note_left(office, "exported", f"{count} {told} en PDF dans « {place.name} »", sorted(dossiers))
            words = plural(count, "lettre est exportée", "lettres sont exportées")
            office.told.emit(self.tr("{0} {1} dans {2}.").format(count, words, place), "good")

        def failed(sentence: str) -> None:
            count = len(export.names)
            words = plural(count, "fichier est écrit", "fichiers sont écrits")
            kept = self.tr("L’export s’est arrêté : {0} {1} dans {2}.").format(count, words, place)
            office.told.emit(kept if count else sentence, "warn")

        office.runner.run(export.work, done, failed, self.tr("Exporter les courriers"))
