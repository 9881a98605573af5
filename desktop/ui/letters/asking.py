"""The questions asked before a deed that can't be taken back, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.ui.letters.check_window import CheckWindow, Fate, Words
from desktop.ui.letters.entry import MEND, READY, Entry, why_not
from desktop.ui.tongue import plural


def ask(
    parent: QWidget, title: str, text: str, more: str, agree: str, refuse: str, then: Callable[[], object]
) -> QMessageBox:
    """Open a question; `then` runs when it is agreed to. Escape and Enter refuse."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(more)
    yes = box.addButton(agree, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(refuse, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)

    def answered() -> None:
        if box.clickedButton() is yes:
            then()

    box.finished.connect(answered)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def ask_to_print(
    parent: QWidget,
    ticked: Sequence[Entry],
    shown: Sequence[Entry],
    titles: Mapping[str, str],
    then: Callable[[], object],
) -> CheckWindow:
    """Which letters leave, in the order of their numbers, which are kept back and why; that it is final."""
    say, count = QCoreApplication.translate, len(ticked)
    going = {entry.row.id for entry in ticked}
    words = Words(
        say("letters", "Imprimer les lettres"),
        say("letters", "Émettre et imprimer {0} {1} ?").format(count, plural(count, "lettre")),
        say(
            "letters",
            "Chaque lettre reçoit son numéro, dans l’ordre ci-dessous, entre au registre et sa décision "
            "devient notifiée. C’est définitif : une lettre partie ne s’annule pas. "
            "Si vous refermez la fenêtre de l’imprimante, rien ne part.",
        ),
        say("letters", "&Choisir l’imprimante…"),
        say("letters", "&Ne pas imprimer"),
    )
    fates = [Fate(entry, *_stays(entry, going)) for entry in shown]
    window = CheckWindow(parent, words, fates, titles, then)
    window.open()
    return window


def _stays(entry: Entry, going: Collection[bytes]) -> tuple[str, bool]:
    """Why a letter of the list does not leave, "" when it does; whether something is to mend."""
    if entry.row.id in going:
        return "", True
    if entry.state == READY:
        return QCoreApplication.translate("letters", "décochée : elle reste dans la boîte d’envoi"), False
    return (entry.checked.errors[0] if entry.state == MEND and entry.checked else why_not(entry)), True
