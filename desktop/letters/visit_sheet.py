"""The sheet of a visit: who, where, what was seen, what is to be done; then its photographs."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from desktop.letters.annotated import register
from desktop.rules.french import date_long, plural, typography

_INK, _MUTED, _LINE, _GROUND = "#1c2430", "#66707d", "#c8ced6", "#f5f6f7"
_TEXT, _BOLD = "Parvis-Text", "Parvis-Bold"
MOST = 6  # photographs: two pages at the most; the others stay among the pieces
_INSIDE = 12  # points that a frame of reportlab keeps on both sides together
_SIDE = 1100  # pixels: enough for a print, and a sheet that travels by mail


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit in words; `photos` are the bytes of pictures, `office` who writes: name, service."""

    number: str
    applicant: str
    title: str
    quarters: str
    visited_on: dt.date
    place: str
    people: str
    present: int | None
    body: str
    next_steps: str
    author: str
    photos: tuple[bytes, ...]
    office: tuple[str, ...]


def sheet(told: Visited, fonts: Path) -> bytes:
    """The PDF, one page or two."""
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    register(fonts)
    look = _styles()
    out = io.BytesIO()
    pages = SimpleDocTemplate(
        out, leftMargin=20 * mm, rightMargin=20 * mm, topMargin=16 * mm, bottomMargin=18 * mm,
        title=f"Visite du {date_long(told.visited_on)} – dossier {told.number}",
        author=told.office[0], lang="fr",
    )  # fmt: skip
    story: list[Any] = [
        Paragraph(_safe(" · ".join(part for part in told.office if part)), look["caption"]),
        Spacer(1, 3 * mm),
        Paragraph(_safe(f"Visite du {date_long(told.visited_on)}"), look["title"]),
        Paragraph(_safe(f"{told.applicant} – {told.title}"), look["lead"]),
        Spacer(1, 2 * mm),
        _facts(told, look, pages.width - _INSIDE),
        Spacer(1, 2 * mm),
    ]
    for title, words in (("Ce qui a été vu", told.body), ("Suites à donner", told.next_steps)):
        if words:
            story.append(Paragraph(title, look["heading"]))
            story += [Paragraph(_safe(line), look["text"]) for line in words.split("\n") if line.strip()]
    if told.photos:
        story += _pictures(told.photos, pages.width - _INSIDE, look)
    foot = f"Dossier {told.number} · visite du {date_long(told.visited_on)}"
    pages.build(
        story, onFirstPage=lambda c, d: _foot(c, d, foot), onLaterPages=lambda c, d: _foot(c, d, foot)
    )
    return out.getvalue()


def _safe(words: str) -> str:
    return escape(typography(words))


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    def made(name: str, face: str, size: float, leading: float, **more: Any) -> Any:
        return ParagraphStyle(
            name, fontName=face, fontSize=size, leading=leading, **{"textColor": _INK, **more}
        )

    return {
        "title": made("title", _BOLD, 18, 23),
        "lead": made("lead", _TEXT, 12, 16),
        "heading": made("heading", _BOLD, 11.5, 15, spaceBefore=9, spaceAfter=2),
        "text": made("text", _TEXT, 10.5, 14.5, spaceAfter=3),
        "caption": made("caption", _TEXT, 9, 12, textColor=_MUTED),
        "name": made("name", _BOLD, 9.5, 13, textColor=_MUTED),
    }


def _facts(told: Visited, look: dict[str, Any], width: float) -> Any:
    from reportlab.platypus import Paragraph, Table

    present = "" if told.present is None else f"{told.present} {plural(told.present, 'personne')}"
    pairs = [
        ("Dossier", told.number), ("Quartiers", told.quarters), ("Lieu", told.place),
        ("Rencontrés", told.people),
        ("Présents", present), ("Visite faite par", told.author),
    ]  # fmt: skip
    rows = [
        [Paragraph(name, look["name"]), Paragraph(_safe(said), look["text"])] for name, said in pairs if said
    ]
    return Table(
        rows, colWidths=(100, width - 100),
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("BACKGROUND", (0, 0), (-1, -1), _GROUND),
            ("LINEBELOW", (0, 0), (-1, -2), 0.4, _LINE), ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ],
    )  # fmt: skip


def _pictures(photos: tuple[bytes, ...], width: float, look: dict[str, Any]) -> list[Any]:
    """Two a line, each as large as its room; one alone takes the width."""
    from reportlab.platypus import KeepTogether, Paragraph, Table

    shown = photos[:MOST]
    across = 1 if len(shown) == 1 else 2
    room = (width / across - 8, 240 if across == 1 else 176)
    cells = [_picture(one, room) for one in shown]
    if len(cells) % across:
        cells.append("")
    lines = [cells[at : at + across] for at in range(0, len(cells), across)]
    rest = len(photos) - len(shown)
    said = "Photographies" if not rest else f"Photographies ({rest} autres parmi les pièces du dossier)"
    tables = [
        Table([line], colWidths=[width / across] * across, style=[("LEFTPADDING", (0, 0), (-1, -1), 0)])
        for line in lines
    ]
    return [KeepTogether([Paragraph(said, look["heading"]), tables[0]]), *tables[1:]]


def _picture(content: bytes, room: tuple[float, float]) -> Any:
    from PIL import Image as pictures
    from PIL import ImageOps
    from reportlab.platypus import Image

    with pictures.open(io.BytesIO(content)) as opened:
        turned = ImageOps.exif_transpose(opened).convert("RGB")
        turned.thumbnail((_SIDE, _SIDE))
        out = io.BytesIO()
        turned.save(out, "JPEG", quality=82)
    wide, high = turned.size
    scale = min(room[0] / wide, room[1] / high)
    return Image(io.BytesIO(out.getvalue()), wide * scale, high * scale, hAlign="LEFT")


def _foot(canvas: Any, pages: Any, words: str) -> None:
    canvas.saveState()
    canvas.setFont(_TEXT, 8.5)
    canvas.setFillColor(_MUTED)
    canvas.drawString(pages.leftMargin + _INSIDE / 2, 28, words)
    canvas.drawRightString(pages.leftMargin + pages.width - _INSIDE / 2, 28, str(canvas.getPageNumber()))
    canvas.restoreState()
