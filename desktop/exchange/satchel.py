"""The satchel: sealed for its readers and a key kept in a safe, signed, written by pieces."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from desktop.durable import take_place
from desktop.exchange.keys import Keys
from desktop.exchange.satchel_manifest import (
    DIRECTORY,
    MANIFEST,
    OPS,
    SIGNATURE,
    STATE,
    SUFFIX,
    Manifest,
    member_of,
)
from desktop.exchange.satchel_seal import Course, Sink, Source, Tell, seal, silent
from desktop.exchange.satchel_zip import ZipOut
from desktop.rules.disk import reason


class Readable(Protocol):
    """A content that is no clear file on the disk."""

    @property
    def size(self) -> int: ...
    def open(self) -> IO[bytes]: ...


class Contents(NamedTuple):
    """What leaves: the lot as bytes, pieces by their SHA-256, the directory and the state of the hub."""

    ops: bytes
    pieces: Sequence[tuple[str, Path | Readable]] = ()
    directory: bytes = b""
    state: bytes = b""


class Written(NamedTuple):
    """The file, the SHA-256 of its manifest, its size."""

    path: Path
    digest: str
    size: int


def site_word(site: str) -> str:
    """The name of a workstation as a file or a folder bears it: « Antenne-Etouvie »."""
    plain = unicodedata.normalize("NFKD", site).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9~]+", "-", plain).strip("-")[:40] or "poste"


def file_name(site: str, number: int, now: dt.datetime) -> str:
    """« Antenne-Etouvie_000017_20260314-1742.mallette »."""
    return f"{site_word(site)}_{number:06d}_{now:%Y%m%d-%H%M}{SUFFIX}"


def _free(folder: Path, name: str) -> Path:
    """The name, or the same with « -2 »: several workstations may be served in the same minute."""
    path, count = folder / name, 1
    while path.exists():
        count += 1
        path = folder / f"{name.removesuffix(SUFFIX)}-{count}{SUFFIX}"
    return path


# --- writing -----------------------------------------------------------------------------------------------


def write(
    folder: Path,
    keys: Keys,
    recipients: Sequence[str],
    told: Manifest,
    contents: Contents,
    *,
    now: dt.datetime | None = None,
    tell: Tell = silent,
) -> Written:
    """Write a satchel, whole or not at all. `told` comes without its members.

    Raises Stopped, ValueError (French).
    """
    path = _free(folder, file_name(told.sender, told.number, now or dt.datetime.now()))
    part = path.with_name(path.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            digest = _fill(stream, keys, recipients, told, contents, tell)
            stream.flush()
            os.fsync(stream.fileno())
        take_place(part, path)
        return Written(path, digest, path.stat().st_size)
    except OSError as error:
        raise ValueError(
            f"La mallette n’a pas pu être écrite dans « {folder} » : {reason(error)}. "
            "Rien n’y a été laissé ; essayez un autre dossier ou une autre clé."
        ) from error
    finally:
        with contextlib.suppress(OSError):  # the stick may be gone: what is left of it is no satchel
            part.unlink(missing_ok=True)


def _fill(
    stream: IO[bytes], keys: Keys, recipients: Sequence[str], told: Manifest, contents: Contents, tell: Tell
) -> str:
    import zstandard  # at first use: see desktop/paths.py

    out = ZipOut(stream)
    members: dict[str, tuple[int, str]] = {}
    packed = zstandard.ZstdCompressor(level=9).compress(contents.ops)
    small = [(OPS, packed), (DIRECTORY, contents.directory), (STATE, contents.state)]
    whole = sum(len(data) for _, data in small) + sum(_size(piece) for _, piece in contents.pieces)
    course = Course(tell, "Écriture de la mallette", whole)

    def put(name: str, source: Source) -> None:
        def pour(take: Callable[[bytes], int]) -> None:
            sink = Sink(take)
            seal(source, sink, recipients)
            members[name] = (sink.size, sink.digest.hexdigest())

        out.put(name, pour)

    for name, data in small:
        if data:
            put(name, Source(io.BytesIO(data), len(data), course))
    for sha256, piece in contents.pieces:
        with piece.open("rb") if isinstance(piece, Path) else piece.open() as read:
            source = Source(read, _size(piece), course)
            put(member_of(sha256), source)
        if source.digest.hexdigest() != sha256:
            raise ValueError(
                f"Le contenu d’une pièce a été altéré sur ce poste ({sha256[:12]}…) : la mallette n’est pas "
                "écrite. « parvis verify » dit de quelle pièce il s’agit."
            )
    raw = told._replace(key=keys.public.verifier, members=members).to_bytes()
    out.put(MANIFEST, lambda take: _give(take, raw))
    out.put(SIGNATURE, lambda take: _give(take, keys.sign(raw)))
    out.finish()
    return hashlib.sha256(raw).hexdigest()


def _size(piece: Path | Readable) -> int:
    return piece.stat().st_size if isinstance(piece, Path) else piece.size


def _give(take: Callable[[bytes], int], data: bytes) -> None:
    take(data)
