"""The boxes at the foot of a scanned sheet: found from the code in its corner, read by counting dark pixels.

The code tells where the page lies, how large and how turned; from it the nearest box is sought by its frame,
and each box found tells better where the next one is. Nothing is decided here: only shares are told.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.rules.page_ticks import BOXES, CODE, SIDE, Box

if TYPE_CHECKING:
    from PIL.Image import Image

Corners = tuple[complex, complex, complex, complex]  # of the code, in pixels: as it is read, clockwise
UNFOUND = -1.0  # the share of a box whose frame is not there: a person looks
_FINE = 8  # pixels a millimetre in which a box is sought
_AROUND = 1.8  # millimetres that a box may stand away from where it is expected
_WEAK = 0.16  # of what lies between paper and ink: a frame fainter than that is none
_INSIDE = SIDE / 2 - 0.6  # half of what is counted, away from the frame
_COUNTED = 12  # pixels a millimetre in which the inside is counted
_INK = 0.36  # of the way from the paper to the frame: from there on a pixel is dark


class Place(NamedTuple):
    """How a page lies in its picture: millimetres from its lower left corner to pixels."""

    turn: complex  # pixels a millimetre, turned
    shift: complex

    def of(self, x: float, y: float) -> complex:
        return self.turn * complex(x, -y) + self.shift


def placed(points: Sequence[tuple[complex, complex]]) -> Place:
    """The turn, scale and shift that bring points of the page (in millimetres) nearest to the picture’s."""
    flat = [(complex(mm.real, -mm.imag), px) for mm, px in points]
    middle = sum(mm for mm, _ in flat) / len(flat)
    centre = sum(px for _, px in flat) / len(flat)
    over = sum((px - centre) * (mm - middle).conjugate() for mm, px in flat)
    under = sum(abs(mm - middle) ** 2 for mm, _ in flat)
    turn = over / under
    return Place(turn, centre - turn * middle)


def of_code(corners: Corners) -> list[tuple[complex, complex]]:
    """The corners of the code on the page and in the picture."""
    x, y, side = CODE
    page = (complex(x, y + side), complex(x + side, y + side), complex(x + side, y), complex(x, y))
    return list(zip(page, corners, strict=True))


def read(picture: Image, corners: Corners) -> dict[str, float]:
    """Box -> share of dark pixels inside it, UNFOUND where its frame is not seen. `picture` is grey."""
    shares = {
        box.code: UNFOUND if place is None else _share(picture, place, box)
        for box, place in _boxes(picture, corners)
    }
    return {box.code: shares[box.code] for box in BOXES}


def cut(picture: Image, corners: Corners, code: str) -> bytes:
    """A box with what is around it, set upright, as a PNG; b"" for a box that there is not."""
    for box, place in _boxes(picture, corners):
        if box.code == code:
            out = io.BytesIO()
            expected = place or placed(of_code(corners))
            wide, high = 2 * (SIDE / 2 + 4.5), 2 * (SIDE / 2 + 1.6)
            _upright(picture, expected, box.centre, (wide, high), 10).save(out, "PNG")
            return out.getvalue()
    return b""


def _boxes(picture: Image, corners: Corners) -> list[tuple[Box, Place | None]]:
    """Each box with how the page lies around it, the nearest to the code first; None when it is not there."""
    points = of_code(corners)
    found: list[tuple[Box, Place | None]] = []
    for box in reversed(BOXES):
        expected = placed(points)
        window = _upright(picture, expected, box.centre, (SIDE + 2 * _AROUND + 0.8,) * 2, _FINE)
        away = _frame(window)
        if away is None:
            found.append((box, None))
            continue
        there = expected.of(box.centre[0] + away[0], box.centre[1] + away[1])
        # A box counts more than a corner of the code: it stands further away, and is as well seen.
        points += [(complex(*box.centre), there)] * 2
        around = placed(points)
        found.append((box, Place(around.turn, there - around.turn * complex(box.centre[0], -box.centre[1]))))
    return found


def _upright(
    picture: Image, place: Place, centre: tuple[float, float], size: tuple[float, float], fine: int
) -> Image:
    """A part of the page, so many pixels a millimetre, as it was printed."""
    from PIL.Image import Resampling, Transform

    wide, high = round(size[0] * fine), round(size[1] * fine)
    right, down = place.turn / fine, place.turn * 1j / fine
    first = place.of(*centre) - right * wide / 2 - down * high / 2
    told = (right.real, down.real, first.real, right.imag, down.imag, first.imag)
    return picture.transform((wide, high), Transform.AFFINE, told, Resampling.BILINEAR, fillcolor=255)


def _frame(window: Image) -> tuple[float, float] | None:
    """How far the frame of a box stands from the middle of its window, millimetres right and up."""
    paper, ink = _shades(window)
    if paper - ink < 25:
        return None
    count = window.width
    found = []
    for across in (True, False):
        # Only what lies level with the box is summed: words beside it are not of it.
        edge = round((_AROUND + 0.4) * _FINE)
        band = window.crop((0, edge, count, count - edge) if across else (edge, 0, count - edge, count))
        line = band.resize((count, 1) if across else (1, count), _box_filter()).tobytes()
        dark = [(paper - min(shade, paper)) / (paper - ink) for shade in line]
        best = max(range(round(2 * _AROUND * _FINE) + 1), key=lambda at: _pair(dark, at))
        if _pair(dark, best) < _WEAK:
            return None
        found.append((best + 0.4 * _FINE + SIDE * _FINE / 2 - count / 2) / _FINE)
    return found[0], -found[1]


def _pair(dark: Sequence[float], at: int) -> float:
    """How dark both sides of a frame would be whose first side stood there; the fainter one counts."""
    first = at + round(0.4 * _FINE)
    second = first + round(SIDE * _FINE)
    return min(_line(dark, first), _line(dark, second))


def _line(dark: Sequence[float], at: int) -> float:
    near = dark[max(0, at - 2) : at + 2]
    return sum(near) / len(near) if near else 0.0


def _shades(picture: Image) -> tuple[float, float]:
    """The shade of the paper and that of what is printed on it."""
    shades = sorted(picture.tobytes())
    return float(shades[len(shades) * 3 // 4]), float(shades[len(shades) // 50])


def _share(picture: Image, place: Place, box: Box) -> float:
    """How much of the inside is dark: against the paper around, and the ink of the frame."""
    paper, ink = _shades(_upright(picture, place, box.centre, (SIDE + 1,) * 2, _FINE))
    limit = paper - _INK * max(paper - ink, 60)
    inside = _upright(picture, place, box.centre, (2 * _INSIDE,) * 2, _COUNTED).tobytes()
    return round(sum(shade < limit for shade in inside) / len(inside), 4)


def _box_filter() -> Any:
    from PIL.Image import Resampling

    return Resampling.BOX
