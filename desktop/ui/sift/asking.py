"""Asking the applicant for pieces: what is asked, until when, and the text to paste into a mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.fields import Button, DateField, SectionTitle
from desktop.ui.list.pane_parts import wrapped

Text = Callable[["Wish"], tuple[str, str]]  # subject and body of a mail
Effect = Callable[[date], str]  # what asking until then does to the legal clock, a sentence


class Item(NamedTuple):
    """One piece that lacks, as the applicant reads it; `again` when it is to be replaced."""

    words: str
    again: bool


class Wish(NamedTuple):
    """What is asked, and until when."""

    missing: list[str]
    again: list[str]
    due_on: date

    @property
    def items(self) -> list[str]:
        return [*self.missing, *self.again]


class AskDialog(QDialog):
    """Ctrl+Enter copies the text and notes the request; the letter road is one button away."""

    noted = Signal(object, str, str)  # Wish, channel, body
    letter_wanted = Signal()

    def __init__(
        self, over: QWidget, items: Sequence[Item], due_on: date, text: Text, effect: Effect
    ) -> None:
        super().__init__(over)
        self.setObjectName("askPieces")
        self.setWindowTitle(self.tr("Demander des pièces"))
        self.resize(760, 600)
        self._items, self._text, self._effect = items, text, effect
        self._by_hand = False
        self.boxes = [QCheckBox(item.words.replace("&", "&&")) for item in items]
        self.other = QLineEdit()
        self.other.setPlaceholderText(self.tr("Autre chose à demander (facultatif)"))
        self.other.setAccessibleName(self.tr("Autre chose à demander"))
        self.due = DateField(self.tr("Réponse attendue le"))
        self.due.set_day(due_on)
        self.effect = wrapped("", "caption")
        self.subject = QLineEdit()
        self.subject.setAccessibleName(self.tr("Objet du courriel"))
        self.body = QPlainTextEdit()
        self.body.setAccessibleName(self.tr("Texte du courriel"))
        self.body.setTabChangesFocus(True)
        self.letter = Button(self.tr("Par &courrier"), "mail")
        self.phone = Button(self.tr("Demandé par &téléphone"), "phone", kind="plain")
        self.copy_subject = Button(self.tr("Copier l’&objet"), "copy", kind="plain")
        self.copy = Button(self.tr("Copier le te&xte et noter la demande"), "copy", kind="primary")
        self.leave = Button(self.tr("Annuler"))
        self._lay_out()
        self._connect()
        self._write()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(SectionTitle(self.tr("Ce qui est demandé")))
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        half = (len(self.boxes) + 1) // 2
        for rank, box in enumerate(self.boxes):
            box.setChecked(True)
            box.toggled.connect(self._write)
            grid.addWidget(box, rank % half, rank // half)
        column.addLayout(grid)
        column.addWidget(self.other)
        line = QHBoxLayout()
        label = QLabel(self.tr("&Réponse attendue le"))
        label.setBuddy(self.due)
        self.due.setFixedWidth(180)
        line.addWidget(label)
        line.addWidget(self.due)
        line.addWidget(self.effect, 1)
        column.addLayout(line)
        column.addSpacing(4)
        column.addWidget(SectionTitle(self.tr("Courriel à coller")))
        top = QHBoxLayout()
        top.addWidget(self.subject, 1)
        top.addWidget(self.copy_subject)
        column.addLayout(top)
        column.addWidget(self.body, 1)
        row = QHBoxLayout()
        for button in (self.letter, self.phone):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.leave)
        row.addWidget(self.copy)
        column.addLayout(row)
        for button in (self.letter, self.phone, self.copy_subject, self.leave):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.copy.setToolTip(self.tr("Copier le texte et noter la demande (Ctrl+Entrée)"))
        self.letter.setToolTip(self.tr("Préparer le courrier : son émission notera la demande"))
        QShortcut(QKeySequence("Ctrl+Return"), self, self.copy.click)
        self.other.textEdited.connect(self._write)
        self.due.settled.connect(self._write)
        self.body.textChanged.connect(self._typed)
        self.copy_subject.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.subject.text()))
        self.copy.clicked.connect(lambda: self._note("mail"))
        self.phone.clicked.connect(lambda: self._note("phone"))
        self.letter.clicked.connect(self._by_letter)
        self.leave.clicked.connect(self.reject)

    # What is asked

    def wish(self) -> Wish:
        """What is ticked and typed."""
        pairs = list(zip(self._items, self.boxes, strict=True))
        missing = [item.words for item, box in pairs if box.isChecked() and not item.again]
        again = [item.words for item, box in pairs if box.isChecked() and item.again]
        typed = self.other.text().strip()
        return Wish([*missing, *([typed] if typed else [])], again, self.due.day() or date.today())

    def _write(self) -> None:
        """Write the mail again, unless it was mended by hand."""
        wish = self.wish()
        self.effect.setText(self._effect(wish.due_on))
        for button in (self.copy, self.phone):
            button.setEnabled(bool(wish.items))
        if self._by_hand or not wish.items:
            return
        subject, body = self._text(wish)
        self.subject.setText(subject)
        blocked = self.body.blockSignals(True)
        self.body.setPlainText(body)
        self.body.blockSignals(blocked)

    def _typed(self) -> None:
        self._by_hand = True

    def text(self) -> str:
        """The body, no-break spaces included."""
        return self.body.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def _note(self, channel: str) -> None:
        if self.due.property("wrong"):
            return
        if channel == "mail":
            QGuiApplication.clipboard().setText(self.text())
        told = f"{self.subject.text()}\n\n{self.text()}" if channel == "mail" else ""
        self.accept()
        self.noted.emit(self.wish(), channel, told)

    def _by_letter(self) -> None:
        self.accept()
        self.letter_wanted.emit()
