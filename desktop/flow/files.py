"""Contents of pieces: kept once under their SHA-256, whole or not at all, sealed beside an encrypted base.

The only room that knows where a content lies and how it is kept: whoever wants one asks here.
"""

from __future__ import annotations

import contextlib
import hashlib
import mimetypes
import os
import tempfile
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from db import models as m
from db import sealed
from db.keys import key_of
from desktop.durable import take_place
from desktop.paths import scratch_name


def place_of(folder: Path, sha256: str) -> Path:
    """Where a content is kept: two letters of its hash make a sub-folder. May be sealed: see `content_of`."""
    return folder / sha256[:2] / sha256[2:]


def base_of(folder: Path) -> Path:
    """The database beside which this folder of pieces stands."""
    return folder.with_name(folder.name.removesuffix(".pieces"))


def keep(session: Session, content: bytes, name: str) -> m.File:
    """Write a content beside the database (once) and return its row. Raises OSError; nothing half written."""
    sha256 = hashlib.sha256(content).hexdigest()
    folder = session.info.get("files")
    if folder is not None:
        put(folder, sha256, content)
    row = session.get(m.File, key_of("file", sha256))
    if row is None:
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        row = m.File(id=key_of("file", sha256), sha256=sha256, size=len(content), mime=mime)
        session.add(row)
        session.flush()
    return row


class Kept(NamedTuple):
    """A content that can be read as a clear stream, however it is kept."""

    folder: Path
    sha256: str

    @property
    def size(self) -> int:
        return sealed.clear_size(place_of(self.folder, self.sha256))

    def open(self) -> BufferedReader:
        return sealed.opened(place_of(self.folder, self.sha256), base_of(self.folder), self.sha256)


def put(folder: Path, sha256: str, content: bytes) -> None:
    """Write a content where it is kept, unless it is there already. Raises OSError."""
    put_stream(folder, sha256, len(content), iter((content,)))


def put_stream(folder: Path, sha256: str, size: int, chunks: Iterator[bytes]) -> None:
    """The same for a content too large for the memory, whose size and hash are known. Raises OSError."""
    target, seal = place_of(folder, sha256), sealed.seal_of(base_of(folder))
    if target.exists() and target.stat().st_size == sealed.size_of(size, seal):
        return
    sealed.write(target, chunks, seal, sha256)


def seal_taken(folder: Path, hashes: Iterable[str]) -> None:
    """Contents that another room put in their places in clear are sealed, beside an encrypted base."""
    seal = sealed.seal_of(base_of(folder))
    if seal is not None:
        for sha256 in hashes:
            sealed.convert(place_of(folder, sha256), base_of(folder), seal, sha256)


def has(folder: Path, sha256: str) -> bool:
    """Whether the content is beside the database."""
    return place_of(folder, sha256).exists()


def chunks_of(folder: Path, sha256: str) -> Iterator[bytes]:
    """The clear bytes of a content, in chunks. Raises OSError."""
    return sealed.read(place_of(folder, sha256), base_of(folder), sha256)


def content_of(folder: Path, sha256: str) -> bytes:
    """The clear bytes of a content. Raises OSError."""
    return b"".join(chunks_of(folder, sha256))


def copy_out(folder: Path, sha256: str, target: Path) -> None:
    """Write a clear copy of a content, whole or not at all. Raises OSError."""
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as out:
            for chunk in chunks_of(folder, sha256):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        take_place(part, target)
    finally:
        part.unlink(missing_ok=True)


def clear_path(folder: Path, sha256: str, scratch: Path) -> Path:
    """Where other programs find the content: its own place, or a clear copy in `scratch`. Raises OSError."""
    place = place_of(folder, sha256)
    if not place.exists() or sealed.mark_in(place) is None:
        return place
    copy = scratch / sha256
    if not copy.exists():
        copy_out(folder, sha256, copy)
    return copy


@contextlib.contextmanager
def readable(folder: Path, sha256: str) -> Iterator[Path]:
    """Where readers of files find the content: its place, or a clear copy that does not outlive the reading.

    Raises OSError.
    """
    place = place_of(folder, sha256)
    if sealed.mark_in(place) is None:
        yield place
        return
    with tempfile.TemporaryDirectory(prefix=scratch_name()) as scratch:
        copy = Path(scratch) / sha256[:12]
        copy_out(folder, sha256, copy)
        yield copy


def broken(folder: Path, hashes: list[str]) -> list[str]:
    """French sentences on contents that are missing or altered."""
    found = []
    for sha256 in hashes:
        if not has(folder, sha256):
            found.append(f"Le contenu d’une pièce manque ({sha256[:12]}…).")
            continue
        told = hashlib.sha256()
        with contextlib.suppress(sealed.Damaged):
            for chunk in chunks_of(folder, sha256):
                told.update(chunk)
        if told.hexdigest() != sha256:
            found.append(f"Le contenu d’une pièce a été altéré ({sha256[:12]}…).")
    return found
