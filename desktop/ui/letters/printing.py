"""Letters on their way to the printer: the dialog, the run and its Cancel, a second try when it fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QWidget

from desktop.ui.letters.sheaf import Sheaf, both_sides
from desktop.ui.viewer.kinds import Unshowable
from desktop.ui.viewer.printing import PrintRun

ChoosePrinter = Callable[[QWidget], QPrinter | None]


def ask_letter_printer(parent: QWidget) -> QPrinter | None:
    """The printer chosen in the system's dialog, one side proposed; None when it was closed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
    dialog = QPrintDialog(printer, parent)
    # Every letter that leaves is printed whole: a range of pages would leave some without paper.
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, False)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


class LetterPrinting(QObject):
    """`print_files` prints; when it is stopped or fails, it offers to print the same files once more."""

    done = Signal(int)  # pages
    given_up = Signal(str)  # French sentence: the paper did not come

    def __init__(self, parent: QWidget, choose_printer: ChoosePrinter) -> None:
        super().__init__(parent)
        self._window, self.choose_printer = parent, choose_printer
        self._files: tuple[Path, ...] = ()
        self.run: PrintRun | None = None
        self.question: QMessageBox | None = None

    def print_files(self, printer: QPrinter, files: Sequence[Path]) -> None:
        """One page a turn of the event loop."""
        self._files = tuple(files)
        try:
            sheaf = Sheaf(self._files, both_sides=both_sides(printer))
        except Unshowable as problem:
            self._failed(str(problem))
            return
        count = len(sheaf)
        self.run = PrintRun(printer, range(count), sheaf.picture, self)
        progress = QProgressDialog(
            self.tr("Impression des lettres…"), self.tr("Annuler"), 0, count, self._window
        )
        progress.setMinimumDuration(400)
        self.run.progressed.connect(lambda at, _all: progress.setValue(at))
        progress.canceled.connect(self.stop)
        for ended in (self.run.done, self.run.failed):
            ended.connect(sheaf.close)
            ended.connect(progress.deleteLater)
        self._stopping = (sheaf, progress)
        self.run.done.connect(lambda: self.done.emit(count))
        self.run.failed.connect(self._failed)
        self.run.start()

    def stop(self) -> None:
        """Give up the pages not printed yet."""
        if self.run is None:
            return
        sheaf, progress = self._stopping
        self.run.cancel()
        sheaf.close()
        progress.deleteLater()
        self._failed(self.tr("L’impression a été arrêtée avant la fin."))

    def _failed(self, sentence: str) -> None:
        """The letters have left all the same: their paper can still come, and it is no duplicate."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Impression des lettres"))
        box.setText(sentence)
        box.setInformativeText(
            self.tr(
                "Les lettres sont enregistrées et gardent leur numéro. Vous pouvez les imprimer de nouveau "
                "maintenant ; plus tard, le registre les imprimera avec la mention DUPLICATA."
            )
        )
        again = box.addButton(self.tr("&Imprimer de nouveau"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("&Plus tard"), QMessageBox.ButtonRole.RejectRole)

        def answered() -> None:
            printer = self.choose_printer(self._window) if box.clickedButton() is again else None
            if printer is not None:
                self.print_files(printer, self._files)
            else:
                self.given_up.emit(sentence)

        box.finished.connect(answered)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.question = box
        box.open()
