"""Files beside an encrypted base (pieces, drafts), encrypted with its key as a stream, read like any other.

A sealed file begins with what it is, then the mark of its base: clear and sealed ones may stand side by side
while a base is being encrypted, and each is read for what it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from db import vault
from db.connection import MARK, sealed_mark
from db.durable import made_folder, take_place

_MAGIC = b"PARVISF\x01"
_CHUNK = 64 * 1024
_START = 24  # header of libsodium's secretstream (XChaCha20-Poly1305)
_MORE = 17  # a tag and a MAC a chunk
_HEAD = len(_MAGIC) + MARK


class Damaged(OSError):
    """A sealed file was cut, altered or exchanged for another; its text is a French sentence."""


class Seal(NamedTuple):
    """The key of one base for its files."""

    mark: bytes
    key: bytes


def seal_of(database: Path) -> Seal | None:
    """How the files of this base are kept: None when it is in clear. Raises vault.Locked."""
    mark = sealed_mark(database)
    return None if mark is None else _seal(mark, database)


def _seal(mark: bytes, database: Path) -> Seal:
    key = vault.key_of(mark, database)
    return Seal(mark, hashlib.blake2b(b"files", key=key, digest_size=32, person=b"parvis").digest())


def size_of(clear: int, seal: Seal | None) -> int:
    """Bytes on the disk of so many clear bytes."""
    return clear if seal is None else _HEAD + _START + clear + _MORE * max(1, -(-clear // _CHUNK))


def clear_size(path: Path) -> int:
    """Clear bytes of a file, sealed or not. Raises OSError."""
    size = path.stat().st_size
    if mark_in(path) is None:
        return size
    inside = size - _HEAD - _START
    return inside - _MORE * -(-inside // (_CHUNK + _MORE))


class _Stream(io.RawIOBase):
    """Chunks as a file to be read from its beginning to its end."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks, self._left = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        self._left = self._left or next(self._chunks, b"")
        given = self._left[: len(room)]
        room[: len(given)] = given
        self._left = self._left[len(given) :]
        return len(given)


def opened(path: Path, database: Path, name: str) -> io.BufferedReader:
    """A file, sealed or not, as a clear stream. Raises OSError."""
    return io.BufferedReader(_Stream(read(path, database, name)))


def mark_in(path: Path) -> bytes | None:
    """The mark of the base under whose key this file is sealed; None when it is clear. Raises OSError."""
    with path.open("rb") as file:
        return _mark(file)


def _mark(file: BinaryIO) -> bytes | None:
    head = file.read(_HEAD)
    return head[len(_MAGIC) :] if head.startswith(_MAGIC) and len(head) == _HEAD else None


def write(target: Path, content: Iterable[bytes], seal: Seal | None, name: str) -> None:
    """Write a file whole or not at all, sealed or clear; `name` binds a sealed one to its place. Raises
    OSError."""
    made_folder(target.parent)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            for piece in content if seal is None else _sealed(content, seal, name):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        take_place(part, target)  # before the row that names it is said to be saved
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _sealed(content: Iterable[bytes], seal: Seal, name: str) -> Iterator[bytes]:
    from nacl import bindings as sodium

    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    push = sodium.crypto_secretstream_xchacha20poly1305_push
    yield _MAGIC + seal.mark
    yield sodium.crypto_secretstream_xchacha20poly1305_init_push(state, seal.key)
    waiting = b""
    for chunk in _even(content):
        if waiting:
            yield push(state, waiting, name.encode(), 0)
        waiting = chunk
    yield push(state, waiting, name.encode(), sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL)


def _even(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in chunks of one size, the last one shorter."""
    held = bytearray()
    for piece in content:
        view, at = memoryview(piece), 0
        while len(held) + len(view) - at > _CHUNK:
            upto = at + _CHUNK - len(held)
            held += view[at:upto]
            yield bytes(held)
            held.clear()
            at = upto
        held += view[at:]
    if held:
        yield bytes(held)


def read(path: Path, database: Path, name: str) -> Iterator[bytes]:
    """The clear bytes of a file, sealed or not, in chunks. Raises OSError, Damaged, vault.Locked."""
    with path.open("rb") as file:
        mark = _mark(file)
        if mark is None:
            file.seek(0)
            while chunk := file.read(_CHUNK):
                yield chunk
        else:
            yield from _clear(file, _seal(mark, database), name, path)


def _clear(file: BinaryIO, seal: Seal, name: str, path: Path) -> Iterator[bytes]:
    from nacl import bindings as sodium
    from nacl.exceptions import RuntimeError as Unsound

    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    last = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
    tag = 0
    with contextlib.suppress(Unsound, ValueError):
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, file.read(_START), seal.key)
        while chunk := file.read(_CHUNK + _MORE):
            if tag == last:
                break  # something was added at the end
            clear, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, chunk, name.encode())
            if clear:
                yield clear
        else:
            if tag == last:
                return
    raise Damaged(f"« {path.name[:12]}… » est abîmé ou a été changé : il ne se déchiffre pas.")


def convert(path: Path, database: Path, seal: Seal | None, name: str) -> bool:
    """Seal a clear file, make a sealed one clear, or seal again what another key sealed.

    Returns whether there was anything to do. The file is whole at every moment. Raises OSError, Locked.
    """
    mark = mark_in(path)
    if mark == (seal.mark if seal else None):
        return False
    if mark is not None or os.name == "nt":  # Windows replaces no file that is open
        write(path, read(path, database, name), seal, name)
        return True
    with path.open("rb+") as clear:  # held, so that its bytes can be overwritten once they are of no use
        write(path, read(path, database, name), seal, name)
        wipe(clear)
    return True


def wipe(file: BinaryIO) -> None:
    """Overwrite what was clear; a flash disk may keep traces all the same."""
    left = file.seek(0, os.SEEK_END)
    file.seek(0)
    while left > 0:
        left -= file.write(bytes(min(left, 1 << 20)))
    file.flush()
    os.fsync(file.fileno())
