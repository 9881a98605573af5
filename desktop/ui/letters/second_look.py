"""The second look on screen: ask for it, approve, send back with a note, set the rule of the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.rules import approval
from desktop.ui import letter_keys
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.fields import Button
from desktop.ui.letters.check_window import CheckWindow, Fate, Words
from desktop.ui.letters.deeds import LetterDeeds
from desktop.ui.letters.entry import APPROVE, MEND, PRINTED, RETURNED, Entry, why_not
from desktop.ui.runner import Progress
from desktop.ui.tongue import plural

if TYPE_CHECKING:  # SQLAlchemy comes in the worker
    from db.store import Done


class SecondLook(QObject):
    """Asks first when many letters are touched; the verbs refuse, this tells why."""

    def __init__(self, deeds: LetterDeeds, parent: QWidget) -> None:
        super().__init__(parent)
        self._deeds, self._window = deeds, parent
        self.office, self.desk = deeds.office, deeds.desk
        self._answers: tuple[Button, ...] = ()
        self.window: CheckWindow | None = None
        self.dialog: ReasonDialog | None = None

    def stand_in(self, row: QHBoxLayout, current: Callable[[], Entry | None]) -> None:
        """Put the two answers to the letter shown at the head of its page."""
        self._answers = Button(self.tr("Approuver"), "check"), Button(self.tr("Renvoyer…"), "undo-2")
        yes, no = self._answers
        yes.setToolTip(letter_keys.without(self.tr("Approuver ce courrier et passer au suivant (A)")))
        no.setToolTip(letter_keys.without(self.tr("Renvoyer ce courrier avec une note (R)")))
        for button, deed in ((yes, self.approve_one), (no, self.send_back)):
            button.hide()
            button.clicked.connect(partial(_with, current, deed))
            row.addWidget(button)

    def tell(self, entry: Entry | None) -> None:
        """The answers show while the letter chosen waits for one."""
        for button in self._answers:
            button.setVisible(entry is not None and entry.state == APPROVE and self.office.may("approve"))

    # Ask

    def ask_one(self, entry: Entry) -> None:
        """Hand one letter to the person who approves; one sent back is asked anew."""
        from desktop.flow.approve import ask

        if entry.state == PRINTED or not self._deeds.writable():
            return
        if self.office.do(ask, letters=[entry.row.id]) is not None:
            words = self.tr("Un second regard est demandé sur le courrier de « {0} ».")
            self.office.told.emit(words.format(entry.row.applicant), "good")

    def ask_all(self, shown: Sequence[Entry]) -> None:
        """Hand over every green letter of the list that nobody was asked about."""
        from desktop.flow.approve import ask

        fates = [Fate(entry, *_not_asked(entry)) for entry in shown if entry.state != PRINTED]
        words = (
            self.tr("Demander un second regard"),
            self.tr("Demander un second regard sur {0} {1} ?"),
            self.tr("Ces lettres ne partiront pas avant d’avoir été approuvées. Ctrl+Z les reprend toutes."),
            self.tr("&Demander"),
        )
        self._check(words, fates, lambda keys: self.office.do(ask, letters=keys))

    def unask(self, entry: Entry) -> None:
        """Take back what was asked, or an approval no longer wanted."""
        from desktop.flow.approve import unask

        if entry.state != PRINTED and entry.row.approval and self._deeds.writable():
            self.office.do(unask, letters=[entry.row.id])

    # Answer

    def approve_one(self, entry: Entry) -> None:
        """Approve one letter as its page shows it."""
        from desktop.flow.approve import approve

        if not self._deeds.writable():
            return
        if why := _not_approved(entry):
            self.office.told.emit(why, "warn")
            return
        templates, today = self.desk.templates(), self.desk.today()
        self.office.do(approve, letters=[entry.row.id], templates=templates, today=today)

    def approve_all(self, shown: Sequence[Entry]) -> None:
        """Approve every letter of the list that waits, after a look at what each one is."""
        fates = [Fate(entry, _not_approved(entry)) for entry in shown if entry.state != PRINTED]
        words = (
            self.tr("Approuver les lettres"),
            self.tr("Approuver {0} {1} ?"),
            self.tr(
                "Chaque lettre est approuvée telle que sa page la montre : un mot, un montant ou un "
                "signataire changé ensuite reprend son approbation. Ctrl+Z les reprend toutes."
            ),
            self.tr("&Approuver"),
        )
        self._check(words, fates, self._approve)

    def _approve(self, keys: list[bytes]) -> None:
        from desktop.flow.approve import approve

        office, desk = self.office, self.desk
        store, today = office.store, desk.today()

        def work(progress: Progress) -> Done:
            progress(self.tr("Relecture de {0} lettres").format(len(keys)), 0)
            with desk.lock:
                return store.do(approve, letters=keys, templates=desk.templates(), today=today)

        def after(done: Done) -> None:
            office.after(done)
            count, refused = len(done.value.done), done.value.refused
            words = plural(count, "lettre est approuvée", "lettres sont approuvées")
            told = self.tr("{0} {1}. Ctrl+Z les reprend.").format(count, words)
            office.told.emit(" ".join([told, *refused[:3]]), "warn" if refused else "good")

        office.runner.run(
            work, after, lambda sentence: office.told.emit(sentence, "bad"), self.tr("Approuver les lettres")
        )

    def send_back(self, entry: Entry) -> None:
        """Ask for the note, then send the letter back to the person who prepared it."""
        from desktop.flow.approve import send_back

        if entry.state in (PRINTED, RETURNED) or not self._deeds.writable():
            return
        words = self.tr("Le courrier de « {0} » reviendra à la personne qui l’a préparé, avec votre note.")
        self.dialog = ReasonDialog(
            self._window,
            self.tr("Renvoyer le courrier"),
            words.format(entry.row.applicant),
            self.tr("&Renvoyer"),
            lambda note: self.office.do(send_back, letter=entry.row.id, note=note),
        )
        self.dialog.reason.setPlaceholderText(self.tr("Dites en une phrase ce qui est à reprendre."))
        self.dialog.open()

    # The rule of the office

    def require(self, level: str) -> None:
        """Which letters must be approved before they leave."""
        from desktop.flow.approve import require

        if self._deeds.writable() and self.office.do(require, level=level) is not None:
            self.office.told.emit(f"{approval.LEVELS[level]}.", "neutral")

    def _check(
        self,
        words: tuple[str, str, str, str],
        fates: Sequence[Fate],
        then: Callable[[list[bytes]], object],
    ) -> None:
        keys = [fate.entry.row.id for fate in fates if not fate.why]
        if not self._deeds.writable():
            return
        if not keys:
            self.office.told.emit(self.tr("Aucune lettre de cette liste n’est concernée."), "neutral")
            return
        title, question, more, agree = words
        whole = Words(
            title,
            question.format(len(keys), plural(len(keys), "lettre")),
            more,
            agree,
            self.tr("&Ne rien changer"),
        )
        self.window = CheckWindow(self._window, whole, fates, self.desk.titles(), lambda: then(keys))
        self.window.open()


def _with(current: Callable[[], Entry | None], deed: Callable[[Entry], object], _on: bool = False) -> None:
    entry = current()
    if entry is not None:
        deed(entry)


def _say(words: str) -> str:
    return QCoreApplication.translate("letters", words)


def _not_asked(entry: Entry) -> tuple[str, bool]:
    """Why a letter is not handed over, "" when it is; whether something is to mend."""
    where = entry.checked.standing if entry.checked else ""
    if entry.checked is None or entry.state == MEND:
        return why_not(entry), True
    if where in (approval.ASKED, approval.APPROVED):
        return _say("déjà {0}").format(approval.LABELS[where]), False
    return "", True


def _not_approved(entry: Entry) -> str:
    """Why a letter can't be approved, "" when it can."""
    if entry.checked is None or entry.state == MEND:
        return why_not(entry)
    if entry.checked.standing == approval.APPROVED:
        return _say("Ce courrier est déjà approuvé.")
    if entry.state != APPROVE:
        return entry.checked.held or _say("Personne n’a demandé de second regard sur ce courrier.")
    return approval.why_not("", {""}) if entry.checked.mine else ""
