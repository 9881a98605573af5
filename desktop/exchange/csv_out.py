"""A list written as CSV that a French spreadsheet opens as it is: accents, commas and long texts survive."""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from desktop.durable import take_place
from desktop.exchange.workbook import Column, Unwritable, typed
from desktop.rules.disk import reason

_RISKY = re.compile(
    r"[=@\t\r]|[+-](?![\d\s().]*$)"
)  # what a spreadsheet would compute; +33 1 02… is a number


def write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
    """Write the file whole or not at all, row by row; returns how many rows. Raises Unwritable."""
    with replaced(path) as out:
        words = codecs.getwriter("utf-8-sig")(out)  # the mark tells Excel of UTF-8
        return _lines(csv.writer(words, delimiter=";", quoting=csv.QUOTE_MINIMAL), columns, rows)


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file to write beside the one of this name; it takes its place when all of it is there, else leaves
    it alone. Raises Unwritable."""
    name = ""
    try:
        handle, name = tempfile.mkstemp(prefix=".parvis-", suffix=path.suffix, dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        take_place(Path(name), path)
    except OSError as error:
        raise Unwritable(
            f"Le fichier « {path.name} » ne peut pas être écrit dans « {path.parent} » "
            f"({reason(error)}). Le fichier précédent est intact. S’il est ouvert dans un tableur, "
            "fermez-le ; sinon choisissez un autre nom ou un autre dossier, puis recommencez."
        ) from error
    finally:
        Path(name).unlink(missing_ok=True) if name else None


def csv_bytes(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """The same table in memory, for a file that goes inside another."""
    out = io.StringIO(newline="")
    _lines(csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL), columns, rows)
    return out.getvalue().encode("utf-8-sig")


def _lines(writer: Any, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
    writer.writerow([column.title for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_cell(column, value) for column, value in zip(columns, row, strict=True)])
        count += 1
    return count


def _cell(column: Column, value: object) -> str:
    told = typed(column.kind, value)
    if told is None:
        return ""
    if column.kind == "money" and not isinstance(told, str):
        return f"{told:.2f}".replace(".", ",")
    if column.kind == "date" and not isinstance(told, str):
        return f"{told:%d/%m/%Y}"
    if column.kind == "datetime" and not isinstance(told, str):
        return f"{told:%d/%m/%Y %H:%M}"
    words = str(told).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{words}" if _RISKY.match(words) else words
