"""A disk after a power cut, rebuilt from what the shim recorded: any of the states that the system allows.

What a file held at its last fsync is there. What was written since may be there or not, in any order, whole or
in part by sectors. Names (made, replaced, removed) since the last fsync of their folder are there up to one of
them. A state is drawn by chance from those at one moment of the recording.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_LINE = struct.Struct("<IIIQQ")
_SECTORS = (512, 4096)


class Deed(NamedTuple):
    """One line of the recording. `kind`: W(rite), T(runcate), S(ync), D (sync of a folder), C(reate),
    R(ename), U(nlink), M(ake folder), N (a number said)."""

    kind: str
    inode: int
    at: int
    first: bytes
    second: bytes


def read(log: Path) -> list[Deed]:
    """The deeds of a recording, in their order."""
    return list(_lines(log.read_bytes()))


def _lines(raw: bytes) -> Iterator[Deed]:
    at = 0
    while at + _LINE.size <= len(raw):
        kind, first, second, inode, where = _LINE.unpack_from(raw, at)
        at += _LINE.size
        yield Deed(chr(kind), inode, where, raw[at : at + first], raw[at + first : at + first + second])
        at += first + second


@dataclass
class _File:
    kept: bytes = b""  # at its last fsync
    since: list[Deed] = field(default_factory=list)

    def sync(self) -> None:
        content = bytearray(self.kept)
        for deed in self.since:
            _write(content, deed, deed.first)
        self.kept, self.since = bytes(content), []

    def drawn(self, rng: random.Random) -> bytes:
        """Its content on a disk after the cut."""
        content = bytearray(self.kept)
        fate = rng.random()
        for deed in self.since:
            if fate < 0.2 or (fate < 0.8 and rng.random() < 0.5):
                continue  # a quarter of the disks keep all, some nothing, the others here and there
            _write(content, deed, deed.first if fate >= 0.5 else None, rng)
        return bytes(content)


def _write(content: bytearray, deed: Deed, data: bytes | None, rng: random.Random | None = None) -> None:
    """Do a write whole (`data` given) or by some of its sectors."""
    if deed.kind == "T":
        del content[deed.at :]
        content.extend(bytes(deed.at - len(content)))
        return
    whole = deed.first
    end = deed.at + len(whole)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if data is not None or rng is None:
        content[deed.at : end] = whole
        return
    size = rng.choice(_SECTORS)
    start = deed.at
    while start < end:
        upto = min(end, start - start % size + size)
        if rng.random() < 0.5:
            content[start:upto] = whole[start - deed.at : upto - deed.at]
        start = upto


class Disk:
    """A folder as it was when the recording began, and what was then done to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._inodes: dict[int, _File] = {}
        self._names: dict[str, _File] = {}  # as a folder that was synced has them
        self._waiting: list[Deed] = []
        self._made: dict[int, _File] = {}  # by place in `_waiting`
        for path in folder.rglob("*"):
            if path.is_file() and not path.name.endswith("-shm"):
                file = self._inodes[path.stat().st_ino] = _File(path.read_bytes())
                self._names[str(path)] = file
        self.said = -1

    def do(self, deed: Deed) -> None:
        """Go on by one deed of the recording."""
        if deed.kind in "WT":
            self._inodes.setdefault(deed.inode, _File()).since.append(deed)
        elif deed.kind == "S":
            if deed.inode in self._inodes:
                self._inodes[deed.inode].sync()
        elif deed.kind == "D":
            self._sync_folder(deed.first.decode())
        elif deed.kind == "N":
            self.said = deed.at
        else:
            if deed.kind == "C":  # the number may be that of a file that is gone
                self._inodes[deed.inode] = _File()
                self._made[id(deed)] = self._inodes[deed.inode]
            self._waiting.append(deed)

    def _sync_folder(self, folder: str) -> None:
        """The names of this folder are on the disk, and, names being kept in order, all given before them."""
        inside = [n for n, deed in enumerate(self._waiting) if _folder_of(deed) == folder]
        if inside:
            done, self._waiting = self._waiting[: inside[-1] + 1], self._waiting[inside[-1] + 1 :]
            self._name(self._names, done)

    def _name(self, names: dict[str, _File], deeds: list[Deed]) -> None:
        for deed in deeds:
            name = deed.first.decode()
            if deed.kind == "C":
                names[name] = self._made[id(deed)]
            elif deed.kind == "U":
                names.pop(name, None)
            elif deed.kind == "R" and name in names:
                names[deed.second.decode()] = names.pop(name)

    def drawn(self, rng: random.Random) -> dict[str, bytes]:
        """Path -> content of one possible disk."""
        names = dict(self._names)
        self._name(names, self._waiting[: rng.randint(0, len(self._waiting))])
        return {name: file.drawn(rng) for name, file in names.items()}


def _folder_of(deed: Deed) -> str:
    return (deed.second or deed.first).decode().rpartition("/")[0]


def lay(files: dict[str, bytes], origin: Path, into: Path) -> None:
    """Write such a disk down as a folder."""
    for name, content in files.items():
        path = into / Path(name).relative_to(origin)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
