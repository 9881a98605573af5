"""Documents as an office writes them, made here: DOCX, ODT, RTF, a scan, a mail."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from reportlab.pdfgen.canvas import Canvas

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def zipped(entries: Mapping[str, str | bytes], *, stored: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            how = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, how)
    return out.getvalue()


def docx(*paragraphs: str, header: str = "", head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """Each paragraph in two runs, as a word processor cuts them."""
    body = "".join(
        f"<w:p><w:r><w:t>{p[: len(p) // 2]}</w:t></w:r><w:r><w:t>{p[len(p) // 2 :]}</w:t></w:r></w:p>"
        for p in paragraphs
    )
    entries = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"{head}<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}><w:t>jamais lu</w:t></w:styles>",
    }
    if header:
        entries["word/header1.xml"] = f"<w:hdr {W}><w:p><w:r><w:t>{header}</w:t></w:r></w:p></w:hdr>"
    return zipped(entries)


def odt(*paragraphs: str) -> bytes:
    body = "".join(
        f"<text:p>{p.replace(' ', '<text:s/>', 1)}<text:span> fin</text:span></text:p>" for p in paragraphs
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<?xml version="1.0"?><office:document-content {ODF}>'
            f"<office:scripts>non</office:scripts><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        },
        stored="mimetype",
    )


def rtf(words: str) -> bytes:
    coded = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in words)
    return (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\*\generator Essai;}{\info{\title Non}}"
        + coded.encode()
        + rb"\par Deuxi\'e8me ligne\par}"
    )


def scan() -> bytes:
    """A page that is only a picture."""
    from reportlab.lib.utils import ImageReader

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(io.BytesIO(bitmap())), 0, 0, 200, 200)
    canvas.save()
    return out.getvalue()


def blank() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def bitmap() -> bytes:
    """A small picture in the simplest format (BMP, 2 × 2)."""
    pixels = bytes([255, 0, 0, 0, 255, 0, 0, 0]) * 2
    head = b"BM" + (54 + len(pixels)).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
    info = (40).to_bytes(4, "little") + (2).to_bytes(4, "little") * 2
    info += (1).to_bytes(2, "little") + (24).to_bytes(2, "little") + bytes(24)
    return head + info + pixels


MAIL = (
    "From: Claire <claire@exemple.invalid>\r\nSubject: Pieces du dossier\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nVoici le relevé des hirondelles.\r\n"
).encode()
