"""Words to paste in a mail: what was handed out, or a reminder; what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text


class MailDialog(QDialog):
    """The words can be changed before they are copied; nothing is sent from here."""

    def __init__(
        self, over: QWidget, title: str, told: str, words: str, left_out: Sequence[str] = (), deed: str = ""
    ) -> None:
        super().__init__(over)
        self.setObjectName("mail")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(640, 460)
        self.words = QPlainTextEdit(words)
        self.words.setAccessibleName(self.tr("Texte à coller dans un courriel"))
        self.words.setTabChangesFocus(True)
        self.copy = Button(deed or self.tr("&Copier le texte"), "copy", kind="primary")
        self.copy.setDefault(True)
        leave = Button(self.tr("Fermer"))
        notice = Notice()
        if left_out:
            more = self.tr("\n… et {0} autres").format(len(left_out) - 6) if len(left_out) > 6 else ""
            shown = "\n".join(left_out[:6])
            notice.tell(self.tr("Laissés de côté\u00a0:\n{0}{1}").format(shown, more), "warn")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(text(told))
        column.addWidget(notice)
        column.addWidget(self.words, 1)
        column.addLayout(foot)
        leave.clicked.connect(self.reject)
        self.copy.clicked.connect(self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words.toPlainText())
        self.accept()
