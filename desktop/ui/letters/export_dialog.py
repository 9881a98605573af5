"""The question before an export: drafts to read, or letters that leave; a file each, or one for all."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.fields import SectionTitle
from desktop.ui.tongue import plural


class Wish(NamedTuple):
    """What was chosen."""

    leave: bool  # the letters leave, numbered; otherwise they are drafts marked PROJET
    one_file: bool


class ExportDialog(QDialog):
    """`ready` letters may leave; `drafts` is how many could be read as drafts, those to mend included;
    `printed` have left already and are copied as they are."""

    chosen = Signal(object)  # Wish

    def __init__(self, ready: int, drafts: int, printed: int, parent: QWidget, *, writable: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Exporter les PDF"))
        self.draft = QRadioButton(
            self.tr("Des projets à relire, avec le filigrane PROJET ({0})").format(drafts)
        )
        words = self.tr("Les lettres définitives : numérotées, inscrites au registre ({0})")
        self.leave = QRadioButton(words.format(ready))
        self.each = QRadioButton(self.tr("Un PDF par destinataire, dans un dossier"))
        self.whole = QRadioButton(self.tr("Un seul PDF"))
        what, how = QButtonGroup(self), QButtonGroup(self)
        for group, buttons in ((what, (self.draft, self.leave)), (how, (self.each, self.whole))):
            for button in buttons:
                group.addButton(button)
        self.draft.setChecked(True)
        self.each.setChecked(True)
        self.leave.setEnabled(bool(ready) and writable)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setMinimumWidth(460)
        self.leave.toggled.connect(lambda _on: self._tell(ready))
        self._lay_out(printed)
        self._tell(ready)

    def _lay_out(self, printed: int) -> None:
        box = QVBoxLayout(self)
        box.setSpacing(8)
        if printed:
            words = plural(printed, "lettre déjà partie sera copiée", "lettres déjà parties seront copiées")
            self.draft.setText(self.tr("{0} {1} à l’identique").format(printed, words))
            self.leave.hide()
        box.addWidget(SectionTitle(self.tr("Quoi")))
        box.addWidget(self.draft)
        box.addWidget(self.leave)
        box.addWidget(SectionTitle(self.tr("Comment")))
        box.addWidget(self.each)
        box.addWidget(self.whole)
        box.addWidget(self.note)
        buttons = QDialogButtonBox()
        agree = buttons.addButton(self.tr("&Choisir où…"), QDialogButtonBox.ButtonRole.AcceptRole)
        agree.setDefault(True)
        buttons.addButton(self.tr("&Annuler"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box.addWidget(buttons)

    def _tell(self, ready: int) -> None:
        if self.leave.isChecked():
            words = plural(ready, "Cette lettre part", "Ces lettres partent")
            self.note.setText(
                self.tr("{0} : leur décision devient notifiée, et cela ne s’annule pas.").format(words)
            )
        else:
            self.note.setText(self.tr("Rien ne part : le registre ne change pas."))

    def accept(self) -> None:
        super().accept()
        self.chosen.emit(Wish(self.leave.isChecked(), self.whole.isChecked()))
