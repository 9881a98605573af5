"""A pen for pages drawn with reportlab in the house style: words on a line, paragraphs, captions."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

from desktop.letters.opinion_tags import Told
from desktop.letters.page import HEIGHT, INK, LEFT, MM, MUTED, TEXT, WIDTH, face
from desktop.paths import resources

PLAIN, BOLD = "Inter-Regular", "Inter-SemiBold"
TOP = HEIGHT - 24 * MM


class Pen:
    """One document of A4 pages; `y` is where the next words go, `told` what was written, as it is read."""

    def __init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen.canvas import Canvas

        for name in (PLAIN, BOLD):
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(resources() / "fonts" / f"{name}.ttf")))
        self._out = io.BytesIO()
        self.canvas = Canvas(self._out, pagesize=(WIDTH, HEIGHT), pageCompression=1)
        self.canvas.setCreator("Parvis")
        self.y = TOP
        self.page = 0  # from 0
        self.told: list[Told] = []
        self._marks = 0  # of this page
        self._inside = False

    def turn_page(self) -> None:
        """A new page, empty."""
        self.canvas.showPage()
        self.page, self._marks = self.page + 1, 0

    @contextmanager
    def under(self, tag: str, name: str = "") -> Iterator[None]:
        """What is drawn meanwhile is said as one element of this tag; without a tag it is an ornament."""
        if self._inside:
            yield
            return
        self._inside = True
        self._operate(f"/{tag} <</MCID {self._marks}>> BDC" if tag else "/Artifact BMC")
        if tag:
            self.told.append(Told(tag, self.page, self._marks, name))
            self._marks += 1
        yield
        self._operate("EMC")
        self._inside = False

    def _operate(self, operator: str) -> None:
        self.canvas.addLiteral(operator)

    def close(self) -> bytes:
        """The pages."""
        self.canvas.showPage()
        self.canvas.save()
        return self._out.getvalue()

    def caption(self, words: str, tag: str = "H3") -> None:
        """A small heading in capitals."""
        with self.under(tag):
            self.say(LEFT, self.y - 8, fitting(words, 8, TEXT), 8, MUTED, BOLD)
        self.y -= 14

    def words(self, words: str, size: float, name: str = PLAIN, colour: str = INK, *, tag: str = "P") -> None:
        """A paragraph over the width of the page, and go under it."""
        made = self.paragraph(words, size, name, colour)
        _, high = made.wrap(TEXT, 10_000)
        with self.under(tag):
            made.drawOn(self.canvas, LEFT, self.y - high)
        self.y -= high + 3

    def paragraph(self, words: str, size: float, name: str = PLAIN, colour: str = INK) -> Any:
        """Words that break by themselves, wherever they must."""
        from reportlab.lib.colors import HexColor
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        style = ParagraphStyle(
            "words", fontName=name, fontSize=size, leading=size * 1.38, textColor=HexColor(colour),
            splitLongWords=1, allowWidows=0, allowOrphans=0,
        )  # fmt: skip
        return Paragraph(escape(_drawn(words, name)), style)

    def say(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: str = INK,
        name: str = PLAIN,
        *,
        right: bool = False,
    ) -> None:
        """Words on one line, their baseline at y."""
        with self.under("P"):
            self.canvas.setFillColor(colour)
            self.canvas.setFont(name, size)
            (self.canvas.drawRightString if right else self.canvas.drawString)(x, y, _drawn(words, name))


def _drawn(words: str, name: str) -> str:
    """Only what the face can draw; its narrow space is too narrow to be seen."""
    return face(name).clean(words.replace("\u202f", "\u00a0"))


def cut_short(words: str, most: int) -> str:
    """At most so many characters, « … » at the end of what was cut."""
    plain = " ".join(words.split(" "))
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def fitting(words: str, size: float, width: float) -> str:
    """The words cut with « … » to fit on one line."""
    measure = face(PLAIN)
    text = _drawn(words, PLAIN)
    if measure.width(text) * size / 1000 <= width:
        return text
    while text and measure.width(text + "…") * size / 1000 > width:
        text = text[:-1]
    return text.rstrip() + "…"
