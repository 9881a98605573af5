"""What is done with scanned papers: filed beside the window, the rest at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from db.queries.scans import PageRow
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.tongue import plural

if TYPE_CHECKING:
    from db.store import Done
    from desktop.flow.arriving import Target
    from desktop.flow.scan_look import ScanFile


class _Refused(Exception):
    """The verb refused; the runner tells its sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ScanDeeds(QObject):
    """One method a deed; each is one undo."""

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office

    def file(self, files: Sequence[ScanFile], then: Callable[[], object]) -> None:
        """File what was read, then `then`."""
        office = self._office

        def work(progress: Progress) -> Done:
            from desktop.flow.scan_heap import file_scan

            progress(self.tr("Classement des papiers"), 0)
            try:
                return office.store.do(file_scan, files=list(files))
            except ValueError as refusal:
                raise _Refused(str(refusal)) from refusal

        def after(done: Done) -> None:
            then()
            office.after(done)
            words = plural(done.value, self.tr("papier est classé"), self.tr("papiers sont classés"))
            office.told.emit(self.tr("{0} {1}. Ctrl+Z les reprend.").format(done.value, words), "good")

        office.runner.run(
            work, after, lambda sentence: office.told.emit(sentence, "warn"), self.tr("Classer les papiers")
        )

    def take(self, row: PageRow, of: str, boxes: Sequence[str]) -> None:
        from desktop.flow.scan_heap import take_ticks

        self._office.do(take_ticks, page=row.id, of=of, boxes=list(boxes))

    def dismiss(self, row: PageRow) -> None:
        from desktop.flow.scan_heap import dismiss_ticks

        self._office.do(dismiss_ticks, pages=[row.id])

    def set_aside(self, row: PageRow) -> None:
        from desktop.flow.scan_heap import set_page_aside

        self._office.do(set_page_aside, page=row.id)

    def ask_dossier(self, row: PageRow, over: QWidget) -> None:
        """Ask which dossier a page is of, then file it there."""
        from desktop.flow.arriving import every_target
        from desktop.flow.scan_heap import file_page
        from desktop.ui.arrivals.choosing import TargetDialog

        def then(target: Target) -> None:
            self._office.do(file_page, page=row.id, dossier=target.key)

        name = self.tr("{0}, page {1}").format(row.heap, row.rank)
        words = (
            self.tr("De quel dossier est cette page\u00a0?"), self.tr("Classer dans ce dossier"),
            self.tr("Ne rien classer"),
        )  # fmt: skip
        TargetDialog(over, name, [], every_target(self._office.reader), then, words).open()
