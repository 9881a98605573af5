"""An archive read again: each file against its checksum, what is missing, what was added."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from desktop.exchange.archive_out import CHECKSUMS
from desktop.exchange.year_index import check_sums

_NAMES = ("SHA256SUMS", CHECKSUMS)


class Checked(NamedTuple):
    """How many files were told, and French sentences on what is not as it was written."""

    files: int
    faults: list[str]


def verify_archive(folder: Path, tell: Callable[[str, float], bool] = lambda _words, _share: True) -> Checked:
    """Read every file of an archive again. Raises ValueError (French) where there is no archive; OSError."""
    name = next((name for name in _NAMES if (folder / name).is_file()), "")
    if not name:
        raise ValueError(
            f"« {folder.name} » n’est pas une archive : il n’a pas de fichier SHA256SUMS. Choisissez le "
            "dossier qui contient index.html."
        )
    told = check_sums((folder / name).read_text(encoding="utf-8"))
    faults: list[str] = []
    for place, (digest, path) in enumerate(told):
        if not tell("Relecture de l’archive", place / max(1, len(told))):
            break
        file = folder / path
        if not file.is_file():
            faults.append(f"« {path} » manque.")
        elif _digest(file) != digest:
            faults.append(f"« {path} » a été altéré.")
    known = {path for _, path in told} | {name}
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    faults += [f"« {path} » a été ajouté." for path in sorted(found - known)]
    return Checked(len(told), faults)


def _digest(file: Path) -> str:
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
