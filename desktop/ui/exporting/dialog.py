"""The window of an export: columns chosen and ordered, kept as a model, written as a workbook or CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.flow.export_models import DEFAULT, choices, models
from desktop.ui.dossier.asking import ask_line
from desktop.ui.exporting.lists import Offered, Taken
from desktop.ui.fields import Button, IconButton, SearchField, SectionTitle
from desktop.ui.intake.parts import text
from desktop.ui.office import Office
from desktop.ui.papers.leaving import CopyBox
from desktop.ui.tongue import plural

_FORMATS = (("xlsx", "Classeur Excel (.xlsx)"), ("csv", "CSV pour tableur (.csv)"))


class ColumnsDialog(QDialog):
    """Ctrl+Enter asks where; `wanted` tells the file and the codes of the columns."""

    wanted = Signal(object, list)  # Path, codes

    def __init__(self, office: Office, count: int, over: QWidget | None) -> None:
        super().__init__(over)
        self.setObjectName("columns")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Exporter la liste"))
        self.resize(900, 600)
        self._office, self._count = office, count
        self._choices = choices(office.reader)
        self._titles = {one.code: one.title for one in self._choices}
        self.model = QComboBox()
        self.model.setAccessibleName(self.tr("Modèle d’export"))
        self.keep = Button(self.tr("&Garder ce modèle…"), "save")
        self.drop = IconButton("trash-2", self.tr("Retirer ce modèle"))
        self.search = SearchField(self.tr("Chercher une colonne"))
        self.offered, self.taken = Offered(), Taken()
        self.add = IconButton("arrow-right", self.tr("Ajouter la colonne"), key="Alt+Right")
        self.remove = IconButton("arrow-left", self.tr("Retirer la colonne"), key="Alt+Left")
        self.up = IconButton("arrow-up", self.tr("Monter la colonne"), key="Alt+Up")
        self.down = IconButton("arrow-down", self.tr("Descendre la colonne"), key="Alt+Down")
        self.format = QComboBox()
        self.format.setAccessibleName(self.tr("Format"))
        for suffix, words in _FORMATS:
            self.format.addItem(words, suffix)
        self.copy = CopyBox(office.author, black=True)
        self.told = text(caption=True)
        self.leave = Button(self.tr("Annuler"))
        self.go = Button(self.tr("Exporter…"), "download", kind="primary")
        self._lay_out()
        self.offered.offer(self._choices)
        self._connect()
        self._read_models()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        label = QLabel(self.tr("&Modèle"))
        label.setBuddy(self.model)
        top.addWidget(label)
        top.addWidget(self.model, 1)
        top.addWidget(self.keep)
        top.addWidget(self.drop)
        between = QVBoxLayout()
        between.addStretch(1)
        for button in (self.add, self.remove, self.up, self.down):
            between.addWidget(button)
        between.addStretch(1)
        grid = self._two_lists(between)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.told, 1)
        for part in (self.format, self.leave, self.go):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(grid, 1)
        column.addWidget(self.copy)
        column.addLayout(foot)
        for plain in (self.keep, self.leave, self.go):
            plain.setAutoDefault(False)

    def _two_lists(self, between: QVBoxLayout) -> QGridLayout:
        """What is offered, what is taken, and the buttons between."""
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(SectionTitle(self.tr("Colonnes offertes")), 0, 0)
        grid.addWidget(SectionTitle(self.tr("Colonnes du tableau")), 0, 2)
        grid.addWidget(self.search, 1, 0)
        grid.addWidget(
            text(self.tr("Ctrl+↑ et Ctrl+↓ déplacent une colonne, Suppr la retire."), caption=True), 1, 2
        )
        grid.addWidget(self.offered, 2, 0)
        grid.addLayout(between, 2, 1)
        grid.addWidget(self.taken, 2, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        return grid

    def _connect(self) -> None:
        self.search.typed.connect(self.offered.sift)
        self.offered.chosen.connect(self._take)
        self.taken.changed.connect(self._tell)
        self.add.clicked.connect(self.offered.choose_current)
        self.remove.clicked.connect(self.taken.drop_chosen)
        self.up.clicked.connect(lambda: self.taken.shift(-1))
        self.down.clicked.connect(lambda: self.taken.shift(1))
        self.model.activated.connect(lambda _place: self._use())
        self.keep.clicked.connect(self._ask_name)
        self.drop.clicked.connect(self._drop)
        self.leave.clicked.connect(self.reject)
        self.go.clicked.connect(self._go)
        self.go.setToolTip(self.tr("Choisir le fichier (Ctrl+Entrée)"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.go.click)

    # Models

    def _read_models(self, chosen: str = "") -> None:
        """List the models; the usual one is chosen first."""
        kept = models(self._office.reader)
        self.model.clear()
        self.model.addItem(self.tr("Liste habituelle"), list(DEFAULT))
        self.model.addItem(self.tr("Toutes les colonnes"), [one.code for one in self._choices])
        for one in kept:
            self.model.addItem(one.name, one.codes)
            if one.name == chosen or (not chosen and one.usual):
                self.model.setCurrentIndex(self.model.count() - 1)
        self._use()

    def _use(self) -> None:
        codes = self.model.currentData() or []
        self.taken.clear()
        self._take([code for code in codes if code in self._titles])
        self.taken.setCurrentRow(0)
        if gone := len(codes) - self.taken.count():
            words = plural(
                gone, "colonne de ce modèle n’existe plus", "colonnes de ce modèle n’existent plus"
            )
            self._office.told.emit(self.tr("{0} {1} dans cette base.").format(gone, words), "warn")

    def _take(self, codes: Sequence[str]) -> None:
        here = set(self.taken.codes())
        self.taken.take([(code, self._titles[code]) for code in codes if code not in here])

    def _ask_name(self) -> None:
        own = self.model.currentText() if self.model.currentIndex() > 1 else ""
        question = self.tr(
            "Nom du modèle (un nom déjà pris est remplacé, et proposé la prochaine fois)\u00a0:"
        )
        ask_line(self, "modelName", self.tr("Garder ce modèle"), question, self._keep, value=own)

    def _keep(self, name: str) -> None:
        from desktop.flow.export_models import save_model

        codes = self.taken.codes()
        if (
            name.strip()
            and self._office.do(save_model, name=name.strip(), codes=codes, usual=True) is not None
        ):
            self._read_models(name.strip())

    def _drop(self) -> None:
        from desktop.flow.export_models import drop_model

        if self.model.currentIndex() > 1:
            self._office.do(drop_model, name=self.model.currentText())
            self._read_models()

    def _tell(self) -> None:
        codes = self.taken.codes()
        self.offered.mark(codes)
        count, width = self._count, len(codes)
        self.told.setText(f"{count} {plural(count, 'dossier')}, {width} {plural(width, 'colonne')}")
        self.go.setEnabled(bool(codes))
        self.keep.setEnabled(bool(codes) and self._office.may("view"))
        self.drop.setEnabled(self.model.currentIndex() > 1 and self._office.may("view"))

    # Where

    def _go(self) -> None:
        suffix = self.format.currentData()
        dialog = QFileDialog(self, self.tr("Exporter la liste"), str(Path.home() / f"dossiers.{suffix}"))
        dialog.setObjectName("export")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(dict(_FORMATS)[suffix].replace("(.", "(*."))
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"dossiers.{suffix}")
        dialog.fileSelected.connect(lambda name: self._chosen(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, path: Path) -> None:
        codes = self.taken.codes()
        self.accept()
        self.wanted.emit(path, codes)
