"""« Versions remises »: every pack handed out, its day, for whom, its pages, the digest of its rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from db.queries.packs import PackRow


class Versions(QTableWidget):
    """The latest first; Enter or a double click shows one."""

    opened = Signal(object)  # PackRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.rows: Sequence[PackRow] = ()
        self.setAccessibleName(self.tr("Versions remises"))
        self.setHorizontalHeaderLabels(
            [self.tr("N°"), self.tr("Remise le"), self.tr("Exemplaire"), self.tr("Empreinte")]
        )
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.itemSelectionChanged.connect(self._chosen)

    def sizeHint(self) -> QSize:
        """It takes what is left: it never asks the window to scroll."""
        return QSize(300, 110)

    def show_packs(self, packs: Sequence[PackRow]) -> None:
        """Show these packs; none is opened by that."""
        self.blockSignals(True)
        self.rows = packs
        self.setRowCount(len(packs))
        for row, pack in enumerate(packs):
            pages = self.tr("{0} p.").format(pack.pages) if pack.pages else self.tr("classeur")
            made = f"{pack.made_at[8:10]}/{pack.made_at[5:7]}/{pack.made_at[:4]} {pack.made_at[11:16]}"
            cells = (str(pack.version), made, f"{self.kind(pack)} · {pages}", pack.sha256[:8])
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.setItem(row, column, item)
            whole = self.item(row, 3)
            if whole is not None:
                whole.setToolTip(self.tr("Empreinte SHA-256 des lignes : {0}").format(pack.sha256))
        self.clearSelection()
        self.blockSignals(False)

    def kind(self, pack: PackRow) -> str:
        """What it is and for whom: « additif à la version 1, pour Mme Exemple, projet »."""
        parts = [
            self.tr("entier") if pack.since is None else self.tr("additif depuis {0}").format(pack.since)
        ]
        if pack.audience:
            parts.append(self.tr("pour {0}").format(pack.audience))
        if pack.large_print:
            parts.append(self.tr("grands caractères"))
        if pack.draft:
            parts.append(self.tr("projet"))
        return ", ".join(parts)

    def choose(self, key: bytes) -> None:
        """Select one of them."""
        for row, pack in enumerate(self.rows):
            if pack.id == key:
                self.selectRow(row)

    def _chosen(self) -> None:
        rows = self.selectionModel().selectedRows()
        if rows:
            self.opened.emit(self.rows[rows[0].row()])
