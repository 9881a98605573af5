"""The same document as a Word file in which a secretary goes on writing: real styles, headings and tables."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

from desktop.letters import page as p
from desktop.letters.document import (
    Chart,
    Code,
    Column,
    Document,
    Grid,
    Heading,
    Items,
    NewPage,
    Part,
    Row,
    Signatures,
    Words,
)
from desktop.letters.model import Run
from desktop.rules.bars import spoken_bar

# python-docx is slow to load, so it comes with the first document; it ships no types, hence Any.

FONT = "Calibri"  # on every workstation; LibreOffice has its twin
LANGUAGE = "fr-FR"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIZES = {"Title": 20, "Subtitle": 12, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11}
_SHADES = {"group": "EEF1F4", "subtotal": "F6F7F9", "total": "EEF1F4"}


def make_word(document: Document) -> bytes:
    """The .docx of a document; opens in Word and in LibreOffice."""
    return _Writer(document).write()


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text)


class _Writer:
    """One file being written."""

    def __init__(self, document: Document) -> None:
        from docx import Document as Blank
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self.document = document
        self.word: Any = Blank()
        self._element, self._qn = OxmlElement, qn

    def write(self) -> bytes:
        document = self.document
        self._properties()
        self._styles()
        self._page()
        for line in document.head:
            self._paragraph("Header", [Run(line, line == document.head[0])])
        self.word.add_paragraph(_clean(document.title), style="Title")
        if document.subtitle:
            self.word.add_paragraph(_clean(document.subtitle), style="Subtitle")
        for at, part in enumerate(document.parts):
            self._part(part, at)
        out = io.BytesIO()
        self.word.save(out)
        return out.getvalue()

    # --- set-up ---------------------------------------------------------------------------------

    def _properties(self) -> None:
        told, document = self.word.core_properties, self.document
        told.title, told.author = _clean(document.title), _clean(document.author)
        told.language, told.comments, told.keywords = LANGUAGE, "", ""
        told.last_modified_by = _clean(document.author)
        day = dt.datetime.fromisoformat(document.day) if document.day else dt.datetime(1970, 1, 1)
        told.created = told.modified = day

    def _styles(self) -> None:
        from docx.shared import Pt, RGBColor

        styles = self.word.styles
        defaults = styles.element.find(self._qn("w:docDefaults")).find(f".//{self._qn('w:rPr')}")
        for old in defaults.findall(self._qn("w:lang")):
            defaults.remove(old)
        defaults.append(self._made("w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"))
        for name in ("Normal", *_SIZES):
            style = styles[name]
            style.font.name = FONT
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):  # a theme of the blank document would win over the name
                del fonts.attrib[key]
            for key in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(self._qn(f"w:{key}"), FONT)
            if name in _SIZES:
                style.font.size, style.font.color.rgb = (
                    Pt(_SIZES[name]),
                    RGBColor.from_string(p.INK[1:].upper()),
                )
                style.font.bold, style.font.italic = name != "Subtitle", False
                style.paragraph_format.keep_with_next = True
                for border in style.element.findall(f".//{self._qn('w:pBdr')}"):
                    border.getparent().remove(border)
        normal = styles["Normal"]
        normal.font.size = Pt(10.5)
        normal.paragraph_format.space_after = Pt(5)
        normal.paragraph_format.widow_control = True

    def _page(self) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        section = self.word.sections[0]
        wide, high = (297, 210) if self.document.landscape else (210, 297)
        section.orientation = WD_ORIENT.LANDSCAPE if self.document.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(wide), Mm(high)
        section.left_margin = section.right_margin = Mm(14 if self.document.landscape else 20)
        section.top_margin, section.bottom_margin = Mm(18), Mm(20)
        self.room = wide - (28 if self.document.landscape else 40)
        if self.document.watermark:
            head = section.header.paragraphs[0]
            head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._runs(head, [Run(self.document.watermark, True)])
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._runs(foot, [Run(f"{self.document.foot} · page " if self.document.foot else "Page ")])
        self._field(foot, "PAGE")
        self._runs(foot, [Run(" sur ")])
        self._field(foot, "NUMPAGES")

    def _made(self, tag: str, **values: str) -> Any:
        element = self._element(tag)
        for key, value in values.items():
            element.set(self._qn(f"w:{key}"), value)
        return element

    def _field(self, paragraph: Any, code: str) -> None:
        """A number that the program which opens the file works out."""
        run = paragraph.add_run()
        for kind in ("begin", "", "separate", "text", "end"):
            if kind in ("begin", "separate", "end"):
                run._r.append(self._made("w:fldChar", fldCharType=kind))
                continue
            tag = "w:t" if kind else "w:instrText"
            told = self._element(tag)
            told.text = "1" if kind else f" {code} "
            run._r.append(told)

    # --- parts ----------------------------------------------------------------------------------

    def _part(self, part: Part, at: int) -> None:
        if isinstance(part, Heading):
            self.word.add_paragraph(_clean(part.text), style=f"Heading {part.level}")
        elif isinstance(part, Words):
            self._words(part)
        elif isinstance(part, Items):
            for item in part.items:
                self._paragraph("List Bullet", item)
        elif isinstance(part, Grid):
            self._grid(part)
        elif isinstance(part, Signatures):
            self._signatures(part)
        elif isinstance(part, Code):
            for text in part.words:
                self._paragraph("Normal", [Run(text)])
        elif isinstance(part, Chart):
            for bar in part.bars.bars:
                self._paragraph("List Bullet", [Run(spoken_bar(bar))])
        elif isinstance(part, NewPage) and at:
            self.word.add_page_break()

    def _paragraph(self, style: str, runs: Sequence[Run]) -> Any:
        made = self.word.add_paragraph(style=style)
        self._runs(made, runs)
        return made

    def _runs(self, paragraph: Any, runs: Sequence[Run], *, size: float = 0, strong: bool = False) -> None:
        from docx.shared import Pt

        for run in runs:
            made = paragraph.add_run(_clean(run.text))
            made.bold = True if run.bold or strong else None
            if size:
                made.font.size = Pt(size)

    def _words(self, part: Words) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        made = self.word.add_paragraph()
        self._runs(made, part.runs, size=9 if part.tone == "small" else 0)
        made.paragraph_format.keep_with_next = True if part.keep else None
        if part.tone == "centre":
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if part.tone == "quote":
            made.paragraph_format.left_indent = made.paragraph_format.right_indent = Mm(6)

    def _grid(self, part: Grid) -> None:
        from docx.shared import Mm

        table = self.word.add_table(rows=1, cols=len(part.columns), style="Table Grid")
        table.autofit = False
        whole = sum(column.width for column in part.columns)
        widths = [Mm(self.room * column.width / whole) for column in part.columns]
        head = table.rows[0]
        # Said again at the top of each page that the table goes on to.
        head._tr.get_or_add_trPr().append(self._made("w:tblHeader", val="true"))
        self._cells(head, [column.title for column in part.columns], part.columns, "group")
        for row in part.rows:
            self._row(table, row, part.columns)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for line in table.rows:
            for cell, width in zip(line.cells, widths, strict=True):
                cell.width = width
            if line.cells[0]._tc is line.cells[-1]._tc:  # a group, over the whole table
                line.cells[0].width = sum(widths)
        self.word.add_paragraph()

    def _row(self, table: Any, row: Row, columns: Sequence[Column]) -> None:
        made = table.add_row()
        if row.weight == "group":
            made.cells[0].merge(made.cells[-1])
            self._cells(made, row.cells[:1], columns, row.weight)
            return
        self._cells(made, row.cells, columns, row.weight)

    def _cells(self, line: Any, texts: Sequence[str], columns: Sequence[Column], weight: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        aligns = {
            "left": WD_ALIGN_PARAGRAPH.LEFT,
            "right": WD_ALIGN_PARAGRAPH.RIGHT,
            "center": WD_ALIGN_PARAGRAPH.CENTER,
        }
        cells = line.cells
        for at, text in enumerate(texts):
            paragraph = cells[at].paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.alignment = aligns[columns[at].align if len(texts) > 1 else "left"]
            self._runs(paragraph, [Run(text)], size=9, strong=weight != "plain")
            if weight in _SHADES:
                shade = self._made("w:shd", val="clear", color="auto", fill=_SHADES[weight])
                cells[at]._tc.get_or_add_tcPr().append(shade)

    def _signatures(self, part: Signatures) -> None:
        from docx.shared import Pt

        table = self.word.add_table(rows=1, cols=max(1, len(part.parties)))
        table.rows[0]._tr.get_or_add_trPr().append(self._element("w:cantSplit"))
        for cell, lines in zip(table.rows[0].cells, part.parties, strict=False):
            first = cell.paragraphs[0]
            for rank, text in enumerate(lines):
                paragraph = cell.add_paragraph() if rank else first
                self._runs(paragraph, [Run(text, rank == 0)])
            cell.add_paragraph().paragraph_format.space_after = Pt(48 if part.signing else 4)
