"""Pictures of scanned pages, drawn beside the window and kept while the tab lives."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.scans.shown import ShownPage, Source

if TYPE_CHECKING:
    from desktop.exchange.scan_pictures import Look

Place = tuple[str, int]  # SHA-256 of the file, rank of the page


class Pictures(QObject):
    """`want` asks for small pictures, `look` for one to be read; what was drawn once is there at once."""

    drawn = Signal(object)  # Place: a small picture is there
    seen = Signal(object)  # Place: a readable one is

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self.small: dict[Place, bytes] = {}
        self.large: dict[Place, Look] = {}
        self._asked: set[tuple[Place, bool]] = set()

    def want(self, pages: Sequence[ShownPage]) -> None:
        """Draw the small pictures of these pages, file by file."""
        by_file: dict[Source, list[int]] = {}
        for page in pages:
            place = place_of(page)
            if place not in self.small and (place, False) not in self._asked:
                self._asked.add((place, False))
                by_file.setdefault(page.source, []).append(page.rank)
        for source, ranks in by_file.items():
            self._draw(source, ranks)

    def _draw(self, source: Source, ranks: Sequence[int]) -> None:
        def work(progress: Progress) -> list[tuple[int, bytes]]:
            from desktop.exchange.scan_pictures import thumbnails

            found = []
            with self._file(source) as path:
                for count, one in enumerate(thumbnails(path, ranks)):
                    found.append(one)
                    if not progress(self.tr("Images de « {0} »").format(source.name), count / len(ranks)):
                        break
            return found

        def done(found: list[tuple[int, bytes]]) -> None:
            for rank, picture in found if isValid(self) else ():  # the window may be gone meanwhile
                self.small[source.sha256, rank] = picture
                self.drawn.emit((source.sha256, rank))

        self._office.runner.run(work, done, lambda _why: None, self.tr("Dessiner les pages"))

    def look(self, page: ShownPage) -> Look | None:
        """The readable picture; None while it is being drawn: `seen` tells when it is there."""
        place = place_of(page)
        if place not in self.large and (place, True) not in self._asked:
            self._asked.add((place, True))

            def work(_progress: Progress) -> Look:
                from desktop.exchange.scan_pictures import look

                with self._file(page.source) as path:
                    return look(path, page.rank)

            def done(found: Look) -> None:
                self.large[place] = found
                if isValid(self):
                    self.seen.emit(place)

            self._office.runner.run(work, done, lambda _why: None, self.tr("Dessiner une page"))
        return self.large.get(place)

    @contextlib.contextmanager
    def _file(self, source: Source) -> Iterator[Path]:
        from desktop.flow.scan_heap import heap_file

        if source.path is not None:
            yield source.path
            return
        with heap_file(self._office.files, source.sha256, source.name) as path:
            yield path


def place_of(page: ShownPage) -> Place:
    """By what the picture of a page is known again."""
    return page.source.sha256, page.rank
