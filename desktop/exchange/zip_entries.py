"""Entries of an archive whose sizes are stated and whose names cannot leave their folder."""

from __future__ import annotations

import io
import re
import stat
import threading
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from desktop.exchange.application import Problem, Unreadable
from desktop.exchange.ds_form import cut

MEGABYTE = 1024 * 1024
MAX_ENTRIES = 100_000
MAX_ENTRY = 1024 * MEGABYTE
MAX_TOTAL = 20 * 1024 * MEGABYTE
MAX_RATIO = 200  # the portal stores without compression; a bomb shrinks a thousand times
RATIO_FROM = 5 * MEGABYTE  # below this an entry cannot harm, however well it shrinks
_READING = threading.Lock()  # one piece at a time, from whatever thread
_DRIVE = re.compile(r"^[a-zA-Z]:")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive: `name` with slashes, checked; `index` finds it again among namesakes."""

    name: str
    size: int
    index: int


def checked_entries(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The files of an archive that may be read, and a Problem for each refused name.

    Raises Unreadable for an archive that is cut, under password, or larger than the limits.
    """
    kept: list[Entry] = []
    refused: list[Problem] = []
    with _opened(path) as archive:
        infos = archive.infolist()
        if len(infos) > MAX_ENTRIES:
            raise _bomb(path, f"elle contient plus de {MAX_ENTRIES} fichiers")
        total = 0
        for index, info in enumerate(infos):
            if not info.filename or info.is_dir():  # a damaged directory may hold nameless entries
                continue
            _check_size(path, info)
            total += info.file_size
            if info.flag_bits & 0x1:
                raise Unreadable(
                    f"L’archive « {path.name} » est protégée par un mot de passe. Décompressez-la, "
                    "recréez-la sans mot de passe, puis importez cette copie."
                )
            if _escapes(info):
                message = "Ce fichier voudrait sortir de son dossier : il n’est pas repris."
                refused.append(Problem("error", "Archive", "Nom du fichier", cut(info.filename), message))
            else:
                kept.append(Entry(info.filename, info.file_size, index))
    if total > MAX_TOTAL:
        raise _bomb(path, f"une fois décompressée, elle dépasserait {MAX_TOTAL // MEGABYTE // 1024} Go")
    return kept, refused


def entry_bytes(path: Path, entry: Entry, limit: int = MAX_ENTRY) -> bytes:
    """The bytes of one entry, stopped as soon as it proves larger than it said. Raises Unreadable."""
    if entry.size > limit:
        raise _bomb(path, f"« {entry.name} » dépasse {limit // MEGABYTE} Mo")
    try:
        with _opened(path) as archive:
            infos = archive.infolist()
            if entry.index >= len(infos) or infos[entry.index].filename != entry.name:
                raise Unreadable(
                    f"L’archive « {path.name} » a changé depuis son ouverture. Recommencez l’import."
                )
            with archive.open(infos[entry.index]) as stream:
                data = stream.read(entry.size + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise Unreadable(
            f"L’archive « {path.name} » est abîmée : « {entry.name} » ne peut pas être lu. "
            "Téléchargez-la de nouveau, puis recommencez."
        ) from error
    if len(data) > entry.size:
        raise _bomb(path, f"« {entry.name} » est plus grand qu’il ne l’annonce")
    return data


class _Resting(io.RawIOBase):
    """A file that is open only while it is read: an archive whose directory is known stays free meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream: io.BufferedReader | None = None

    def __enter__(self) -> _Resting:
        self._stream = self._path.open("rb")
        return self

    def __exit__(self, *_why: object) -> None:
        if self._stream:
            self._stream.close()

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert self._stream
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        assert self._stream
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        assert self._stream
        return self._stream.tell()


@lru_cache(maxsize=1)
def _directory(path: Path, _size: int, _changed: int) -> tuple[_Resting, zipfile.ZipFile]:
    """Read once for all the pieces of an archive: thousands of them would each read it anew."""
    source = _Resting(path)
    with source:
        return source, zipfile.ZipFile(source)  # read, seek and tell are enough


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Unreadable(
            f"Le fichier « {path.name} » n’est pas une archive ZIP entière. Il a sans doute été coupé "
            "pendant sa copie ; téléchargez-le de nouveau."
        ) from error


def _check_size(path: Path, info: zipfile.ZipInfo) -> None:
    if info.file_size > MAX_ENTRY:
        raise _bomb(path, f"« {info.filename} » dépasserait {MAX_ENTRY // MEGABYTE} Mo")
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
        raise _bomb(path, f"« {info.filename} » ferait plus de {MAX_RATIO} fois sa taille compressée")


def _escapes(info: zipfile.ZipInfo) -> bool:
    """Absolute names, drives, parent folders, links, control characters."""
    parts = re.split(r"[/\\]", info.filename)
    linked = stat.S_ISLNK(info.external_attr >> 16)
    odd = any(ord(char) < 32 for char in info.filename)
    return linked or odd or ".." in parts or parts[0] == "" or bool(_DRIVE.match(info.filename))


def _bomb(path: Path, why: str) -> Unreadable:
    return Unreadable(
        f"L’archive « {path.name} » est refusée : {why}, ce qui est le propre d’un fichier piégé. "
        "Demandez un nouvel export à son expéditeur."
    )
