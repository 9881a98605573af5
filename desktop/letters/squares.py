"""A QR code drawn with the operators of a page."""

from __future__ import annotations

from typing import Any

from desktop.letters import page as p
from desktop.letters.page import MM

_MASK = 3
SIDE = 12.5 * MM  # 25 squares of half a millimetre: read at 150 dpi, askew, after a fax


def squares(text: str, x: float, y: float, side: float = SIDE) -> bytes:
    """The code whose lower left corner is at (x, y), in points: a picture of one bit a square."""
    from reportlab.graphics.barcode.qr import QrCodeWidget  # at first use: see desktop/paths.py

    symbol: Any = vars(QrCodeWidget(text, barLevel="M"))["qr"]
    # One of the eight masks, always the same: trying them all to choose takes longer than the whole letter.
    symbol.version = symbol.version or symbol.calculate_version()
    symbol.makeImpl(False, _MASK)
    rows: list[list[bool]] = symbol.modules
    count = len(rows)
    wide = (count + 7) // 8
    bits = b"".join(
        int("".join("01"[bool(dark)] for dark in row).ljust(wide * 8, "0"), 2).to_bytes(wide, "big")
        for row in rows
    )
    # An image mask paints where its bits are 1 (Decode 1 0), and only there: the paper stays the paper.
    return b"q %b %.2f 0 0 %.2f %.2f %.2f cm\nBI/W %d/H %d/IM true/BPC 1/D[1 0]/F/AHx ID %b>\nEI Q" % (
        p.colour(p.INK), side, side, x, y, count, count, bits.hex().encode("ascii"),
    )  # fmt: skip
