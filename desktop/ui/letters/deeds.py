"""What the two screens do with letters: prepare, issue and print, print again, withdraw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QMessageBox, QWidget

from db import queries
from db.queries.letters import LetterRow
from desktop.letters.files import write_whole
from desktop.ui.letters.asking import ask, ask_to_print
from desktop.ui.letters.check_window import CheckWindow
from desktop.ui.letters.desk import Desk
from desktop.ui.letters.entry import Entry
from desktop.ui.letters.issuing import Batch, issue_all, told
from desktop.ui.letters.printing import ChoosePrinter, LetterPrinting
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.scratch import scratch
from desktop.ui.tongue import plural
from desktop.ui.traced import note_left

if TYPE_CHECKING:  # SQLAlchemy comes in the worker
    from db.store import Done


class LetterDeeds(QObject):
    """Asks first, writes in the worker, tells the office what was done."""

    ended = Signal()  # a batch has ended, whatever became of it

    def __init__(self, office: Office, desk: Desk, parent: QWidget, choose_printer: ChoosePrinter) -> None:
        super().__init__(parent)
        self.office, self.desk, self._window = office, desk, parent
        self.choose_printer = choose_printer
        self.printing = LetterPrinting(parent, lambda over: self.choose_printer(over))
        self.printing.done.connect(self._printed)
        self.printing.given_up.connect(lambda sentence: self._tell(sentence, "warn"))
        self._folder = scratch()
        self._on_paper: Sequence[bytes] = ()  # dossiers whose letters go to the printer
        self.question: QMessageBox | CheckWindow | None = None

    def _tell(self, sentence: str, tone: str = "neutral") -> None:
        self.office.told.emit(sentence, tone)

    def writable(self) -> bool:
        """Whether anything may be written; tells why when it may not."""
        why = self.office.why_not("print_letter")
        if why:
            self._tell(self.tr("{0} Aucune lettre ne peut partir.").format(why), "warn")
        return not why

    # Prepare

    def prepare(self) -> None:
        """A letter for each pending decision that has none."""
        if not self.writable():
            return
        before, store = len(queries.outbox(self.office.reader)), self.office.store

        def work(_progress: Progress) -> Done:
            from desktop.flow.notify import prepare_decided

            return store.do(prepare_decided)

        def after(done: Done) -> None:
            self.office.after(done)
            made = len(queries.outbox(self.office.reader)) - before
            self._tell(*self._prepared(made, len(done.value)))

        self.office.runner.run(
            work, after, lambda sentence: self._tell(sentence, "bad"), self.tr("Préparer les courriers")
        )

    def _prepared(self, made: int, decided: int) -> tuple[str, str]:
        if made > 0:
            words = plural(made, "courrier est préparé", "courriers sont préparés")
            return self.tr("{0} {1}.").format(made, words), "good"
        if decided:
            return self.tr("Toutes les décisions en attente ont déjà leur courrier."), "neutral"
        return self.tr(
            "Aucune décision n’attend de courrier : décidez d’abord d’un dossier, puis revenez ici."
        ), "neutral"

    # Issue and print

    def print_letters(self, ticked: Sequence[Entry], shown: Sequence[Entry]) -> None:
        """Ask, choose the printer, issue the ticked letters, print those that left."""
        if not ticked or not self.writable():
            return
        titles = self.desk.titles()
        self.question = ask_to_print(self._window, ticked, shown, titles, lambda: self._choose(ticked))

    def _choose(self, ticked: Sequence[Entry]) -> None:
        printer = self.choose_printer(self._window)
        if printer is None:
            self._tell(self.tr("L’impression a été annulée : aucune lettre n’est partie."))
            return
        self.issue(ticked, lambda letters: self.printing.print_files(printer, self.files_of(letters)))

    def issue(self, ticked: Sequence[Entry], then: Callable[[set[bytes]], object]) -> None:
        """Number the letters in the worker; `then(keys)` gets those that left, if any did."""
        batch, store = Batch(list(ticked)), self.office.store

        def work(progress: Progress) -> Batch:
            return issue_all(progress, store, self.desk, batch)

        def after(trouble: str = "") -> None:
            if (touched := batch.touched()) is not None:
                self.office.after(touched)
            self._tell(*told(batch, trouble))
            if batch.left:
                then({key for key, _ in batch.left})
            self.ended.emit()

        self.office.runner.run(
            work,
            lambda _batch: after(),
            # The runner says that nothing was changed: true only while no letter has left.
            lambda sentence: after(self.tr("L’envoi s’est arrêté avant la fin.") if batch.left else sentence),
            self.tr("Émettre les lettres"),
        )

    def files_of(self, letters: set[bytes]) -> list[Path]:
        """The PDF kept for letters that left, in the order of their numbers."""
        from desktop.flow.files import clear_path

        rows = [row for row in queries.register(self.office.reader) if row.id in letters]  # by number
        self._on_paper = sorted({row.dossier_id for row in rows})
        scratch = Path(self._folder.path())
        return [clear_path(self.office.files, row.sha256, scratch) for row in rows if row.sha256]

    def _printed(self, pages: int) -> None:
        note_left(self.office, "printed", f"{pages} {plural(pages, 'page')} de courriers", self._on_paper)
        words = plural(pages, "page est partie", "pages sont parties")
        self._tell(self.tr("{0} {1} à l’imprimante.").format(pages, words), "good")

    # Print again

    def duplicate(self, row: LetterRow) -> None:
        """One more copy of a letter that left, marked DUPLICATA; a closed dialog notes nothing."""
        if row.state != "issued" or not self.writable():
            return
        try:
            content = self.desk.duplicate(self.office.reader, row)
        except ValueError as problem:
            self._tell(str(problem), "bad")
            return
        printer = self.choose_printer(self._window)
        if printer is None:
            self._tell(self.tr("L’impression a été annulée : aucune copie n’a été notée au registre."))
            return
        self._print_again(row, printer, content)

    def _print_again(self, row: LetterRow, printer: QPrinter, content: bytes) -> None:
        from desktop.flow.notify import print_again

        done = self.office.do(print_again, letter=row.id)
        if done is None:
            return
        path = Path(self._folder.path()) / f"{row.number} duplicata {done.value}.pdf"
        write_whole(path, content)
        self._on_paper = (row.dossier_id,)
        self.printing.print_files(printer, [path])

    # Edited letters and letters not wanted

    def regenerate(self, row: LetterRow) -> None:
        """Ask, then drop the words written by hand."""
        from desktop.flow.notify import regenerate

        self.question = ask(
            self._window,
            self.tr("Refaire depuis le modèle"),
            self.tr("Refaire le courrier de « {0} » depuis le modèle ?").format(row.applicant),
            self.tr(
                "Les phrases reprises à la main seront remplacées par celles du modèle. Ctrl+Z les rend."
            ),
            self.tr("&Refaire"),
            self.tr("&Garder mes phrases"),
            lambda: self.office.do(regenerate, letter=row.id),
        )

    def withdraw(self, row: LetterRow) -> None:
        """Take a letter out of the outbox; undo brings it back."""
        from desktop.flow.notify import withdraw

        if self.office.do(withdraw, letter=row.id) is not None:
            self._tell(self.tr("Le courrier de « {0} » est retiré. Ctrl+Z le rend.").format(row.applicant))

    def close_down(self) -> None:
        """Empty the folder of duplicates."""
        self._folder.remove()
