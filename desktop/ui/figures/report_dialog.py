"""The report of a year on its way out: which year, its tables beside or not, for whom the copy is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from db.queries.figures import years
from desktop.ui.fields import Button
from desktop.ui.intake.parts import text
from desktop.ui.money.picking import pick
from desktop.ui.office import Office
from desktop.ui.papers.leaving import CopyBox
from desktop.ui.runner import Progress
from desktop.ui.traced import note_left


class ReportDialog(QDialog):
    """Written beside the window; a failure leaves what was there."""

    def __init__(self, over: QWidget, office: Office, year: int | None) -> None:
        super().__init__(over)
        self._office = office
        self.setObjectName("yearReport")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Rapport de l’année"))
        self.setMinimumWidth(480)
        self.year = QComboBox()
        self.year.setAccessibleName(self.tr("Année du rapport"))
        for known in reversed(years(office.reader)):
            self.year.addItem(str(known), known)
        pick(self.year, year)
        self.tables = QCheckBox(self.tr("Ses &tableaux aussi, en classeur, à côté"))
        self.copy = CopyBox(office.author)
        self.go = Button(self.tr("&Enregistrer…"), "download", kind="primary")
        self.go.setDefault(True)
        self.go.setEnabled(self.year.count() > 0)
        leave = Button(self.tr("&Annuler"))
        self.go.clicked.connect(self.ask_where)
        leave.clicked.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("Année\u00a0:"), self.year)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        words = self.tr(
            "Chiffres clés, un tableau et un diagramme par axe, la grille, les actions par quartier, le "
            "public, les conventions, les versements, les bilans, l’évolution, la méthode."
        )
        column.addWidget(text(words))
        column.addLayout(form)
        column.addWidget(self.tables)
        column.addWidget(self.copy)
        column.addLayout(foot)

    def ask_where(self) -> None:
        """Ask for the file of the pages."""
        name = f"rapport-{self.year.currentData()}.pdf"
        dialog = QFileDialog(self, self.tr("Enregistrer le rapport"), str(Path.home() / name))
        dialog.setObjectName("yearReportFile")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Pages à imprimer (*.pdf)")])
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, out: Path) -> None:
        """Write the pages, and the tables beside them under the same name."""
        office, year, me = self._office, self.year.currentData(), self._office.author
        tables = out.with_suffix(".xlsx") if self.tables.isChecked() else None
        copy, told = self.copy.copy(), self.copy.words()
        words = self.tr("Rapport de l’année {0}").format(year)
        done = self.tr("Le rapport est écrit dans «\u00a0{0}\u00a0».").format(out.name)
        title = self.tr("Écrire le rapport")

        def work(progress: Progress) -> None:
            from desktop.flow.year_report import write_report  # brings the writers of pages and workbooks

            progress(title, 0.2)
            write_report(progress.session, year, out, person=me, tables=tables, copy=copy)

        def ended(_written: object) -> None:
            note_left(office, "exported", f"{words}\u00a0: {out.name}" + (f", {told}" if told else ""))
            office.told.emit(done, "good")

        office.runner.run(work, ended, lambda sentence: office.told.emit(sentence, "bad"), title)
        self.accept()
