"""The question « to whom, and why? » when a dossier changes hands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.batch import officers
from desktop.ui.fields import AutoText, Button
from desktop.ui.intake.parts import text
from desktop.ui.office import Office


class HandingDialog(QDialog):
    """« Transmettre » only with somebody and a reason."""

    def __init__(
        self, over: QWidget, office: Office, of: str, officer: str, then: Callable[[str, str], object]
    ) -> None:
        super().__init__(over)
        self.setObjectName("handing")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Transmettre le dossier"))
        self.resize(520, 280)
        self.who = QComboBox()
        self.who.setAccessibleName(self.tr("À qui transmettre ce dossier"))
        for name in officers(office.reader):
            if name != officer:
                self.who.addItem(name)
        self.reason = AutoText(self.tr("Raison"), lines=3)
        self.reason.setPlaceholderText(self.tr("Congé, changement de secteur, connaissance du porteur…"))
        self.deed = Button(self.tr("&Transmettre"), "send", kind="primary")
        leave = Button(self.tr("Ne rien changer"))
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow(self.tr("À &qui\u00a0:"), self.who)
        form.addRow(self.tr("&Pourquoi\u00a0:"), self.reason)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(text(of))
        column.addLayout(form)
        column.addLayout(foot)
        leave.clicked.connect(self.reject)
        self.reason.textChanged.connect(self._tell)
        self.deed.clicked.connect(lambda: self._go(then))
        self._tell()

    def _tell(self) -> None:
        self.deed.setEnabled(bool(self.who.currentText()) and bool(self.reason.text().strip()))

    def _go(self, then: Callable[[str, str], object]) -> None:
        self.accept()
        then(self.who.currentText(), self.reason.text().strip())
