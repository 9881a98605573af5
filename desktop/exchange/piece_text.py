"""The words of a piece, for the search: PDF text layers, sheets, plain text. Never raises for a bad file."""

from __future__ import annotations

from pathlib import Path

from desktop.exchange.application import Unreadable
from desktop.exchange.pdf_lock import PDFIUM
from desktop.exchange.sheets import read_sheets

LONGEST = 400_000  # characters kept of one piece
PAGES = 400


def words_of(path: Path, mime: str) -> str:
    """The text of a piece, "" when it has none (a scan, a picture, an unknown kind, a damaged file)."""
    with path.open("rb") as content:
        magic = content.read(5)
    if magic == b"%PDF-":
        return _pdf(path)[:LONGEST]
    if mime.startswith("text/"):
        return path.read_bytes()[: LONGEST * 4].decode("utf-8", "replace")[:LONGEST]
    if "spreadsheet" in mime or "excel" in mime:
        return _sheets(path)[:LONGEST]
    return ""


def _pdf(path: Path) -> str:
    import pypdfium2 as pdfium  # 40 ms, and only pieces need it

    try:
        with PDFIUM, pdfium.PdfDocument(path) as document:
            count = min(len(document), PAGES)
            return "\n".join(document[n].get_textpage().get_text_range() for n in range(count))
    except pdfium.PdfiumError:
        return ""  # damaged or locked: the viewer says so where it is opened


def _sheets(path: Path) -> str:
    try:
        sheets = read_sheets(path)
    except Unreadable:
        return ""
    return "\n".join(
        " ".join(str(cell) for cell in row if cell is not None) for sheet in sheets for row in sheet.rows
    )
