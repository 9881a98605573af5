"""The menu « Papiers » of the letters: conventions, the return to an applicant, what goes in the post."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.letters.files import safe
from desktop.ui.letters.deeds import LetterDeeds
from desktop.ui.letters.outbox_list import OutboxList
from desktop.ui.papers.show import Made, PaperMaker, Wanted
from desktop.ui.runner import Progress
from desktop.ui.tongue import plural

if TYPE_CHECKING:  # SQLAlchemy and the typefaces come in the worker
    from db.store import Done
    from desktop.flow.posting import Post
    from desktop.ui.papers.feedback import FeedbackDialog

CONVENTION = "convention"


class LetterPapers(QObject):
    """On the letter chosen in `rows`, or on all those of the list; opened by `button`."""

    def __init__(
        self,
        deeds: LetterDeeds,
        parent: QWidget,
        rows: OutboxList,
        button: QPushButton,
    ) -> None:
        super().__init__(parent)
        self._deeds, self._window = deeds, parent
        self.office, self.desk = deeds.office, deeds.desk
        self._current, self._shown = rows.current, rows.entries
        self.maker = PaperMaker(self.office, parent)
        self.dialog: FeedbackDialog | None = None
        self.actions = {
            name: self._action(words, deed)
            for name, words, deed in (
                ("conventions", self.tr("Préparer les &conventions nécessaires"), self.prepare_conventions),
                ("convention", self.tr("Cette convention, en PDF ou pour &Word…"), self.show_convention),
                ("feedback", self.tr("Retour au &porteur de ce courrier…"), self.ask_feedback),
                ("slips", self.tr("&Bordereaux d’envoi…"), self.show_slips),
                ("labels", self.tr("É&tiquettes d’adresse…"), self.show_labels),
                ("envelopes", self.tr("&Enveloppes sans fenêtre (DL)…"), self.show_envelopes),
                ("accountant", self.tr("&Liste pour le comptable…"), self.save_accountant),
                ("register_paper", self.tr("&Registre en PDF ou pour Excel…"), self.show_register),
            )
        }
        self.menu = QMenu(parent)
        self.menu.setAccessibleName(self.tr("Papiers"))
        for name, action in self.actions.items():
            if name in ("slips", "accountant"):
                self.menu.addSeparator()
            self.menu.addAction(action)
        button.setMenu(self.menu)
        self.menu.aboutToShow.connect(self.tell)
        rows.current_changed.connect(lambda _entry: self.tell())
        self.tell()

    def _action(self, words: str, deed: Callable[[], object]) -> QAction:
        action = QAction(words, self._window)
        action.triggered.connect(lambda _on=False: deed())
        return action

    def tell(self) -> None:
        """Offer what makes sense with the letter chosen."""
        entry = self._current()
        self.actions["feedback"].setEnabled(entry is not None)
        self.actions["convention"].setEnabled(entry is not None and entry.row.template == CONVENTION)
        self.actions["conventions"].setEnabled(self.office.may("write_letter"))

    # Conventions and returns

    def prepare_conventions(self) -> None:
        """A convention for each grant that needs one and has none."""
        if not self._deeds.writable():
            return
        store = self.office.store

        def work(_progress: Progress) -> Done:
            from desktop.flow.conventions import prepare_conventions

            return store.do(prepare_conventions)

        def after(done: Done) -> None:
            self.office.after(done)
            count = len(done.value)
            words = plural(count, "convention est préparée", "conventions sont préparées")
            told = self.tr("{0} {1}. Ctrl+Z les retire.").format(count, words)
            none = self.tr(
                "Aucune convention ne manque : toutes celles qu’il faut sont préparées ou parties."
            )
            self.office.told.emit(told if count else none, "good" if count else "neutral")

        title = self.tr("Préparer les conventions")
        self.office.runner.run(work, after, lambda words: self.office.told.emit(words, "bad"), title)

    def show_convention(self) -> None:
        """The convention chosen, on its pages; saved as PDF or to go on with in Word."""
        entry = self._current()
        if entry is None:
            return
        dossier, number = entry.row.dossier_id, entry.row.dossier

        def make(reader: sqlite3.Connection, form: str) -> Made:
            from desktop.flow.conventions import convention_file

            with self.desk.lock:
                found = convention_file(reader, dossier, self.desk.templates(), self.desk.today(), form)
            return Made(found[0], tuple(found[1]))

        stem = safe(f"Convention {number} {entry.row.applicant}")
        title = self.tr("Convention du dossier {0}").format(number)
        self.maker.show(Wanted(title, stem, ("pdf", "docx"), make))

    def ask_feedback(self) -> None:
        """What the notes meant for the applicant would tell it."""
        from desktop.ui.papers.feedback import ask_feedback

        entry = self._current()
        if entry is not None:
            name = f"{entry.row.dossier} · {entry.row.applicant}"
            self.dialog = ask_feedback(self._window, self.office, entry.row.dossier_id, name)

    # The post

    def _dossiers(self) -> set[bytes]:
        return {entry.row.dossier_id for entry in self._shown()}

    def _posted(self, title: str, write: Callable[[sqlite3.Connection, list[Post]], bytes]) -> None:
        """A paper on the letters of the list."""
        dossiers = self._dossiers()

        def make(reader: sqlite3.Connection, _form: str) -> Made:
            from desktop.flow.posting import addresses, chosen

            with self.desk.lock:
                posts = chosen(reader, self.desk.templates(), self.desk.today(), dossiers)
                return Made(write(reader, posts), tuple(addresses(posts)[1]))

        self.maker.show(Wanted(title, safe(title), ("pdf",), make))

    def show_slips(self) -> None:
        """One covering slip an addressee."""

        def write(_reader: sqlite3.Connection, posts: list[Post]) -> bytes:
            from desktop.flow.posting import slips

            return slips(posts, self.desk.today())

        self._posted(self.tr("Bordereaux d’envoi"), write)

    def show_labels(self) -> None:
        """The addresses on the usual sheet of labels."""

        def write(reader: sqlite3.Connection, posts: list[Post]) -> bytes:
            from desktop.flow.posting import addresses, label_formats, labels

            return labels(addresses(posts)[0], next(iter(label_formats(reader).values())), self.desk.today())

        self._posted(self.tr("Étiquettes d’adresse"), write)

    def show_envelopes(self) -> None:
        """One envelope an address."""

        def write(reader: sqlite3.Connection, posts: list[Post]) -> bytes:
            from desktop.flow.posting import addresses, envelopes

            return envelopes(reader, addresses(posts)[0], self.desk.today())

        self._posted(self.tr("Enveloppes"), write)

    def save_accountant(self) -> None:
        """The workbook of every grant, bank accounts included."""

        def make(reader: sqlite3.Connection, _form: str) -> Made:
            from desktop.flow.accountant import accountant_book

            private = self.tr("Il porte les comptes bancaires : il ne va qu’au comptable.")
            return Made(accountant_book(reader), (private,))

        title = self.tr("Liste pour le comptable")
        self.maker.show(Wanted(title, title, ("xlsx",), make))

    def show_register(self) -> None:
        """The register on its pages, or as a workbook."""

        def make(reader: sqlite3.Connection, form: str) -> Made:
            from desktop.flow.posting import register_paper

            with self.desk.lock:
                return Made(register_paper(reader, self.desk.templates(), self.desk.today(), form))

        title = self.tr("Registre des courriers")
        self.maker.show(Wanted(title, title, ("pdf", "xlsx"), make))
