"""Answers the list's questions beside the window: a newer question interrupts the older one."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from db import queries
from db.connection import Refused
from db.queries.keys import list_keys
from db.rights import who
from db.search import Hit, seek
from db.sight import open_eyes, restrict

_log = logging.getLogger(__name__)
HITS = 6


class Question(NamedTuple):
    """`tree` is what is shown, `around` the same without the stages, for the counts of their chips."""

    tree: tuple[Any, ...]
    around: tuple[Any, ...]
    sort: str
    descending: bool
    words: str = ""  # sought in dossiers, notes and pieces; "" for none


class Answer(NamedTuple):
    question: Question
    ids: Sequence[bytes]
    counts: dict[str, int]  # by stage
    sums: queries.Sums
    overall: dict[str, int]  # by stage, whatever the filters
    hits: Sequence[Hit]


def answer(reader: sqlite3.Connection, question: Question) -> Answer:
    """Everything a question asks, in this thread."""
    return Answer(
        question,
        list_keys(reader, question.tree, question.sort, question.descending),
        queries.stage_counts(reader, question.around),
        queries.sums(reader, question.tree),
        queries.stage_counts(reader),
        seek(reader, question.words, HITS) if question.words else (),
    )


class Seeker(QObject):
    """One thread with its own connection, started at the first question; `reply` answers one."""

    answered = Signal(object)  # what `reply` gave
    failed = Signal(str)  # a French sentence

    def __init__(
        self,
        path: Path,
        parent: QObject | None = None,
        reply: Callable[[sqlite3.Connection, Any], Any] = answer,
        *,
        author: str = "",
    ) -> None:
        super().__init__(parent)
        self._path, self._reply, self._author = path, reply, author
        self._wake = threading.Condition()
        self._wanted: Any = None
        self._reader: sqlite3.Connection | None = None
        self._over = False
        self._thread: threading.Thread | None = None

    def ask(self, question: Any) -> None:
        """Answer this one, and no other asked before."""
        with self._wake:
            self._wanted = question
            self._wake.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="seeker", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop what runs and end the thread."""
        with self._wake:
            self._over, self._wanted = True, None
            self._wake.notify()
        if self._thread is not None:
            self._thread.join(5)

    def _next(self) -> Any:
        with self._wake:
            while self._wanted is None and not self._over:
                self._wake.wait()
            question, self._wanted = self._wanted, None
            return question

    def _work(self) -> None:
        while (question := self._next()) is not None:
            try:
                self._answer(question)
            except sqlite3.Error as error:
                if self._is_newer():
                    continue  # interrupted: the newer question is what matters
                _log.exception("the list could not be read")
                self.failed.emit(sentence(self._path, error))
            except Refused as error:  # locked while the question was on its way
                self.failed.emit(str(error))
        if self._reader is not None:
            self._reader.close()

    def _answer(self, question: Any) -> None:
        if self._reader is None:
            reader = open_eyes(self._path, self._author)
            # Between any two steps of a statement, so that no moment is too early or too late to stop it.
            reader.set_progress_handler(self._is_newer, 5_000)
            self._reader = reader
        else:
            restrict(self._reader, who(self._reader, self._author))  # whose quarters may have changed
        found = self._reply(self._reader, question)
        if not self._is_newer():
            self.answered.emit(found)

    def _is_newer(self) -> bool:
        with self._wake:
            return self._over or self._wanted is not None


def sentence(path: Path, error: Exception) -> str:
    """What to say when the file cannot be read."""
    return (
        f"La lecture de «\u00a0{path.name}\u00a0» a échoué ({error}). Rien n’a été modifié\u00a0: vérifiez "
        "que le disque est branché, puis réessayez."
    )
