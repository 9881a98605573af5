"""What an old Office file (.xls) must prove before it is read: whole, not protected, of a reasonable size."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import MAX_CELLS, MAX_COLUMNS, too_many_cells
from desktop.exchange.zip_guard import protected

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above: not a sector
_STREAM_ROOT = 5
# Records of an Excel 97 sheet that place cells: row and column are their first two words.
_CELLS = {0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x0406, 0x0206}
_DIMENSIONS, _FILEPASS, _BOF, _EOF = 0x0200, 0x002F, 0x0809, 0x000A


def check_xls(path: Path, data: bytes) -> None:
    """Raises Unreadable for what calamine must not be given."""
    try:
        streams = _streams(data)
    except (struct.error, IndexError, ValueError) as error:
        raise truncated(path) from error
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        raise protected(path)
    book = streams.get("Workbook", streams.get("Book"))
    if book is None:
        raise Unreadable(
            f"Le fichier « {path.name} » est un ancien document Office, mais pas un classeur Excel. "
            "Choisissez le classeur, ou enregistrez le tableau au format XLSX ou ODS."
        )
    _check_records(path, book)


def _check_records(path: Path, book: bytes) -> None:
    """The reader makes a grid from the first cell's row to the last one's: both are looked at before."""
    rows = columns = depth = 0
    first: int | None = None
    for kind, body in _records(book):
        if kind == _FILEPASS:
            raise protected(path)
        if kind == _BOF:
            depth += 1
            if depth == 1:  # a chart inside a sheet is no new sheet
                rows, columns, first = 0, 0, None
        elif kind == _EOF:
            depth = max(0, depth - 1)
        elif kind == _DIMENSIONS:
            last_row, last_column = _dimensions(path, body)
            rows, columns = max(rows, last_row), max(columns, last_column)
        elif kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            first = row if first is None else first
            if row < first:
                raise truncated(path)
            rows, columns = max(rows, row), max(columns, column)
            if kind == 0x00BD and len(body) >= 6:
                columns = max(columns, struct.unpack_from("<H", body, len(body) - 2)[0])
        if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
            raise too_many_cells(f"Le classeur « {path.name} »")


def _dimensions(path: Path, body: bytes) -> tuple[int, int]:
    """The last row and column a sheet announces, in the words of Excel 95 (10 bytes) or 97 (14)."""
    form = {10: "<HHHH", 14: "<IIHH"}.get(len(body))
    if form is None:
        raise truncated(path)
    first_row, last_row, first_column, last_column = struct.unpack_from(form, body)
    if last_row < first_row or last_column < first_column:
        raise truncated(path)
    return last_row, last_column


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, position)
        yield kind, book[position + 4 : position + 4 + size]
        position += 4 + size


def _streams(data: bytes) -> dict[str, bytes]:
    """The named streams of a compound file that matter here; ValueError when the chains are broken."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    if sector not in (512, 4096):
        raise ValueError("sector size")
    first_folder, cutoff, first_small = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    table = _table(data, sector)
    folder = _chain(data, table, first_folder, sector)
    entries = [folder[at : at + 128] for at in range(0, len(folder) - 127, 128)]
    root = next((entry for entry in entries if entry[66] == _STREAM_ROOT), None)
    if root is None:
        raise ValueError("no root")
    small = _chain(data, table, struct.unpack_from("<I", root, 116)[0], sector)
    small_table = list(struct.unpack(*_words(_chain(data, table, first_small, sector))))
    found: dict[str, bytes] = {}
    for entry in entries:
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode(
            "utf-16-le", errors="replace"
        )
        start, size = struct.unpack_from("<II", entry, 116)
        if name not in ("Workbook", "Book", "EncryptedPackage", "EncryptionInfo"):
            continue
        whole = (
            _chain(data, table, start, sector)
            if size >= cutoff
            else _chain(small, small_table, start, 64, offset=0)
        )
        if len(whole) < size:
            raise ValueError("stream cut")
        found[name] = whole[:size]
    return found


def _table(data: bytes, sector: int) -> list[int]:
    """The allocation table: for each sector, the next one of its stream."""
    blocks = list(struct.unpack_from("<109I", data, 76))
    following, seen = struct.unpack_from("<I", data, 68)[0], 0
    while following < _END and seen < 10_000:
        words = struct.unpack_from(f"<{sector // 4}I", data, (following + 1) * sector)
        blocks.extend(words[:-1])
        following, seen = words[-1], seen + 1
    table: list[int] = []
    for block in blocks:
        if block < _END:
            table.extend(struct.unpack_from(f"<{sector // 4}I", data, (block + 1) * sector))
    return table


def _chain(data: bytes, table: list[int], start: int, sector: int, offset: int = 1) -> bytes:
    parts: list[bytes] = []
    position = start
    while position < _END:
        if len(parts) > len(table):
            raise ValueError("loop")
        parts.append(data[(position + offset) * sector : (position + offset + 1) * sector])
        position = table[position]
    return b"".join(parts)


def _words(data: bytes) -> tuple[str, bytes]:
    count = len(data) // 4
    return f"<{count}I", data[: count * 4]


def truncated(path: Path) -> Unreadable:
    return Unreadable(
        f"Le classeur « {path.name} » est abîmé ou incomplet : il ne peut pas être lu jusqu’au bout. "
        "Téléchargez-le ou copiez-le de nouveau ; s’il s’ouvre dans votre tableur, enregistrez-le au format "
        "XLSX."
    )
