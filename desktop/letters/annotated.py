"""A copy of a piece with its annotations drawn in, and the list of the notes behind its last page."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARGIN_SIZE = 13.0  # points, of the number beside a passage
_A4 = (595.28, 841.89)
_TEXT, _BOLD, _ITALIC = "Parvis-Text", "Parvis-Bold", "Parvis-Italic"
_FILES = {
    _TEXT: "SourceSans3-Regular.ttf",
    _BOLD: "SourceSans3-SemiBold.ttf",
    _ITALIC: "SourceSans3-Italic.ttf",
}


class CannotAnnotate(ValueError):
    """The piece can't be drawn on; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class DrawnNote:
    """One note. `rects` are (x0, y0, x1, y1) in the points of the page as it is written, `page` from 1 (None
    for a note on the whole piece); `label` is what stands in the margin."""

    label: str
    colour: str  # #rrggbb
    challenge: str  # « 4 · Réussite, fort », "" when none
    quote: str
    text: str
    signature: str  # who, when, for whom
    page: int | None = None
    rects: tuple[tuple[float, float, float, float], ...] = ()


def annotated(content: bytes, notes: Sequence[DrawnNote], title: str, foot: str, fonts: Path) -> bytes:
    """The PDF with its notes. `foot` stands small at the bottom of each page: what copy this is, of when.

    Raises CannotAnnotate for a PDF that is locked or damaged.
    """
    import pikepdf

    register(fonts)
    try:
        document = pikepdf.open(io.BytesIO(content))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError) as error:
        why = "protégé par un mot de passe" if isinstance(error, pikepdf.PasswordError) else "abîmé"
        raise CannotAnnotate(f"« {title} » est {why} : ses notes ne peuvent pas y être dessinées.") from error
    with document:
        by_page: dict[int, list[DrawnNote]] = defaultdict(list)
        for note in notes:
            if note.page is not None and note.rects:
                by_page[note.page].append(note)
        for number, page in enumerate(document.pages, start=1):
            _draw(document, page, by_page.get(number, []), foot)
        with pikepdf.open(io.BytesIO(_list_of(notes, title, foot))) as added:
            document.pages.extend(added.pages)
        _without_deeds(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def _without_deeds(document: Any) -> None:
    """A copy that leaves runs nothing: scripts and opening actions stay in the original."""
    for key in ("/OpenAction", "/AA"):
        if key in document.Root:
            del document.Root[key]
    if "/Names" in document.Root and "/JavaScript" in document.Root.Names:
        del document.Root.Names["/JavaScript"]


def as_pages(title: str, words: str, fonts: Path) -> bytes:
    """A text as pages of a PDF, so that any piece of words can carry its notes."""
    from reportlab.platypus import Paragraph

    register(fonts)
    styles = _styles()
    story = [Paragraph(_safe(title), styles["title"])]
    story += [Paragraph(_safe(line) or "&nbsp;", styles["text"]) for line in words.split("\n")]
    return _built(story, title, "")


def picture_page(content: bytes, title: str) -> bytes:
    """A picture alone on a page. Raises CannotAnnotate when it is none."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    try:
        image = ImageReader(io.BytesIO(content))
        wide, high = image.getSize()
    except (OSError, ValueError, TypeError) as error:
        raise CannotAnnotate(f"« {title} » n’est pas une image lisible.") from error
    room = (_A4[0] - 72, _A4[1] - 96)
    scale = min(room[0] / wide, room[1] / high)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=_A4)
    canvas.setTitle(title)
    left, bottom = (_A4[0] - wide * scale) / 2, (_A4[1] - high * scale) / 2
    canvas.drawImage(image, left, bottom, wide * scale, high * scale)
    canvas.save()
    return out.getvalue()


def register(fonts: Path) -> None:
    """Make the typefaces of the sheets known to reportlab."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    known = set(pdfmetrics.getRegisteredFontNames())
    for name, file in _FILES.items():
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(fonts / file)))


# --- on the pages themselves -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as it is seen: its box, turned clockwise by `turn` degrees."""

    box: tuple[float, float, float, float]
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        left, bottom, right, top = self.box
        wide, high = right - left, top - bottom
        return (high, wide) if self.turn in (90, 270) else (wide, high)

    @property
    def matrix(self) -> tuple[float, ...]:
        """From what is seen to what is written."""
        left, bottom, right, top = self.box
        return {
            0: (1, 0, 0, 1, left, bottom),
            90: (0, 1, -1, 0, right, bottom),
            180: (-1, 0, 0, -1, right, top),
            270: (0, -1, 1, 0, left, top),
        }[self.turn]

    def seen(self, rect: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A rectangle of the page as written, as it is seen."""
        left, bottom, right, top = self.box
        corners = []
        for x, y in ((rect[0], rect[1]), (rect[2], rect[3])):
            corners.append(
                {
                    0: (x - left, y - bottom),
                    90: (y - bottom, right - x),
                    180: (right - x, top - y),
                    270: (top - y, x - left),
                }[self.turn]
            )
        (x0, y0), (x1, y1) = corners
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _sheet_of(page: Any) -> _Sheet:
    box = tuple(float(side) for side in page.cropbox)
    left, right = sorted((box[0], box[2]))
    bottom, top = sorted((box[1], box[3]))
    turn = int(page.obj.get("/Rotate", 0)) % 360
    return _Sheet((left, bottom, right, top), turn if turn in (0, 90, 180, 270) else 0)


def _draw(document: Any, page: Any, notes: Sequence[DrawnNote], foot: str) -> None:
    import pikepdf

    sheet = _sheet_of(page)
    with pikepdf.open(io.BytesIO(_overlay(sheet, notes, foot))) as drawn:
        form = document.copy_foreign(drawn.pages[0].as_form_xobject())
    name = page.add_resource(form, pikepdf.Name.XObject)
    told = " ".join(f"{part:g}" for part in sheet.matrix)
    # The page's own drawing may leave the pen anywhere: it is put in brackets first.
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"\nQ q {told} cm {name} Do Q".encode())


def _overlay(sheet: _Sheet, notes: Sequence[DrawnNote], foot: str) -> bytes:
    from reportlab.lib.colors import HexColor
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=sheet.size)
    taken: list[float] = []
    for note in sorted(notes, key=lambda one: -max(sheet.seen(rect)[3] for rect in one.rects)):
        colour = HexColor(note.colour)
        seen = [sheet.seen(rect) for rect in note.rects]
        for x0, y0, x1, y1 in seen:
            canvas.setFillColor(colour)
            canvas.setFillAlpha(0.25)
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
            canvas.setFillAlpha(1)
            canvas.rect(x0, y0 - 1, x1 - x0, 1, stroke=0, fill=1)
        _number(canvas, note.label, colour, (seen[0][1] + seen[0][3]) / 2, taken)
    canvas.setFillColor(HexColor("#66707d"))
    canvas.setFont(_TEXT, 7)
    canvas.drawCentredString(sheet.size[0] / 2, 10, foot)
    canvas.save()
    return out.getvalue()


def _number(canvas: Any, label: str, colour: Any, middle: float, taken: list[float]) -> None:
    """The label in the left margin, below the one before when they would cover each other."""
    from reportlab.lib.colors import white

    while any(abs(middle - other) < MARGIN_SIZE + 1 for other in taken):
        middle -= MARGIN_SIZE + 1
    taken.append(middle)
    wide = max(MARGIN_SIZE, canvas.stringWidth(label, _BOLD, 8) + 6)
    canvas.setFillColor(colour)
    canvas.roundRect(6, middle - MARGIN_SIZE / 2, wide, MARGIN_SIZE, 3, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont(_BOLD, 8)
    canvas.drawCentredString(6 + wide / 2, middle - 2.8, label)


# --- the list behind -------------------------------------------------------------------------------------


def _styles() -> dict[str, Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    plain = ParagraphStyle("text", fontName=_TEXT, fontSize=10, leading=14, spaceAfter=3)
    return {
        "text": plain,
        "title": ParagraphStyle("title", parent=plain, fontName=_BOLD, fontSize=15, leading=20, spaceAfter=8),
        "head": ParagraphStyle("head", parent=plain, fontName=_BOLD, spaceBefore=9, spaceAfter=1),
        "quote": ParagraphStyle("quote", parent=plain, fontName=_ITALIC, leftIndent=10),
        "small": ParagraphStyle("small", parent=plain, fontSize=8, leading=11, textColor=HexColor("#66707d")),
    }


def _safe(words: str) -> str:
    """Words in a paragraph of reportlab: nothing in them is read as its mark-up."""
    from xml.sax.saxutils import escape

    return escape(words)


def _list_of(notes: Sequence[DrawnNote], title: str, foot: str) -> bytes:
    from reportlab.platypus import KeepTogether, Paragraph

    styles = _styles()
    story: list[Any] = [Paragraph(_safe(f"Notes sur « {title} »"), styles["title"])]
    if not notes:
        story.append(Paragraph("Aucune note sur cette pièce.", styles["text"]))
    for note in notes:
        where = f"page {note.page}" if note.page else "toute la pièce"
        head = " · ".join(part for part in (note.label, note.challenge, where) if part)
        parts: list[Any] = [Paragraph(f'<font color="{note.colour}">■</font> {_safe(head)}', styles["head"])]
        if note.quote:
            parts.append(Paragraph(_safe(f"« {note.quote} »"), styles["quote"]))
        if note.text:
            parts.append(Paragraph(_safe(note.text), styles["text"]))
        parts.append(Paragraph(_safe(note.signature), styles["small"]))
        story.append(KeepTogether(parts))
    return _built(story, title, foot)


def _built(story: list[Any], title: str, foot: str) -> bytes:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import SimpleDocTemplate

    def footer(canvas: Any, _template: Any) -> None:
        canvas.setFillColor(HexColor("#66707d"))
        canvas.setFont(_TEXT, 7)
        canvas.drawCentredString(_A4[0] / 2, 10, foot)

    out = io.BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=_A4,
        leftMargin=57,
        rightMargin=57,
        topMargin=57,
        bottomMargin=48,
        title=title,
        lang="fr-FR",
    )
    template.build(story, onFirstPage=footer, onLaterPages=footer)
    return out.getvalue()
