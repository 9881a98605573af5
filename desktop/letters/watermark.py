"""The mark of a copy that leaves: light words across each page, and at its foot for whom, when, by whom.

The mark is drawn over the pages of any PDF, with a font of its own; a PDF/A stays one.
"""

from __future__ import annotations

import datetime as dt
import io
from functools import lru_cache
from math import atan2, cos, hypot, sin
from typing import Any, NamedTuple

from desktop.paths import resources

_FONT = "Parvis-Copy"
_SHADE = 0.14  # how much of the words across the page is seen
_LARGEST, _SMALLEST = 46.0, 14.0  # points


class CannotMark(ValueError):
    """The PDF can't be marked: locked or damaged; the message is a French sentence."""


class Copy(NamedTuple):
    """Who gets it, when, from whom."""

    recipient: str
    given_on: dt.date
    by: str

    @property
    def words(self) -> str:
        """« Copie pour la CAF – remise le 25/11/2026 par A. Exemple »."""
        whom = f"Copie pour {self.recipient.strip()}" if self.recipient.strip() else "Copie"
        return f"{whom} – remise le {self.given_on:%d/%m/%Y} par {self.by}"


def marked(content: bytes, copy: Copy) -> bytes:
    """The PDF with the mark on each page. Raises CannotMark."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(content))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError) as error:
        why = "protégé par un mot de passe" if isinstance(error, pikepdf.PasswordError) else "abîmé"
        raise CannotMark(f"Ce PDF est {why} : il ne peut pas être marqué. Rien n’a été écrit.") from error
    with document:
        stamps: dict[tuple[float, float], Any] = {}
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.cropbox)
            turned = int(page.obj.get("/Rotate", 0)) % 360
            wide, high = round(right - left, 2), round(top - bottom, 2)
            seen = (high, wide) if turned in (90, 270) else (wide, high)
            if seen not in stamps:
                with pikepdf.open(io.BytesIO(_stamp(copy.words, *seen))) as made:
                    stamps[seen] = document.copy_foreign(made.pages[0].as_form_xobject())
            _draw(document, page, stamps[seen], _placed(turned, left, bottom, wide, high))
        out = io.BytesIO()
        # The description of the file is left as it is: it says which standard the file keeps to.
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.preserve, fix_metadata_version=False)
    return out.getvalue()


def _placed(turned: int, left: float, bottom: float, wide: float, high: float) -> str:
    """The matrix that lays an upright stamp on a page shown turned."""
    return {
        0: f"1 0 0 1 {left:.2f} {bottom:.2f}",
        90: f"0 1 -1 0 {left + wide:.2f} {bottom:.2f}",
        180: f"-1 0 0 -1 {left + wide:.2f} {bottom + high:.2f}",
        270: f"0 -1 1 0 {left:.2f} {bottom + high:.2f}",
    }.get(turned, f"1 0 0 1 {left:.2f} {bottom:.2f}")


def _draw(document: Any, page: Any, stamp: Any, matrix: str) -> None:
    """Over what the page shows, whatever it left of its own state; an ornament for readers of tags."""
    import pikepdf

    name = page.add_resource(stamp, pikepdf.Name.XObject)
    page.contents_add(b"q\n", prepend=True)
    over = f"\nQ\n/Artifact<</Type/Background>>BDC\nq {matrix} cm {name} Do Q\nEMC\n"
    page.contents_add(over.encode("latin-1"), prepend=False)
    del document


@lru_cache(maxsize=32)
def _stamp(words: str, wide: float, high: float) -> bytes:
    """One page of that size with the mark alone, its font inside."""
    from reportlab.lib.colors import Color
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if _FONT not in pdfmetrics.getRegisteredFontNames():
        path = resources() / "fonts" / "SourceSans3-SemiBold.ttf"
        pdfmetrics.registerFont(TTFont(_FONT, str(path)))
    out = io.BytesIO()
    # The stubs of reportlab take this name for a number; without it Helvetica would come along, not embedded.
    canvas = Canvas(out, pagesize=(wide, high), invariant=1, initialFontName=_FONT)  # type: ignore[arg-type]
    diagonal = 0.78 * hypot(wide, high)
    unit = pdfmetrics.stringWidth(words, _FONT, 1)
    size = max(_SMALLEST, min(_LARGEST, diagonal / unit))
    angle = atan2(high, wide)
    canvas.saveState()
    canvas.setFillColor(Color(0.1, 0.13, 0.18, alpha=_SHADE))
    canvas.transform(cos(angle), sin(angle), -sin(angle), cos(angle), wide / 2, high / 2)
    canvas.setFont(_FONT, size)
    canvas.drawCentredString(0, -size / 3, words)
    canvas.restoreState()
    canvas.setFillColor(Color(0.36, 0.39, 0.44))
    small = min(7.5, 0.9 * wide / unit)
    canvas.setFont(_FONT, small)
    canvas.drawCentredString(wide / 2, 7, words)
    canvas.save()
    return out.getvalue()
