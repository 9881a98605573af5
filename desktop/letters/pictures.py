"""A picture file as a PDF holds it: of few colours when it has few, its bytes already deflated."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

from desktop.letters.pdf import Writer


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Size in pixels, the colours it names (RGB after RGB, empty for full colour), one byte or three each."""

    wide: int
    high: int
    colours: bytes
    data: bytes

    def write(self, writer: Writer) -> int:
        """The number of the object."""
        space = "/DeviceRGB"
        if self.colours:
            space = f"[/Indexed/DeviceRGB {len(self.colours) // 3 - 1}<{self.colours.hex()}>]"
        return writer.stream(
            self.data,
            f"/Type/XObject/Subtype/Image/Width {self.wide}/Height {self.high}/ColorSpace {space}"
            "/BitsPerComponent 8/Filter/FlateDecode",
            deflate=False,
        )


def drawn(path: Path) -> Drawn:
    """Read a picture; a palette stays one."""
    from PIL import Image  # slow to load, and few papers have a picture

    with Image.open(path) as image:
        if image.mode == "P":
            colours = bytes(image.getpalette("RGB") or ())
            return Drawn(*image.size, colours[:768], zlib.compress(image.tobytes(), 9))
        return Drawn(*image.size, b"", zlib.compress(image.convert("RGB").tobytes(), 9))
