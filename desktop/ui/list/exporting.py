"""Export the list: ask where, then have the workbook written beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from db import queries
from db.queries.lists import ExportRow
from desktop.rules.query import parse, to_tree
from desktop.ui.office import Office
from desktop.ui.runner import Progress

WriteList = Callable[[Path, Sequence[ExportRow]], None]  # a file format: desktop.exchange knows it


def ask_export(over: QWidget, office: Office, query: str, marked: Sequence[bytes], write: WriteList) -> None:
    """Export the dossiers marked, or all those of the query when none is."""
    say = QCoreApplication.translate
    dialog = QFileDialog(over, say("export", "Exporter la liste"), str(Path.home() / "dossiers.xlsx"))
    dialog.setObjectName("export")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(say("export", "Classeur (*.xlsx)"))
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile("dossiers.xlsx")
    dialog.fileSelected.connect(lambda name: export(office, query, marked, Path(name), write))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def export(office: Office, query: str, marked: Sequence[bytes], out: Path, write: WriteList) -> None:
    """Write the workbook in the worker, then say how many dossiers it holds."""
    say = QCoreApplication.translate
    tree, only = to_tree(parse(query), office.author), frozenset(marked)

    def work(progress: Progress) -> int:
        progress(say("export", "Lecture des dossiers"), 0.1)
        found = [row for row in queries.export_rows(progress.session, tree) if not only or row.id in only]
        progress(say("export", "Écriture du classeur"), 0.4)
        write(out, found)
        return len(found)

    def done(count: int) -> None:
        words = say("export", "Le classeur «\u00a0{0}\u00a0» est écrit. Dossiers exportés\u00a0: {1}.")
        office.told.emit(words.format(out.name, count), "good")

    office.runner.run(
        work, done, lambda words: office.told.emit(words, "bad"), say("export", "Exporter la liste")
    )
