"""F1 and « ? »: what this screen is for, and every key of the window."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.palette import words_of
from desktop.ui.theme import font


class Guide(QDialog):
    """The name of the screen, a paragraph, and the actions with their keys."""

    def __init__(
        self, title: str, about: str, actions: Iterable[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 520)
        heading = QLabel(title)
        heading.setFont(font(20, QFont.Weight.DemiBold))
        words = QLabel(about)
        words.setWordWrap(True)
        words.setVisible(bool(about))
        self.keys = QTreeWidget()
        self.keys.setAccessibleName(self.tr("Commandes et touches"))
        self.keys.setHeaderLabels([self.tr("Commande"), self.tr("Touche")])
        self.keys.setRootIsDecorated(False)
        self.keys.setColumnWidth(0, 420)
        for action in dict.fromkeys(actions):
            if key := key_of(action):
                self.keys.addTopLevelItem(QTreeWidgetItem([words_of(action).partition("\t")[0], key]))
        close = Button(self.tr("Fermer"), kind="primary")
        close.clicked.connect(self.accept)
        box = QVBoxLayout(self)
        for part in (heading, words):
            box.addWidget(part)
        box.addWidget(self.keys, 1)
        box.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def key_of(action: QAction) -> str:
    """The keys of an action as they are written on a keyboard, "" when it has none."""
    native = QKeySequence.SequenceFormat.NativeText
    bound = ", ".join(key.toString(native) for key in action.shortcuts())
    return bound or action.text().partition("\t")[2]
