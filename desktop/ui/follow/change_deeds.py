"""A change asked after the decision: noted, granted, refused; each asks what it needs, then acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QWidget

from db import queries
from db.queries.changes import ChangeRow
from db.queries.shapes import Head, PieceRow
from desktop.rules.changes import ENDS, KINDS, why_not_amount
from desktop.ui.dossier.asking import ReasonDialog, ask_line
from desktop.ui.fields import AutoText, DateField, MoneyField
from desktop.ui.intake.parts import text
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.outcome.dialogs import Asking
from desktop.ui.tongue import date_long, euros


def say(words: str) -> str:
    return QCoreApplication.translate("follow", words)


class ChangeDialog(Asking):
    """What is asked, since when, why; only the fields of its kind are shown."""

    def __init__(
        self, over: QWidget, head: Head, pieces: list[PieceRow], then: Callable[[dict[str, Any]], object]
    ) -> None:
        about = f"{head.number} · {head.applicant} · {head.title}"
        title = over.tr("Un changement est demandé")
        super().__init__(over, "change", title, about, over.tr("Noter la demande"))
        self.setMinimumWidth(600)
        self._head, self._then = head, then
        self.kind, self.piece = QComboBox(), QComboBox()
        self.kind.setAccessibleName(self.tr("Ce qui change"))
        for code, words in KINDS.items():
            self.kind.addItem(words, code)
        self.piece.setAccessibleName(self.tr("Pièce du dossier"))
        self.piece.addItem(self.tr("aucune pièce"), None)
        for row in pieces:
            if row.sha256:
                self.piece.addItem(row.label or row.name, row.id)
        self.asked_on = DateField(self.tr("Demandé le"))
        self.asked_on.set_day(date.today())
        self.starts, self.ends = DateField(self.tr("Nouveau début")), DateField(self.tr("Nouvelle fin"))
        self.starts.set_day(day(head.starts_on))
        self.ends.set_day(day(head.ends_on))
        self.amount = MoneyField(self.tr("Subvention ramenée à"))
        self.body = AutoText(self.tr("Nouveau contenu"), lines=3)
        self.reason = AutoText(self.tr("Raison"), lines=2)
        self.told = text(caption=True)
        self._lay_out()
        self.kind.currentIndexChanged.connect(lambda _at: self._tell())
        for part in (self.starts, self.ends, self.asked_on, self.amount, self.body, self.reason):
            part.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _lay_out(self) -> None:
        self.form.addRow(self.tr("&Ce qui change\u00a0:"), self.kind)
        self.form.addRow(self.tr("&Demandé le\u00a0:"), self.asked_on)
        self.form.addRow(self.tr("D&ébut\u00a0:"), self.starts)
        self.form.addRow(self.tr("&Fin\u00a0:"), self.ends)
        self.form.addRow(self.tr("Ramenée &à\u00a0:"), self.amount)
        self.form.addRow(self.tr("Conten&u\u00a0:"), self.body)
        self.form.addRow(self.tr("&Raison\u00a0:"), self.reason)
        self.form.addRow(self.tr("&Pièce\u00a0:"), self.piece)
        self.form.addRow("", self.told)

    def _tell(self) -> None:
        kind = self.kind.currentData()
        shown = {self.starts: "dates", self.ends: "dates", self.amount: "amount", self.body: "content"}
        for part, of in shown.items():
            self.form.setRowVisible(part, kind == of)
        words = ""
        if kind == "amount":
            words = why_not_amount(self.amount.cents(), self._head.voted or 0) if self.amount.text() else ""
            words = words or self.tr("Votée\u00a0: {0}.").format(euros(self._head.voted or 0))
        elif kind in ENDS:
            words = self.tr(
                "Une fois accordé\u00a0: plus rien n’est versé, et ce qui l’a été est proposé au reversement."
            )
        self.told.setText(words)
        self.deed.setEnabled(bool(self.reason.text().strip()) and self._fine(kind))

    def _fine(self, kind: str) -> bool:
        dates = (self.starts, self.ends, self.asked_on)
        if any(part.property("wrong") for part in dates) or self.asked_on.day() is None:
            return False
        if kind == "amount":
            return not why_not_amount(self.amount.cents(), self._head.voted or 0)
        return kind != "content" or bool(self.body.text().strip())

    def _go(self) -> None:
        kind = self.kind.currentData()
        told: dict[str, Any] = {
            "kind": kind, "reason": self.reason.text().strip(), "asked_on": self.asked_on.day(),
            "piece": self.piece.currentData(),
        }  # fmt: skip
        if kind == "dates":
            told |= {"starts_on": self.starts.day(), "ends_on": self.ends.day()}
        elif kind == "amount":
            told["amount"] = self.amount.cents()
        elif kind == "content":
            told["body"] = self.body.text().strip()
        self.accept()
        self._then(told)


class AnswerDialog(Asking):
    """A word for the letter, not compulsory, before a change is granted."""

    def __init__(self, over: QWidget, row: ChangeRow, then: Callable[[str], object]) -> None:
        about = f"{row.number} · {row.applicant}\n{asked_words(row)}\n« {row.reason} »"
        super().__init__(over, "answer", over.tr("Accorder le changement"), about, over.tr("Accorder"))
        self._then = then
        self.answer = AutoText(self.tr("Mots de la réponse"), lines=2)
        self.answer.setPlaceholderText(self.tr("Une phrase pour le courrier (facultatif)"))
        self.form.addRow(self.tr("&Réponse\u00a0:"), self.answer)
        self.form.addRow("", text(granted_words(row), caption=True))
        self.deed.clicked.connect(self._go)

    def _go(self) -> None:
        self.accept()
        self._then(self.answer.text().strip())


def asked_words(row: ChangeRow) -> str:
    """What is asked, in a few words."""
    if row.kind == "dates":
        ends, starts = day(row.ends_on), day(row.starts_on)
        parts = [say("début {0}").format(date_long(starts))] if starts else []
        parts += [say("fin {0}").format(date_long(ends))] if ends else []
        return ", ".join(parts)
    if row.kind == "amount":
        return say("ramenée à {0}").format(euros(row.amount or 0))
    return row.body if row.kind == "content" else KINDS.get(row.kind, row.kind)


def granted_words(row: ChangeRow) -> str:
    """What granting it will do."""
    if row.kind == "dates":
        return say(
            "Les dates du dossier changent, celle du bilan suit. Le courrier attend dans la boîte d’envoi."
        )
    if row.kind == "amount":
        return say(
            "La subvention passe de {0} à {1}, les versements à venir sont diminués, ce qui est versé en "
            "trop est proposé au reversement. Le courrier attend dans la boîte d’envoi."
        ).format(euros(row.voted), euros(row.amount or 0))
    if row.kind in ENDS:
        return say(
            "Les versements à venir sont annulés, ce qui est versé est proposé au reversement. Le courrier "
            "attend dans la boîte d’envoi."
        )
    return say("Le courrier attend dans la boîte d’envoi.")


class ChangeDeeds:
    """`over` is the widget that dialogs stand over."""

    def __init__(self, office: Office, over: QWidget) -> None:
        self.office, self.over = office, over

    def note(self, dossier: bytes) -> None:
        """Write down what is asked of a dossier."""
        head = queries.head(self.office.reader, dossier)
        if head is None:
            return

        def then(told: dict[str, Any]) -> None:
            from desktop.flow.change_ask import ask_change

            self.office.do(ask_change, dossier=dossier, **told)

        ChangeDialog(self.over, head, queries.pieces(self.office.reader, dossier), then).open()

    def grant(self, row: ChangeRow) -> None:
        """Say yes."""

        def then(answer: str) -> None:
            from desktop.flow.change_ask import grant_change

            done = self.office.do(grant_change, change=row.id, answer=answer)
            if done is not None and done.value:
                self.office.told.emit(" ".join(done.value), "warn")

        AnswerDialog(self.over, row, then).open()

    def refuse(self, row: ChangeRow) -> None:
        """Say no, with the reason that the letter tells."""
        from desktop.flow.change_ask import refuse_change

        warning = say("{0}\u00a0: {1}. La raison sera écrite au porteur.").format(
            row.number, asked_words(row)
        )
        ReasonDialog(
            self.over, say("Refuser le changement"), warning, say("Refuser"),
            lambda why: self.office.do(refuse_change, change=row.id, answer=why),
        ).open()  # fmt: skip

    def drop(self, row: ChangeRow) -> None:
        """It is asked no more."""
        from desktop.flow.change_ask import drop_change

        warning = say("La demande du dossier {0} ne sera plus à répondre.").format(row.number)
        ReasonDialog(
            self.over, say("Abandonner la demande"), warning, say("Abandonner"),
            lambda why: self.office.do(drop_change, change=row.id, why=why),
        ).open()  # fmt: skip


def ask_dossier(office: Office, over: QWidget, title: str, then: Callable[[bytes], object]) -> None:
    """Which dossier is it about: its number."""

    def found(number: str) -> None:
        key = queries.find(office.reader, number.strip())
        if key is None:
            office.told.emit(
                say("Aucun dossier ne porte le numéro «\u00a0{0}\u00a0».").format(number), "warn"
            )
        else:
            then(key)

    ask_line(over, "whichDossier", title, say("Numéro du dossier\u00a0:"), found)
