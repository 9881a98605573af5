"""The lock of a database: one window writes; a second one is told who holds the file."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
from pathlib import Path

# How a share that knows no locks says so.
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)


def case_blind(database: Path) -> bool:
    """Whether its folder takes one name for another that differs by case alone (FAT, NTFS, many shares)."""
    other = database.with_name(database.name.swapcase())
    with contextlib.suppress(OSError):  # not by their numbers: a driver may give one file two
        if other.exists():
            return not {database.name, other.name} <= {path.name for path in database.parent.iterdir()}
    return False


def _as_written(database: Path) -> Path:
    """Under its name as the folder holds it: some drivers take two cases for two files, two locks."""
    if case_blind(database):
        for path in database.parent.iterdir():
            if path.name.casefold() == database.name.casefold():
                return path
    return database


class Held(Exception):
    """Somebody else has the file open; the message is a French sentence that names them."""


class Lock:
    """Held until released or until the process dies, whatever kills it (the system's own file lock)."""

    def __init__(self, database: Path, author: str, site: str) -> None:
        # filelock brings asyncio (55 ms): only taking a lock pays for it, not the first picture.
        from filelock import FileLock, Timeout

        database = _as_written(database)
        self._card = database.with_name(database.name + ".qui")
        self._lock = FileLock(
            database.with_name(database.name + ".verrou"),
            timeout=0,
            is_singleton=False,
            fallback_to_soft=False,  # a mark that a crash leaves behind would keep everybody out
            thread_local=False,  # taken in one thread, it can be given back in another
        )
        try:
            self._lock.acquire()
        except Timeout:
            raise Held(self._sentence(database)) from None
        except OSError as error:
            if error.errno in _NO_LOCKS:
                raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK), str(database)) from error
            raise
        since = dt.datetime.now().strftime("%d/%m/%Y à %H:%M")
        card = {"author": author, "site": site, "since": since, "pid": os.getpid()}
        self._card.write_text(json.dumps(card, ensure_ascii=False), encoding="utf-8")

    def _sentence(self, database: Path) -> str:
        try:
            card = json.loads(self._card.read_text(encoding="utf-8"))
            who = f"par {card['author']} sur le poste {card['site']}, depuis le {card['since']}"
        except (OSError, ValueError, KeyError):
            who = "par une autre fenêtre"
        return (
            f"La base « {database.name} » est déjà ouverte {who}. Rien n’a été modifié : "
            "fermez l’autre fenêtre, ou ouvrez une copie."
        )

    def release(self) -> None:
        with contextlib.suppress(OSError):  # the disk is gone, the card with it
            self._card.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._lock.release()
