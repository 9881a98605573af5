"""The questions asked before a deed that can't be taken back, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.rules.french import plural
from desktop.ui.letters.entry import MEND, READY, Entry

_SHOWN = 6  # blocked letters told by name


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
    parent: QWidget, ticked: Sequence[Entry], shown: Sequence[Entry], then: Callable[[], object]
) -> QMessageBox:
    """How many letters leave, which are kept back, and that leaving is final."""
    say, count = QCoreApplication.translate, len(ticked)
    text = say("letters", "Émettre et imprimer {0} {1} ?").format(count, plural(count, "lettre"))
    return ask(
        parent,
        say("letters", "Imprimer les lettres"),
        text,
        "\n\n".join([_final(), *kept_back(ticked, shown)]),
        say("letters", "&Choisir l’imprimante…"),
        say("letters", "&Ne pas imprimer"),
        then,
    )


def _final() -> str:
    return QCoreApplication.translate(
        "letters",
        "Chaque lettre reçoit son numéro, entre au registre et sa décision devient notifiée. "
        "C’est définitif : une lettre partie ne s’annule pas. "
        "Si vous refermez la fenêtre de l’imprimante, rien ne part.",
    )


def kept_back(ticked: Sequence[Entry], shown: Sequence[Entry]) -> list[str]:
    """The letters of the list that do not leave: those to mend by name, those unticked by count."""
    say, parts = QCoreApplication.translate, []
    if blocked := [entry for entry in shown if entry.state == MEND and entry.checked]:
        count = len(blocked)
        words = plural(count, "lettre à corriger ne part pas", "lettres à corriger ne partent pas")
        lines = [say("letters", "{0} {1} :").format(count, words)]
        for entry in blocked[:_SHOWN]:
            reason = entry.checked.errors[0] if entry.checked else ""
            lines.append(f"• {entry.row.applicant} : {reason}")
        if count > _SHOWN:
            lines.append(say("letters", "• et {0} de plus.").format(count - _SHOWN))
        parts.append("\n".join(lines))
    off = sum(entry.state == READY for entry in shown) - len(ticked)
    if off:
        words = plural(off, "lettre décochée reste", "lettres décochées restent")
        parts.append(say("letters", "{0} {1} dans la boîte d’envoi.").format(off, words))
    return parts
