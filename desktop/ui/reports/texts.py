"""The texts of a report, each beside the text of the application that it answers."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.rules.reports import BESIDE, TEXTS
from desktop.rules.sections import TITLES as SECTIONS
from desktop.ui.fields import AutoText
from desktop.ui.intake.parts import text


class TextsPage(QWidget):
    """`written` tells a wish: (code, body), also while it is typed."""

    written = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._asked: Mapping[str, str] = {}
        self._told: Mapping[str, str] = {}
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Rubrique du bilan"))
        for code, title, _ in TEXTS:
            self.which.addItem(title, code)
        self.asked = QPlainTextEdit()
        self.asked.setReadOnly(True)
        self.asked.setTabChangesFocus(True)
        self.asked.setAccessibleName(self.tr("Ce que la demande annonçait"))
        self.body = AutoText(self.tr("Ce que dit le bilan"), lines=4)
        self.head = text(caption=True)
        both = QHBoxLayout()
        both.setSpacing(12)
        for caption, box in ((self.head, self.asked), (text(self.tr("Le bilan"), caption=True), self.body)):
            column = QVBoxLayout()
            column.addWidget(caption)
            column.addWidget(box, 1)
            both.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.addWidget(self.which)
        whole.addLayout(both, 1)
        self.which.activated.connect(lambda _index: self._show())
        self.body.settled.connect(self._settled)

    def show_texts(self, asked: Mapping[str, str], told: Mapping[str, str], *, writable: bool) -> None:
        """Show them; the one being written is left as it is typed."""
        self._asked, self._told = asked, told
        for at in range(self.which.count()):
            code = str(self.which.itemData(at))
            title = next(title for each, title, _ in TEXTS if each == code)
            self.which.setItemText(at, title if told.get(code) else self.tr("{0} (rien)").format(title))
        self.body.setReadOnly(not writable)
        if not self.body.hasFocus():
            self._show()

    def _show(self) -> None:
        code = str(self.which.currentData())
        section = BESIDE[code]
        title = SECTIONS.get(section, "")
        self.head.setText(
            self.tr("La demande\u00a0: {0}").format(title.lower()) if title else self.tr("La demande")
        )
        nothing = self.tr("La demande ne dit rien ici.")
        self.asked.setPlainText(self._asked.get(section, "") or nothing)
        self.body.set_text(self._told.get(code, ""))

    def _settled(self, words: str) -> None:
        code = str(self.which.currentData())
        if not self.body.isReadOnly() and words.strip() != self._told.get(code, "").strip():
            self.written.emit(code, words)

    def flush(self) -> None:
        """Save at once what is being typed."""
        self.body.settle()
