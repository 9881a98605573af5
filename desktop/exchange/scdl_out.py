"""Open data written as its schema wants it: UTF-8, commas, decimal points, quotes doubled."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop.exchange.csv_out import replaced


def scdl_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The whole file: the names of the columns, then a line a row. Cells come as they are to be read."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=",", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def write_scdl(path: Path, content: bytes) -> None:
    """Write the file whole or not at all. Raises Unwritable."""
    with replaced(path) as out:
        out.write(content)
