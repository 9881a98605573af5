"""The questions of open data: under which SIRET the authority publishes, where a file was published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.rules.scdl import Giver
from desktop.ui.fields import Button, DateField
from desktop.ui.intake.parts import Notice, text
from desktop.ui.tongue import de_, plural


class Question(QDialog):
    """A sentence, some fields, a refusal in place; it stays open until what it asks is written."""

    def __init__(self, over: QWidget, name: str, title: str, words: str) -> None:
        super().__init__(over)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(8)
        self.refused = Notice()
        self.keep = Button(self.tr("Enregistrer"), "check", kind="primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._go)
        leave = Button(self.tr("Ne rien changer"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(text(words))
        column.addLayout(self.form)
        column.addWidget(self.refused)
        column.addLayout(foot)

    def answer(self) -> str:
        """Write what was told; why it was refused, "" when it is done."""
        raise NotImplementedError

    def _go(self) -> None:
        why = self.answer()
        if why:
            self.refused.tell(why, "bad")
        else:
            self.accept()


class AuthorityDialog(Question):
    """The SIRET of the authority that writes here."""

    def __init__(self, over: QWidget, giver: Giver, then: Callable[[str], str]) -> None:
        super().__init__(
            over, "authority", over.tr("Qui publie"),
            over.tr(
                "{0} publie sous son SIRET\u00a0: quatorze chiffres, les neuf du SIREN puis cinq de "
                "l’établissement. Parvis ne l’invente pas\u00a0; demandez-le au service des finances."
            ).format(giver.name),
        )  # fmt: skip
        self._then = then
        self.siret = QLineEdit(giver.siret)
        self.siret.setAccessibleName(self.tr("SIRET {0}").format(de_(giver.name)))
        self.siret.setPlaceholderText(self.tr("14 chiffres"))
        self.form.addRow(self.tr("&SIRET\u00a0:"), self.siret)

    def answer(self) -> str:
        return self._then(self.siret.text())


class PublishedDialog(Question):
    """The address of a file that was published, and the day."""

    def __init__(self, over: QWidget, lines: int, then: Callable[[str, dt.date | None], str]) -> None:
        count = f"{lines} {plural(lines, 'ligne')}"
        super().__init__(
            over, "published", over.tr("Noter la publication"),
            over.tr(
                "Le fichier de {0} est publié sur le site de la collectivité ou sur data.gouv.fr, avec le "
                "mot clé «\u00a0subvention\u00a0». Son adresse et le jour arrêtent le délai de trois mois."
            ).format(count),
        )  # fmt: skip
        self._then = then
        self.url = QLineEdit()
        self.url.setAccessibleName(self.tr("Adresse du fichier"))
        self.url.setPlaceholderText("https://")
        self.day = DateField(self.tr("Publié le"))
        self.day.set_day(dt.date.today())
        self.form.addRow(self.tr("&Adresse\u00a0:"), self.url)
        self.form.addRow(self.tr("&Publié le\u00a0:"), self.day)

    def answer(self) -> str:
        return self._then(self.url.text(), self.day.day())
