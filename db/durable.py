"""What is said to be on the disk is there after a power cut: the content of a file, then its name."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Its content on the disk. Raises OSError."""
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def sync_folder(folder: Path) -> None:
    """The names in a folder on the disk, where the system knows how."""
    if os.name != "posix":
        return  # NTFS keeps its names in order by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network shares can't; the file itself is written
            os.fsync(handle)
    finally:
        os.close(handle)


def made_folder(folder: Path) -> None:
    """A folder with those above it, each named on the disk. Raises OSError."""
    if not folder.is_dir():
        made_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def take_place(part: Path, target: Path) -> None:
    """What is written and synced takes the name of the target, for good. Raises OSError."""
    part.replace(target)
    sync_folder(target.parent)
