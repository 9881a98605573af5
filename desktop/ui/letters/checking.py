"""Looking at the letters a few at a time beside the window, so that a page asked for never waits long."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from db.queries.letters import LetterRow
from desktop.ui.letters.desk import BrokenTemplates, Desk
from desktop.ui.letters.entry import Checked
from desktop.ui.runner import Progress, Runner

CHUNK = 8  # letters: some 40 ms


class Checker(QObject):
    """`want` queues letters; the answers come by handfuls."""

    checked = Signal(object)  # key of the letter: Checked
    broken = Signal(str)  # the templates can't be used
    failed = Signal(str)
    settled = Signal()  # nothing left to look at

    def __init__(self, desk: Desk, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._runner = desk, runner
        self._waiting: OrderedDict[bytes, LetterRow] = OrderedDict()
        self._running = False

    def want(self, rows: Iterable[LetterRow]) -> None:
        """Look at these letters too; one wanted twice is looked at once, as it was told last."""
        self._waiting.update({row.id: row for row in rows})
        self._next()

    def forget(self) -> None:
        """Leave what has not begun."""
        self._waiting.clear()

    def left(self) -> int:
        return len(self._waiting)

    def _next(self) -> None:
        if self._running or not self._waiting:
            return
        rows = [self._waiting.popitem(last=False)[1] for _ in range(min(CHUNK, len(self._waiting)))]
        self._running = True
        self._runner.run(
            lambda progress: self._look(progress, rows),
            self._looked,
            self._failed,
            self.tr("Contrôler les courriers"),
        )

    def _look(self, progress: Progress, rows: list[LetterRow]) -> dict[bytes, Checked]:
        reader: sqlite3.Connection = progress.session
        return {row.id: self._desk.check(reader, row) for row in rows if progress("", 0)}

    def _looked(self, found: dict[bytes, Checked]) -> None:
        self._running = False
        # A letter written in since is looked at again: what was seen before is not told.
        self.checked.emit({key: seen for key, seen in found.items() if key not in self._waiting})
        if self._waiting:
            self._next()
        else:
            self.settled.emit()

    def _failed(self, sentence: str) -> None:
        self._running = False
        self._waiting.clear()
        if self._broken_now():
            return
        self.failed.emit(sentence)

    def _broken_now(self) -> bool:
        try:
            self._desk.templates()
        except BrokenTemplates as problem:
            self.broken.emit(problem.sentence)
            return True
        return False
