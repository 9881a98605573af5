"""Formats taught here, as a file of settings carries them: their text, judged before it is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from desktop.exchange.application import Unreadable
from desktop.exchange.cerfa_map import load_taught
from desktop.exchange.csv_out import replaced
from desktop.exchange.history_maps import load_history_maps
from desktop.exchange.table_maps import load_maps
from desktop.paths import import_maps

CODE, TITLE = "formats", "Formats d’import appris"  # as a subject of the file
_STEM = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_MOST = 128 * 1024  # bytes of one format: those taught on the screen make some 5 kB


class Judged(NamedTuple):
    """What a file says of one format: "new", "changed", "same" or "refused", and why."""

    stem: str
    title: str
    state: str
    why: str = ""


def carried() -> dict[str, dict[str, Any]]:
    """The formats taught on this workstation, by the name of each file; one that can't be read stays here."""
    return {
        path.stem: {"text": text} for path in _own() if (text := _text(path)) and not _fault(path.stem, text)
    }


def _own() -> list[Path]:
    return sorted(import_maps()[1].glob("*.toml"))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def judged(told: Mapping[str, Mapping[str, Any]]) -> list[Judged]:
    """What these formats would do on this workstation; nothing is written."""
    here = {path.stem: _text(path) for path in _own()}
    return [_judge(stem, entry.get("text"), here) for stem, entry in sorted(told.items())]


def _judge(stem: str, text: Any, here: Mapping[str, str]) -> Judged:
    if why := _fault(stem, text):
        return Judged(stem, stem[:80], "refused", why)
    title = str(tomllib.loads(text).get("title") or stem)
    if stem not in here:
        return Judged(stem, title, "new", "Va sur ce poste.")
    if here[stem] == text:
        return Judged(stem, title, "same")
    return Judged(stem, title, "changed", "Prend la place de celui de ce poste.")


def take(told: Mapping[str, Mapping[str, Any]]) -> list[Judged]:
    """Write those that are sound and not there, each whole or not at all. Raises OSError."""
    found = judged(told)
    folder = import_maps()[1]
    for one in found:
        if one.state in ("new", "changed"):
            folder.mkdir(parents=True, exist_ok=True)
            with replaced(folder / f"{one.stem}.toml") as out:
                out.write(str(told[one.stem]["text"]).encode())
    return found


def _fault(stem: str, text: Any) -> str:
    """Why this is no format that the import could read, French; "" when it is one."""
    if not _STEM.fullmatch(stem):
        return "Ce n’est pas le nom d’un format."
    if not isinstance(text, str) or len(text.encode()) > _MOST:
        return "Ce n’est pas le texte d’un format."
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / f"{stem}.toml").write_text(text, encoding="utf-8")
        try:
            known = load_maps([folder]), load_taught([folder]), load_history_maps([folder])
        except (Unreadable, ValueError, AttributeError, LookupError):
            return "Ce format est mal écrit : l’import ne le lirait pas."
    return "" if any(known) else "Ce format n’est d’aucun genre que l’import connaît."
