"""A scanner for tests: pages that we printed, drawn as a copier would take them. Every number is seeded."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageFilter

A4 = (8.27, 11.69)


def pictures(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """Each page of a PDF, in shades of grey."""
    with pdfium.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


def empty(dpi: int = 200) -> Image.Image:
    return Image.new("L", (round(A4[0] * dpi), round(A4[1] * dpi)), 255)


def worn(
    page: Image.Image, seed: int = 1, *, turn: float = 0.0, noise: int = 0, scale: float = 1.0,
    blur: float = 0.0, paper: int = 255, ink: int = 0,
) -> Image.Image:  # fmt: skip
    """A page turned (degrees), speckled (spots of a thousand), shrunk, blurred, on grey paper, in pale ink.

    As on the glass of a copier, a page turned a little loses its corners."""
    page = page.convert("L").point(lambda shade: ink + shade * (paper - ink) // 255)
    if scale != 1:
        small = page.resize(
            (round(page.width * scale), round(page.height * scale)), Image.Resampling.BILINEAR
        )
        page = Image.new("L", page.size, paper)
        page.paste(small, ((page.width - small.width) // 2, (page.height - small.height) // 2))
    if turn:
        page = page.rotate(turn, Image.Resampling.BICUBIC, expand=abs(turn) > 5, fillcolor=paper)
    if blur:
        page = page.filter(ImageFilter.GaussianBlur(blur))
    rng = random.Random(seed)
    for _ in range(page.width * page.height * noise // 1000):
        page.putpixel((rng.randrange(page.width), rng.randrange(page.height)), rng.randrange(256))
    return page


def as_pdf(pages: Iterable[Image.Image], dpi: int = 200) -> bytes:
    """What the copier sends: one PDF of pictures."""
    first, *rest = pages
    out = io.BytesIO()
    first.save(out, "PDF", resolution=dpi, save_all=True, append_images=rest)
    return out.getvalue()


def as_tiff(pages: Iterable[Image.Image], path: Path, dpi: int = 200) -> None:
    """A fax: black and white, several pages in one file."""
    first, *rest = [page.convert("1") for page in pages]
    first.save(path, save_all=True, append_images=rest, compression="group4", dpi=(dpi, dpi))
