"""Tabular files of any kind (CSV, XLSX, XLS, ODS) read to plain sheets of cells."""

from __future__ import annotations

import zipfile
from pathlib import Path

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import MAX_FILE_BYTES, MEGABYTE, Cell, Sheet, spaced
from desktop.exchange.csv_text import read_csv
from desktop.exchange.ole import OLE_MAGIC
from desktop.exchange.zip_guard import opened_zip
from desktop.rules.disk import reason

__all__ = ["TABULAR", "Cell", "Sheet", "check_file", "kind_of", "read_sheets"]

TABULAR = ("csv", "excel", "xls", "ods")
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "un document PDF"),
    (b"\x89PNG", "une image PNG"),
    (b"\xff\xd8\xff", "une photo JPEG"),
    (b"GIF8", "une image GIF"),
    (b"{\\rtf", "un document RTF"),
    (b"7z\xbc\xaf", "une archive 7z"),
    (b"Rar!", "une archive RAR"),
    (b"\x1f\x8b", "une archive compressée"),
    (b"SQLite format 3", "une base de données"),
    (b"MZ", "un programme"),
    (b"\x7fELF", "un programme"),
)


def read_sheets(path: Path) -> list[Sheet]:
    """All visible sheets of a tabular file, empty ones included. Raises Unreadable with a French sentence."""
    check_file(path)
    kind = kind_of(path)
    if kind in TABULAR:
        _check_size(path)
    if kind == "ods":
        from desktop.exchange.ods import read_ods

        sheets = read_ods(path)
    elif kind == "excel":
        from desktop.exchange.excel import read_zipped

        sheets = read_zipped(path)
    elif kind == "xls":
        from desktop.exchange.excel import read_xls

        sheets = read_xls(path, path.read_bytes())
    elif kind == "csv":
        sheets = [read_csv(path, path.read_bytes())]
    else:
        raise _not_a_table(path, kind)
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable(
            f"Le fichier « {path.name} » ne contient aucune donnée visible. Choisissez un autre fichier, ou "
            "affichez la feuille masquée dans votre tableur et enregistrez-le de nouveau."
        )
    return sheets


def check_file(path: Path) -> None:
    """Raises Unreadable when the file is missing, locked or empty."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Unreadable(
                f"« {path.name} » est un dossier, pas un fichier. Choisissez le fichier exporté."
            )
        with path.open("rb") as stream:
            stream.read(1)
    except OSError as error:
        raise Unreadable(
            f"Le fichier « {path.name} » ne peut pas être ouvert ({reason(error)}). Vérifiez qu’il "
            "existe, qu’il n’est pas ouvert ailleurs et que vous avez le droit de le lire."
        ) from error
    if size == 0:
        raise Unreadable(f"Le fichier « {path.name} » est vide. Téléchargez-le de nouveau, puis recommencez.")


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise Unreadable(
            f"Le fichier « {path.name} » est trop gros : {spaced(size // MEGABYTE)} Mo, alors que la limite "
            "est de "
            f"{spaced(MAX_FILE_BYTES // MEGABYTE)} Mo. Partagez l’export en plusieurs fichiers."
        )


def kind_of(path: Path) -> str:
    """By content, never by extension: "csv", "excel", "xls", "ods", "zip", "json", "xml", or what it is."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(OLE_MAGIC):
        return "xls"
    if head.startswith(b"PK"):
        return _zip_kind(path)
    for magic, name in _REFUSED:
        if head.startswith(magic):
            return name
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<script", b"<meta")):
        return "une page web"
    if start.startswith(b"<?xml") or (start.startswith(b"<") and b"xmlns" in start):
        return "une page web" if b"<html" in start else "xml"
    if start.startswith((b"{", b"[{", b"[\n", b"[\r", b"[ ")):
        return "json"
    return "csv"


def _zip_kind(path: Path) -> str:
    with opened_zip(path, measured=False) as archive:  # an archive of pieces may be large
        names = set(archive.namelist())
        if "xl/workbook.bin" in names:
            return "un classeur Excel binaire (XLSB)"
        if "xl/workbook.xml" in names:
            return "excel"
        if "[Content_Types].xml" in names:
            return _office_kind(names)
        if "mimetype" not in names:
            return "zip"
        mime = _mime(archive)
    if "opendocument.spreadsheet" in mime:
        return "ods"
    return "un document bureautique qui n’est pas un tableau" if "opendocument" in mime else "zip"


def _mime(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as stream:
        return stream.read(200).decode("ascii", errors="replace")


def _office_kind(names: set[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "un document Word"
    if any(name.startswith("ppt/") for name in names):
        return "une présentation"
    # Some producers name the workbook otherwise; calamine reads it through the relations.
    return "excel" if any(name.lower().startswith("xl") for name in names) else "un document bureautique"


def _not_a_table(path: Path, kind: str) -> Unreadable:
    what = {"zip": "une archive ZIP", "json": "un fichier JSON", "xml": "un fichier XML"}.get(kind, kind)
    hint = ""
    if kind == "une page web":
        hint = " Le portail a sans doute répondu par un message d’erreur ou une page de connexion."
    return Unreadable(
        f"Le fichier « {path.name} » n’est pas un tableau : c’est {what}, quelle que soit son "
        f"extension.{hint} "
        "Choisissez un export CSV, XLSX, XLS ou ODS, ou enregistrez le tableau dans l’un de ces formats."
    )
