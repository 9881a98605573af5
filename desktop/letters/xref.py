"""Where each object of a PDF stands; those long written wait on disk: memory does not follow the file."""

from __future__ import annotations

import sys
import tempfile
import zlib
from array import array
from collections.abc import Iterator
from typing import IO

_KEPT = 64  # the first numbers are those of the whole file, written last: they stay at hand
_WINDOW = 16_384  # numbers at hand before those settled go to disk

FREE = 0xFFFF  # the row of number 0
UNWRITTEN = 0


def at(offset: int) -> int:
    """The row of an object that stands by itself: one byte of kind, five of place, two of rank."""
    return 1 << 56 | offset << 16


def within(stream: int, rank: int) -> int:
    """The row of an object packed in a stream of objects, `rank` from 0."""
    return 2 << 56 | stream << 16 | rank


class Places:
    """The rows of the cross-reference, by number of object."""

    def __init__(self) -> None:
        self._head, self._rows = array("Q", [FREE]), array("Q")
        self._from = _KEPT  # the number of the first row at hand
        self._disk: IO[bytes] | None = None

    def __len__(self) -> int:
        return len(self._head) if len(self._head) < _KEPT else self._from + len(self._rows)

    def add(self, count: int = 1) -> int:
        """The first of some numbers that follow one another; those never written stay free."""
        first = len(self)
        early = min(count, _KEPT - len(self._head))
        self._head.extend([UNWRITTEN] * early)
        self._rows.extend([UNWRITTEN] * (count - early))
        return first

    def put(self, number: int, row: int) -> None:
        """Say where an object stands, once."""
        if number < _KEPT:
            self._head[number] = row
        else:
            self._rows[number - self._from] = row

    def put_run(self, first: int, rows: array[int]) -> None:
        """The same for numbers that follow one another."""
        if first < _KEPT:
            for number, row in enumerate(rows, first):
                self.put(number, row)
        else:
            self._rows[first - self._from : first - self._from + len(rows)] = rows

    def settle(self) -> None:
        """Bring to disk what is written without a gap, once there is enough of it."""
        if len(self._rows) < _WINDOW:
            return
        done = self._rows.index(UNWRITTEN) if UNWRITTEN in self._rows else len(self._rows)
        if done < _WINDOW // 2:
            return
        if self._disk is None:
            self._disk = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the table is read
        self._disk.write(_big(self._rows[:done]))
        del self._rows[:done]
        self._from += done

    def deflated(self) -> bytes:
        """The whole table, eight bytes a row, as a stream that inflates to it."""
        press = zlib.compressobj(1)
        parts = [press.compress(part) for part in self._parts()]
        return b"".join([*parts, press.flush()])

    def _parts(self) -> Iterator[bytes]:
        yield _big(self._head)
        if self._disk is not None:
            self._disk.seek(0)
            while part := self._disk.read(1 << 16):
                yield part
            self._disk.close()
        yield _big(self._rows)


def _big(rows: array[int]) -> bytes:
    """As PDF writes numbers: the highest byte first."""
    turned = rows[:]
    if sys.byteorder == "little":
        turned.byteswap()
    return turned.tobytes()
