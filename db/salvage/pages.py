"""The pages of a SQLite file read without SQLite: what a bad page takes away is that page, nothing more.

https://www.sqlite.org/fileformat2.html. Each page, cell and record is checked against its own lengths, so
that what is read is either whole or refused.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

HEADER = 100
MAGIC = b"SQLite format 3\0"
_LEAF, _INTERIOR = 0x0D, 0x05
_DEEP = 40  # levels of a tree: a real one has five


class Bad(Exception):
    """This page, cell or record is not what it should be."""


class Cell(NamedTuple):
    """One row: `hurt` when a text of it was not UTF-8 any more."""

    rowid: int
    values: tuple[Any, ...]
    hurt: bool


class Tree(NamedTuple):
    """What was reached from the root of a table; `bad`: pages that should have told more."""

    cells: list[Cell]
    bad: list[int]


class PageFile:
    """The bytes of a file cut into pages, numbered from 1 as SQLite does."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data, self.size = data, size
        self.count = len(data) // size
        self.seen: set[int] = set()  # pages that a tree has told, overflow included

    def page(self, number: int) -> bytes:
        if not 1 <= number <= self.count:
            raise Bad
        return self.data[(number - 1) * self.size : number * self.size]

    def tree(self, root: int) -> Tree:
        """Every row that can be reached from this root."""
        cells: list[Cell] = []
        bad: list[int] = []
        self._walk(root, cells, bad, 0)
        return Tree(cells, bad)

    def _walk(self, number: int, cells: list[Cell], bad: list[int], depth: int) -> None:
        if number in self.seen or depth > _DEEP:
            bad.append(number)
            return
        try:
            page = self.page(number)
            start = HEADER if number == 1 else 0
            kind = page[start]
            if kind not in (_LEAF, _INTERIOR):
                raise Bad
            pointers = _pointers(page, start, 8 if kind == _LEAF else 12)
        except (Bad, struct.error, IndexError):
            bad.append(number)
            return
        self.seen.add(number)
        if kind == _LEAF:
            bad.extend([number] * self._leaf(page, pointers, cells))
            return
        children = [_u32(page, at) for at in pointers if at + 4 <= len(page)]
        for child in (*children, _u32(page, start + 8)):
            self._walk(child, cells, bad, depth + 1)

    def _leaf(self, page: bytes, pointers: list[int], cells: list[Cell]) -> int:
        """Read the cells of a leaf; how many could not be."""
        lost = 0
        for at in pointers:
            try:
                cells.append(self._cell(page, at))
            except (Bad, struct.error, IndexError, OverflowError, ValueError):
                lost += 1
        return lost

    def _cell(self, page: bytes, at: int) -> Cell:
        length, at = _varint(page, at)
        rowid, at = _varint(page, at)
        if rowid >= 1 << 63:
            rowid -= 1 << 64
        return Cell(rowid, *_record(self._payload(page, at, length)))

    def _payload(self, page: bytes, at: int, length: int) -> bytes:
        usable = self.size
        if length > len(self.data):
            raise Bad
        most = usable - 35
        if length <= most:
            here = length
        else:
            least = (usable - 12) * 32 // 255 - 23
            here = least + (length - least) % (usable - 4)
            here = here if here <= most else least
        told = page[at : at + here]
        if len(told) != here:
            raise Bad
        if here == length:
            return told
        return told + self._overflow(_u32(page, at + here), length - here)

    def _overflow(self, number: int, missing: int) -> bytes:
        parts: list[bytes] = []
        told: set[int] = set()
        while missing > 0:
            if number in told:
                raise Bad
            told.add(number)
            page = self.page(number)
            part = page[4 : 4 + min(missing, self.size - 4)]
            parts.append(part)
            missing -= len(part)
            number = _u32(page, 0)
        if number:  # the last page of a chain names none
            raise Bad
        self.seen |= told
        return b"".join(parts)

    # What no tree tells any more

    def free(self) -> set[int]:
        """The pages that the file says it does not use: what they hold was removed."""
        found: set[int] = set()
        trunk = _u32(self.data, 32)
        while trunk and trunk <= self.count and trunk not in found:
            page = self.page(trunk)
            found.add(trunk)
            count = _u32(page, 4)
            if count > self.size // 4 - 2:
                break
            found.update(_u32(page, 8 + 4 * rank) for rank in range(count))
            trunk = _u32(page, 0)
        return found

    def orphans(self) -> Iterator[list[Cell]]:
        """The rows of each leaf that no tree reached and that is not free."""
        out = self.seen | self.free()
        for number in range(2, self.count + 1):
            if number in out:
                continue
            page = self.page(number)
            if page[0] != _LEAF:
                continue
            cells: list[Cell] = []
            try:
                pointers = _pointers(page, 0, 8)
            except (Bad, struct.error):
                continue
            self._leaf(page, pointers, cells)
            if cells:
                yield cells


def _u32(page: bytes, at: int) -> int:
    return int(struct.unpack_from(">I", page, at)[0])


def _pointers(page: bytes, start: int, head: int) -> list[int]:
    """Where the cells of a page begin. A header that can't be true is refused."""
    count = int(struct.unpack_from(">H", page, start + 3)[0])
    first = start + head
    if first + 2 * count > len(page):
        raise Bad
    return list(struct.unpack_from(f">{count}H", page, first))


def _varint(page: bytes, at: int) -> tuple[int, int]:
    value = 0
    for rank in range(9):
        byte = page[at + rank]
        if rank == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + rank + 1
    raise Bad


_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _record(payload: bytes) -> tuple[tuple[Any, ...], bool]:
    """(the values, whether a text is hurt); refused when the lengths do not add up."""
    length, at = _varint(payload, 0)
    if not 1 <= length <= len(payload):
        raise Bad
    kinds = []
    while at < length:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != length:
        raise Bad
    values: list[Any] = []
    hurt = False
    for kind in kinds:
        value, at, bad = _value(payload, at, kind)
        hurt = hurt or bad
        values.append(value)
    if at != len(payload):
        raise Bad
    return tuple(values), hurt


def _value(payload: bytes, at: int, kind: int) -> tuple[Any, int, bool]:
    if kind in (0, 8, 9):
        return (None, 0, 1)[(0, 8, 9).index(kind)], at, False
    if kind in (10, 11):
        raise Bad
    size = 8 if kind == 7 else _INTEGERS.get(kind) or (kind - 12) // 2
    raw = payload[at : at + size]
    if len(raw) != size:
        raise Bad
    if kind == 7:
        return struct.unpack(">d", raw)[0], at + size, False
    if kind < 7:
        return int.from_bytes(raw, "big", signed=True), at + size, False
    if kind % 2 == 0:
        return raw, at + size, False
    try:
        return raw.decode(), at + size, False
    except UnicodeDecodeError:
        return raw.decode(errors="replace"), at + size, True
