"""Where the private keys of a workstation stay: the system's keyring, or a file sealed by a passphrase."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from desktop.durable import take_place
from desktop.exchange.keys import BadKey, Keys, from_json

SERVICE = "Parvis – mallettes"
SHORTEST = 10  # characters of a passphrase
Ask = Callable[[str], str]
_open: dict[Path, Keys] = {}  # unsealed once, for the life of the process


class NoKeys(ValueError):
    """This workstation has no keys, or they can't be had; the message is a full French sentence."""


def place(folder: Path, site: str) -> Path:
    """The sealed file of a workstation, where the system has no keyring."""
    return folder / "cles" / f"{hashlib.sha256(site.encode()).hexdigest()[:16]}.age"


def store(keys: Keys, folder: Path, ask: Ask | None = None) -> str:
    """Keep the private parts; returns the French sentence that tells where.

    `ask` is handed a sentence and returns a passphrase; it is called only where the system has no keyring.
    Raises NoKeys when neither can be had, OSError.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, keys.site, keys.to_json())
    except KeyringError:  # no keyring on this system, or it is locked
        return _seal(keys, folder, ask)
    return f"Les clés de « {keys.site} » sont dans le trousseau du système."


def _seal(keys: Keys, folder: Path, ask: Ask | None) -> str:
    import pyrage

    words = ask(
        "Ce système n’a pas de trousseau : choisissez une phrase de passe pour les clés de ce poste "
        f"(au moins {SHORTEST} caractères)."
    ) if ask else ""  # fmt: skip
    if len(words) < SHORTEST:
        raise NoKeys(
            f"Ce système n’a pas de trousseau, et la phrase de passe a moins de {SHORTEST} caractères : les "
            f"clés de « {keys.site} » n’ont pas été gardées."
        )
    path = place(folder, keys.site)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as out:
        out.write(pyrage.passphrase.encrypt(keys.to_json().encode(), words))
        out.flush()
        os.fsync(out.fileno())
    part.chmod(0o600)
    take_place(part, path)
    return (
        f"Ce système n’a pas de trousseau : les clés de « {keys.site} » sont dans le fichier « {path} », "
        "scellé par votre phrase de passe. Sans elle, personne ne peut les relire."
    )


def load(site: str, folder: Path, ask: Ask | None = None) -> Keys:
    """The keys of a workstation; a copy that goes on under « name~2 » has those of « name ».

    Raises NoKeys, BadKey.
    """
    name = site.partition("~")[0]
    known = _open.get(place(folder, name))
    if known is not None:
        return known
    text = _from_keyring(name) or _from_file(name, folder, ask)
    if not text:
        raise NoKeys(
            f"Ce poste n’a pas de clés pour « {name} » : faites-les dans Mallette, Postes, ou par "
            "« parvis satchel request »."
        )
    keys = from_json(text)
    if keys.site != name:
        raise BadKey(f"Ces clés sont celles de « {keys.site} », pas de « {name} ».")
    if place(folder, name).exists():
        _open[place(folder, name)] = keys
    return keys


def forget() -> None:
    """Sealed keys are asked for again."""
    _open.clear()


def held(site: str, folder: Path) -> bool:
    """Whether this workstation has keys of that name, without opening them."""
    name = site.partition("~")[0]
    return place(folder, name).exists() or bool(_from_keyring(name))


def _from_keyring(site: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, site)
    except KeyringError:  # none on this system: the sealed file tells
        return None


def _from_file(site: str, folder: Path, ask: Ask | None) -> str:
    import pyrage

    path = place(folder, site)
    if not path.exists():
        return ""
    words = ask(f"Phrase de passe des clés de « {site} » :") if ask else ""
    if not words:
        raise NoKeys(f"Les clés de « {site} » sont scellées : il faut leur phrase de passe.")
    try:
        return str(pyrage.passphrase.decrypt(path.read_bytes(), words), "utf-8")
    except (pyrage.DecryptError, OSError, UnicodeDecodeError) as error:
        raise NoKeys(f"Cette phrase de passe n’ouvre pas les clés de « {site} ».") from error
