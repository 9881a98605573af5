"""Formats that the import knows: those shipped, and those an officer taught on this workstation."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

import tomlkit

from desktop.exchange.csv_out import replaced
from desktop.paths import import_maps


class Format(NamedTuple):
    """One column map: its title, whether it was taught here, its file."""

    title: str
    taught: bool
    path: Path


def formats() -> list[Format]:
    """Every map, those taught here first; one that can't be read is told under its file's name."""
    shipped, own = import_maps()
    found = [_format(path, taught=True) for path in sorted(own.glob("*.toml"))]
    return found + [_format(path, taught=False) for path in sorted(shipped.glob("*.toml"))]


def _format(path: Path, *, taught: bool) -> Format:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Format(f"{path.name} (illisible)", taught, path)
    return Format(str(told.get("title") or path.stem), taught, path)


def rename(one: Format, title: str) -> None:
    """Give a taught format another name. Raises ValueError (French)."""
    if not one.taught or not title.strip():
        raise ValueError("Écrivez un nom. Rien n’a été changé." if one.taught else _SHIPPED)
    document = tomlkit.parse(one.path.read_text(encoding="utf-8"))
    document["title"] = title.strip()
    with replaced(one.path) as out:
        out.write(tomlkit.dumps(document).encode())


def forget(one: Format) -> None:
    """Drop a taught format: the next file of this kind will ask for its columns again."""
    if not one.taught:
        raise ValueError(_SHIPPED)
    one.path.unlink(missing_ok=True)


_SHIPPED = "Ce format est livré avec Parvis : il ne se renomme ni ne s’oublie. Rien n’a été changé."
