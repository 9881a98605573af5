"""The code in the corner of a sheet: which dossier, version and page a scanned paper comes from."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from desktop.letters.sheets.look import MM

SIDE = 13 * MM  # at the same place of every sheet, so that a scanned heap can be sorted one day


@lru_cache(maxsize=4096)
def code_image(words: str) -> bytes:
    """The operators of a QR code as a mask of one bit a module, for a unit square."""
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
    # Written in hexadecimal: raw bytes could hold the word that ends an image.
    return b"BI/W %d/H %d/IM true/BPC 1/D[1 0]/F/AHx ID %b>EI" % (
        columns, rows, bytes(data).hex().encode("ascii")
    )  # fmt: skip


def placed(words: str, x: float, y: float) -> bytes:
    """The code drawn with its lower left corner at x, y; it says nothing to readers of tags."""
    inside = b"q 0 0 0 rg %.2f 0 0 %.2f %.2f %.2f cm\n%b\nQ" % (SIDE, SIDE, x, y, code_image(words))
    return b"/Artifact BMC\n%b\nEMC" % inside
