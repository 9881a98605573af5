"""The words of a piece, for the search, whatever document it is. Never raises for a bad file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from desktop.exchange.application import Unreadable
from desktop.exchange.pdf_lock import PDFIUM

LONGEST = 400_000  # characters kept of one piece
PAGES = 400
PLAIN_BYTES = LONGEST * 4
# image: a picture or a scan; empty: nothing is written; unreadable: nothing here reads it, or it is damaged
Kind = Literal["text", "image", "empty", "unreadable"]

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\x00\x00\x01\x00")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def words_of(path: Path, mime: str = "") -> str:
    """The text of a piece, "" when it has none (a scan, a picture, an unknown kind, a damaged file)."""
    return read_words(path, mime)[0]


def read_words(path: Path, mime: str = "") -> tuple[str, Kind]:
    """The text of a piece and what kind of content it is; a damaged or hostile file is unreadable."""
    with path.open("rb") as content:
        head = content.read(4096)
    if not head.strip():
        return "", "empty"
    if _is_picture(head) or mime.startswith("image/"):
        return "", "image"
    reader = _reader(path, head)
    if reader is None:
        return "", "unreadable"
    try:
        text = reader(path)
    except (Unreadable, OSError, UnicodeError, ValueError, RecursionError, MemoryError):
        return "", "unreadable"
    if reader is _pdf and not text.strip():
        return "", _blank_pdf(path)
    return text[:LONGEST], "text" if text.strip() else "empty"


def _is_picture(head: bytes) -> bool:
    if head.startswith(b"BM"):
        return len(head) > 14 and head[6:10] == b"\0\0\0\0"  # a text may well begin with these two letters
    if head[4:8] == b"ftyp":
        return head[8:12] in (b"heic", b"heix", b"mif1", b"avif")
    return head.startswith(_IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")


def _reader(path: Path, head: bytes) -> Callable[[Path], str] | None:
    """How this content is read, None when nothing here reads it."""
    if head.startswith(b"%PDF-") or b"%PDF-" in head[:1024]:
        return _pdf
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(_OLE):
        return _message if _is_message(path) else _sheets
    if head.startswith(b"{\\rtf"):
        return _rich
    if _is_message(path):
        return _message
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None  # a program, an archive, a sound
    return _plain


def _zipped(path: Path) -> Callable[[Path], str] | None:
    from desktop.exchange.written import reader_of  # only zipped documents need it

    return reader_of(path) or (_sheets if _is_workbook(path) else None)


def _is_workbook(path: Path) -> bool:
    from desktop.exchange.sheets import kind_of

    try:
        return kind_of(path) in ("excel", "ods")
    except Unreadable:
        return False


def _is_message(path: Path) -> bool:
    from desktop.exchange.message import is_message

    return is_message(path)


def _message(path: Path) -> str:
    from desktop.exchange.message import read_message

    told = read_message(path)
    names = "\n".join(name for name, _content in told.attached)
    return "\n".join(part for part in (told.subject, told.sender, told.body, names) if part)


def _rich(path: Path) -> str:
    from desktop.exchange.rich_text import plain

    return plain(path.read_bytes()[: PLAIN_BYTES * 4])


def _plain(path: Path) -> str:
    from desktop.exchange.csv_text import decode
    from desktop.exchange.html_text import looks_like_html, plain_text

    with path.open("rb") as content:
        text, _notes = decode(content.read(PLAIN_BYTES))
    start = text[:400].lstrip().lower()
    page = start.startswith(("<!doctype html", "<html", "<body", "<p", "<table")) or "<html" in start
    return plain_text(text) if page and looks_like_html(text) else text


def _pdf(path: Path) -> str:
    import pypdfium2 as pdfium  # 40 ms, and only pieces need it

    try:
        with PDFIUM, pdfium.PdfDocument(path) as document:
            count = min(len(document), PAGES)
            pages = [document[n].get_textpage().get_text_range() for n in range(count)]
            has_form = bool(document.get_formtype())
        return "\n".join([*pages, *(_typed(path) if has_form else ())])
    except pdfium.PdfiumError as error:
        raise ValueError(str(error)) from error  # damaged or locked: the viewer says so where it is opened


def _typed(path: Path) -> list[str]:
    """What was typed in the fields of a form, which is not in the text of its pages."""
    from desktop.exchange.cerfa_widgets import Broken, Locked, filled

    try:
        return [widget.value for widget in filled(path).widgets if widget.value]
    except (Broken, Locked):
        return []


def _blank_pdf(path: Path) -> Kind:
    """Whether pages without words show a picture, which is what a scan is made of."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    with PDFIUM, pdfium.PdfDocument(path) as document:
        for number in range(min(len(document), 20)):
            shown = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)
            if next(document[number].get_objects(filter=shown, max_depth=3), None) is not None:
                return "image"
    return "empty"


def _sheets(path: Path) -> str:
    from desktop.exchange.sheets import read_sheets

    return "\n".join(
        " ".join(str(cell) for cell in row if cell is not None)
        for sheet in read_sheets(path)
        for row in sheet.rows
    )
