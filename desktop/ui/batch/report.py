"""After a batch: what was done, what was not and why, and the undo of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.flow.batch import Row
from desktop.ui.fields import Button
from desktop.ui.icons import pixmap
from desktop.ui.intake.parts import text
from desktop.ui.theme import tokens
from desktop.ui.tongue import plural


class ReportPage(QWidget):
    close_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = QLabel()
        self.title, self.told = text(size=15, bold=True), text(caption=True)
        self.left = QTableWidget(0, 3)
        self.left.setAccessibleName(self.tr("Dossiers laissés comme ils étaient, et pourquoi"))
        self.left.setHorizontalHeaderLabels([self.tr("Dossier"), self.tr("Porteur"), self.tr("Pourquoi")])
        self.left.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.left.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.left.setShowGrid(False)
        self.left.verticalHeader().hide()
        self.left.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.left.setColumnWidth(0, 110)
        self.left.setColumnWidth(1, 240)
        self.left.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.undo = Button(self.tr("Ann&uler l’action"), "undo-2")
        self.close_it = Button(self.tr("&Fermer"), "check", kind="primary")
        self.undo.clicked.connect(self.undo_wanted)
        self.close_it.clicked.connect(self.close_wanted)
        self.close_it.setDefault(True)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.drawing, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.told)
        head.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.undo)
        foot.addWidget(self.close_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.left, 1)
        column.addStretch()
        column.addLayout(foot)

    def show_report(self, label: str, done: int, left: Sequence[tuple[Row, str]]) -> None:
        """Say what the step was, how many were done, and why the others were left."""
        self.drawing.setPixmap(
            pixmap("circle-check" if done else "circle-alert", tokens().good if done else tokens().warn, 28)
        )
        self.title.setText(
            self.tr("{0}\u00a0: c’est fait").format(label) if done else self.tr("Rien n’a été fait")
        )
        said = self.tr("Une seule étape dans l’historique\u00a0: elle s’annule en une fois.") if done else ""
        if left:
            count = len(left)
            words = plural(
                count, "dossier est laissé comme il était", "dossiers sont laissés comme ils étaient"
            )
            said = f"{said} {count} {words}\u00a0:".strip()
        self.told.setText(said)
        self.undo.setVisible(bool(done))
        self.left.setVisible(bool(left))
        self.left.setRowCount(len(left))
        for place, (row, why) in enumerate(left):
            for column, words in enumerate((row.subject.number, row.subject.applicant, why)):
                cell = QTableWidgetItem(words)
                cell.setToolTip(words)
                self.left.setItem(place, column, cell)

    def start(self) -> None:
        """Take the keyboard."""
        self.close_it.setFocus()
