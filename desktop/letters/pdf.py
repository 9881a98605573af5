"""Writing a PDF object by object, straight to the file: memory stays flat and bytes repeat."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from typing import BinaryIO

from desktop.letters.xref import Places, at, within

_PACK = 120  # small objects that share one compressed stream


class Writer:
    """Objects are numbered with `reserve`, written with `put` or `stream`, and found through `close`."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._at = out, 0
        self._hash = hashlib.sha256()
        self._places = Places()
        self._packed: list[tuple[int, bytes]] = []
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._hash.update(data)
        self._at += len(data)

    def reserve(self) -> int:
        """A number for an object to come."""
        return self._places.add()

    def put(self, body: str, number: int = 0) -> int:
        """A small object; it shares a compressed stream with its neighbours."""
        number = number or self.reserve()
        self._packed.append((number, body.encode("latin-1")))
        if len(self._packed) >= _PACK:
            self._flush()
        return number

    def stream(self, data: bytes, entries: str = "", number: int = 0, *, deflate: bool = True) -> int:
        """A stream; `deflate` False when the data is already in its final form."""
        number = number or self.reserve()
        if deflate:
            data, entries = zlib.compress(data, 6), entries + "/Filter/FlateDecode"
        self._places.put(number, at(self._at))
        self._write(b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (number, entries.encode("latin-1"), len(data)))
        self._write(data)
        self._write(b"\nendstream\nendobj\n")
        return number

    def reserve_run(self, count: int) -> int:
        """The first of some numbers that follow one another; those never written stay free."""
        return self._places.add(count)

    def packed(self, data: bytes, entries: str, first: int, rows: array[int]) -> None:
        """A stream of small objects made before, already deflated: the last of a run of numbers that begins
        at `first`, with the row of each object of the run (desktop.letters.xref)."""
        self._places.put_run(first, rows)
        self.stream(data, entries + "/Filter/FlateDecode", first + len(rows) - 1, deflate=False)

    def _flush(self) -> None:
        if not self._packed:
            return
        heads, bodies, length = [], [], 0
        for number, body in self._packed:
            heads.append(f"{number} {length}")
            bodies.append(body)
            length += len(body) + 1
        head = (" ".join(heads) + "\n").encode("ascii")
        place = self.stream(
            head + b"\n".join(bodies), f"/Type/ObjStm/N {len(self._packed)}/First {len(head)}"
        )
        for index, (number, _) in enumerate(self._packed):
            self._places.put(number, within(place, index))
        self._packed.clear()
        self._places.settle()

    def close(self, root: int, info: int) -> None:
        """The table of all objects and the end of the file."""
        self._flush()
        number, start = self.reserve(), self._at
        self._places.put(number, at(start))
        identity = self._hash.hexdigest()[:32]
        self.stream(
            self._places.deflated(),
            f"/Filter/FlateDecode/Type/XRef/W[1 5 2]/Size {len(self._places)}/Root {root} 0 R/Info {info} 0 R"
            f"/ID[<{identity}><{identity}>]",
            number,
            deflate=False,
        )
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)


def plain_title(text: str) -> str:
    """A title without the characters that neither XML nor PDF can hold."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def text_string(text: str) -> str:
    """A string of PDF in UTF-16, written in hexadecimal so that any name is safe."""
    return f"<feff{text.encode('utf-16-be').hex()}>"
