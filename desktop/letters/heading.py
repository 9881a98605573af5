"""What pages share: the letterhead (a square with its letter, the authority, the service), the watermark."""

from __future__ import annotations

from desktop.letters import page as p
from desktop.letters.logo import Logo
from desktop.letters.marks import Sheet, mark
from desktop.letters.model import Run
from desktop.letters.page import MM
from desktop.letters.structure import Node


def head_code(
    monogram: str,
    head: tuple[str, ...],
    *,
    left: float = p.LEFT,
    width: float = p.WIDTH,
    high: float = p.HEIGHT,
    logo: float = 0,
) -> bytes:
    """The operators of the letterhead on a page of that size, with that margin. `logo`: the width of what is
    drawn instead of the square, 0 for nothing."""
    side, top = 14 * MM, high - 19 * MM
    mark = p.Style(19, 19, "Inter-SemiBold", "Inter-SemiBold", "#ffffff")
    letter = p.wrapped((Run(monogram),), mark, side)
    x = left + (side - (letter[0].width if letter else 0)) / 2
    square = [
        b"%b %.2f %.2f %.2f %.2f re f" % (p.colour(p.DARK), left, top - side, side, side),
        p.shown(letter, mark, x, top - side / 2 - 6.8),
    ]
    parts = square if not logo else []
    name, service = (*head, "", "")[:2]
    at = left + (logo or side) + 4.2 * MM
    wide = width - left - at
    parts.append(p.shown(p.wrapped((Run(name),), p.HEAD, wide)[:1], p.HEAD, at, top - 14))
    parts.append(p.shown(p.wrapped((Run(service),), p.SERVICE, wide)[:2], p.SERVICE, at, top - 28))
    return b"\n".join(parts)


def draw_logo(logo: Logo | None, sheets: list[Sheet], top: Node, left: float, high: float) -> float:
    """Draw the logo at the head of the last page, said by its words; its width, 0 where there is none."""
    if logo is None or not logo.data:
        return 0
    figure = top.add("Figure")
    figure.alt = logo.alt
    mark(sheets, figure, logo.code(left, high - 19 * MM))
    return logo.box[0]


def watermark_code(word: str, *, width: float = p.WIDTH, high: float = p.HEIGHT) -> bytes:
    """The operators of a word across a page of that size, along its diagonal."""
    style = p.Style(96, 96, "Inter-SemiBold", "Inter-SemiBold", p.FAINT)
    line = p.wrapped((Run(word),), style, 2 * width)[0]
    turn = b"0.5736 0.8192 -0.8192 0.5736"
    x, y = width / 2 - 0.5736 * line.width / 2 + 28, high / 2 - 0.8192 * line.width / 2
    return b"BT %b %b %.2f %.2f Tm\n%b\nET" % (p.colour(style.colour), turn, x, y, line.code)
