"""Pictures of scanned pages for the screen: set upright by their code, small or readable, boxes cut out."""

from __future__ import annotations

import cmath
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from desktop.exchange.scan_codes import codes, opened
from desktop.exchange.ticks import Corners, cut, of_code, placed
from desktop.rules import page_code
from desktop.rules.page_ticks import BOXES

if TYPE_CHECKING:
    from PIL.Image import Image

SMALL, LARGE = 150, 760  # pixels high
_DPI = 200


class Look(NamedTuple):
    """One page: the whole of it, and its boxes by their code (none on a page without a sheet). PNG."""

    page: bytes
    boxes: dict[str, bytes]


def look(path: Path, page: int) -> Look:
    """A page of a file (from 1), readable. Raises Unreadable."""
    with opened(path) as pages:
        picture = pages.picture(page - 1, _DPI)
    corners, sheet = _code(picture)
    boxes = {box.code: cut(picture, corners, box.code) for box in BOXES} if corners and sheet else {}
    return Look(_png(_upright(picture, corners), LARGE), boxes)


def thumbnails(path: Path, pages: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """(page, small picture) of these pages of a file. Raises Unreadable."""
    with opened(path) as drawn:
        for page in pages:
            picture = drawn.picture(page - 1, _DPI)
            yield page, _png(_upright(picture, _code(picture)[0]), SMALL)


def _code(picture: Image) -> tuple[Corners | None, bool]:
    """The corners of our code, and whether the page is a sheet."""
    for text, corners in codes(picture):
        if (code := page_code.read(text)) is not None:
            return corners, bool(code.sheet and code.mark)
    return None, False


def _upright(picture: Image, corners: Corners | None) -> Image:
    """Turned by quarters until its code stands upright."""
    if corners is None:
        return picture
    turned = math.degrees(cmath.phase(placed(of_code(corners)).turn))
    return picture.rotate(round(turned / 90) * 90, expand=True)


def _png(picture: Image, high: int) -> bytes:
    from PIL.Image import Resampling

    share = min(1.0, high / picture.height)
    small = picture.resize((round(picture.width * share), round(picture.height * share)), Resampling.BOX)
    out = io.BytesIO()
    small.save(out, "PNG")
    return out.getvalue()
