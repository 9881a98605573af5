"""The keeper of keys: once a base is unlocked, its data key stays in the memory of the process, only there.

A base is encrypted with a random data key that nobody types; db.boxes says in what it is shut. Its copies
bear the same mark, so that they open with it.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

from db.boxes import Boxes, Locked, find, header_of, with_keyring, with_passphrase
from db.boxes import write as write_boxes
from db.connection import sealed_mark

_keys: dict[bytes, bytes] = {}  # mark of a base -> its data key
_guard = threading.Lock()
_ahead: threading.Thread | None = None


def hold(mark: bytes, key: bytes) -> None:
    """Keep the data key of a base for the life of the process."""
    with _guard:
        _keys[mark] = key


def forget(mark: bytes) -> None:
    """Lock: the key is asked again at the next opening."""
    with _guard:
        _keys.pop(mark, None)


def held(mark: bytes) -> bytes | None:
    """The data key of a base, None while nobody unlocked it."""
    return _keys.get(mark)


def is_locked(path: Path) -> bool:
    """Whether this file is encrypted and its key not yet known to the process."""
    mark = sealed_mark(path)
    if mark is not None:
        _settled()
    return mark is not None and mark not in _keys


def key_of(mark: bytes, path: Path) -> bytes:
    """The data key of a base. When nobody has unlocked it yet, the environment and the keyring are tried: a
    command of the terminal opens an encrypted base as any other. Raises Locked."""
    if mark not in _keys:
        _settled()
    key = _keys.get(mark)
    return unlock_quietly(path, mark) if key is None else key


def unlock_quietly(path: Path, mark: bytes) -> bytes:
    """Unlock without asking anybody: PARVIS_PASSPHRASE, the file that PARVIS_PASSPHRASE_FILE names, or the
    keyring. Raises Locked."""
    boxes = find(path, mark)
    words = told_words("PARVIS_PASSPHRASE")
    if words is not None:
        key = with_passphrase(boxes, words)
    elif boxes.keyring is not None:
        key = with_keyring(boxes)
    else:
        raise Locked(
            f"« {path.name} » est chiffrée : donnez sa phrase de passe dans la variable PARVIS_PASSPHRASE, "
            "ou dans un fichier que nomme PARVIS_PASSPHRASE_FILE. Rien n’a été touché."
        )
    unlocked(path, boxes, key)
    return key


def ahead(path: Path) -> None:
    """Begin to unlock beside what the program loads; the first who needs the key waits for the end."""
    if is_locked(path):
        global _ahead
        _ahead = threading.Thread(target=lambda: try_quietly(path), daemon=True)
        _ahead.start()


def _settled() -> None:
    if _ahead is not None and _ahead is not threading.current_thread():
        _ahead.join()


def try_quietly(path: Path) -> str | None:
    """Unlock without asking anybody: None when it is done, else what to say to whoever is asked.

    Raises Locked when the header file is lost: no passphrase would open the base.
    """
    mark = sealed_mark(path)
    if mark is None or mark in _keys:
        return None
    boxes = find(path, mark)
    if boxes.keyring is None and told_words("PARVIS_PASSPHRASE") is None:
        return ""
    try:
        unlock_quietly(path, mark)
    except Locked as why:
        return str(why)
    return None


def unlocked(path: Path, boxes: Boxes, key: bytes) -> None:
    """The base is open for this process; a header file found beside a copy goes back to its place."""
    hold(boxes.mark, key)
    place = header_of(path)
    if not place.exists():
        with contextlib.suppress(OSError):  # a folder that can't be written: found again next time
            write_boxes(place, boxes)


def told_words(name: str) -> str | None:
    """A secret that the environment tells, or the first line of the file it names; never an argument, which
    every program of the workstation can read. Raises Locked."""
    if words := os.environ.get(name):
        return words
    if place := os.environ.get(f"{name}_FILE"):
        return words_in(Path(place))
    return None


def words_in(path: Path) -> str:
    """A secret kept in a file. Raises Locked."""
    try:
        return path.read_text(encoding="utf-8").strip().splitlines()[0]
    except (OSError, ValueError, IndexError) as error:
        raise Locked(f"Le fichier « {path.name} » ne donne pas de secret lisible.") from error


def carry(source: Path, target: Path) -> None:
    """A copy of an encrypted base carries its header file. Raises OSError."""
    mark = sealed_mark(source)
    if mark is None:
        header_of(target).unlink(missing_ok=True)
        return
    with contextlib.suppress(Locked):  # lost: another copy gives it back
        write_boxes(header_of(target), find(source, mark))
