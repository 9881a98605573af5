"""What the place « Notes » asks: pages of notes first, then how many there are in each group."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from db.queries.all_notes import By, GroupRow, NoteRow, NoteWish, note_groups, note_page, note_total
from desktop.ui.list.seeker import Seeker
from desktop.ui.office import Office

PAGE = 200  # notes: more than any screen holds


class PageQuestion(NamedTuple):
    wish: NoteWish
    after: bytes | None
    oldest_first: bool


class Page(NamedTuple):
    question: PageQuestion
    rows: list[NoteRow]


class CountQuestion(NamedTuple):
    """`wish` without the group chosen: each group keeps its count while another is looked at. `everyone`:
    the wish under which authors are named, None when they are known."""

    wish: NoteWish
    by: By
    everyone: NoteWish | None = None


class Counts(NamedTuple):
    question: CountQuestion
    groups: Sequence[GroupRow]
    notes: int
    dossiers: int
    authors: Sequence[str] | None


def read_page(reader: sqlite3.Connection, question: PageQuestion) -> Page:
    wish, after, oldest_first = question
    return Page(question, note_page(reader, wish, after, PAGE, oldest_first=oldest_first))


def read_counts(reader: sqlite3.Connection, question: CountQuestion) -> Counts:
    wish, by, everyone = question
    groups, (notes, dossiers) = note_groups(reader, wish, by), note_total(reader, wish)
    authors = None
    if everyone is not None:
        authors = [row.words for row in note_groups(reader, everyone, "author") if row.words]
    return Counts(question, groups, notes, dossiers, authors)


class NotesInquiry(QObject):
    """Only the answers to the last questions are told."""

    paged = Signal(object, bool)  # rows, whether they follow those shown
    counted = Signal(object)  # Counts
    failed = Signal(str)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._page: PageQuestion | None = None
        self._count: CountQuestion | None = None
        self._last: bytes | None = None
        self._whole = False  # the last page has come
        self._waiting = False
        self._pages = Seeker(office.path, self, read_page, author=office.author)
        self._counts = Seeker(office.path, self, read_counts, author=office.author)
        self._pages.answered.connect(self._paged)
        self._counts.answered.connect(self._counted)
        self._pages.failed.connect(self.failed)
        self._counts.failed.connect(self.failed)
        office.closing.connect(self.close)  # a window may outlive its file

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._waiting or self._count is not None

    def ask(self, wish: NoteWish, *, oldest_first: bool) -> None:
        """The first page of these notes."""
        self._last, self._whole = None, False
        self._seek(PageQuestion(wish, None, oldest_first))

    def count(self, wish: NoteWish, by: By, everyone: NoteWish | None) -> None:
        """How many in each group, and who writes notes."""
        self._count = CountQuestion(wish, by, everyone)
        self._counts.ask(self._count)

    def more(self) -> None:
        """The page after those that came."""
        if not self._whole and not self._waiting and self._page is not None:
            self._seek(self._page._replace(after=self._last))

    def _seek(self, question: PageQuestion) -> None:
        self._page, self._waiting = question, True
        self._pages.ask(question)

    def _paged(self, page: Page) -> None:
        if page.question != self._page:
            return  # the answer to the newer question is on its way
        self._waiting = False
        self._whole = len(page.rows) < PAGE
        self._last = page.rows[-1].id if page.rows else self._last
        self.paged.emit(page.rows, page.question.after is not None)

    def _counted(self, counts: Counts) -> None:
        if counts.question == self._count:
            self._count = None
            self.counted.emit(counts)

    def close(self) -> None:
        """Let go of the file; no answer comes any more."""
        self._page = self._count = None
        self._pages.close()
        self._counts.close()
