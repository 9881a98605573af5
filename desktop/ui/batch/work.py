"""What a batch asks of the worker: to plan its lines, then to carry them out; both can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.flow.batch import Report, Row, Stopped, carry_out, plan, targets
from desktop.rules.batch import Own, Wish
from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress


class BatchWork(QObject):
    """The latest plan asked for is the one told; `finished` hands over what became of the batch."""

    planned = Signal(object, bool)  # list[Row]; whether they are all of them
    finished = Signal(object)  # Report
    failed = Signal(str)  # a French sentence: nothing was written

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._turn = 0
        self.busy = False

    def plan(
        self, keys: Sequence[bytes], wish: Wish, own: Mapping[bytes, Own], *, whole: bool = True
    ) -> None:
        """Plan these dossiers; with `whole`, they are all of the batch."""
        self._turn += 1
        turn, wishes, typed = self._turn, dict.fromkeys(keys, wish), dict(own)
        self.busy = True

        def work(progress: Progress) -> list[Row]:
            def tell(words: str, share: float) -> bool:
                return progress(words, share) and turn == self._turn

            rows: list[Row] = _stopping(
                lambda: plan(self._office.store, progress.session, wishes, typed, tell)
            )
            return rows

        def done(rows: list[Row]) -> None:
            if turn == self._turn:
                self.busy = False
                self.planned.emit(rows, whole)

        self._run(work, done, self.tr("Vérifier les dossiers"), turn)

    def carry_out(self, rows: Sequence[Row]) -> None:
        """Do it, in one step of the journal."""
        self._turn += 1
        turn = self._turn
        self.busy = True

        def work(progress: Progress) -> Any:
            found = targets(rows, progress.session)
            return _stopping(lambda: self._office.store.do(carry_out, targets=found, tell=progress))

        def done(made: Any) -> None:
            self.busy = False
            report: Report = made.value
            self._office.after(made)
            self.finished.emit(report)

        self._run(work, done, self.tr("Action groupée"), turn)

    def _run(
        self, work: Callable[[Progress], Any], done: Callable[[Any], None], title: str, turn: int
    ) -> None:
        def failed(words: str) -> None:
            if turn == self._turn:
                self.busy = False
                self.failed.emit(words)

        self._office.runner.run(work, done, failed, title)

    def stop(self) -> None:
        """What is planned is wanted no more."""
        self._turn += 1


def _stopping(deed: Callable[[], Any]) -> Any:
    try:
        return deed()
    except Stopped as wish:
        raise Cancelled from wish
