"""A QR code drawn with the operators of a page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from desktop.letters import page as p
from desktop.letters.page import MM

SIDE = 12.5 * MM  # 25 squares of half a millimetre: read at 150 dpi, askew, after a fax


def squares(text: str, x: float, y: float, side: float = SIDE) -> bytes:
    """The code whose lower left corner is at (x, y), in points: a picture of one bit a square."""
    image = code_image(text)
    return b"q %b %.2f 0 0 %.2f %.2f %.2f cm\n%b\nQ" % (p.colour(p.INK), side, side, x, y, image)


@lru_cache(maxsize=4096)
def code_image(words: str) -> bytes:
    """The operators of a QR code as a mask of one bit a square, for a unit square."""
    import zxingcpp  # at first use: see desktop/paths.py. A tenth of a millisecond; reportlab takes four

    made = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = made.to_image(scale=1, add_quiet_zones=False)
    modules = memoryview(image)
    rows, columns = modules.shape or (0, 0)
    data = bytearray()
    for row in range(rows):
        bits = "".join("0" if modules[row, column] else "1" for column in range(columns))
        bits = bits.ljust(-(-columns // 8) * 8, "0")
        data += int(bits, 2).to_bytes(len(bits) // 8, "big")
    # The mask paints where its bits are 1 (Decode 1 0), and only there: the paper stays the paper. Written in
    # hexadecimal: raw bytes could hold the word that ends an image.
    return b"BI/W %d/H %d/IM true/BPC 1/D[1 0]/F/AHx ID %b>\nEI" % (
        columns, rows, bytes(data).hex().encode("ascii")
    )  # fmt: skip
