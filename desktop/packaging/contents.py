"""What goes into a package: the program's own files, the libraries it needs, their licences."""

from __future__ import annotations

import importlib.metadata as metadata
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from desktop.packaging.places import PACKAGING, Placed, project

_ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==.*(?:\n +.*)*\n?", re.M)
_LICENCE = re.compile(r"licen[cs]e|copying|notice|copyright", re.I)


def frozen_data(root: Path) -> list[tuple[str, str]]:
    """(file, folder inside the program) for everything that is read at run time and is not code."""
    wanted = [path for path in sorted((root / "resources").rglob("*")) if path.is_file()]
    wanted += [*sorted((root / "db" / "migrations").rglob("*.py")), root / "db/migrations/script.py.mako"]
    wanted += sorted((root / "db" / "hub").glob("*.sql"))
    wanted.append(root / "CHANGELOG.md")  # what is new is told in the window
    inside = [(path, path.relative_to(root)) for path in wanted]
    return [(str(path), name.parent.as_posix()) for path, name in inside if not left_out(name)]


def left_out(name: Path) -> bool:
    """The installer's own part, what tools leave behind, what translators write."""
    litter = any(part.startswith(".") or part == "__pycache__" for part in name.parts)
    litter = litter or name.suffix == ".ts"
    ours = name.is_relative_to("resources/packaging") or name.is_relative_to("desktop/packaging")
    return litter or ours


def sources(root: Path) -> list[Placed]:
    """The program as it stands in a checkout: its code, and what the code reads."""
    code = [path for room in ("desktop", "db") for path in sorted((root / room).rglob("*.py"))]
    placed = {
        path.relative_to(root).as_posix(): path for path in code if not left_out(path.relative_to(root))
    }
    placed |= {f"{folder}/{Path(file).name}": Path(file) for file, folder in frozen_data(root)}
    return [Placed(name, source=path) for name, path in sorted(placed.items())]


def canonical(name: str) -> str:
    """The one way to write the name of a distribution."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needs_here(name: str) -> list[str]:
    """What a distribution asks for, as its metadata says; nothing for one made for another system."""
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def needed(roots: Iterable[str], system: str, needs: Callable[[str], Iterable[str]] = needs_here) -> set[str]:
    """Names of the distributions that `roots` need on a system ("linux", "win32", "darwin"), themselves
    included: those of the developers are not among them."""
    from packaging.requirements import Requirement

    there = {
        "sys_platform": system,
        "platform_system": {"win32": "Windows", "linux": "Linux", "darwin": "Darwin"}[system],
        "os_name": "nt" if system == "win32" else "posix",
        "platform_machine": "AMD64" if system == "win32" else "x86_64",
    }
    found: set[tuple[str, str]] = set()
    waiting = [Requirement(text) for text in roots]
    while waiting:
        wish = waiting.pop()
        for extra in ("", *sorted(wish.extras)):
            known = (canonical(wish.name), extra)
            if known in found:
                continue
            found.add(known)
            asked = [Requirement(text) for text in needs(wish.name)]
            waiting += [
                each
                for each in asked
                if each.marker is None or each.marker.evaluate({**there, "extra": extra})
            ]
    return {name for name, _ in found}


def program_needs(system: str) -> set[str]:
    """The distributions of the installed program on that system."""
    return needed(project()["dependencies"], system)


def lock_of(names: set[str], lock: str) -> str:
    """The entries of these distributions, hashes included; pip and uv read it as they read the whole."""
    return "".join(entry[0] for entry in _ENTRY.finditer(lock) if canonical(entry[1]) in names)


def for_developers(lock: str, names: set[str]) -> list[str]:
    """Modules that only tools and tests bring: a program frozen on a developer's machine leaves them out."""
    others = {canonical(entry[1]) for entry in _ENTRY.finditer(lock)} - names
    owners = metadata.packages_distributions()
    theirs = [module for module, dists in owners.items() if {canonical(each) for each in dists} <= others]
    return sorted(module for module in theirs if module.isidentifier())


def licence_data(names: Iterable[str]) -> list[tuple[str, str]]:
    """(licence file, folder inside the program) of each distribution, and those Qt asks for."""
    found = [(str(path), "licences") for path in sorted((PACKAGING / "licences").iterdir())]
    for name in sorted(names):
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:  # of another system: its licence comes with it there
            continue
        told = [file for file in files if _LICENCE.search(str(file)) and ".dist-info" in str(file)]
        found += [(str(file.locate()), f"licences/{name}") for file in told]
    return found
