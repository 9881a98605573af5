"""Large public extracts read as a stream: from a CSV or a ZIP, record by record, never whole in memory.

Each line is read in its own encoding (UTF-8, else Windows); a record that was damaged is told and left out,
and the reading goes on with the next line.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from desktop.exchange.application import Problem
from desktop.exchange.cells import MAX_CELL_CHARACTERS, MAX_RATIO, RATIO_FROM_BYTES
from desktop.exchange.zip_guard import bomb, opened_zip

HEAD_BYTES = 64 * 1024
TOLD = 20  # damaged rows told one by one; the others are counted
_MOST_LINES = 200  # of one record: past them, a quote was never closed
_MOST_BYTES = 4 * 1024 * 1024  # of one line: past them, it is no text
_DELIMITERS = (";", ",", "\t", "|")


class Part(NamedTuple):
    """One text of an extract: the file itself, or one entry of its archive."""

    name: str
    size: int  # bytes, once unpacked
    day: str  # ISO date of the file, or of the entry


@dataclass(slots=True)
class Tally:
    """What was met on the way: records read, damaged ones, those of people left out."""

    read: int = 0
    refused: int = 0
    people: int = 0
    problems: list[Problem] = field(default_factory=list)
    newest: str = ""  # the latest date that the rows themselves bear

    def refuse(self, where: str, cell: str, value: str, why: str) -> None:
        """Count a row that is left out, and tell the first ones."""
        self.refused += 1
        if len(self.problems) < TOLD:
            self.problems.append(Problem("error", where, cell, value[:200], why))


class Row(NamedTuple):
    """The cells of one record and the line where it begins."""

    line: int
    cells: list[str]


def parts(path: Path) -> list[Part]:
    """The texts of an extract, in order. Raises Unreadable for a damaged archive."""
    if not _zipped(path):
        told = path.stat()
        return [Part("", told.st_size, dt.date.fromtimestamp(told.st_mtime).isoformat())]
    with opened_zip(path, measured=False) as archive:
        found = [entry for entry in archive.infolist() if _is_text(entry.filename)]
        for entry in found:
            if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(
                1, entry.compress_size
            ):
                raise bomb(path, entry.filename)
    return [Part(e.filename, e.file_size, "{:04d}-{:02d}-{:02d}".format(*e.date_time[:3])) for e in found]


def _zipped(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


def _is_text(name: str) -> bool:
    return name.lower().endswith((".csv", ".txt", ".tsv", ".json", ".geojson")) and "__MACOSX" not in name


@contextmanager
def opened(path: Path, part: Part) -> Iterator[IO[bytes]]:
    """The bytes of one part. Damage met on the way is Unreadable."""
    if not part.name:
        with path.open("rb") as stream:
            yield stream
        return
    with opened_zip(path, measured=False) as archive, archive.open(part.name) as stream:
        yield stream


def head(path: Path, part: Part) -> bytes:
    """The first bytes of a part, without those of a byte order mark."""
    with opened(path, part) as stream:
        return stream.read(HEAD_BYTES).removeprefix(b"\xef\xbb\xbf")


def header(sample: bytes) -> tuple[list[str], str]:
    """The names of the columns and the delimiter; ([], "") when the sample is no text with columns."""
    first = sample.splitlines()[0] if sample.strip() else b""
    if b"\x00" in first or len(first) > _MOST_BYTES:
        return [], ""
    line = text_of(first)
    delimiter = max(_DELIMITERS, key=line.count)
    if not line.count(delimiter):
        return [], ""
    names = _parsed(line, delimiter) or []
    return [name.strip().strip("\ufeff") for name in names], delimiter


def text_of(line: bytes) -> str:
    """One line in its own encoding."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _parsed(text: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader((text,), delimiter=delimiter), [])
    except csv.Error:
        return None


class Records:
    """The records of one part under its header: iterate, and ask `done` for the share of bytes read."""

    def __init__(self, stream: IO[bytes], part: Part, tally: Tally) -> None:
        csv.field_size_limit(MAX_CELL_CHARACTERS)
        self._stream, self._part, self._tally = stream, part, tally
        first = stream.readline(_MOST_BYTES)
        self._bytes = len(first)
        self.names, self._delimiter = header(first.removeprefix(b"\xef\xbb\xbf"))
        self._named = max((i + 1 for i, name in enumerate(self.names) if name), default=0)

    @property
    def done(self) -> float:
        """How much of this part was read, from 0 to 1."""
        return min(1.0, self._bytes / max(1, self._part.size))

    def where(self, line: int) -> str:
        """As an officer would find it."""
        return f"{self._part.name}, ligne {line}" if self._part.name else f"ligne {line}"

    def __iter__(self) -> Iterator[Row]:
        waiting: list[str] = []
        held: list[str] = []  # the lines of a record whose quote is still open
        start, odd = 2, 0
        while True:
            line = waiting.pop() if waiting else self._next_line()
            if line is None:
                if held:
                    yield from self._apart(held, start)
                return
            held.append(line)
            odd ^= line.count('"') & 1
            if odd and len(held) < _MOST_LINES:
                continue
            if odd:  # this quote is never closed: its line is damaged, those after it are read again
                self._refuse(start, held[0])
                waiting.extend(reversed(held[1:]))
                held, odd, start = [], 0, start + 1
                continue
            yield from self._one(held, start)
            start, held = start + len(held), []

    def _next_line(self) -> str | None:
        raw = self._stream.readline(_MOST_BYTES)
        if not raw:
            return None
        self._bytes += len(raw)
        return text_of(raw)

    def _one(self, held: list[str], start: int) -> Iterator[Row]:
        text = held[0] if len(held) == 1 else "".join(held)
        cells = self._cells(text)
        if cells is not None:
            yield Row(start, cells)
        elif self._is_empty(text):
            return
        elif len(held) > 1:
            yield from self._apart(held, start)
        else:
            self._refuse(start, text)

    def _cells(self, text: str) -> list[str] | None:
        """The cells under the named columns; None when there are too few or too many."""
        cells = _parsed(text.rstrip("\r\n"), self._delimiter)
        if cells is None or len(cells) < self._named or any(cells[len(self.names) :]):
            return None
        return cells if any(cells) else None

    def _apart(self, held: list[str], start: int) -> Iterator[Row]:
        """Lines that a stray quote had tied together, each one for itself."""
        for rank, line in enumerate(held):
            cells = self._cells(line)
            if cells is not None:
                yield Row(start + rank, cells)
            elif not self._is_empty(line):
                self._refuse(start + rank, line)

    def _is_empty(self, text: str) -> bool:
        return not text.strip(f'\r\n \t"{self._delimiter}')

    def _refuse(self, line: int, text: str) -> None:
        self._tally.refuse(
            self.where(line), "", text.strip(),
            "La ligne n’a pas le nombre de cellules de l’en-tête : elle n’est pas reprise.",
        )  # fmt: skip
