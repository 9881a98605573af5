"""The text layer of a PDF as lines that know whether they are bold and whether they go on."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import Any

from desktop.exchange.pdf_lock import PDFIUM

MAX_PAGES = 400
_HEAVY = 600  # font weight from which a face is bold
_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)
_FOLIO = re.compile(r"^(?:page )?\d+ ?(?:/|sur) ?\d+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line. `wraps`: it continues the paragraph of the line above, which was full."""

    text: str
    bold: bool
    size: float
    wraps: bool = False
    gap: bool = False  # an empty line was left above
    follows: bool = False  # right under the line above, on the same page


@dataclass(slots=True)
class _Raw:
    """A line being read: its letters and the box around them, in points."""

    page: int
    frame: float  # where the right margin should be: margins of a letter are symmetrical
    text: str = ""
    bold: bool = False
    size: float = 0
    right: float = 0
    base: float = 0
    first_word: float = 0


def pdf_lines(data: bytes) -> list[TextLine]:
    """All lines in reading order. Raises ValueError when the bytes are no PDF that can be read."""
    import pypdfium2

    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(data)
            count = min(len(document), MAX_PAGES)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        raw: list[_Raw] = []
        for number in range(count):
            with PDFIUM:
                raw += _page_lines(document[number], number)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    finally:
        with PDFIUM:
            document.close()
    return _linked(raw)


def _page_lines(page: Any, number: int) -> list[_Raw]:
    import pypdfium2.raw as pdfium

    layer = page.get_textpage()
    width, height = page.get_size()
    lines = [_Raw(number, width)]
    left = width
    for index in range(layer.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(layer, index))
        if char in "\r\n":
            if lines[-1].text:
                lines.append(_Raw(number, width))
            continue
        box = layer.get_charbox(index, loose=True)
        left = min(left, box[0]) if char.strip() else left
        _add(lines[-1], layer, index, char, box)
    layer.close()
    page.close()
    for line in lines:
        line.text, line.frame = line.text.strip(), width - left
    margins = (60, height - 40)
    return [
        one
        for one in lines
        if one.text and not (_FOLIO.match(one.text) and not margins[0] < one.base < margins[1])
    ]


def _add(line: _Raw, layer: Any, index: int, char: str, box: tuple[float, float, float, float]) -> None:
    import pypdfium2.raw as pdfium

    if not line.text.strip():
        name = ctypes.create_string_buffer(128)
        pdfium.FPDFText_GetFontInfo(layer, index, name, 128, ctypes.c_int())
        heavy = pdfium.FPDFText_GetFontWeight(layer, index) >= _HEAVY
        line.bold = heavy or _BOLD.search(name.value.decode("utf-8", "replace")) is not None
        line.size = round(pdfium.FPDFText_GetFontSize(layer, index), 1)
        line.base, line.first_word = box[1], -box[0]
    if char == " " and line.first_word < 0 and line.text.strip():
        line.first_word += line.right
    line.text += char
    if char.strip():
        line.right = box[2]


def _linked(raw: list[_Raw]) -> list[TextLine]:
    lines: list[TextLine] = []
    for index, one in enumerate(raw):
        before = raw[index - 1] if index else None
        # A line of one word has not met a space: its width is that of the line.
        word = one.first_word + one.right if one.first_word < 0 else one.first_word
        same = before is not None and before.bold == one.bold
        wraps = before is not None and same and before.right + word + one.size / 4 > before.frame
        drop = before.base - one.base if before is not None and before.page == one.page else 0.0
        lines.append(
            TextLine(one.text, one.bold, one.size, wraps, drop > 1.75 * one.size, 0 < drop < 1.5 * one.size)
        )
    return lines
