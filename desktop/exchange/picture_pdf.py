"""The pictures of a scanner as pages of a PDF, one a picture, at the size of the paper."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

_MODES = {"L": ("/DeviceGray", 8), "RGB": ("/DeviceRGB", 8), "1": ("/DeviceGray", 1)}
_USUAL_DPI = 200  # of a scanner that says nothing; a page is then brought to A4
_A4 = (595.28, 841.89)


def as_pdf(path: Path) -> bytes:
    """The same bytes twice for the same file; a JPEG goes in as it is. Raises OSError, ValueError."""
    import pikepdf
    from PIL import Image as pictures
    from PIL import ImageOps

    with pikepdf.new() as made, pictures.open(path) as opened:
        for number in range(int(getattr(opened, "n_frames", 1))):
            opened.seek(number)
            turned = ImageOps.exif_transpose(opened)
            whole = opened.format == "JPEG" and turned.size == opened.size and opened.mode in ("L", "RGB")
            _add(made, turned, path.read_bytes() if whole else b"")
        out = io.BytesIO()
        made.save(out, deterministic_id=True)
    return out.getvalue()


def _add(made: Any, picture: Image, jpeg: bytes) -> None:
    import pikepdf

    if picture.mode not in _MODES:
        picture = picture.convert("RGB")
    space, bits = _MODES[picture.mode]
    wide, high = picture.size
    held = pikepdf.Stream(made, jpeg or zlib.compress(picture.tobytes(), 6))
    held.Type, held.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    held.Width, held.Height, held.BitsPerComponent = wide, high, bits
    held.ColorSpace = pikepdf.Name(space)
    held.Filter = pikepdf.Name.DCTDecode if jpeg else pikepdf.Name.FlateDecode
    across, up = _size(picture)
    made.add_blank_page(page_size=(across, up))
    page = made.pages[-1]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=made.make_indirect(held)))
    page.Contents = pikepdf.Stream(made, f"q {across:.2f} 0 0 {up:.2f} 0 0 cm /Scan Do Q".encode())


def _size(picture: Image) -> tuple[float, float]:
    """In points: as the scanner says, or the paper that has these proportions."""
    wide, high = picture.size
    dpi = picture.info.get("dpi")
    if dpi and min(dpi) >= 60:
        return wide * 72 / float(dpi[0]), high * 72 / float(dpi[1])
    short, long = _A4 if wide <= high else _A4[::-1]
    scale = min(short / wide, long / high)
    return wide * scale, high * scale
