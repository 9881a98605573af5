"""The logo of the office at the head of its letters: a picture, and the words for who does not see it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from desktop.letters.pdf import Writer
from desktop.rules.picture import read_picture, size_of

_MM = 72 / 25.4
_WIDE, _HIGH = 52 * _MM, 14 * _MM  # the room it has at the head of a page


@dataclass(frozen=True, slots=True)
class Logo:
    """`digest` names the picture where its bytes are not at hand: in the words kept of a letter that left."""

    digest: str
    alt: str
    data: bytes = b""

    @property
    def box(self) -> tuple[float, float]:
        """How wide and how high it is drawn, in points."""
        size = size_of(self.data)
        scale = min(_WIDE / size.wide, _HIGH / size.high)
        return size.wide * scale, size.high * scale

    def code(self, left: float, top: float) -> bytes:
        """The operators that draw it, its corner at `left`, in the middle of the room under `top`."""
        wide, high = self.box
        return b"q %.2f 0 0 %.2f %.2f %.2f cm /Logo Do Q" % (wide, high, left, top - (_HIGH + high) / 2)

    def write(self, writer: Writer) -> int:
        """The number of the object: the bytes of the JPEG, as they are."""
        size = size_of(self.data)
        space = "Gray" if size.colours == 1 else "RGB"
        return writer.stream(
            self.data,
            f"/Type/XObject/Subtype/Image/Width {size.wide}/Height {size.high}/ColorSpace/Device{space}"
            "/BitsPerComponent 8/Filter/DCTDecode",
            deflate=False,
        )


def logo_of(told: str, alt: str) -> Logo:
    """The logo that a setting holds. Raises ValueError (French)."""
    data = read_picture(told)
    return Logo(hashlib.sha256(data).hexdigest()[:32], alt, data)
