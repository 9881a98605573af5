"""Where the packages are made, and the few things that each of them needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
PACKAGING = ROOT / "resources" / "packaging"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


@dataclass(frozen=True)
class Placed:
    """One file or link of a package: where it goes, and what it is (a file, its bytes, or a link)."""

    target: str
    source: Path | None = None
    content: bytes | None = None
    link: str | None = None


def project() -> dict[str, str]:
    """The [project] table of pyproject.toml."""
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def filled(template: str, **values: object) -> str:
    """The text of a file of resources/packaging with each @WORD@ replaced. Raises KeyError for a word that
    has no value."""
    text = (PACKAGING / template).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z_]+)@", lambda match: str(values[match[1]]), text)


def found(name: str) -> str | None:
    """A program that the work needs, None when it is not here; on Windows NSIS puts makensis into no PATH."""
    beside = Path(os.environ.get("PROGRAMFILES(X86)", r"C:\Program Files (x86)")) / "NSIS" / f"{name}.exe"
    return shutil.which(name) or (str(beside) if os.name == "nt" and beside.is_file() else None)


def run(command: Sequence[str | Path], failure: str, env: dict[str, str] | None = None) -> None:
    """Run to its end; a failure is told and leaves the program: nothing half made is delivered."""
    words = [str(word) for word in command]
    if subprocess.call(words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL) != 0:
        sys.exit(f"{failure} Rien n’a été livré.")


def lay(plan: Sequence[Placed], tree: Path) -> None:
    """Put every file of a plan below a folder, with the rights it must have."""
    for placed in plan:
        target = tree / placed.target
        target.parent.mkdir(parents=True, exist_ok=True)
        if placed.link is not None:
            target.symlink_to(placed.link)
        elif placed.source is not None:
            shutil.copy2(placed.source, target, follow_symlinks=False)
        else:
            target.write_bytes(placed.content or b"")
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            started = bool(path.stat().st_mode & 0o100) and ".so" not in path.name
            path.chmod(0o755 if path.is_dir() or started else 0o644)


def made_at() -> float:
    """When this version was made: the same sources give the same package."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    return float(told) if told else (ROOT / "CHANGELOG.md").stat().st_mtime
