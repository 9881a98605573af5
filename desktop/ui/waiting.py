"""The window while another program, or a work of its own, writes in the base: it waits, and can give up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from desktop.ui.window import Window

_EVERY = 150  # milliseconds between two looks


def waiting(window: Window) -> Callable[[], bool]:
    """Who waits, over this window, until the base can be written; False when the person gives up."""

    def wait() -> bool:
        dialog = WaitingDialog(window.office.store.is_free, window)
        free = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return free

    return wait


class WaitingDialog(QDialog):
    """Closes by itself once the base is free: what was being saved is saved then."""

    def __init__(self, is_free: Callable[[], bool], over: QWidget | None = None) -> None:
        super().__init__(over)
        from desktop.ui.fields import Button

        self.setObjectName("waiting")
        self.setWindowTitle(self.tr("La base est occupée"))
        words = self.tr(
            "Un autre programme (antivirus, sauvegarde) ou un travail de Parvis écrit dans la base. Votre "
            "saisie est gardée et sera enregistrée dès que la base sera libre."
        )
        sentence = QLabel(words)
        sentence.setWordWrap(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.windowTitle())
        leave = Button(self.tr("&Ne pas enregistrer"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(sentence)
        column.addWidget(bar)
        column.addLayout(foot)
        self.resize(460, 170)
        self._is_free = is_free
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_EVERY)

    def _look(self) -> None:
        if self._is_free():
            self._timer.stop()
            self.accept()
