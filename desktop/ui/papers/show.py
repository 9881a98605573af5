"""A paper made beside the window, shown on its pages, then saved as PDF, Word or Excel."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from desktop.letters.files import write_whole
from desktop.letters.watermark import marked
from desktop.rules import disk
from desktop.ui.fields import Button
from desktop.ui.letters.preview import Preview
from desktop.ui.office import Office
from desktop.ui.papers.leaving import CopyBox
from desktop.ui.runner import Progress
from desktop.ui.traced import note_left

_FILTERS = {"pdf": "PDF (*.pdf)", "docx": "Word (*.docx)", "xlsx": "Excel (*.xlsx)"}


class Made(NamedTuple):
    """A paper in one form, and what should be told of it before it is used."""

    content: bytes
    faults: tuple[str, ...] = ()


class Wanted(NamedTuple):
    """A paper to make: `make(reader, form)` runs in the worker and raises ValueError in French."""

    title: str
    stem: str  # of the file's name
    forms: tuple[str, ...]  # the first one is offered first; a PDF is shown
    make: Callable[[sqlite3.Connection, str], Made]


ChooseFile = Callable[[QWidget, str, str], Path | None]  # over what, the name proposed, the form


def ask_file(over: QWidget, proposed: str, form: str) -> Path | None:
    """Where a paper goes, None when the dialog was closed."""
    title = QCoreApplication.translate("papers", "Enregistrer")
    name, _ = QFileDialog.getSaveFileName(over, title, str(Path.home() / proposed), _FILTERS[form])
    return Path(name).with_suffix(f".{form}") if name else None


class PaperMaker:
    """Makes what is wanted beside the window, then shows it; `choose` asks where a file goes."""

    def __init__(self, office: Office, over: QWidget, choose: ChooseFile = ask_file) -> None:
        self.office, self._over, self.choose = office, over, choose
        self.dialog: PaperDialog | None = None

    def show(self, wanted: Wanted) -> None:
        """Show its pages; a workbook has none, so it is saved at once."""
        if "pdf" not in wanted.forms:
            self.save(wanted, wanted.forms[0])
            return
        self._make(wanted, "pdf", lambda made: self._shown(wanted, made))

    def _shown(self, wanted: Wanted, made: Made) -> None:
        self.dialog = PaperDialog(
            wanted, made, lambda form: self.save(wanted, form, made), self._over, self.office.author
        )
        self.dialog.open()

    def save(self, wanted: Wanted, form: str, shown: Made | None = None) -> None:
        """Ask where, then write; what is shown is written as it is shown."""
        out = self.choose(self._over, f"{wanted.stem}.{form}", form)
        if out is None:
            return
        if form == "pdf" and shown is not None:
            self._write(out, shown)
        else:
            self._make(wanted, form, lambda made: self._write(out, made))

    def _write(self, out: Path, made: Made) -> None:
        say = QCoreApplication.translate
        copy = self.dialog.copy.copy() if self.dialog is not None and out.suffix == ".pdf" else None
        try:
            write_whole(out, marked(made.content, copy) if copy else made.content)
        except OSError as error:
            words = say("papers", "« {0} » n’a pas pu être écrit ({1}) : rien n’a été changé.")
            self.office.told.emit(words.format(out.name, disk.reason(error)), "bad")
            return
        whom = f", {copy.words}" if copy else ""
        note_left(self.office, "exported", f"« {out.name} »{whom}")
        told = say("papers", "« {0} » est enregistré dans {1}.").format(out.name, out.parent)
        more = made.faults[:2] if out.suffix == ".xlsx" else ()
        self.office.told.emit(" ".join((told, *more)), "warn" if more else "good")

    def _make(self, wanted: Wanted, form: str, then: Callable[[Made], object]) -> None:
        def work(progress: Progress) -> Made | str:
            progress(wanted.title, 0.1)
            try:
                return wanted.make(progress.session, form)
            except ValueError as refusal:
                return str(refusal)

        def done(made: Made | str) -> None:
            if isinstance(made, str):
                self.office.told.emit(made, "warn")
            else:
                then(made)

        self.office.runner.run(work, done, lambda words: self.office.told.emit(words, "bad"), wanted.title)


class PaperDialog(QDialog):
    """The pages of a paper, and a button for each form it can be saved in."""

    _gone = False

    def __init__(
        self, wanted: Wanted, made: Made, save: Callable[[str], object], over: QWidget | None = None,
        author: str = "",
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.setObjectName("paper")
        self.setWindowTitle(wanted.title)
        self.preview = Preview("")
        self.buttons: dict[str, Button] = {}
        self.copy = CopyBox(author)
        self.copy.setContentsMargins(14, 8, 14, 10)
        say = QCoreApplication.translate
        words = {
            "pdf": say("papers", "&Enregistrer le PDF…"),
            "docx": say("papers", "Enregistrer pour &Word…"),
            "xlsx": say("papers", "Enregistrer pour E&xcel…"),
        }
        drawings = {"pdf": "save", "docx": "file-pen-line", "xlsx": "file-spreadsheet"}
        for form in wanted.forms:
            button = Button(words[form], drawings[form], kind="secondary" if self.buttons else "primary")
            button.clicked.connect(lambda _on=False, form=form: save(form))
            self.preview.buttons.addWidget(button)
            self.buttons[form] = button
        leave = Button(say("papers", "&Fermer"))
        leave.clicked.connect(self.reject)
        self.preview.buttons.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.preview, 1)
        column.addWidget(self.copy)
        around = over.window().size() if over is not None else self.size()
        # Large, and never larger than the window: at 200 % there is no more room than that.
        wide, high = max(760, int(around.width() * 0.8)), max(560, int(around.height() * 0.9))
        self.resize(min(wide, around.width()), min(high, around.height()))
        state, tone = (say("papers", "À compléter"), "warn") if made.faults else ("", "neutral")
        self.preview.head(wanted.title, state, tone, made.faults, ())
        self.preview.pill.setVisible(bool(state))
        self.finished.connect(lambda _code: self._shut())
        # Once it has its size: the page is fitted in what it is given.
        QTimer.singleShot(0, self, lambda: self._show(made.content))

    def _show(self, content: bytes) -> None:
        if not self._gone:  # closed before it had its size, it has no folder for its page any more
            self.preview.show_pdf(content)

    def _shut(self) -> None:
        self._gone = True
        self.preview.close_down()
        self.deleteLater()
