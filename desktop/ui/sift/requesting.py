"""What the sift does about requests: ask, remind, note the answer, copy the text again, take back."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from db.queries.requests import RequestRow
from db.queries.shapes import PieceRow
from desktop.rules import clocks
from desktop.rules.pieces import LACKING, items, why_lacking
from desktop.ui.dossier.asking import ask_line
from desktop.ui.dossier.whole import Whole
from desktop.ui.fields.dates import read_date
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.sift.asking import AskDialog, Item, Wish
from desktop.ui.sift.rows import pauses_of
from desktop.ui.tongue import date_long

if TYPE_CHECKING:
    from desktop.letters.template import Template


def _templates(reader: sqlite3.Connection) -> dict[str, Template]:
    from desktop.flow.letter_models import letter_models

    return letter_models(reader)


def _as_read(piece: PieceRow) -> str:
    """A piece as the applicant reads it, with why it is asked for again."""
    why = why_lacking(piece.state, piece.reason, day(piece.expires_on))
    return items([(piece.label or piece.name, why)])[0]


class Requesting(QObject):
    """Calls desktop.flow.requests and desktop.flow.complete for the dossier shown."""

    def __init__(self, office: Office, over: QWidget) -> None:
        super().__init__(over)
        self._office, self._over = office, over
        self.whole: Whole | None = None
        self.more: list[str] = []  # what may be asked beside the pieces

    # Asking

    def ask(self) -> None:
        """Open the request, everything that lacks ticked."""
        from desktop.flow.letter_data import answer_by

        if self.whole is None:
            return
        lacking = [piece for piece in self.whole.pieces if piece.state in LACKING]
        listed = [Item(_as_read(piece), piece.state != "missing") for piece in lacking]
        listed += [Item(words, False) for words in self.more]
        due = answer_by(self._office.reader, date.today())
        dialog = AskDialog(self._over, listed, due, self._text, self._effect)
        dialog.noted.connect(self._note)
        dialog.letter_wanted.connect(self._letter)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _text(self, wish: Wish) -> tuple[str, str]:
        from desktop.flow.complete import mail_text

        assert self.whole is not None
        return mail_text(
            self._office.reader, self.whole.head.id, _templates(self._office.reader), date.today(),
            items=(wish.missing, wish.again), due_on=wish.due_on,
        )  # fmt: skip

    def _effect(self, due: date) -> str:
        """What asking today, until then, does to the legal clock."""
        assert self.whole is not None
        received, today = day(self.whole.head.deposited_at), date.today()
        if received is None:
            return self.tr("La date de dépôt est inconnue : le délai légal n’est pas compté.")
        before = pauses_of(self.whole.requests)
        old = clocks.tacit_rejection(received, before)
        new = clocks.tacit_rejection(received, [*before, clocks.Suspension(today, due)])
        if today >= old:
            words = self.tr("Le délai est échu depuis le {0} : cette demande ne l’arrête pas.")
            return words.format(date_long(old))
        words = self.tr("Le délai est suspendu jusque-là : sans réponse, le silence vaudra rejet le {0}.")
        return words.format(date_long(new))

    def _note(self, wish: Wish, channel: str, body: str) -> None:
        from desktop.flow.requests import ask

        assert self.whole is not None
        done = self._office.do(
            ask, dossier=self.whole.head.id, items=wish.items, due_on=wish.due_on, channel=channel, body=body
        )
        if done is not None:
            words = (
                self.tr("Le texte est copié : collez-le dans un courriel. La demande est notée.")
                if channel == "mail"
                else self.tr("La demande faite par téléphone est notée.")
            )
            self._office.told.emit(words, "good")

    def _letter(self) -> None:
        from desktop.flow.complete import prepare_request

        assert self.whole is not None
        if self._office.do(prepare_request, dossier=self.whole.head.id) is not None:
            words = self.tr("Le courrier attend dans Courriers : son émission notera la demande.")
            self._office.told.emit(words, "good")

    # What comes after

    def deed(self, row: RequestRow, name: str) -> None:
        """One of the buttons of a request."""
        {
            "answer": self._ask_day,
            "remind": self._remind,
            "copy": self._copy,
            "withdraw": self._take_back,
        }[name](row)

    def _ask_day(self, row: RequestRow) -> None:
        question = self.tr("Quand la réponse est-elle arrivée ? Le délai reprend ce jour-là.")
        ask_line(
            self._over, "answerDay", self.tr("Réponse reçue"), question,
            lambda words: self._answer(row, words), value=f"{date.today():%d/%m/%Y}",
        )  # fmt: skip

    def _answer(self, row: RequestRow, words: str) -> None:
        from desktop.flow.requests import answer

        when = read_date(words, date.today())
        if when is None:
            told = self.tr("« {0} » n’est pas une date : rien n’a été noté.").format(words)
            self._office.told.emit(told, "warn")
            return
        done = self._office.do(answer, request=row.id, answered_on=when)
        if done is not None and done.value is not None:
            said = self.tr("La réponse est notée : le silence vaudra rejet le {0}.")
            self._office.told.emit(said.format(date_long(done.value)), "good")

    def _remind(self, row: RequestRow) -> None:
        channels = {
            self.tr("Courriel : copier le texte"): "mail",
            self.tr("Courrier : le préparer"): "letter",
            self.tr("Téléphone : noter l’appel"): "phone",
        }
        dialog = QInputDialog(self._over)
        dialog.setObjectName("remind")
        dialog.setWindowTitle(self.tr("Relancer le porteur"))
        dialog.setLabelText(self.tr("Comment le relancer ? Une relance n’arrête pas le délai."))
        dialog.setComboBoxItems(list(channels))
        dialog.setOkButtonText(self.tr("Relancer"))
        dialog.setCancelButtonText(self.tr("Annuler"))
        dialog.textValueSelected.connect(lambda words: self._reminded(row, channels[words]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _reminded(self, row: RequestRow, channel: str) -> None:
        from desktop.flow.complete import mail_text, prepare_reminder
        from desktop.flow.requests import remind

        assert self.whole is not None
        key = self.whole.head.id
        if channel == "letter":
            if self._office.do(prepare_reminder, dossier=key) is not None:
                words = self.tr("La relance attend dans Courriers : son émission la comptera.")
                self._office.told.emit(words, "good")
            return
        subject, body = mail_text(
            self._office.reader, key, _templates(self._office.reader), date.today(), reminder=True
        )
        done = self._office.do(remind, request=row.id, channel=channel)
        if done is not None and channel == "mail":
            QGuiApplication.clipboard().setText(f"{subject}\n\n{body}")
            self._office.told.emit(
                self.tr("La relance est copiée, son objet en première ligne : collez-la dans un courriel."),
                "good",
            )

    def _copy(self, row: RequestRow) -> None:
        QGuiApplication.clipboard().setText(row.body)
        words = self.tr("Le texte de la demande est copié, son objet en première ligne.")
        self._office.told.emit(words, "good")

    def _take_back(self, row: RequestRow) -> None:
        box = QMessageBox(self._over)
        box.setObjectName("takeBack")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Retirer la demande"))
        box.setText(
            self.tr(
                "Cette demande a été faite par erreur ? Le délai sera compté comme si elle n’avait pas "
                "existé."
            )
        )
        yes = box.addButton(self.tr("Retirer la demande"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("La garder"), QMessageBox.ButtonRole.RejectRole)
        box.finished.connect(lambda _code: self._gone(row) if box.clickedButton() is yes else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def _gone(self, row: RequestRow) -> None:
        from desktop.flow.requests import take_back

        self._office.do(take_back, request=row.id)
