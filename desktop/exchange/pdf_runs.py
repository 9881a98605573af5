"""The text layer of a PDF as words printed together, each with its place on the page held upright."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from desktop.exchange.pdf_lock import PDFIUM

MOST_PAGES = 80  # a form has ten, its annexes some more
_DOTTED = re.compile(r"[._…·•‥]{3,}(?:\s*[._…·•‥]+)*|…+")  # a line to write on
_MARKS = {"4": "✔", "8": "✘"}  # of the Dingbats font, when the PDF does not say what they are
_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)

Box = tuple[float, float, float, float]  # left, top, right, bottom in points, from the top of the page


@dataclass(frozen=True, slots=True)
class Run:
    """Words printed together on one line of a page (from 0)."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    bold: bool = False
    size: float = 0.0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Leaf:
    """One page: its runs in reading order, and how a place of the file becomes a place of the page."""

    number: int
    turn: int  # degrees clockwise that hold its text upright
    frame: Box  # left, bottom, right, top of the page in the points of the file
    runs: list[Run] = field(default_factory=list)
    pictures: int = 0

    def upright(self, box: Box) -> Box:
        """A rectangle of the file (left, bottom, right, top) as left, top, right, bottom of the page."""
        return upright(box, self.frame, self.turn)


def upright(box: Box, frame: Box, turn: int) -> Box:
    """A rectangle of the file turned clockwise with its page, measured from the top left corner."""
    left, bottom, right, top = box[0] - frame[0], box[1] - frame[1], box[2] - frame[0], box[3] - frame[1]
    wide, high = frame[2] - frame[0], frame[3] - frame[1]
    if turn == 90:
        return bottom, left, top, right
    if turn == 180:
        return wide - right, bottom, wide - left, top
    if turn == 270:
        return high - top, wide - right, high - bottom, wide - left
    return left, high - top, right, high - bottom


def leaves(path: Path) -> list[Leaf]:
    """The first pages of a file. Raises ValueError when PDFium can't read it."""
    import pypdfium2

    found: list[Leaf] = []
    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(path)
            count = min(len(document), MOST_PAGES)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        for number in range(count):
            with PDFIUM:  # page after page, so that the window never waits long to draw its own
                found.append(_leaf(document[number], number))
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    finally:
        with PDFIUM:
            document.close()
    return found


def first_words(path: Path, pages: int) -> str:
    """The text of the first pages, without its places. Raises ValueError when PDFium can't read it."""
    import pypdfium2

    try:
        with PDFIUM, pypdfium2.PdfDocument(path) as document:
            count = min(len(document), pages)
            return "\n".join(document[number].get_textpage().get_text_range() for number in range(count))
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error


def _leaf(page: Any, number: int) -> Leaf:
    import pypdfium2.raw as pdfium

    layer = page.get_textpage()
    letters = _letters(layer)
    turns = Counter(letter.turn for letter in letters if letter.char.strip())
    turn = turns.most_common(1)[0][0] if turns else page.get_rotation()
    leaf = Leaf(number, turn, _frame(page))
    leaf.pictures = sum(one.type == pdfium.FPDF_PAGEOBJ_IMAGE for one in page.get_objects(max_depth=3))
    leaf.runs = in_reading_order(_runs(leaf, letters))
    layer.close()
    page.close()
    return leaf


def _frame(page: Any) -> Box:
    media, crop = page.get_mediabox(), page.get_cropbox()
    inside = (
        max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]),
    )  # fmt: skip
    return inside if inside[0] < inside[2] and inside[1] < inside[3] else media


@dataclass(frozen=True, slots=True)
class _Letter:
    char: str
    box: Box  # in the points of the file
    turn: int
    size: float
    bold: bool


def _letters(layer: Any) -> list[_Letter]:
    import pypdfium2.raw as pdfium

    found = []
    name = ctypes.create_string_buffer(128)
    for index in range(layer.count_chars()):
        code = pdfium.FPDFText_GetUnicode(layer, index)
        char = chr(code) if code and not 0xD800 <= code <= 0xDFFF else " "
        if not char.strip() or char in "\x02\ufffe":
            continue  # spaces are told by the gaps, some of them are only PDFium's guess
        pdfium.FPDFText_GetFontInfo(layer, index, name, 128, ctypes.c_int())
        font = name.value.decode("utf-8", "replace")
        if "ingbats" in font:
            char = _MARKS.get(char, char)
        # PDFium tells how far the letter leans clockwise: the page is turned as much the other way.
        angle = -round(math.degrees(pdfium.FPDFText_GetCharAngle(layer, index)) / 90) * 90 % 360
        box = layer.get_charbox(index, loose=True)
        size = abs(box[2] - box[0]) if angle % 180 else abs(box[3] - box[1])
        found.append(_Letter(char, box, angle, size, bool(_BOLD.search(font))))
    return found


def _runs(leaf: Leaf, letters: Iterable[_Letter]) -> list[Run]:
    """Letters in their order, parted where the line changes, a wide gap is left or dots are to be filled."""
    found: list[Run] = []
    text, bold = "", False
    boxes: list[Box] = []
    for letter in letters:
        box = leaf.upright(letter.box)
        size = max(letter.size, 1.0)
        if boxes:
            last = boxes[-1]
            gap = box[0] - last[2]
            line = abs((box[1] + box[3]) - (last[1] + last[3])) / 2 < size * 0.5
            if not line or gap > size * 0.9 or gap < -size * 2:
                found += _parted(leaf.number, text, boxes, bold)
                text, boxes = "", []
            elif gap > size * 0.12:
                text, boxes = text + " ", [*boxes, (last[2], box[1], box[0], box[3])]
        text, bold = text + letter.char, letter.bold
        boxes.append(box)
    return found + _parted(leaf.number, text, boxes, bold)


def _parted(page: int, text: str, boxes: list[Box], bold: bool) -> list[Run]:
    """One run, or several when a dotted line parts it; the dots are left out."""
    cuts = [(0, 0), *(found.span() for found in _DOTTED.finditer(text)), (len(text), len(text))]
    made = []
    for (_, start), (end, _) in pairwise(cuts):
        words = text[start:end].strip()
        if not words.strip("._…·•‥ "):
            continue
        start = text.index(words, start)
        inside = boxes[start : start + len(words)]
        top, bottom = min(b[1] for b in inside), max(b[3] for b in inside)
        made.append(Run(page, inside[0][0], top, inside[-1][2], bottom, words, bold, bottom - top))
    return made


def in_reading_order(runs: list[Run]) -> list[Run]:
    """Line after line, each from left to right."""
    return [run for line in lines_of(runs) for run in line]


def lines_of(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs of each line, lines from top to bottom of each page."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (one.page, one.middle)):
        above = lines[-1][0] if lines else None
        near = above is not None and above.page == run.page
        if above is not None and near and abs(run.middle - above.middle) < 0.4 * max(run.size, above.size):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda one: one.left) for line in lines]
