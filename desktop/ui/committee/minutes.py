"""Minutes, record of decisions and annex of a session: shown on their pages, saved, kept again."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.flow.papers import PAPERS, file_name, paper, proceedings, write_papers
from desktop.ui.office import Office
from desktop.ui.papers.show import ChooseFile, Made, PaperMaker, Wanted, ask_file
from desktop.ui.runner import Progress

if TYPE_CHECKING:
    from db.store import Done


def make_minutes(over: QWidget, office: Office, committee: bytes) -> PaperMaker:
    """The minutes, in PDF or Word."""
    return show(over, office, committee, "minutes")


def make_record(over: QWidget, office: Office, committee: bytes) -> PaperMaker:
    """The record of decisions."""
    return show(over, office, committee, "record")


def make_annex(over: QWidget, office: Office, committee: bytes) -> PaperMaker:
    """The table to annex to the deliberation."""
    return show(over, office, committee, "annex")


def show(
    over: QWidget, office: Office, committee: bytes, kind: str, choose: ChooseFile = ask_file
) -> PaperMaker:
    """Make one paper in the worker and show it; it is saved in the form that is chosen."""
    told = PAPERS[kind]
    stem = file_name(proceedings(office.reader, committee), kind, "").removesuffix(".")

    def make(reader: sqlite3.Connection, form: str) -> Made:
        return Made(paper(proceedings(reader, committee), kind, form))

    maker = PaperMaker(office, over, choose)
    maker.show(Wanted(told.title, stem, told.forms, make))
    return maker


def keep_papers(over: QWidget, office: Office, committee: bytes) -> None:
    """Write again those kept among the documents of the session, in the place of the former ones."""
    del over
    say = QCoreApplication.translate
    title = say("committee", "Refaire les papiers de la séance")
    if why := office.why_not("convene"):
        office.told.emit(say("committee", "{0} Rien n’est refait.").format(why), "warn")
        return
    store = office.store

    def work(progress: Progress) -> Done:
        progress(title, 0.1)
        return store.do(write_papers, committee=committee)

    def done(done: Done) -> None:
        office.after(done)
        words = say("committee", "Les papiers de la séance sont refaits : ils sont parmi ses documents.")
        office.told.emit(words, "good")

    office.runner.run(work, done, lambda words: office.told.emit(words, "bad"), title)
