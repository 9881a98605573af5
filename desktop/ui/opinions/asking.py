"""The question « à qui, sur quels dossiers, pour quand »: partners, dossiers, files and folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db import queries
from db.queries.committee import committees, items
from db.queries.opinions import PartnerRow, partners
from desktop.rules.query import QueryError, parse, to_tree
from desktop.ui.fields import Button, DateField
from desktop.ui.intake.parts import text
from desktop.ui.office import Office
from desktop.ui.tongue import plural

DAYS = 15  # given to answer, unless said otherwise


@dataclass(frozen=True, slots=True)
class AskWish:
    """What was chosen."""

    partners: tuple[PartnerRow, ...]
    dossiers: tuple[bytes, ...]
    committee: bytes | None
    due_on: dt.date | None
    question: str
    kinds: tuple[str, ...]
    folder: Path


class AskDialog(QDialog):
    """« Demander » only when somebody is asked, about something, in some file."""

    def __init__(
        self, over: QWidget, office: Office, folder: Path, then: Callable[[AskWish], object],
        *, partner: bytes | None = None, query: str = "étape:instruction",
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.setObjectName("askOpinions")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Demander un avis"))
        self.resize(620, 540)
        self._office, self._then, self.folder = office, then, folder
        self._keys: tuple[bytes, ...] = ()
        self._known = partners(office.reader)
        self._sessions: list[bytes | None] = [None]
        self.partners, self.source, self.query = QListWidget(), QComboBox(), QLineEdit(query)
        self.found = text(caption=True)
        self.due = DateField(self.tr("Réponse attendue le"))
        self.question = QLineEdit(self.tr("Quel est votre avis sur ces demandes\u00a0?"))
        self.book, self.form = QCheckBox(self.tr("Classeur &Excel")), QCheckBox(self.tr("Formulaire &PDF"))
        self.where = Button(str(folder), "folder-open")
        self.deed = Button(self.tr("Demander"), "send", kind="primary")
        self._soon = QTimer(self, singleShot=True, interval=250)
        self._fill(partner)
        self._lay_out()
        self._connect()
        self.count()

    def _fill(self, partner: bytes | None) -> None:
        for row in self._known:
            item = QListWidgetItem(row.name, self.partners)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if row.id == partner else Qt.CheckState.Unchecked)
        self.source.addItem(self.tr("Les dossiers de cette recherche"))
        for one in committees(self._office.reader):
            if one.state != "closed":
                self.source.addItem(self.tr("Séance {0}, {1}").format(one.code, one.name))
                self._sessions.append(one.id)
        self.due.set_day(dt.date.today() + dt.timedelta(days=DAYS))
        self.book.setChecked(True)
        for part, name in (
            (self.partners, self.tr("Partenaires à interroger")), (self.source, self.tr("Quels dossiers")),
            (self.query, self.tr("Recherche")), (self.question, self.tr("Question posée")),
        ):  # fmt: skip
            part.setAccessibleName(name)
        self.partners.setFixedHeight(min(210, 18 * self.partners.count() + 20))

    def _lay_out(self) -> None:
        files = QHBoxLayout()
        files.setSpacing(16)
        files.addWidget(self.book)
        files.addWidget(self.form)
        files.addStretch(1)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow(self.tr("&Partenaires\u00a0:"), self.partners)
        form.addRow(self.tr("&Dossiers\u00a0:"), self.source)
        form.addRow("", self.query)
        form.addRow("", self.found)
        form.addRow(self.tr("&Réponse le\u00a0:"), self.due)
        form.addRow(self.tr("&Question\u00a0:"), self.question)
        form.addRow(self.tr("Fichiers\u00a0:"), files)
        form.addRow(self.tr("Dans\u00a0:"), self.where)
        leave = Button(self.tr("Ne rien demander"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        told = self.tr(
            "Un fichier par partenaire, à remettre comme vous voulez\u00a0: il se remplit sans compte ni "
            "réseau."
        )
        column.addWidget(text(told, caption=True))
        column.addLayout(form, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._soon.timeout.connect(self.count)
        self.query.textChanged.connect(lambda _words: self._soon.start())
        self.source.currentIndexChanged.connect(lambda _index: self.count())
        self.partners.itemChanged.connect(lambda _item: self._tell())
        for box in (self.book, self.form):
            box.toggled.connect(lambda _on: self._tell())
        self.due.textChanged.connect(lambda _words: self._tell())
        self.where.clicked.connect(self._choose)
        self.deed.clicked.connect(self._go)

    # What is chosen

    def chosen(self) -> tuple[PartnerRow, ...]:
        """The partners ticked."""
        return tuple(
            row
            for place, row in enumerate(self._known)
            if self.partners.item(place).checkState() == Qt.CheckState.Checked
        )

    def session(self) -> bytes | None:
        """The session whose dossiers are asked about, None for those of the query."""
        return self._sessions[self.source.currentIndex()]

    def count(self) -> None:
        """Find the dossiers of the choice, and say how many there are."""
        session = self.session()
        self.query.setEnabled(session is None)
        try:
            if session is not None:
                self._keys = tuple(row.dossier_id for row in items(self._office.reader, session))
            else:
                tree = to_tree(parse(self.query.text()), self._office.author)
                self._keys = tuple(queries.list_ids(self._office.reader, tree))
        except QueryError as error:
            self._keys = ()
            self.found.setText(str(error))
            self._tell()
            return
        count = len(self._keys)
        told = self.tr("{0} {1}\u00a0; ceux déjà demandés ou décidés seront laissés de côté.")
        self.found.setText(told.format(count, plural(count, "dossier")))
        self._tell()

    def _kinds(self) -> tuple[str, ...]:
        return tuple(k for k, box in (("xlsx", self.book), ("pdf", self.form)) if box.isChecked())

    def _tell(self) -> None:
        wrong = bool(self.due.property("wrong"))
        self.deed.setEnabled(bool(self.chosen() and self._keys and self._kinds()) and not wrong)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Dans quel dossier écrire les fichiers\u00a0?"), str(self.folder))
        dialog.setObjectName("opinionFolder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.filesSelected.connect(lambda names: self.set_folder(Path(names[0])))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def set_folder(self, folder: Path) -> None:
        """Write the files there."""
        self.folder = folder
        self.where.setText(str(folder))

    def _go(self) -> None:
        self._soon.stop()
        self.count()
        if not self.deed.isEnabled():
            return
        wish = AskWish(
            self.chosen(), self._keys, self.session(), self.due.day(), self.question.text(),
            self._kinds(), self.folder,
        )  # fmt: skip
        self.accept()
        self._then(wish)
