"""The archive that is unpacked anywhere and asks for no right: a starter, and the program by version."""

from __future__ import annotations

import io
import platform
import tarfile
from pathlib import Path

from desktop.packaging.places import PACKAGING, ROOT, Placed, made_at, project

FOLDER = "parvis"


def portable_plan(frozen: Path, version: str) -> list[Placed]:
    """Every file of the archive, below its one folder."""
    program = [path for path in sorted(frozen.rglob("*")) if not path.is_dir() or path.is_symlink()]
    inside = f"{FOLDER}/versions/{version}"
    plan = [Placed(f"{inside}/{path.relative_to(frozen).as_posix()}", source=path) for path in program]
    plan.append(Placed(f"{FOLDER}/version", content=f"{version}\n".encode()))
    for path in sorted((PACKAGING / "portable").iterdir()):
        plan.append(Placed(f"{FOLDER}/{path.name}", source=path))
    for name in ("parvis.desktop", "parvis.xml"):
        plan.append(Placed(f"{FOLDER}/menu/{name}", source=PACKAGING / name))
    plan.append(Placed(f"{FOLDER}/menu/parvis.svg", source=ROOT / "resources" / "icons" / "parvis.svg"))
    return plan


def make_portable(frozen: Path, out: Path, version: str = "") -> Path:
    version = version or project()["version"]
    name = f"parvis-{version}-{platform.system().lower()}-{platform.machine().lower()}.tar.gz"
    target = out / name
    when = int(made_at())
    # The version comes first: whoever reads the archive knows it without unpacking the rest.
    plan = sorted(portable_plan(frozen, version), key=lambda placed: placed.target != f"{FOLDER}/version")
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        for placed in plan:
            _add(archive, placed, when)
    return target


def _add(archive: tarfile.TarFile, placed: Placed, when: int) -> None:
    member = tarfile.TarInfo(placed.target)
    member.mtime = when
    if placed.source is not None and placed.source.is_symlink():
        member.type, member.linkname = tarfile.SYMTYPE, str(placed.source.readlink())
        archive.addfile(member)
        return
    data = placed.content if placed.source is None else placed.source.read_bytes()
    started = placed.source is not None and placed.source.stat().st_mode & 0o100
    member.size, member.mode = len(data or b""), 0o755 if started else 0o644
    archive.addfile(member, io.BytesIO(data or b""))
