"""The outer shape of a satchel: a ZIP of stored members in which each byte has only one right value."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

CHUNK = 1024 * 1024
_NAME = re.compile(r"manifest\.json|manifest\.sig|(?:ops|directory|state)\.age|p/[0-9a-f]{64}\.age")
_MOST = 200_000  # members
_FULL4, _FULL2, _DAY = 0xFFFFFFFF, 0xFFFF, 0x21  # told in the 64-bit fields; 1 January 1980
_LOCAL, _CENTRAL, _END64, _FIND, _END = 30, 46, 56, 20, 22
_TABLE = "sa table des matières"


class Refused(ValueError):
    """The satchel is not taken; the message is a full French sentence that names the member at fault."""


class Entry(NamedTuple):
    """A member: where its header begins, how many bytes it holds, their CRC-32."""

    name: str
    size: int
    crc: int
    at: int

    @property
    def begins(self) -> int:
        return self.at + _LOCAL + len(self.name) + 20

    @property
    def ends(self) -> int:
        return self.begins + self.size


def damaged(file: str, where: str) -> Refused:
    """The sentence of every damage."""
    return Refused(
        f"La mallette « {file} » est abîmée ou a été modifiée : {where}. Rien n’a été repris ; "
        "demandez-en une nouvelle copie."
    )


# --- writing -----------------------------------------------------------------------------------------------


class ZipOut:
    """Members one after the other; their sizes and sums are put in their headers once they are known."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.entries: list[Entry] = []

    def put(self, name: str, pour: Callable[[Callable[[bytes], int]], None]) -> Entry:
        """A member whose bytes `pour` gives, by pieces, to the function that it is handed."""
        at = self._stream.tell()
        self._stream.write(_local(Entry(name, 0, 0, at)))
        size, crc = 0, 0

        def take(data: bytes) -> int:
            nonlocal size, crc
            size, crc = size + len(data), zlib.crc32(data, crc)
            self._stream.write(data)
            return len(data)

        pour(take)
        entry = Entry(name, size, crc, at)
        self._stream.seek(at)
        self._stream.write(_local(entry))
        self._stream.seek(entry.ends)
        self.entries.append(entry)
        return entry

    def finish(self) -> None:
        self._stream.write(_ending(self.entries, self._stream.tell()))


def _local(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    head = struct.pack(
        "<IHHHHHIIIHH", 0x04034B50, 45, 0, 0, 0, _DAY, entry.crc, _FULL4, _FULL4, len(name), 20
    )
    return head + name + struct.pack("<HHQQ", 1, 16, entry.size, entry.size)


def _central(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    head = struct.pack(
        "<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, 0, 0, 0, _DAY, entry.crc, _FULL4, _FULL4, len(name), 28,
        0, 0, 0, 0, _FULL4,
    )  # fmt: skip
    return head + name + struct.pack("<HHQQQ", 1, 24, entry.size, entry.size, entry.at)


def _ending(entries: list[Entry], at: int) -> bytes:
    table = b"".join(map(_central, entries))
    return table + _tail(len(entries), len(table), at)


def _tail(count: int, size: int, at: int) -> bytes:
    end64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, at)
    find = struct.pack("<IIQI", 0x07064B50, 0, at + size, 1)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, _FULL2, _FULL2, _FULL4, _FULL4, 0)
    return end64 + find + end


# --- reading -----------------------------------------------------------------------------------------------


def entries_of(stream: IO[bytes], file: str) -> dict[str, Entry]:
    """The members by name, once every byte that is not of a member has proved to be the right one."""
    whole = stream.seek(0, 2)
    length = _END64 + _FIND + _END
    if whole < length:
        raise damaged(file, "le fichier est vide ou coupé")
    tail = _bytes(stream, whole - length, length)
    count, size, at = struct.unpack("<QQQ", tail[32:56])
    if count > _MOST or at + size + length != whole or tail != _tail(count, size, at):
        raise damaged(file, _odd(stream, "le fichier est coupé, ou n’a pas été écrit par Parvis"))
    if size > count * (_CENTRAL + 80 + 28):
        raise damaged(file, _TABLE)
    found = list(_listed(_bytes(stream, at, size), file))
    if len(found) != count:
        raise damaged(file, _TABLE)
    names: dict[str, Entry] = {}
    follows = 0
    for entry in found:
        _check_name(entry.name, file)
        if entry.name in names:
            raise damaged(file, f"« {entry.name} » y est deux fois")
        if entry.at != follows or entry.ends > at or not _headed(stream, entry):
            raise damaged(file, f"« {entry.name} » n’est pas à sa place")
        follows = entry.ends
        names[entry.name] = entry
    if follows != at:
        raise damaged(file, f"des octets sont en trop avant {_TABLE}")
    return names


def _headed(stream: IO[bytes], entry: Entry) -> bool:
    expected = _local(entry)
    return _bytes(stream, entry.at, len(expected)) == expected


def _listed(table: bytes, file: str) -> Iterator[Entry]:
    at = 0
    while at < len(table):
        head = table[at : at + _CENTRAL]
        length = int.from_bytes(head[28:30], "little")
        end = at + _CENTRAL + length + 28
        if len(head) < _CENTRAL or end > len(table):
            raise damaged(file, _TABLE)
        name = table[at + _CENTRAL : at + _CENTRAL + length].decode("ascii", "replace")
        size, _, begins = struct.unpack("<QQQ", table[end - 24 : end])
        entry = Entry(name, size, int.from_bytes(head[16:20], "little"), begins)
        _check_name(name, file)
        if _central(entry) != table[at:end]:
            raise damaged(file, f"{_TABLE}, à « {name} »")
        yield entry
        at = end


def _check_name(name: str, file: str) -> None:
    if not _NAME.fullmatch(name):
        raise damaged(file, f"« {name[:80]} » n’est pas un membre de mallette")


def _odd(stream: IO[bytes], else_: str) -> str:
    """Another program wrote this ZIP: what it added, if that can be told."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = [info.filename for info in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, struct.error):
        return else_
    for at, name in enumerate(names):
        if not _NAME.fullmatch(name):
            return f"« {name[:80]} » n’est pas un membre de mallette"
        if name in names[:at]:
            return f"« {name} » y est deux fois"
    return else_


def chunks(stream: IO[bytes], entry: Entry) -> Iterator[bytes]:
    """The bytes of a member, by pieces; fewer than told when the file ends before."""
    at = entry.begins
    while at < entry.ends:
        stream.seek(at)
        data = stream.read(min(CHUNK, entry.ends - at))
        if not data:
            return
        at += len(data)
        yield data


def _bytes(stream: IO[bytes], at: int, size: int) -> bytes:
    stream.seek(at)
    return stream.read(size)
