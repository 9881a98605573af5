"""The grid on its way out: a page or a workbook saved where one says, or the page to the printer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.rules.territory import View
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.traced import note_left
from desktop.ui.viewer.printing import PrintRun, ask_printer

ChoosePrinter = Callable[[QWidget], QPrinter | None]


class GridPaper(QObject):
    """`choose_printer` asks for the printer; None gives up."""

    def __init__(self, over: QWidget, office: Office, choose_printer: ChoosePrinter = ask_printer) -> None:
        super().__init__(over)
        self._over, self._office = over, office
        self.choose_printer = choose_printer
        self.run: PrintRun | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def ask_where(self, view: View, scope: str) -> None:
        """Ask for a file, then write it beside the window."""
        dialog = QFileDialog(self._over, self.tr("Enregistrer la grille"), str(Path.home() / "grille.pdf"))
        dialog.setObjectName("grid")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = [self.tr("Page à imprimer (*.pdf)"), self.tr("Classeur (*.xlsx)")]
        dialog.setNameFilters(filters)
        dialog.setDefaultSuffix("pdf")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen[-5:-1].strip("*.")))
        dialog.selectFile("grille")
        dialog.fileSelected.connect(lambda name: self.save(view, scope, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, view: View, scope: str, out: Path) -> None:
        """Write a page or a workbook, as the name ends."""

        def done(_written: object) -> None:
            words = self.tr("La grille est écrite dans «\u00a0{0}\u00a0».")
            note_left(self._office, "exported", self.tr("Grille des défis et des quartiers"))
            self._office.told.emit(words.format(out.name), "good")

        self._write(view, scope, out, done)

    def print(self, view: View, scope: str) -> None:
        """Ask for a printer and print the page."""
        printer = self.choose_printer(self._over)
        if printer is None:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="parvis-")
        out = Path(self._folder.name) / "grille.pdf"
        self._write(view, scope, out, lambda _written: self._send(printer, out))

    def _send(self, printer: QPrinter, out: Path) -> None:
        from desktop.ui.viewer.pdf import PdfFile

        file = PdfFile(out)
        self.run = PrintRun(printer, range(len(file)), file.picture, self)

        def ended(sentence: str, tone: str) -> None:
            file.close()
            self._office.told.emit(sentence, tone)
            self.clear()

        self.run.done.connect(
            lambda: note_left(self._office, "printed", self.tr("Grille des défis et des quartiers"))
        )
        self.run.done.connect(lambda: ended(self.tr("La grille est partie à l’imprimante."), "good"))
        self.run.failed.connect(lambda why: ended(why, "bad"))
        self.run.start()

    def clear(self) -> None:
        """Take away the page made for the printer."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _write(self, view: View, scope: str, out: Path, done: Callable[[object], None]) -> None:
        def work(progress: Progress) -> None:
            from desktop.flow.territory import write_territory  # brings the writers of pages and workbooks

            progress(self.tr("Écriture de la grille"), 0.2)
            write_territory(progress.session, view, out, scope)

        self._office.runner.run(work, done, self._failed, self.tr("Écrire la grille"))

    def _failed(self, sentence: str) -> None:
        self._office.told.emit(sentence, "bad")
        self.clear()
