"""A piece that leaves the window: to the printer page by page, or to another program after a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QWidget

from desktop.ui.viewer.kinds import Unshowable, tr

DPI = 200


class PrintRun(QObject):
    """Prints `pages` (numbers from 0), one a turn of the event loop. `picture(number, scale)` draws one."""

    progressed = Signal(int, int)  # printed, in all
    done = Signal()
    failed = Signal(str)

    def __init__(
        self,
        printer: QPrinter,
        pages: Sequence[int],
        picture: Callable[[int, float], QImage],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._printer, self._pages, self._picture = printer, pages, picture
        self._at = 0
        self._next: QImage | None = None  # drawn already, to know how the paper is turned
        self._painter = QPainter()
        self._step = QTimer(self, interval=0)
        self._step.timeout.connect(self._print_one)

    def start(self) -> None:
        self._printer.setResolution(DPI)
        self._printer.setFullPage(True)
        self._turn_paper()
        if self._painter.begin(self._printer):
            self._step.start()
        else:
            self.failed.emit(
                tr("L’imprimante ne répond pas : rien n’a été imprimé. Vérifiez-la, puis recommencez.")
            )

    def cancel(self) -> None:
        """Give up the pages not printed yet."""
        self._step.stop()
        if self._painter.isActive():
            self._painter.end()
            self._printer.abort()

    def _drawn(self) -> QImage:
        image, self._next = self._next, None
        return self._picture(self._pages[self._at], DPI / 72) if image is None else image

    def _turn_paper(self) -> None:
        try:
            self._next = image = self._drawn()
        except Unshowable:
            return  # told when this page's turn comes
        wide = image.width() > image.height()
        sides = QPageLayout.Orientation
        self._printer.setPageOrientation(sides.Landscape if wide else sides.Portrait)

    def _print_one(self) -> None:
        try:
            image = self._drawn()
        except Unshowable as problem:
            self.cancel()
            self.failed.emit(str(problem))
            return
        paper = self._printer.pageRect(QPrinter.Unit.DevicePixel)
        size = QSizeF(image.size()).scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (paper.width() - size.width()) / 2, (paper.height() - size.height()) / 2
        self._painter.drawImage(QRectF(left, top, size.width(), size.height()), image)
        self._at += 1
        self.progressed.emit(self._at, len(self._pages))
        if self._at < len(self._pages):
            self._turn_paper()
            self._printer.newPage()
        else:
            self._step.stop()
            self._painter.end()
            self.done.emit()


def ask_printer(parent: QWidget) -> QPrinter | None:
    """The printer chosen in the system's dialog, None when it was closed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def print_with_progress(
    printer: QPrinter, pages: int, picture: Callable[[int, float], QImage], parent: QWidget
) -> PrintRun:
    """A run of the pages that the printer's dialog asked for, with its progress and Cancel; not started."""
    first, last = printer.fromPage() or 1, min(printer.toPage() or pages, pages)
    run = PrintRun(printer, range(first - 1, last), picture, parent)
    progress = QProgressDialog(
        tr("Impression de la pièce…"), tr("Annuler"), 0, max(1, last - first + 1), parent
    )
    progress.setMinimumDuration(400)
    progress.canceled.connect(run.cancel)
    run.progressed.connect(lambda at, _all: progress.setValue(at))
    for ended in (run.done, run.failed):
        ended.connect(progress.deleteLater)
    return run


def ask_to_leave(path: Path, parent: QWidget, yes: Callable[[Path], None]) -> None:
    """Ask whether the file may go to another program, and call `yes` with it when it may."""
    question = QMessageBox(parent)
    question.setIcon(QMessageBox.Icon.Question)
    question.setTextFormat(Qt.TextFormat.PlainText)
    question.setWindowTitle(tr("Ouvrir en dehors de Parvis"))
    question.setText(tr("Ouvrir « {name} » avec le programme du poste ?").format(name=path.name))
    question.setInformativeText(
        tr("Ce fichier vient de l’extérieur. Ce qui y serait modifié ne reviendrait pas dans le dossier.")
    )
    agree = question.addButton(tr("&Ouvrir"), QMessageBox.ButtonRole.AcceptRole)
    question.addButton(tr("&Ne pas ouvrir"), QMessageBox.ButtonRole.RejectRole)

    def answered() -> None:
        if question.clickedButton() is agree:
            yes(path)

    question.finished.connect(answered)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.open()
