"""What a file is, told by its first bytes before its name, and a sentence for those that cannot be shown."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale


class Kind(Enum):
    PDF = "pdf"
    PICTURE = "picture"
    SHEET = "sheet"
    TEXT = "text"
    OTHER = "other"


class Unshowable(Exception):
    """A file that cannot be shown here; its text is the French sentence to show instead."""


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_SHEET_NAMES = frozenset({".xlsx", ".xlsm", ".ods", ".xls", ".csv", ".tsv"})
_TEXT_NAMES = frozenset({".txt", ".md", ".log", ".json", ".xml"})
_PICTURE_NAMES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"})


def tr(words: str) -> str:
    return QCoreApplication.translate("PieceViewer", words)


def kind_of(path: Path) -> Kind:
    """The way to show a file. Raises OSError when it cannot be opened."""
    with path.open("rb") as file:
        head = file.read(1024)
    suffix = path.suffix.lower()
    if b"%PDF-" in head:
        return Kind.PDF
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Kind.PICTURE
    if suffix in _SHEET_NAMES:
        return Kind.SHEET
    if suffix in _TEXT_NAMES:
        return Kind.TEXT
    # A name that promises a PDF or a picture while the bytes say otherwise: its reader says what is wrong.
    if suffix == ".pdf":
        return Kind.PDF
    return Kind.PICTURE if suffix in _PICTURE_NAMES else Kind.OTHER


def kind_words(path: Path) -> str:
    """The kind of a file in words, from its name."""
    known = {
        ".doc": tr("Texte Word"), ".docx": tr("Texte Word"), ".odt": tr("Texte LibreOffice"),
        ".ppt": tr("Présentation"), ".pptx": tr("Présentation"), ".odp": tr("Présentation"),
        ".zip": tr("Archive ZIP"), ".eml": tr("Courriel"), ".msg": tr("Courriel"), ".heic": tr("Photo HEIC"),
    }  # fmt: skip
    suffix = path.suffix.lower()
    return known.get(
        suffix, tr("Fichier {suffix}").format(suffix=suffix) if suffix else tr("Fichier sans extension")
    )


def size_words(size: int) -> str:
    """« 1,2 Mo »."""
    french = QLocale(QLocale.Language.French)
    for unit, worth in (("Go", 10**9), ("Mo", 10**6), ("ko", 10**3)):
        if size >= worth:
            return f"{french.toString(size / worth, 'f', 1)}\u00a0{unit}"
    return tr("{n} octets").format(n=size)
