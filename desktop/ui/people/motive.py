"""The question « why? », when a dossier changes after a milestone."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.fields import AutoText, Button
from desktop.ui.intake.parts import text


class MotiveDialog(QDialog):
    """« Enregistrer » only with a reason; it stays in the history of the dossier."""

    def __init__(self, question: str, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("motive")
        self.setWindowTitle(self.tr("Raison du changement"))
        self.resize(520, 260)
        self.reason = AutoText(self.tr("Raison du changement"), lines=3)
        self.reason.setPlaceholderText(self.tr("Elle reste dans l’historique du dossier."))
        self.again = QCheckBox(self.tr("&Garder cette raison pour ce dossier jusqu’à la fermeture de Parvis"))
        self.save = Button(self.tr("&Enregistrer"), "check", kind="primary")
        leave = Button(self.tr("Ne rien &changer"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(text(question))
        column.addWidget(self.reason, 1)
        column.addWidget(self.again)
        column.addLayout(foot)
        self.reason.textChanged.connect(self._tell)
        self.save.clicked.connect(self.accept)
        leave.clicked.connect(self.reject)
        self._tell()

    def _tell(self) -> None:
        self.save.setEnabled(bool(self.reason.text().strip()))


def asked(question: str, over: QWidget) -> tuple[str, bool]:
    """(the reason, "" when given up; whether it is kept). The deed waits for the answer: a form that was
    being saved keeps what is typed in it."""
    dialog = MotiveDialog(question, over)
    given = dialog.exec() == QDialog.DialogCode.Accepted
    said = (dialog.reason.text().strip() if given else "", dialog.again.isChecked())
    dialog.deleteLater()
    return said
