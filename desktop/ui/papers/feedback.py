"""What a return to the applicant would say, read before it is put in the outbox."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from db.queries.scores import closed_to
from desktop.flow.feedback import Told, prepare_feedback, what_leaves
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.office import Office

_SIDES = ("forts", "faibles", "remarques")


def told_words(told: Told) -> str:
    """The points of each challenge, one a line."""
    say = QCoreApplication.translate
    names = {
        "forts": say("papers", "points forts"),
        "faibles": say("papers", "points à renforcer"),
        "remarques": say("papers", "remarques"),
    }
    lines: list[str] = []
    for group in told.groups:
        for side in _SIDES:
            if group[side]:
                lines += [f"{group['nom']}, {names[side]} :", *(f"  – {words}" for words in group[side]), ""]
    return "\n".join(lines).strip()


class FeedbackDialog(QDialog):
    """The sentences that leave, why they may not, and the deed."""

    def __init__(self, over: QWidget, name: str, told: Told, then: Callable[[], object]) -> None:
        super().__init__(over)
        self.setObjectName("feedback")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Retour au porteur"))
        self.resize(620, min(480, max(320, over.window().height())))
        self.words = QPlainTextEdit(told_words(told))
        self.words.setReadOnly(True)
        self.words.setAccessibleName(self.tr("Ce qui serait dit au porteur"))
        self.words.setTabChangesFocus(True)
        self.words.setVisible(bool(told.groups))
        self.blockers = Notice()
        self.blockers.tell("\n".join(told.blockers), "warn")
        self.deed = Button(self.tr("&Préparer le courrier"), "mail-plus", kind="primary")
        self.deed.setEnabled(not told.blockers)
        leave = Button(self.tr("&Fermer"))
        leave.clicked.connect(self.reject)
        self.deed.clicked.connect(self.accept)
        self.deed.clicked.connect(then)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(text(name, 15, bold=True))
        rule = self.tr("Seules les notes dont le public est « Porteur » entrent dans ce courrier.")
        column.addWidget(text(rule, caption=True))
        column.addWidget(self.blockers)
        column.addWidget(self.words, 1)
        if not told.groups:
            column.addStretch(1)
        column.addLayout(foot)


def ask_feedback(over: QWidget, office: Office, dossier: bytes, name: str) -> FeedbackDialog | None:
    """Show what would leave; once agreed to, the letter waits in the outbox. None when an interest closes
    the dossier to the person at work."""
    if closed_to(office.reader, office.author, dossier) is not None:
        words = QCoreApplication.translate("papers", "Un intérêt déclaré vous ferme ce dossier et ses notes.")
        office.told.emit(words, "warn")
        return None

    def prepare() -> None:
        if office.do(prepare_feedback, dossier=dossier) is not None:
            words = QCoreApplication.translate("papers", "Le retour au porteur attend dans « Courriers ».")
            office.told.emit(words, "good")

    dialog = FeedbackDialog(over, name, what_leaves(office.reader, dossier), prepare)
    if office.read_only:
        dialog.deed.setEnabled(False)
    dialog.open()
    return dialog
