"""A pen and a scanner, from a seed: printed pages ticked, written on, turned, noised, kept as JPEG."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from desktop.exchange.pdf_lock import PDFIUM
from desktop.rules.page_ticks import BASE, BOXES, HIGH, SIDE

DRAWN = 220  # dots an inch in which the pen draws


@dataclass(frozen=True, slots=True)
class Scanner:
    """How bad it is; `worst` 1.0 is an old one with a hurried hand, 0.0 a good one."""

    worst: float = 1.0
    quarters: bool = True  # pages laid in any of the four directions

    def page(self, dice: random.Random, printed: Image.Image) -> Image.Image:
        """What comes out of it, of a page printed in grey at DRAWN dots."""
        dpi = dice.choice((150, 200, 200, 300))
        share = dpi / DRAWN * (1 + dice.uniform(-0.03, 0.03) * self.worst)
        size = (round(printed.width * share), round(printed.height * share))
        page = printed.resize(size, Image.Resampling.LANCZOS)
        paper = 255 - round(dice.uniform(0, 25) * self.worst)
        ink = round(dice.uniform(0, 70) * self.worst)
        page = page.point(lambda shade: ink + shade * (paper - ink) // 255)
        page = page.rotate(
            dice.uniform(-3, 3) * self.worst, Image.Resampling.BICUBIC, expand=True, fillcolor=paper
        )
        page = page.filter(ImageFilter.GaussianBlur(dice.uniform(0, 0.9) * self.worst))
        page = _noised(dice, page, round(34 * self.worst))
        if self.quarters:
            page = page.rotate(dice.choice((0, 90, 180, 270)), expand=True)
        return page


def _noised(dice: random.Random, page: Image.Image, most: int) -> Image.Image:
    """Two uniform noises make one that thins out towards its ends."""
    for _ in range(2):
        grain = Image.frombytes("L", page.size, dice.randbytes(page.width * page.height))
        amount = dice.uniform(0, most) / 2
        page = ImageChops.add(page, grain.point(lambda v, a=amount: int(v * a / 255)), 1, -int(amount / 2))
    return page


def printed(pdf: bytes) -> list[Image.Image]:
    """The pages of a PDF as they come out of a printer, in grey."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        drawn = [page.render(scale=DRAWN / 72, grayscale=True).to_pil().convert("L") for page in document]
        document.close()
    return drawn


def tick(dice: random.Random, page: Image.Image, code: str) -> None:
    """A hand ticks a box: a tick, a cross or a filled scribble, not always neatly."""
    box = next(each for each in BOXES if each.code == code)
    x, y = (value + dice.uniform(-0.5, 0.5) for value in box.centre)
    half = SIDE / 2 * dice.uniform(0.6, 1.15)
    kind = dice.choice(("tick", "tick", "cross", "scribble"))
    if kind == "tick":
        lines = [[(x - half, y), (x - half * 0.2, y - half * 0.8), (x + half * 1.3, y + half * 1.2)]]
    elif kind == "cross":
        lines = [[(x - half, y - half), (x + half, y + half)], [(x - half, y + half), (x + half, y - half)]]
    else:
        points = [(x + half * dice.uniform(-0.8, 0.8), y + half * dice.uniform(-0.8, 0.8)) for _ in range(9)]
        lines = [points]
    for line in lines:
        _stroke(dice, page, line)


def scrawl(dice: random.Random, page: Image.Image) -> None:
    """Words written by hand in the margins and between the lines, one of them over the foot of the page."""
    for _ in range(dice.randint(1, 4)):
        _words(dice, page, dice.uniform(20, 130), dice.uniform(40, 280), dice.uniform(15, 50))
    if dice.random() < 0.4:  # beside a box, after its words, never in the next one
        box = dice.choice(BOXES[:-1])
        _words(dice, page, box.left + SIDE + 2, BASE - 3.0, 8)


def _words(dice: random.Random, page: Image.Image, x: float, y: float, wide: float) -> None:
    points, at = [], x
    while at < x + wide:
        points.append((at, y + dice.uniform(-1.3, 1.3)))
        at += dice.uniform(0.6, 1.6)
    _stroke(dice, page, points)


def _stroke(dice: random.Random, page: Image.Image, line: Sequence[tuple[float, float]]) -> None:
    dot = page.width / 210
    points = [(x * dot, (HIGH - y) * dot) for x, y in line]
    width = max(2, round(dice.uniform(0.4, 0.8) * dot))
    ImageDraw.Draw(page).line(points, fill=round(dice.uniform(20, 115)), width=width, joint="curve")


def heap(path: Path, pages: Sequence[Image.Image], *, quality: int = 60) -> Path:
    """A PDF of pictures, as scanners write it."""
    first, *others = pages
    first.save(path, "PDF", save_all=True, append_images=others, resolution=200.0, quality=quality)
    return path


def blank(dice: random.Random) -> Image.Image:
    """The empty back of a page."""
    page = Image.new("L", (round(8.27 * DRAWN), round(11.69 * DRAWN)), 255)
    return _noised(dice, page, 10)


def jpeg(page: Image.Image, quality: int) -> Image.Image:
    """What a picture is after it was kept as JPEG."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue())).convert("L")
