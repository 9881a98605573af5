"""The pages of a pack as reportlab's own layout makes them, for comparison: same words, tables, bars, contents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.tableofcontents import TableOfContents

from desktop.letters.pack_model import Fiche, Pack
from desktop.letters.sheets import fiche as sheet
from desktop.letters.sheets import look as k
from desktop.letters.sheets.flow import Bearing
from desktop.letters.sheets.parts import setting_of
from desktop.letters.sheets.programme import programme_table
from desktop.paths import resources

_TEXT = ParagraphStyle("text", fontName="Sheet", fontSize=10, leading=13.6)
_HEAD = ParagraphStyle("head", fontName="SheetBold", fontSize=8.6, leading=11, spaceBefore=11)
_TITLE = ParagraphStyle("title", fontName="SheetBold", fontSize=18, leading=22)
_CELL = ParagraphStyle("cell", fontName="Sheet", fontSize=7.8, leading=9.6)


class _Bars(Flowable):  # type: ignore[misc]  # reportlab is not typed
    """The frieze or the financing bar: boxes side by side."""

    def __init__(self, parts: Sequence[tuple[float, float, str]], height: float = 23) -> None:
        super().__init__()
        self.width, self.height, self.parts = 480, height, parts

    def draw(self) -> None:
        x = 0.0
        for wide, share, colour in self.parts:
            self.canv.setFillColor(colors.HexColor(colour))
            self.canv.rect(x, 0, wide - 1, self.height * share, stroke=0, fill=1)
            x += wide


class _Template(BaseDocTemplate):  # type: ignore[misc]
    def afterFlowable(self, flowable: Any) -> None:
        if isinstance(flowable, Paragraph) and flowable.style.name == "title":
            text = flowable.getPlainText()
            key = f"k{self.seq.nextf('key')}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(text[:60], key, 0)
            self.notify("TOCEntry", (0, text, self.page, key))


def _foot(canvas: Any, document: Any) -> None:
    canvas.setFont("Sheet", 8)
    canvas.drawString(57, 30, "Amiens Métropole · version 1")
    canvas.drawRightString(540, 30, f"page {document.page}")


def _sheet(pack: Pack, setting: sheet.Setting, fiche: Fiche) -> list[Any]:
    def said(words: str) -> Paragraph:
        return Paragraph(escape(words), _TEXT)

    step = 480 / len(pack.challenges)
    parts = [
        (step, (level or 0) / 3, c.colour) for c, level in zip(pack.challenges, fiche.levels, strict=False)
    ]
    whole = sum(line.amount for line in fiche.plan) or 1
    amounts = [
        [caption, sheet.money(amount), under] for caption, amount, under in sheet.figures(setting, fiche)
    ]
    story: list[Any] = [
        PageBreak(), Paragraph(escape(fiche.title), _TITLE), said(f"{fiche.applicant} · {fiche.number}"), _Bars(parts),
        Table([list(column) for column in zip(*amounts, strict=True)], colWidths=[120] * 4),
    ]  # fmt: skip
    for title, lines in (
        ("RÉSUMÉ", [fiche.summary]), ("PUBLIC", [fiche.public]), ("ANALYSE", sheet.analysis(setting, fiche)),
        ("AVIS", sheet.voices(fiche)), ("POINTS D’ATTENTION", sheet.points(fiche)),
    ):  # fmt: skip
        story += [Paragraph(title, _HEAD), *map(said, lines)]
    story += [
        Paragraph("PLAN DE FINANCEMENT", _HEAD),
        _Bars([(480 * line.amount / whole, 1, k.SHARES[n % 6]) for n, line in enumerate(fiche.plan)]),
        Table([[line.name for line in fiche.plan], [sheet.money(line.amount) for line in fiche.plan]]),
        Paragraph("PROPOSITION", _HEAD), *map(said, sheet.proposal(setting, fiche)),
        Paragraph("DÉCISION DU COMITÉ", _HEAD), Table([["Accordé : ………… €", "Refusé", "Ajourné", "Autre"]]),
    ]  # fmt: skip
    return story


def build(pack: Pack, path: Path) -> None:
    """The same pack by `multiBuild`, whose contents need several passes."""
    for name, file in (("Sheet", "SourceSans3-Regular.ttf"), ("SheetBold", "SourceSans3-SemiBold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(resources() / "fonts" / file)))
    from desktop.letters.pack_model import Edition

    setting = setting_of(Bearing("Séance"), pack, Edition(1, "2026-03-10"))
    contents = TableOfContents()
    contents.levelStyles = [_TEXT]
    columns, told = programme_table(pack)
    rows = [[column.title for column in columns]]
    rows += [[Paragraph(escape(cell).replace("\n", "<br/>"), _CELL) for cell in row.cells] for row in told]
    style = [("FONTNAME", (0, 0), (-1, -1), "Sheet"), ("FONTSIZE", (0, 0), (-1, -1), 7.4),
             ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.lightgrey), ("VALIGN", (0, 0), (-1, -1), "TOP")]  # fmt: skip
    story: list[Any] = [
        Paragraph(escape(pack.name), _TITLE), PageBreak(), contents, NextPageTemplate("lying"), PageBreak(),
        Table(rows, colWidths=[column.width for column in columns], repeatRows=1, style=style),
        NextPageTemplate("standing"), Spacer(1, 1),
    ]  # fmt: skip
    for fiche in pack.fiches:
        story += _sheet(pack, setting, fiche)
    document = _Template(str(path), pagesize=A4)
    wide = landscape(A4)
    document.addPageTemplates(
        [
            PageTemplate("standing", [Frame(57, 68, 482, 706)], onPage=_foot, pagesize=A4),
            PageTemplate("lying", [Frame(28, 54, 786, 485)], onPage=_foot, pagesize=wide),
        ]
    )
    document.multiBuild(story)
