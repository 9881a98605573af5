"""What the IT service settles for everybody on a machine: one TOML file in a machine folder, read at opening.

The file is taken whole or not at all: with one thing wrong in it nothing of it is used, and each thing wrong
has its sentence. What a person chose for themselves goes before what the machine says.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from desktop.rules import disk

Value = str | int | bool
_Check = Callable[[str, object], str]  # (key, value) -> what is wrong, "" when nothing


def machine() -> Mapping[str, Value]:
    """The settings of this machine by dotted key ("copies.second_place"); empty without a sound file."""
    return told().settings


def faults() -> tuple[str, ...]:
    """One French sentence for each thing wrong in the file, and none when it is sound or absent."""
    return told().faults


class Told(NamedTuple):
    """What a file says, or why nothing of it is taken."""

    settings: Mapping[str, Value]
    faults: tuple[str, ...]


def told() -> Told:
    """What the file of this machine says; read again when it has changed."""
    path = place()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return Told({}, ())
    return _read(path, changed)


def place() -> Path:
    """Where the file of the machine is looked for; PARVIS_MACHINE moves it."""
    chosen = os.environ.get("PARVIS_MACHINE")
    if chosen:
        return Path(chosen)
    if os.name == "nt":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Parvis" / "parvis.toml"
    return Path("/etc/parvis/parvis.toml")


@cache
def _read(path: Path, _changed: int) -> Told:
    import tomllib  # most machines have no such file

    try:
        settings = _flat(tomllib.loads(path.read_text(encoding="utf-8-sig")))  # Notepad may write the mark
    except OSError as error:
        return _refused(path, [f"il ne peut pas être lu ({disk.reason(error)})"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return _refused(path, [f"ce n’est pas du TOML en UTF-8 ({error})"])
    wrong = [_wrong(key, value) for key, value in settings.items()]
    if any(wrong):
        return _refused(path, [each for each in wrong if each])
    return Told({key: _expanded(key, value) for key, value in settings.items()}, ())


def _refused(path: Path, why: list[str]) -> Told:
    words = "Réglages du poste ({0}) : {1}. Aucun réglage de ce fichier n’est pris."
    return Told({}, tuple(words.format(path, each) for each in why))


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        flat |= _flat(value, f"{before}{key}.") if isinstance(value, dict) else {before + key: value}
    return flat


def _wrong(key: str, value: object) -> str:
    check = KEYS.get(key)
    if check is None:
        return f"« {key} » n’est pas un réglage connu ({', '.join(KEYS)})"
    return check(key, value)


def _one_of(*values: Value) -> _Check:
    def check(key: str, value: object) -> str:
        if value in values:
            return ""
        return f"« {key} » vaut {', '.join(str(each) for each in values)}, et non « {value} »"

    return check


def _folder(key: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        return f"« {key} » est un chemin entre guillemets, et non « {value} »"
    if not Path(expanded(value)).is_absolute():
        return f"« {key} » est un chemin complet, qui commence à la racine, par ~ ou par une variable connue"
    return ""


def _signing_key(key: str, value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"[0-9a-fA-F]{64}", value):
        return ""
    return f"« {key} » est une clé publique Ed25519 : 64 chiffres hexadécimaux"


def _address(key: str, value: object) -> str:
    if not isinstance(value, str) or "=" not in value:
        return f"« {key} » s’écrit comme pour « parvis hub » : host=… dbname=…"
    if re.search(r"\bpassword\s*=", value):
        return f"« {key} » ne contient jamais de mot de passe : le fichier est lisible de tous"
    return ""


def expanded(value: str) -> str:
    """A path with ~, $NAME or %NAME% (on Windows) replaced by what they are for this person."""
    return os.path.expanduser(os.path.expandvars(value))  # noqa: PTH111 - Path refuses a user it can't find


def _expanded(key: str, value: Value) -> Value:
    return expanded(value) if KEYS[key] is _folder and isinstance(value, str) else value


KEYS: dict[str, _Check] = {
    "base": _folder,
    "language": _one_of("fr", "en"),
    "theme": _one_of("light", "dark", "contrast"),
    "size": _one_of(90, 100, 110, 125, 150, 200),
    "copies.second_place": _folder,
    "updates.folder": _folder,
    "updates.key": _signing_key,
    "hub.at": _address,
    "reports.folder": _folder,
}
