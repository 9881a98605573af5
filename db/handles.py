"""Files of bases read beside SQLite: no handle on one is closed while this process has the base open.

POSIX takes all the locks of a process off a file as soon as the process closes any handle on it. A base
whose lock is gone is folded up by the next program that has read it and leaves, and what the window writes
afterwards goes to a file that has no name any more. SQLite minds that for its own; these are the others.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_File = tuple[int, int]  # its device and its number
_guard = threading.RLock()
_open: dict[_File, int] = {}  # connections of this process
_kept: dict[_File, list[int]] = {}  # handles that wait for the last of them


class Hold:
    """One connection of this process to a file; let go by itself with the connection that carries it."""

    def __init__(self, path: Path) -> None:
        self._file = _file_of(path)
        if self._file is not None:
            with _guard:
                _open[self._file] = _open.get(self._file, 0) + 1

    def let_go(self) -> None:
        """The connection is closed: with the last one the handles that waited are."""
        file, self._file = self._file, None
        if file is None:
            return
        with _guard:
            _open[file] -= 1
            if not _open[file]:
                del _open[file]
                for handle in _kept.pop(file, ()):
                    os.close(handle)

    __del__ = let_go


@contextmanager
def reading(path: Path) -> Iterator[int]:
    """A handle of the system on a file, shared by its readers: its place means nothing. Raises OSError."""
    hold = Hold(path)  # so that no other thread closes what is kept
    try:
        with _guard:
            waiting = _kept.get(_file_of(path) or (0, 0), [])
            handle = waiting[0] if waiting else os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            yield handle
        finally:
            if not waiting:
                _closed(handle)
    finally:
        hold.let_go()


def _closed(handle: int) -> None:
    with _guard:
        told = os.fstat(handle)
        file = (told.st_dev, told.st_ino)
        if os.name == "posix" and file in _open:
            _kept.setdefault(file, []).append(handle)
        else:
            os.close(handle)


def read_at(handle: int, size: int, place: int) -> bytes:
    """So many bytes from this place, fewer at the end. Raises OSError."""
    if hasattr(os, "pread"):
        return os.pread(handle, size, place)
    os.lseek(handle, place, os.SEEK_SET)  # Windows: the handle is this reader's alone, none is kept there
    return os.read(handle, size)


def _file_of(path: Path) -> _File | None:
    """None for no file, and where closing a handle takes no lock away."""
    if os.name != "posix":
        return None
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_dev, told.st_ino
