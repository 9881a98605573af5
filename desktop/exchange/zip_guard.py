"""What a ZIP-based file must prove before it is trusted: sizes, no damage, no password, no entity."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import (
    MAX_ENTRIES,
    MAX_RATIO,
    MAX_UNZIPPED_BYTES,
    MEGABYTE,
    RATIO_FROM_BYTES,
    spaced,
)

_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = MEGABYTE


@contextmanager
def opened_zip(path: Path, *, measured: bool = True) -> Iterator[zipfile.ZipFile]:
    """An archive; any damage met while it is open is Unreadable. `measured`: its announced sizes are "
    "checked."""
    try:
        with zipfile.ZipFile(path) as archive:
            if measured:
                _check_sizes(path, archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
        raise damaged(path) from error
    except NotImplementedError as error:  # a compression that Python does not know
        raise damaged(path) from error
    except RuntimeError as error:
        raise protected(path) from error  # zipfile says so for an entry under password


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Unreadable(
            f"L’archive « {path.name} » contient plus de {spaced(MAX_ENTRIES)} fichiers, la limite de "
            "Parvis. "
            "Partagez-la en plusieurs archives, puis recommencez."
        )
    total = sum(entry.file_size for entry in entries)
    for entry in entries:
        if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise bomb(path, entry.filename)
    if total > MAX_UNZIPPED_BYTES:
        raise bomb(path, "")


def pieces(archive: zipfile.ZipFile, name: str, path: Path) -> Iterator[bytes]:
    """An entry by pieces, stopped as soon as it proves larger than it said."""
    info = archive.getinfo(name)
    seen = 0
    with archive.open(info) as stream:
        while piece := stream.read(_CHUNK):
            seen += len(piece)
            if seen > info.file_size:
                raise bomb(path, name)
            yield piece


def xml_bytes(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """A whole XML entry that declares no entity."""
    data = b"".join(pieces(archive, name, path))
    if _ENTITY.search(data):
        raise entities(path)
    return data


def has_entity(piece: bytes) -> bool:
    return _ENTITY.search(piece) is not None


def bomb(path: Path, entry: str) -> Unreadable:
    where = f" (« {entry} »)" if entry else ""
    return Unreadable(
        f"Le fichier « {path.name} » est refusé{where} : une fois décompressé, il dépasserait "
        f"{spaced(MAX_UNZIPPED_BYTES // MEGABYTE)} Mo ou {MAX_RATIO} fois sa taille, ce qui est le propre "
        "d’un "
        "fichier piégé. Demandez un nouvel export à son expéditeur."
    )


def entities(path: Path) -> Unreadable:
    return Unreadable(
        f"Le fichier « {path.name} » est refusé : il déclare des entités XML, ce qu’aucun tableur ne fait "
        "et qui "
        "peut cacher un piège. Demandez un nouvel export à son expéditeur."
    )


def damaged(path: Path) -> Unreadable:
    return Unreadable(
        f"Le fichier « {path.name} » est abîmé ou incomplet : son contenu ne peut pas être décompressé. "
        "Téléchargez-le ou copiez-le de nouveau, puis recommencez."
    )


def protected(path: Path) -> Unreadable:
    return Unreadable(
        f"Le fichier « {path.name} » est protégé par un mot de passe. Ouvrez-le dans votre tableur, "
        "enregistrez-en une copie sans mot de passe, puis importez cette copie."
    )
