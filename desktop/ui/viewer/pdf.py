"""A PDF file opened with PDFium: sizes, pictures, words and their places. Scripts and links never run."""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage, QTransform

from desktop.exchange.pdf_lock import PDFIUM
from desktop.ui.find import Folded
from desktop.ui.viewer.kinds import Unshowable, tr

_WRONG_PASSWORD = 4
_HYPHENS = ("\x02", "\ufffe", "\u00ad")


class PdfFile:
    """One open file. Every call may come from any thread; `close` must come last."""

    def __init__(self, path: Path) -> None:
        # Here and not at the top: PDFium is loaded only when the first PDF is looked at.
        import pypdfium2
        import pypdfium2.raw

        self._raw: Any = pypdfium2.raw
        with PDFIUM:
            try:
                self._file: Any = pypdfium2.PdfDocument(path)
                with suppress(pypdfium2.PdfiumError):  # its pages can be shown all the same
                    self._file.init_forms()  # what was typed is drawn; this PDFium runs no script
                self._count = len(self._file)
            except (pypdfium2.PdfiumError, OSError) as problem:
                raise Unshowable(self._why(problem)) from problem
            if not self._count:
                raise Unshowable(tr("Ce PDF ne contient aucune page. Demandez-en un autre au porteur."))
            self.sizes = [self._size(number) for number in range(self._count)]
        self._words: dict[int, str] = {}
        self._folded: dict[int, Folded] = {}
        self._text_pages: dict[int, Any] = {}
        # A file that is forgotten open is closed under the lock too: collected while another one is being
        # drawn, it would bring PDFium down.
        self._ending = weakref.finalize(self, _close, self._file, self._text_pages)

    @staticmethod
    def _why(problem: Exception) -> str:
        if getattr(problem, "err_code", None) == _WRONG_PASSWORD:
            return tr(
                "Ce PDF est protégé par un mot de passe : il ne peut pas être montré ici. "
                "Demandez au porteur une version sans mot de passe."
            )
        return tr(
            "Ce PDF est abîmé ou incomplet : il ne peut pas être montré. "
            "Le fichier reçu est gardé tel quel ; demandez-en un autre au porteur."
        )

    def _size(self, number: int) -> tuple[float, float]:
        size = self._file.get_page_size(number)
        return max(1.0, size[0]), max(1.0, size[1])

    def __len__(self) -> int:
        return self._count

    @property
    def shut(self) -> bool:
        return not self._ending.alive

    def close(self) -> None:
        """Once more is no fault."""
        self._ending()

    def picture(self, number: int, scale: float) -> QImage:
        """The page drawn at `scale` pixels a point. Raises Unshowable when PDFium cannot."""
        import pypdfium2

        with PDFIUM:
            try:
                page = self._file[number]
                drawn = page.render(scale=scale, rev_byteorder=True, may_draw_forms=True, prefer_bgrx=True)
            except pypdfium2.PdfiumError as problem:
                raise Unshowable(tr("Cette page est abîmée et ne peut pas être dessinée.")) from problem
            image = QImage(
                drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGBX8888
            ).copy()
            drawn.close()
            page.close()
        return image

    def to_view(self, number: int) -> QTransform:
        """From PDF points of the page to points of the page as shown: from its top, turned and cropped."""
        wide, high = self.sizes[number]
        unit = 1000
        with PDFIUM:
            page = self._file[number]
            ends = [self._shown_at(page, x, y, wide, high, unit) for x, y in ((0, 0), (1000, 0), (0, 1000))]
            page.close()
        (ox, oy), (ax, ay), (bx, by) = ends
        return QTransform(
            (ax - ox) / 1000, (ay - oy) / 1000, (bx - ox) / 1000, (by - oy) / 1000, ox, oy
        )  # fmt: skip

    def _shown_at(
        self, page: Any, x: float, y: float, wide: float, high: float, unit: int
    ) -> tuple[float, float]:
        left, top = ctypes.c_int(), ctypes.c_int()
        size = (round(wide * unit), round(high * unit))
        self._raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(left), ctypes.byref(top))
        return left.value / unit, top.value / unit

    def _text_page(self, number: int) -> Any:
        if number not in self._text_pages:
            page = self._file[number]
            self._text_pages[number] = page.get_textpage()
        return self._text_pages[number]

    def words(self, number: int) -> str:
        """The page's words, one character for each of PDFium's, so that places are PDFium's."""
        if number not in self._words:
            with PDFIUM:
                page = self._text_page(number)
                read = self._raw.FPDFText_GetUnicode
                codes = [read(page, at) for at in range(page.count_chars())]
            self._words[number] = "".join(" " if 0xD800 <= c <= 0xDFFF or not c else chr(c) for c in codes)
        return self._words[number]

    def places(self, number: int, words: str) -> list[tuple[int, int]]:
        """Where the words stand on a page, from its words read once."""
        if number not in self._folded:
            self._folded[number] = Folded(self.words(number))
        return self._folded[number].places(words)

    def letter_at(self, number: int, x: float, y: float, *, far: bool = False) -> int | None:
        """Index of the letter at a point (PDF points), or None; `far` takes the nearest of its line."""
        with PDFIUM:
            found = self._text_page(number).get_index(x, y, *((1000.0, 16.0) if far else (8.0, 8.0)))
        return None if found is None or found < 0 else int(found)

    def rects(self, number: int, first: int, last: int) -> list[tuple[float, float, float, float]]:
        """Rectangles (left, bottom, right, top) in PDF points of the letters from first to last, last out."""
        with PDFIUM:
            page = self._text_page(number)
            count = page.count_rects(first, last - first)
            return [tuple(page.get_rect(at)) for at in range(max(0, count))]

    def quote(self, number: int, first: int, last: int) -> str:
        """The words between two letters on one line, words cut at the end of a line joined again."""
        words = self.words(number)[first:last]
        for hyphen in _HYPHENS:
            words = words.replace(hyphen + "\r\n", "").replace(hyphen, "")
        return " ".join(words.split())


def union(rects: Sequence[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    """The rectangle that holds them all."""
    left, bottom, right, top = zip(*rects, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _close(file: Any, text_pages: dict[int, Any]) -> None:
    with PDFIUM:
        for page in text_pages.values():
            page.close()
        text_pages.clear()
        file.close()
