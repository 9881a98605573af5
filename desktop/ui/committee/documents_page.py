"""The documents of a session: added by hand, or made by its closing; opened, put in the pack, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from db.queries.committee import DocumentRow
from desktop.flow import convene
from desktop.flow.files import copy_out
from desktop.rules import disk
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office

_MADE = {"minutes": "procès-verbal", "record": "relevé de décisions", "annex": "annexe à la délibération"}


class DocumentsPage(QWidget):
    """A list and its tools."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._committee, self._writable = b"", False
        self.rows = Rows(
            self.tr("Documents de la séance"),
            [
                (self.tr("Document"), 0), (self.tr("Origine"), 200), (self.tr("Taille"), 90),
                (self.tr("Dossier de séance"), 170),
            ],
            right=(2,),
        )  # fmt: skip
        self.add = Button(self.tr("A&jouter un fichier…"), "paperclip")
        self.copy = Button(self.tr("&Enregistrer sous…"), "save")
        self.pack = Button(self.tr("Dans le &dossier de séance"), "files")
        self.remove = Button(self.tr("Ô&ter"), "x")
        self.empty = text(
            self.tr(
                "Aucun document. Joignez la convocation, une carte, une délibération\u00a0; à la clôture, le "
                "procès-verbal, le relevé de décisions et l’annexe s’ajoutent ici d’eux-mêmes."
            ),
            size=15,
        )
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self.rows)
        self._pages.addWidget(self.empty)
        tools = Row()
        tools.setSpacing(8)
        for button in (self.add, self.copy, self.pack, self.remove):
            tools.addWidget(button)
        tools.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.rows.picked.connect(self._tell)
        self.rows.activated.connect(lambda _index: self.ask_copy())
        self.add.clicked.connect(self.ask_file)
        self.copy.clicked.connect(self.ask_copy)
        self.pack.clicked.connect(self.turn_pack)
        self.remove.clicked.connect(self.remove_current)

    def show_documents(self, committee: bytes, found: Sequence[DocumentRow], *, writable: bool) -> None:
        """Show these."""
        self._committee, self._writable = committee, writable
        row = max(0, self.rows.currentIndex().row())
        self.rows.show_lines([self._line(one) for one in found])
        if found:
            self.rows.selectRow(min(row, len(found) - 1))
        self._pages.setCurrentIndex(0 if found else 1)
        self._tell(self._current())

    def _line(self, one: DocumentRow) -> Line:
        origin = _MADE.get(one.made, one.made) if one.made else self.tr("ajouté")
        size = self.tr("{0} ko").format(max(1, round(one.size / 1024)))
        told = self.tr("à la fin du dossier") if one.in_pack else "–"
        return Line((one.name, origin, size, told), "good" if one.made else "neutral", one)

    def _current(self) -> DocumentRow | None:
        row = self.rows.currentIndex().row()
        lines = self.rows.rows.lines
        return lines[row].what if 0 <= row < len(lines) else None

    def _tell(self, one: DocumentRow | None) -> None:
        self.add.setEnabled(self._writable)
        self.copy.setEnabled(one is not None)
        own = one is not None and not one.made and self._writable
        self.pack.setEnabled(own)
        self.remove.setEnabled(own)

    def ask_file(self) -> None:
        """Ask for a file to add."""
        dialog = QFileDialog(self, self.tr("Ajouter un document"))
        dialog.setObjectName("document")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def take(self, path: Path) -> None:
        """Add this file; one that can't be read is told."""
        try:
            content = path.read_bytes()
        except OSError as error:
            words = self.tr("« {0} » ne peut pas être lu ({1})\u00a0: rien n’a été joint.")
            self.office.told.emit(words.format(path.name, disk.reason(error)), "warn")
            return
        self.office.do(convene.add_document, committee=self._committee, name=path.name, content=content)

    def ask_copy(self) -> None:
        """Ask where to write the current document."""
        one = self._current()
        if one is None:
            return
        dialog = QFileDialog(self, self.tr("Enregistrer le document"), str(Path.home() / one.name))
        dialog.setObjectName("copy")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(one.name)
        dialog.fileSelected.connect(lambda name: self.write(one, Path(name)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def write(self, one: DocumentRow, out: Path) -> None:
        """Copy a document out of the base."""
        try:
            copy_out(self.office.files, one.sha256, out)
        except OSError as error:
            words = self.tr("« {0} » n’a pas pu être écrit ({1}).").format(out.name, disk.reason(error))
            self.office.told.emit(words, "bad")
            return
        self.office.told.emit(self.tr("« {0} » est enregistré.").format(out.name), "good")

    def turn_pack(self) -> None:
        """Put the current document at the end of the pack, or take it out."""
        one = self._current()
        if one is not None:
            self.office.do(convene.put_in_pack, document=one.id, in_pack=not one.in_pack)

    def remove_current(self) -> None:
        """Take the current document away."""
        one = self._current()
        if one is not None:
            self.office.do(convene.drop_document, document=one.id)
