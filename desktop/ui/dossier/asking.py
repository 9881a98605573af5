"""Small questions asked over the dossier: a line of text, a reason that has an effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QInputDialog, QLabel, QVBoxLayout, QWidget

from desktop.ui.fields import AutoText, Button


def ask_line(
    over: QWidget,
    name: str,
    title: str,
    question: str,
    then: Callable[[str], object],
    *,
    value: str = "",
    choices: Sequence[str] = (),
) -> QInputDialog:
    """Ask for one line, free or among choices; `then(words)` when it is given."""
    dialog = QInputDialog(over)
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setLabelText(question)
    if choices:
        dialog.setComboBoxItems(list(choices))
        dialog.setComboBoxEditable(True)
    dialog.setTextValue(value)
    dialog.setOkButtonText(dialog.tr("Enregistrer"))
    dialog.setCancelButtonText(dialog.tr("Annuler"))
    dialog.textValueSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class ReasonDialog(QDialog):
    """A warning, and the reason without which nothing is done."""

    def __init__(
        self, over: QWidget, title: str, warning: str, deed: str, then: Callable[[str], object]
    ) -> None:
        super().__init__(over)
        self.setObjectName("reason")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 260)
        words = QLabel(warning)
        words.setWordWrap(True)
        words.setMinimumHeight(words.heightForWidth(self.width() - 40))  # a long warning is read whole
        self.reason = AutoText(self.tr("Raison"), lines=3)
        self.reason.setPlaceholderText(self.tr("Dites pourquoi : la raison reste dans l’historique."))
        self.deed = Button(deed, kind="primary")
        self.deed.setEnabled(False)
        leave = Button(self.tr("Ne rien changer"))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(leave)
        row.addWidget(self.deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self.reason, 1)
        column.addLayout(row)
        self.reason.textChanged.connect(lambda: self.deed.setEnabled(bool(self.reason.text().strip())))
        leave.clicked.connect(self.reject)
        self.deed.clicked.connect(lambda: self._go(then))

    def _go(self, then: Callable[[str], object]) -> None:
        self.accept()
        then(self.reason.text().strip())
