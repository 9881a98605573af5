"""A file that leaves is on its disk, name included, once it is said to be written: a stick may be pulled.

The cellar has its own (db.durable): it knows no room of the program, and these know none of the cellar.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """The names in a folder on the disk, where the system knows how."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # some network shares can't; the file itself is written
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def take_place(part: Path, target: Path) -> None:
    """What is written and synced takes the name of the target. Raises OSError."""
    part.replace(target)
    sync_folder(target.parent)
