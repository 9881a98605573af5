"""Export the notes: ask where, then have the workbook written beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from db.queries.all_notes import NoteRow, NoteWish, note_total
from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.tongue import plural
from desktop.ui.traced import note_left

WriteNotes = Callable[[Path, Iterable[NoteRow]], int]  # a file format: desktop.exchange knows it


def ask_export(over: QWidget, office: Office, wish: NoteWish, write: WriteNotes) -> None:
    """Export the notes of this wish."""
    say = QCoreApplication.translate
    dialog = QFileDialog(over, say("notes", "Exporter les notes"), str(Path.home() / "notes.xlsx"))
    dialog.setObjectName("exportNotes")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(say("notes", "Classeur (*.xlsx)"))
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile("notes.xlsx")
    dialog.fileSelected.connect(lambda name: export(office, wish, Path(name), write))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def export(office: Office, wish: NoteWish, out: Path, write: WriteNotes) -> None:
    """Write the workbook in the worker, then say how many notes it holds."""
    say = QCoreApplication.translate

    def work(progress: Progress) -> int:
        from desktop.flow.export_notes import every_note

        words = say("notes", "Écriture des notes")
        progress(words, 0.0)
        notes, _ = note_total(progress.session, wish)

        def go_on(read: int) -> bool:
            if not progress(words, read / max(1, notes)):
                raise Cancelled  # the workbook begun is thrown away
            return True

        return write(out, every_note(progress.session, wish, go_on))

    def done(count: int) -> None:
        note_left(office, "exported", f"{count} {plural(count, 'note')} dans « {out.name} »")
        told = say("notes", "Le classeur «\u00a0{0}\u00a0» est écrit. Notes exportées\u00a0: {1}.")
        office.told.emit(told.format(out.name, count), "good")

    title = say("notes", "Exporter les notes")
    office.runner.run(work, done, lambda words: office.told.emit(words, "bad"), title)
