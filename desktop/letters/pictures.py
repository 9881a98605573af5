"""A picture as a PDF holds it: of few colours when it has few, its bytes already made small."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.letters.pdf import Writer


class Picture(Protocol):
    """What a page can show."""

    def write(self, writer: Writer) -> int:
        """The number of the object."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Size in pixels, the colours it names (RGB after RGB, empty for full colour), one byte or three each; a
    `photo` is a JPEG."""

    wide: int
    high: int
    colours: bytes
    data: bytes
    photo: bool = False

    def write(self, writer: Writer) -> int:
        """The number of the object."""
        space = "/DeviceRGB"
        if self.colours:
            space = f"[/Indexed/DeviceRGB {len(self.colours) // 3 - 1}<{self.colours.hex()}>]"
        return writer.stream(
            self.data,
            f"/Type/XObject/Subtype/Image/Width {self.wide}/Height {self.high}/ColorSpace {space}"
            f"/BitsPerComponent 8/Filter/{'DCTDecode' if self.photo else 'FlateDecode'}",
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


def photographed(content: bytes, side: int) -> Drawn:
    """A photograph the right way up, `side` pixels at most. Raises OSError when it is none."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
        upright.thumbnail((side, side))
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=82)
    return Drawn(*upright.size, b"", out.getvalue(), photo=True)
