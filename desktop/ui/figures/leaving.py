"""What leaves the figures: the chart as a picture, the numbers as a table, both by the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.flow.figures_sheet import Sheet
from desktop.rules.bars import Bars, table_text
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.traced import note_left


class Leaving(QObject):
    """Asks where, writes, notes it."""

    def __init__(self, over: QWidget, office: Office) -> None:
        super().__init__(over)
        self._over, self._office = over, office

    def copy(self, sheet: Sheet, bars: Bars) -> None:
        """Put the table and the picture in the clipboard: a spreadsheet takes one, a letter the other."""
        from desktop.ui.figures.drawing import picture

        told = QMimeData()
        told.setText(table_text(sheet.lines()))
        told.setImageData(picture(bars))
        QGuiApplication.clipboard().setMimeData(told)
        note_left(self._office, "exported", self.tr("Chiffres du contrat"))
        self._office.told.emit(self.tr("Le tableau et son diagramme sont copiés."), "good")

    def ask_picture(self, bars: Bars) -> None:
        """Ask for a file, then write the chart."""
        dialog = self._dialog("picture", self.tr("Enregistrer le diagramme"), "diagramme", "png")
        dialog.setNameFilters([self.tr("Image (*.png)"), self.tr("Dessin (*.svg)")])
        dialog.fileSelected.connect(lambda name: self.save_picture(bars, Path(name)))
        dialog.open()

    def ask_numbers(self, sheet: Sheet) -> None:
        """Ask for a file, then write the table."""
        dialog = self._dialog("numbers", self.tr("Enregistrer les nombres"), "chiffres", "xlsx")
        dialog.setNameFilters([self.tr("Classeur (*.xlsx)"), self.tr("Table (*.csv)")])
        dialog.fileSelected.connect(lambda name: self.save_numbers(sheet, Path(name)))
        dialog.open()

    def _dialog(self, name: str, title: str, file: str, suffix: str) -> QFileDialog:
        dialog = QFileDialog(self._over, title, str(Path.home() / f"{file}.{suffix}"))
        dialog.setObjectName(name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen[-5:-1].strip("*.")))
        dialog.selectFile(file)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def save_picture(self, bars: Bars, out: Path) -> None:
        """Write the chart as its name ends; whole or not at all."""
        from desktop.ui.figures.drawing import written

        try:
            written(bars, out)
        except (OSError, ValueError) as fault:
            self._office.told.emit(str(fault), "bad")
            return
        self._done(self.tr("Le diagramme est écrit dans «\u00a0{0}\u00a0»."), out)

    def save_numbers(self, sheet: Sheet, out: Path) -> None:
        """Write the table beside the window."""
        author = self._office.author

        def work(progress: Progress) -> None:
            from desktop.flow.figures_sheet import write_sheet  # brings the writer of workbooks

            progress(self.tr("Écriture des chiffres"), 0.3)
            write_sheet(sheet, out, author)

        def done(_written: object) -> None:
            self._done(self.tr("Les chiffres sont écrits dans «\u00a0{0}\u00a0»."), out)

        self._office.runner.run(
            work,
            done,
            lambda sentence: self._office.told.emit(sentence, "bad"),
            self.tr("Écrire les chiffres"),
        )

    def _done(self, words: str, out: Path) -> None:
        note_left(self._office, "exported", self.tr("Chiffres du contrat\u00a0: {0}").format(out.name))
        self._office.told.emit(words.format(out.name), "good")
