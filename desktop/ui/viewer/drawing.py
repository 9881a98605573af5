"""Drawing PDF pages ahead of the eye, in a thread of its own: the page asked first, then its neighbours."""

from __future__ import annotations

import atexit
import threading
import weakref
from collections import OrderedDict
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QCoreApplication, QThread, Signal
from PySide6.QtGui import QImage

from desktop.ui.viewer.kinds import Unshowable
from desktop.ui.viewer.pdf import PdfFile

_DRAWING: weakref.WeakSet[Drawer] = weakref.WeakSet()
KEPT_BYTES = 160 * 1024 * 1024
Wanted = tuple[int, float]  # page, pixels a point


class Drawer(QThread):
    """Draws the pages wanted, the latest wishes only; what was wanted before and not begun is forgotten."""

    drawn = Signal(int, float, QImage)
    failed = Signal(int, str)

    def __init__(self, file: PdfFile) -> None:
        super().__init__()
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.stop)
        _DRAWING.add(self)
        self._file = file
        self._wanted: list[Wanted] = []
        self._change = threading.Condition()
        self._over = False

    def want(self, pages: Sequence[Wanted]) -> None:
        with self._change:
            self._wanted = list(pages)
            self._change.notify()

    def stop(self) -> None:
        """End after the page being drawn, and wait for it."""
        with self._change:
            self._over = True
            self._change.notify()
        if shiboken6.isValid(self):  # at the end of the program Qt may have ended it already
            self.wait()

    def run(self) -> None:
        unread = list(range(len(self._file)))
        while True:
            with self._change:
                self._change.wait_for(lambda: self._wanted or self._over or unread)
                if self._over:
                    return
                wanted = self._wanted.pop(0) if self._wanted else None
            if wanted is None:
                # Nothing to draw: read words ahead, so that the first search finds them all read.
                self._file.places(unread.pop(0), "")
                continue
            number, scale = wanted
            try:
                self.drawn.emit(number, scale, self._file.picture(number, scale))
            except Unshowable as problem:
                self.failed.emit(number, str(problem))


@atexit.register
def _stop_all() -> None:
    """PDFium goes with the interpreter: nothing may be drawing then."""
    for drawer in list(_DRAWING):
        drawer.stop()


class Kept:
    """Pages already drawn, the oldest forgotten first when they take too much memory."""

    def __init__(self) -> None:
        self._images: OrderedDict[Wanted, QImage] = OrderedDict()
        self._bytes = 0

    def put(self, key: Wanted, image: QImage) -> None:
        self._bytes += image.sizeInBytes()
        if key in self._images:
            self._bytes -= self._images[key].sizeInBytes()
        self._images[key] = image
        self._images.move_to_end(key)
        while self._bytes > KEPT_BYTES and len(self._images) > 1:
            self._bytes -= self._images.popitem(last=False)[1].sizeInBytes()

    def get(self, key: Wanted) -> QImage | None:
        if key in self._images:
            self._images.move_to_end(key)
        return self._images.get(key)

    def any_of(self, number: int) -> QImage | None:
        """The page at whatever scale, to show something while the right one is drawn."""
        return next((image for (page, _), image in reversed(self._images.items()) if page == number), None)
