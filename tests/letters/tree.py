"""Walks the structure of a PDF, to find what a reader of tags could not follow (PDF/UA-1, ISO 32000-1)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

# What may stand directly in what; an element that is not named may stand anywhere.
PARENTS = {
    "TR": ("THead", "TBody", "TFoot"),
    "THead": ("Table",), "TBody": ("Table",), "TFoot": ("Table",),
    "TH": ("TR",), "TD": ("TR",),
    "LI": ("L",), "Lbl": ("LI", "TOCI"), "LBody": ("LI",),
    "TOCI": ("TOC",), "TOC": ("Sect", "TOC"),
    "Sect": ("Document", "Sect"),
    "Form": ("Sect", "P"),
}  # fmt: skip
KIDS = {"Table": ("THead", "TBody", "TFoot"), "TOC": ("TOC", "TOCI"), "L": ("LI",), "TR": ("TH", "TD")}
_SLACK = 3.0  # points: what stands on one line


class Element(NamedTuple):
    """One element: its tag, that of its parent, the tags of its children, and its marks (page, number)."""

    tag: str
    parent: str
    kids: tuple[str, ...]
    marks: tuple[tuple[int, int], ...]
    facts: pikepdf.Dictionary


def faults(content: bytes) -> list[str]:
    """One line for each thing that hinders a reader; none in a file that is sound."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        numbers = {page.objgen: at for at, page in enumerate(pdf.pages)}
        elements = list(_walk(pdf.Root.StructTreeRoot.K, "", numbers, -1))
        return [
            *_of_the_file(pdf),
            *(fault for element in elements for fault in _of_one(element)),
            *_of_tables(pdf.Root.StructTreeRoot.K),
            *_of_headings([element.tag for element in elements]),
            *_of_marks(pdf, elements),
        ]


def _list(kids: Any) -> list[Any]:
    return list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]


def _walk(node: Any, parent: str, numbers: dict[Any, int], page: int) -> Iterator[Element]:
    for one in _list(node):
        if not (isinstance(one, pikepdf.Dictionary) and "/S" in one):
            continue
        tag = str(one.S)[1:]
        here = numbers[one.Pg.objgen] if "/Pg" in one else page
        kids, marks = [], []
        for kid in _list(one.get("/K")):
            if isinstance(kid, pikepdf.Dictionary):
                if "/S" in kid:
                    kids.append(str(kid.S)[1:])
                elif kid.get("/Type") == "/MCR":
                    marks.append((numbers[kid.Pg.objgen], int(kid.MCID)))
                else:
                    kids.append("OBJR")
            else:
                marks.append((here, int(kid)))
        yield Element(tag, parent, tuple(kids), tuple(marks), one)
        yield from _walk(one.get("/K"), tag, numbers, here)


def _of_the_file(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "the file does not say that it is tagged"
    if not re.fullmatch("fr-FR|en-GB", str(root.get("/Lang", ""))):
        yield f"language: {root.get('/Lang')}"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "its name is shown instead of its title"
    with pdf.open_metadata() as told:
        if not told.get("dc:title") or told.get("pdfuaid:part") != "1":
            yield f"title « {told.get('dc:title')} », pdfuaid {told.get('pdfuaid:part')}"
    for at, page in enumerate(pdf.pages, start=1):
        if page.get("/Tabs") != "/S" or "/StructParents" not in page:
            yield f"page {at}: order of Tab, or parents"
        for link in page.get("/Annots", []):
            if int(link.get("/F", 0)) & 2:
                continue  # hidden
            if "/StructParent" not in link or not (
                str(link.get("/Contents", "")) or str(link.get("/TU", ""))
            ):
                yield f"page {at}: a link or field without words"


def _of_one(element: Element) -> Iterator[str]:
    allowed = PARENTS.get(element.tag)
    if allowed and element.parent not in allowed:
        yield f"{element.tag} in {element.parent}"
    below = KIDS.get(element.tag)
    if below and (not element.kids or element.marks or any(kid not in below for kid in element.kids)):
        yield f"{element.tag} holds {element.kids or 'nothing'}"
    if element.tag == "Table" and "TBody" not in element.kids:
        yield "Table without TBody"
    if element.tag in ("Figure", "Formula") and not str(element.facts.get("/Alt", "")):
        yield f"{element.tag} without Alt"
    if element.tag in ("Link", "Form") and "OBJR" not in element.kids:
        yield f"{element.tag} without its place"
    if element.tag == "TH" and "/Scope" not in element.facts.get("/A", {}):
        yield "TH without Scope"


def _of_tables(node: Any) -> Iterator[str]:
    for one in _list(node):
        if not (isinstance(one, pikepdf.Dictionary) and "/S" in one):
            continue
        if one.S == "/Table":
            rows = [row for part in _list(one.get("/K")) for row in _list(part.get("/K"))]
            wide = {sum(_span(cell) for cell in _list(row.get("/K"))) for row in rows}
            if len(wide) > 1:
                yield f"rows of {sorted(wide)} cells in one table"
        else:
            yield from _of_tables(one.get("/K"))


def _span(cell: Any) -> int:
    return int(cell.get("/A", {}).get("/ColSpan", 1))


def _of_headings(tags: list[str]) -> Iterator[str]:
    before = 0
    for tag in tags:
        if re.fullmatch(r"H\d", tag):
            if int(tag[1]) > before + 1:
                yield f"{tag} follows H{before}"
            before = int(tag[1])


def _of_marks(pdf: pikepdf.Pdf, elements: list[Element]) -> Iterator[str]:
    """Every word is said once, in the order of the page: down, or to the right."""
    told: dict[int, list[tuple[int, str]]] = {}
    for element in elements:
        for page, mark in element.marks:
            told.setdefault(page, []).append((mark, element.tag))
    for at, page in enumerate(pdf.pages):
        places, loose = _places(page)
        said = [mark for mark, _tag in told.get(at, [])]
        if sorted(said) != sorted(places):
            yield f"page {at + 1}: marks said {len(said)}, drawn {len(places)}"
        if loose:
            yield f"page {at + 1}: {loose} words that are neither said nor an ornament"
        last: tuple[float, float] | None = None
        for mark, tag in told.get(at, []):
            place = places.get(mark)
            if place is None:
                continue  # no upright words: a watermark, the letterhead
            if last is not None and place[1] > last[1] + _SLACK and place[0] <= last[0] + _SLACK:
                yield f"page {at + 1}: {tag} {mark} at {place} is said after {last}"
            last = place


def _places(page: pikepdf.Page) -> tuple[dict[int, tuple[float, float] | None], int]:
    """Where each mark of a page begins, None when it has no upright words; and how many words stand loose."""
    found: dict[int, tuple[float, float] | None] = {}
    open_: list[int | None] = []
    moved, shift, loose = (0.0, 0.0), (0.0, 0.0), 0
    kept: list[tuple[float, float]] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            mark = _mark(operands)
            open_.append(mark)
            if mark is not None:
                found[mark] = None
        elif name == "EMC":
            open_.pop()
        elif name == "q":
            kept.append(shift)
        elif name == "Q":
            shift = kept.pop()
        elif name == "cm" and float(operands[0]) == 1.0:
            shift = (shift[0] + float(operands[4]), shift[1] + float(operands[5]))
        elif name == "Tm":
            upright = float(operands[0]) == 1.0
            moved = (float(operands[4]), float(operands[5])) if upright else _SLANTED
        elif name in ("Tj", "TJ", "'"):
            inner = next((mark for mark in reversed(open_) if mark is not None), None)
            if not open_:
                loose += 1
            elif inner is not None and found[inner] is None and moved != _SLANTED:
                found[inner] = (moved[0] + shift[0], moved[1] + shift[1])
    return found, loose


_SLANTED = (-1.0, -1.0)  # words of a watermark


def _mark(operands: Any) -> int | None:
    facts = operands[1] if len(operands) > 1 else None
    return int(facts.MCID) if isinstance(facts, pikepdf.Dictionary) and "/MCID" in facts else None
