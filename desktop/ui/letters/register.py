"""The register screen: every letter that left, in the order of the numbers, with its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QFont
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from db import queries
from db.queries.letters import LetterRow
from db.queries.outcome import notices
from desktop.letters.files import write_whole
from desktop.paths import resources
from desktop.ui.fields import Button, SearchField
from desktop.ui.fields.row import Row
from desktop.ui.letters.beside import beside_page
from desktop.ui.letters.deeds import LetterDeeds
from desktop.ui.letters.desk import Desk
from desktop.ui.letters.entry import Entry
from desktop.ui.letters.exporting import name_of
from desktop.ui.letters.keys import register_actions
from desktop.ui.letters.pager import Pager
from desktop.ui.letters.panels import Word
from desktop.ui.letters.preview import Preview
from desktop.ui.letters.printing import ChoosePrinter, ask_letter_printer
from desktop.ui.letters.register_model import RegisterModel
from desktop.ui.letters.register_table import RegisterTable
from desktop.ui.office import Office
from desktop.ui.runner import Progress, Runner
from desktop.ui.scratch import scratch
from desktop.ui.theme import font
from desktop.ui.tongue import plural
from desktop.ui.traced import note_left
from desktop.ui.walk import Walk

_SHOWN = frozenset({"letter", "printing", "applicant", "dossier", "file", "notice"})
ChooseFile = Callable[[QWidget, str], Path | None]  # the name proposed
Open = Callable[[Path], object]


def ask_file(parent: QWidget, proposed: str) -> Path | None:
    """Where a copy goes, None when the dialog was closed."""
    name, _ = QFileDialog.getSaveFileName(parent, parent.tr("Enregistrer le PDF"), proposed, "PDF (*.pdf)")
    return Path(name).with_suffix(".pdf") if name else None


def open_outside(path: Path) -> None:
    """With the program of the workstation."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class RegisterScreen(QWidget):
    """Nothing here can be changed: letters that left are shown, copied, and printed again as duplicates."""

    status = Signal(str)

    name = "register"
    icon = "book-open"

    def __init__(
        self,
        office: Office,
        today: Callable[[], dt.date] = dt.date.today,
        choose_printer: ChoosePrinter = ask_letter_printer,
        choose_file: ChooseFile = ask_file,
        open_file: Open = open_outside,
    ) -> None:
        super().__init__()
        self.office = office
        self.title = self.tr("Registre des courriers")
        self._choose_file, self._open_file = choose_file, open_file
        self._folder = scratch()
        self._over = False
        self._kept = b""  # the letter chosen, found again after a new reading
        self._runner = Runner(office.at_work.open_eyes, self)
        self.desk = Desk(resources() / "letters", today)
        self.deeds = LetterDeeds(office, self.desk, self, choose_printer)
        self.model = RegisterModel()
        self.table = RegisterTable(self.model)
        self.preview = Preview(self.tr("Choisissez un courrier du registre : sa page se montre ici."))
        self.pager = Pager(office, self.desk, self._runner, self.preview)
        self.word = Word("book-open")
        self.search = SearchField(self.tr("Chercher un numéro, un destinataire, un dossier   (Ctrl+K)"))
        self.duplicate = Button(self.tr("Duplicata"), "copy")
        self.outside = Button(self.tr("Ouvrir le PDF"), "external-link")
        self.posting = Button(self.tr("Noter l’envoi…"), "send")
        self.signed = Button(self.tr("Lettre signée"), "signature")
        self.signed.setCheckable(True)
        self.preview.buttons.addWidget(self.signed)
        self.actions_by_name = register_actions(self, self._deeds_by_name())
        self._lay_out()
        self._connect()
        self.read()
        self._runner.run(self._titles, self._titled, self._silent, self.tr("Lire les modèles"))

    @property
    def widget(self) -> QWidget:
        return self

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Registre"))
        heading.setFont(font(20, QFont.Weight.DemiBold))
        self.count = QLabel()
        self.count.setProperty("kind", "caption")
        self.search.setMaximumWidth(440)
        top = Row()
        top.setContentsMargins(20, 12, 16, 8)
        top.setSpacing(8)
        top.addWidget(heading)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.search, 3)
        top.addWidget(self.outside)
        top.addWidget(self.duplicate)
        top.addWidget(self.posting)
        self.left, split = beside_page((self.table, self.word), self.preview, (810, 360), (320, 300))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(split, 1)

    def _connect(self) -> None:
        self.search.typed.connect(self._sift)
        self.search.submitted.connect(lambda _words: self.table.setFocus())
        self.table.current_changed.connect(self._current_changed)
        self.table.open_wanted.connect(self._open)
        self.table.customContextMenuRequested.connect(self._menu)
        self.duplicate.clicked.connect(self._duplicate)
        self.outside.clicked.connect(self._open)
        self.posting.clicked.connect(self._post)
        self.signed.toggled.connect(lambda _on: self._current_changed(self.table.current()))
        self.word.wanted.connect(lambda _step: self._leave_empty())

    # Rows

    def _titles(self, _progress: Progress) -> None:
        self.desk.templates()

    def _titled(self, _none: None) -> None:
        if not self._over:  # answers still come while the window closes
            self.read()

    def _silent(self, _sentence: str) -> None:
        """Broken templates are told by the letters screen; here the kinds of letters stand for titles."""

    def read(self) -> None:
        """Read the register again."""
        reader = self.office.reader
        self.desk.know(reader)
        self.model.set_rows(queries.register(reader), self.desk.titles(), notices(reader))
        self._show()

    def _sift(self, words: str) -> None:
        self.model.sift(words)
        self._show()

    def _show(self) -> None:
        shown, count = self.model.rowCount(), self.model.count()
        words = plural(count, "courrier parti", "courriers partis")
        self.count.setText(f"{count} {words}" if count else "")
        if shown:
            self.left.setCurrentWidget(self.table)
            self.table.go_to(max(0, self.model.place_of(self._kept)))
        else:
            self._say_empty(count)
        self._current_changed(self.table.current())
        self._tell_status()

    def _say_empty(self, count: int) -> None:
        if count:
            self.word.tell_not_found()
        else:
            self.word.tell_nothing_left()
        self.left.setCurrentWidget(self.word)

    def _leave_empty(self) -> None:
        if self.model.count():
            self.search.clear()
        else:
            self.office.place_wanted.emit("letters")

    def _current_changed(self, row: LetterRow | None) -> None:
        if row is not None:
            self._kept = row.id
        back = row is not None and bool(row.signed_on)
        self.signed.setVisible(back)
        self.actions_by_name["signed"].setEnabled(back)
        if row is not None and back and self.signed.isChecked():
            row = row._replace(sha256=row.signed_sha256)  # the scan in the place of what was printed
        self.pager.show(Entry(row) if row else None)
        writable = row is not None and self.office.may("post")
        self.duplicate.setEnabled(writable)
        self.posting.setEnabled(writable)
        self.outside.setEnabled(row is not None)
        may = dict.fromkeys(("open", "save", "dossier"), row is not None)
        for name, on in (may | dict.fromkeys(("duplicate", "posting"), writable)).items():
            self.actions_by_name[name].setEnabled(on)

    # Deeds

    def _deeds_by_name(self) -> dict[str, Callable[[], object]]:
        return {
            "search": self.search.setFocus,
            "open": self._open,
            "save": self._save,
            "duplicate": self._duplicate,
            "posting": self._post,
            "signed": self.signed.toggle,
            "dossier": self._open_dossier,
        }

    def _content(self, row: LetterRow) -> bytes | None:
        try:
            return self.desk.kept(self.office.files, row)
        except OSError:
            words = self.tr(
                "Le PDF du courrier {0} est introuvable à côté de la base. "
                "Un duplicata peut encore être imprimé."
            )
            self.office.told.emit(words.format(row.number), "bad")
            return None

    def _open(self) -> None:
        row = self.table.current()
        if row is not None and (content := self._content(row)) is not None:
            path = Path(self._folder.path()) / name_of(row, row.number, ())
            write_whole(path, content)  # a copy: what another program does to it changes nothing here
            self._open_file(path)

    def _save(self) -> None:
        row = self.table.current()
        if row is None or (content := self._content(row)) is None:
            return
        path = self._choose_file(self, name_of(row, row.number, ()))
        if path is not None:
            write_whole(path, content)
            note_left(self.office, "exported", f"Courrier {row.number}", (row.dossier_id,))
            self.office.told.emit(self.tr("Le PDF est copié dans {0}.").format(path), "good")

    def _duplicate(self) -> None:
        if (row := self.table.current()) is not None:
            self.deeds.duplicate(row)

    def _post(self) -> None:
        """Note by which means the letters chosen were sent, and when."""
        from desktop.ui.outcome.posting import PostingDialog, record

        letters = self.table.chosen()
        if letters and self.office.may("post"):
            PostingDialog(self, letters, lambda posting: record(self.office, letters, posting)).open()

    def _open_dossier(self) -> None:
        if (row := self.table.current()) is not None:
            self.office.dossier_wanted.emit(row.dossier_id, Walk.alone(row.dossier_id))

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        names = ("open", "save", "signed", "duplicate", "posting", "dossier")
        menu.addActions([self.actions_by_name[name] for name in names])
        menu.popup(self.table.viewport().mapToGlobal(place))

    def menu_actions(self) -> list[QAction]:
        """Shown in the menu while this screen is in front."""
        return list(self.actions_by_name.values())

    # The window

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & _SHOWN:
            self.read()

    def shown(self) -> None:
        self.table.setFocus()
        self._tell_status()

    def _tell_status(self) -> None:
        shown, count = self.model.rowCount(), self.model.count()
        words = plural(shown, "courrier affiché", "courriers affichés")
        self.status.emit(self.tr("{0} {1} sur {2}").format(shown, words, count))

    def close_down(self) -> None:
        """The window closes."""
        self._over = True
        self.pager.close_down()
        self._runner.stop()
        self.preview.close_down()
        self.deeds.close_down()
        self._folder.remove()
