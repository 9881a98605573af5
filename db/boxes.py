"""The header file of an encrypted base: its data key, shut by passphrase, by keyring and by an escrow key."""

from __future__ import annotations

import hashlib
import hmac
import importlib
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from db.connection import SEALED, Refused
from db.durable import take_place

_OPS, _MEMORY = 3, 64 * 1024 * 1024  # Argon2id as RFC 9106 advises for 64 MiB: a tenth of a second here
_SERVICE = "Parvis"


class Locked(Refused):
    """The base is encrypted and its key is not known here; the message is a French sentence."""


class BadKey(Locked):
    """The passphrase or the escrow key is not the right one; nothing was touched."""


class Boxes(NamedTuple):
    """What a header file holds: the mark of its base, and the data key shut in one to three boxes."""

    mark: bytes
    passphrase: dict[str, Any] | None = None  # kdf, salt, ops, memory, box
    keyring: dict[str, Any] | None = None  # backend, box
    escrow: dict[str, Any] | None = None  # recipient (age), box
    unfinished: bool = False  # pieces, drafts or copies still wait to be encrypted


def new_mark() -> bytes:
    """What a base begins with, that its copies share."""
    return SEALED + secrets.token_bytes(8)


def header_of(database: Path) -> Path:
    """The header file of a base or of a copy stands beside it."""
    return database.with_name(database.name + ".cles")


# The file


def read(path: Path) -> Boxes:
    """The boxes of a header file. Raises Locked when it is absent or can't be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["parvis"] != "cles" or int(told["version"]) > 1:
            raise ValueError("unknown header")
        words, ring, escrow = (told[name] for name in ("passphrase", "keyring", "escrow"))
        return Boxes(bytes.fromhex(told["base"]), words, ring, escrow, bool(told.get("unfinished")))
    except FileNotFoundError:
        problem = "manque"
    except (OSError, ValueError, KeyError, TypeError):
        problem = "est abîmé"
    raise Locked(
        f"Le fichier des clés « {path.name} » {problem} : la base chiffrée ne peut pas être ouverte. "
        "Rien n’a été touché ; reprenez ce fichier à côté d’une copie de la base."
    )


def write(path: Path, boxes: Boxes) -> None:
    """Write a header file whole or not at all. Raises OSError."""
    told = {"parvis": "cles", "version": 1, "base": boxes.mark.hex(), **boxes._asdict()}
    del told["mark"]
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as out:
        json.dump(told, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    take_place(part, path)


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


# By passphrase


def by_passphrase(key: bytes, passphrase: str) -> dict[str, Any]:
    """The data key shut by a passphrase."""
    from nacl.secret import SecretBox

    told = {"kdf": "argon2id", "salt": _text(secrets.token_bytes(16)), "ops": _OPS, "memory": _MEMORY}
    return {**told, "box": _text(SecretBox(_derived(passphrase, told)).encrypt(key))}


def with_passphrase(boxes: Boxes, passphrase: str) -> bytes:
    """The data key. Raises BadKey; Locked when there is no such box."""
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    if boxes.passphrase is None:
        raise Locked("Cette base n’a pas de phrase de passe : prenez le trousseau ou la clé de secours.")
    try:
        return SecretBox(_derived(passphrase, boxes.passphrase)).decrypt(_bytes(boxes.passphrase["box"]))
    except (CryptoError, KeyError, ValueError, TypeError) as error:
        raise BadKey("Cette phrase de passe n’est pas celle de la base. Rien n’a été touché.") from error


def _derived(passphrase: str, told: dict[str, Any]) -> bytes:
    import unicodedata

    from nacl.pwhash import argon2id

    # The same word typed on another keyboard may be composed otherwise.
    words = unicodedata.normalize("NFC", passphrase).encode()
    return argon2id.kdf(
        32, words, _bytes(told["salt"]), opslimit=int(told["ops"]), memlimit=int(told["memory"])
    )


# By the keyring of the system


def by_keyring(key: bytes, mark: bytes) -> dict[str, Any]:
    """The data key shut by a random pad that the keyring keeps. Raises Locked when there is no keyring."""
    outer = secrets.token_bytes(64)
    try:
        import keyring
        from keyring.errors import KeyringError

        backend: Any = keyring.get_keyring()
        backend = next(iter(getattr(backend, "backends", ())), backend)  # the first of a chain
        try:
            backend.set_password(_SERVICE, mark.hex(), _text(outer))
        except (KeyringError, RuntimeError) as error:
            raise OSError(error) from error
    except (ImportError, OSError) as error:
        raise Locked(
            "Ce poste n’a pas de trousseau utilisable : la phrase de passe reste seule, rien n’a été changé."
        ) from error
    name = f"{type(backend).__module__}:{type(backend).__qualname__}"
    # A pad used once hides perfectly, and spares the start of the window a library of ciphers (30 ms).
    shut = _padded(key, outer)
    return {"backend": name, "box": _text(shut), "seal": _text(_proof(shut, outer))}


def _padded(key: bytes, outer: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(key, outer[:32], strict=True))


def _proof(shut: bytes, outer: bytes) -> bytes:
    return hashlib.blake2b(shut, key=outer[32:], digest_size=32).digest()


def with_keyring(boxes: Boxes) -> bytes:
    """The data key. Raises Locked when the keyring has no entry for this base, or does not answer."""
    told = boxes.keyring
    if told is None:
        raise Locked("Cette base ne s’ouvre pas par le trousseau : donnez sa phrase de passe.")
    try:
        outer = _bytes(_backend(str(told.get("backend"))).get_password(_SERVICE, boxes.mark.hex()) or "")
        shut = _bytes(told["box"])
        if not hmac.compare_digest(_proof(shut, outer), _bytes(told["seal"])):
            raise ValueError("not the pad of this base")
        return _padded(shut, outer)
    except (ImportError, OSError, KeyError, ValueError, TypeError, RuntimeError) as error:
        raise Locked(
            "Le trousseau de ce poste ne donne pas la clé de cette base : donnez sa phrase de passe."
        ) from error


def leave_keyring(mark: bytes) -> None:
    """Take the entry out of the keyring; none is no trouble."""
    import contextlib

    import keyring
    from keyring.errors import KeyringError

    with contextlib.suppress(KeyringError, RuntimeError):
        keyring.delete_password(_SERVICE, mark.hex())


def _backend(name: str) -> Any:
    """The keyring that took the entry. Asking for it by its name spares the search of them all (0.2 s)."""
    module, _, kind = name.partition(":")
    if module.startswith("keyring.backends.") and "PYTHON_KEYRING_BACKEND" not in os.environ:
        return getattr(importlib.import_module(module), kind)()
    import keyring

    return keyring.get_keyring()


# By the escrow key, which lies on paper in a safe


def new_escrow() -> tuple[str, str]:
    """A new pair: the secret, to be printed and put in a safe, and its recipient."""
    from pyrage import x25519

    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def by_escrow(key: bytes, recipient: str) -> dict[str, Any]:
    """The data key shut for the holder of the escrow key. Raises ValueError (French)."""
    import pyrage

    try:
        public = pyrage.x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError as error:
        raise ValueError("Ce n’est pas une clé publique de secours (elle commence par « age1 »).") from error
    return {"recipient": str(public), "box": _text(pyrage.encrypt(key, [public]))}


def with_escrow(boxes: Boxes, secret: str) -> bytes:
    """The data key. Raises BadKey; Locked when there is no such box."""
    import pyrage

    if boxes.escrow is None:
        raise Locked("Cette base n’a pas de clé de secours : sa phrase de passe seule l’ouvre.")
    try:
        identity = pyrage.x25519.Identity.from_str("".join(secret.split()).upper())
    except pyrage.IdentityError as error:
        raise BadKey(
            "Cette clé de secours comporte une faute : elle commence par « AGE-SECRET-KEY-1 » et compte "
            "74 signes. Rien n’a été touché."
        ) from error
    try:
        return bytes(pyrage.decrypt(_bytes(boxes.escrow["box"]), [identity]))
    except (pyrage.DecryptError, KeyError, ValueError) as error:
        raise BadKey("Cette clé de secours n’est pas celle de la base. Rien n’a été touché.") from error


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)
