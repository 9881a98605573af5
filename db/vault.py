"""The keeper of keys: opens the data key of an encrypted base by passphrase, by keyring or by the escrow key.

A base is encrypted with a random data key that nobody types. The header file « base.cles » beside it holds
that key shut in up to three boxes, and goes with each copy. Once open, the key stays in the memory of the
process.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from db.connection import SEALED, Refused, sealed_mark

_OPS, _MEMORY = 3, 64 * 1024 * 1024  # Argon2id as RFC 9106 advises for 64 MiB: a tenth of a second here
_SERVICE = "Parvis"
_open: dict[bytes, bytes] = {}  # mark of a base -> its data key
_guard = threading.Lock()


class Locked(Refused):
    """The base is encrypted and its key is not known here; the message is a French sentence."""


class BadKey(Locked):
    """The passphrase or the escrow key is not the right one; nothing was touched."""


class Boxes(NamedTuple):
    """What a header file holds: the mark of its base, and the data key shut in one to three boxes."""

    mark: bytes
    passphrase: dict[str, Any] | None = None  # kdf, salt, ops, memory, box
    keyring: dict[str, Any] | None = None  # name of the entry, backend, box
    escrow: dict[str, Any] | None = None  # recipient (age), box


def new_mark() -> bytes:
    """What a base begins with, that its copies share."""
    return SEALED + secrets.token_bytes(8)


def header_of(database: Path) -> Path:
    """The header file of a base or of a copy stands beside it."""
    return database.with_name(database.name + ".cles")


# The header file


def read(path: Path) -> Boxes:
    """The boxes of a header file. Raises Locked when it can't be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["parvis"] != "cles" or int(told["version"]) > 1:
            raise ValueError("unknown header")
        return Boxes(bytes.fromhex(told["base"]), told["passphrase"], told["keyring"], told["escrow"])
    except FileNotFoundError:
        raise Locked(
            f"Le fichier des clés « {path.name} » manque : la base chiffrée ne peut pas être ouverte. "
            "Rien n’a été touché ; reprenez ce fichier à côté d’une copie de la base."
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Locked(
            f"Le fichier des clés « {path.name} » est abîmé : la base chiffrée ne peut pas être ouverte. "
            "Rien n’a été touché ; reprenez ce fichier à côté d’une copie de la base."
        ) from error


def write(path: Path, boxes: Boxes) -> None:
    """Write a header file whole or not at all. Raises OSError."""
    told = {"parvis": "cles", "version": 1, "base": boxes.mark.hex()}
    told |= {"passphrase": boxes.passphrase, "keyring": boxes.keyring, "escrow": boxes.escrow}
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as out:
        json.dump(told, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def find(database: Path, mark: bytes) -> Boxes:
    """The boxes of this base: beside it, else beside one of its copies. Raises Locked."""
    refused: Locked | None = None
    for place in _places(database):
        try:
            boxes = read(place)
        except Locked as why:
            refused = refused or why
            continue
        if boxes.mark == mark:
            return boxes
    raise refused or Locked(
        f"Le fichier des clés « {header_of(database).name} » est celui d’une autre base. Rien n’a été "
        "touché ; reprenez celui d’une copie de cette base."
    )


def _places(database: Path) -> Iterator[Path]:
    yield header_of(database)
    for folder in (database.parent, database.parent / "copies", database.parent.parent):
        if folder.is_dir():
            yield from sorted(folder.glob("*.cles"), reverse=True)


# Boxes


def by_passphrase(key: bytes, passphrase: str) -> dict[str, Any]:
    """The data key shut by a passphrase."""
    from nacl.secret import SecretBox

    salt = secrets.token_bytes(16)
    told = {"kdf": "argon2id", "salt": _text(salt), "ops": _OPS, "memory": _MEMORY}
    return {**told, "box": _text(SecretBox(_derived(passphrase, told)).encrypt(key))}


def with_passphrase(boxes: Boxes, passphrase: str) -> bytes:
    """The data key. Raises BadKey; Locked when there is no such box."""
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    if boxes.passphrase is None:
        raise Locked(
            "Cette base n’a pas de phrase de passe : ouvrez-la par le trousseau ou la clé de secours."
        )
    try:
        return SecretBox(_derived(passphrase, boxes.passphrase)).decrypt(_bytes(boxes.passphrase["box"]))
    except (CryptoError, KeyError, ValueError, TypeError) as error:
        raise BadKey("Cette phrase de passe n’est pas celle de la base. Rien n’a été touché.") from error


def _derived(passphrase: str, told: dict[str, Any]) -> bytes:
    import unicodedata

    from nacl.pwhash import argon2id

    words = unicodedata.normalize("NFC", passphrase).encode()
    return argon2id.kdf(
        32, words, _bytes(told["salt"]), opslimit=int(told["ops"]), memlimit=int(told["memory"])
    )


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)


# The keys in memory


def hold(mark: bytes, key: bytes) -> None:
    """Keep the data key of a base for the life of the process."""
    with _guard:
        _open[mark] = key


def forget(mark: bytes) -> None:
    """Lock: the key is asked again at the next opening."""
    with _guard:
        _open.pop(mark, None)


def key_of(mark: bytes, path: Path) -> bytes:
    """The data key of a base. When nobody has unlocked it yet, the keyring and the environment are tried: a
    command of the terminal opens an encrypted base as any other. Raises Locked."""
    key = _open.get(mark)
    if key is None:
        key = quietly(mark, path)
    return key


def quietly(mark: bytes, path: Path) -> bytes:
    """Unlock without asking anybody: PARVIS_PASSPHRASE, or the file that PARVIS_PASSPHRASE_FILE names. Raises
    Locked."""
    boxes = find(path, mark)
    words = _told_words()
    if words is None:
        raise Locked(
            f"« {path.name} » est chiffrée : donnez sa phrase de passe dans la variable PARVIS_PASSPHRASE, "
            "ou dans un fichier que nomme PARVIS_PASSPHRASE_FILE. Rien n’a été touché."
        )
    key = with_passphrase(boxes, words)
    hold(mark, key)
    return key


def _told_words() -> str | None:
    if words := os.environ.get("PARVIS_PASSPHRASE"):
        return words
    if place := os.environ.get("PARVIS_PASSPHRASE_FILE"):
        try:
            return Path(place).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            raise Locked(f"Le fichier de la phrase de passe « {place} » ne peut pas être lu.") from error
    return None


def is_locked(path: Path) -> bool:
    """Whether this file is encrypted and its key not yet known to the process."""
    mark = sealed_mark(path)
    return mark is not None and mark not in _open
