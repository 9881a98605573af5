"""Minutes, record of decisions and annex of a session: ask where, then write them beside the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.flow.papers import PAPERS, file_name, paper, proceedings
from desktop.letters.files import write_whole
from desktop.ui.office import Office
from desktop.ui.runner import Progress

_FORMS = {"pdf": "PDF (*.pdf)", "docx": "Word (*.docx)", "xlsx": "Excel (*.xlsx)"}


def make_minutes(over: QWidget, office: Office, committee: bytes) -> None:
    """The minutes, in PDF or Word."""
    _ask(over, office, committee, "minutes")


def make_record(over: QWidget, office: Office, committee: bytes) -> None:
    """The record of decisions."""
    _ask(over, office, committee, "record")


def make_annex(over: QWidget, office: Office, committee: bytes) -> None:
    """The table to annex to the deliberation."""
    _ask(over, office, committee, "annex")


def _ask(over: QWidget, office: Office, committee: bytes, kind: str) -> None:
    told = PAPERS[kind]
    name = file_name(proceedings(office.reader, committee), kind, told.forms[0])
    dialog = QFileDialog(over, told.title, str(Path.home() / name))
    dialog.setObjectName("paper")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([_FORMS[form] for form in told.forms])
    dialog.setDefaultSuffix(told.forms[0])
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: write(office, committee, kind, Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def write(office: Office, committee: bytes, kind: str, out: Path) -> None:
    """Write a paper in the worker, in the form its name says."""
    say = QCoreApplication.translate
    title = PAPERS[kind].title

    def work(progress: Progress) -> str:
        progress(title, 0.1)
        sitting = proceedings(progress.session, committee)
        try:
            write_whole(out, paper(sitting, kind, out.suffix.lstrip(".").lower()))
        except ValueError as refusal:
            return str(refusal)
        return ""

    def done(refusal: str) -> None:
        words = say("committee", "« {0} » est écrit.").format(out.name)
        office.told.emit(refusal or words, "warn" if refusal else "good")

    office.runner.run(work, done, lambda words: office.told.emit(words, "bad"), title)
