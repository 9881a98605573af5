"""The pages of several letters as the printer takes them, each letter beginning on a sheet of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from desktop.ui.viewer.pdf import PdfFile


class Sheaf:
    """Opens one file at a time. With `both_sides` an odd letter is followed by an empty page, or the next
    one would begin on its back. Raises Unshowable for a file that is no PDF."""

    def __init__(self, paths: Sequence[Path], *, both_sides: bool) -> None:
        self.pages: list[tuple[Path, int]] = []  # file and page from 0, -1 for an empty one
        self._open: tuple[Path, PdfFile] | None = None
        for path in paths:
            count = len(self._file(path))
            self.pages += [(path, number) for number in range(count)]
            if both_sides and count % 2:
                self.pages.append((path, -1))

    def __len__(self) -> int:
        return len(self.pages)

    def picture(self, at: int, scale: float) -> QImage:
        """The page at this place, drawn at `scale` pixels a point."""
        path, number = self.pages[at]
        file = self._file(path)
        if number >= 0:
            return file.picture(number, scale)
        wide, high = file.sizes[0]
        blank = QImage(round(wide * scale), round(high * scale), QImage.Format.Format_RGB32)
        blank.fill(Qt.GlobalColor.white)
        return blank

    def _file(self, path: Path) -> PdfFile:
        if self._open is None or self._open[0] != path:
            self.close()
            self._open = (path, PdfFile(path))
        return self._open[1]

    def close(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None


def both_sides(printer: QPrinter) -> bool:
    """Whether the printer was asked to print on both sides."""
    return printer.duplex() != QPrinter.DuplexMode.DuplexNone
