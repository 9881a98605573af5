"""An effect of a change that somebody must have read before it is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_effect(over: QWidget, words: str, again: Callable[[], None]) -> QMessageBox:
    """Ask; `again` makes the change all the same."""
    say = QCoreApplication.translate
    box = QMessageBox(over)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(say("settings", "Réglages"))
    box.setText(words)
    yes = box.addButton(say("settings", "&Changer quand même"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(say("settings", "&Ne rien changer"), QMessageBox.ButtonRole.RejectRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    yes.clicked.connect(again)
    box.open()
    return box
