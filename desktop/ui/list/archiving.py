"""Archive dossiers with their pieces: ask where, then write beside the window, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from desktop.flow.archive_set import Archived, Stopped, archive_set
from desktop.flow.traces import heap_words
from desktop.ui.office import Office
from desktop.ui.papers.leaving import CopyBox
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.tongue import plural
from desktop.ui.traced import note_left


def ask_archive(over: QWidget, office: Office, keys: Sequence[bytes]) -> QFileDialog:
    """A ZIP file, or a folder when the name has another ending."""
    say = QCoreApplication.translate
    dialog = QFileDialog(over, say("archive", "Archiver les dossiers"), str(Path.home() / "archive.zip"))
    dialog.setObjectName("archive")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([say("archive", "Archive ZIP (*.zip)"), say("archive", "Dossier de fichiers (*)")])
    dialog.selectFile("archive.zip")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # so that the box can stand in it
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, say("archive", "Dans\u00a0:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, say("archive", "Sorte\u00a0:"))
    box = CopyBox(office.author, black=True, parent=dialog)
    box.setObjectName("copy")
    grid = dialog.layout()
    if isinstance(grid, QGridLayout):
        grid.addWidget(box, grid.rowCount(), 0, 1, -1)
    dialog.fileSelected.connect(lambda name: archive(office, keys, Path(name), box))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def archive(office: Office, keys: Sequence[bytes], out: Path, box: CopyBox | None = None) -> None:
    """Write it in the worker, then say what it holds and what it lacks."""
    say = QCoreApplication.translate
    files, person = office.files, office.author
    copy, black = (box.copy(), box.columns()) if box is not None else (None, frozenset[str]())
    asked = box.words() if box is not None else ""

    def work(progress: Progress) -> Archived | str:
        try:
            return archive_set(
                progress.session, files, keys, out, person=person, black=black, copy=copy, tell=progress
            )
        except Stopped as wish:
            raise Cancelled from wish
        except ValueError as refusal:  # its French sentence
            return str(refusal)

    def done(answer: Archived | str) -> None:
        if isinstance(answer, str):
            office.told.emit(answer, "bad")
            return
        what = heap_words("Archive avec les pièces", answer.dossiers, out.name)
        note_left(office, "exported", ", ".join(part for part in (what, asked) if part), keys)
        words = say("archive", "L’archive «\u00a0{0}\u00a0» est écrite\u00a0: {1} {2}, {3} fichiers.")
        count = answer.dossiers
        told = [words.format(out.name, count, plural(count, "dossier"), answer.files)]
        if answer.closed:
            left = say("archive", "Fermés par un intérêt, et laissés de côté\u00a0: {0}.")
            told.append(left.format(answer.closed))
        office.told.emit(" ".join([*told, *answer.missing[:3]]), "warn" if answer.missing else "good")

    office.runner.run(
        work, done, lambda words: office.told.emit(words, "bad"), say("archive", "Archiver les dossiers")
    )
