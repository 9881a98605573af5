"""Where this program lies and what put it there: a folder of versions, a system's package, or sources."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

from desktop import VERSION


class Home(NamedTuple):
    """`kind`: "versions" (the archive, or a setup of one person), "deb", "msi", or "sources"."""

    kind: str
    root: Path  # of a folder of versions: beside « version » and « versions »
    version: str  # of the program that runs

    @property
    def before(self) -> str:
        """The version before the one in service, "" when there is none to go back to."""
        if self.kind != "versions":
            return ""
        lines = (self.root / "version").read_text(encoding="ascii").split()
        return lines[1] if len(lines) > 1 and (self.root / "versions" / lines[1]).is_dir() else ""

    @property
    def in_service(self) -> str:
        """The version that the next start takes; another than this one once an update is laid."""
        if self.kind != "versions":
            return self.version
        return (self.root / "version").read_text(encoding="ascii").split()[0]


def home() -> Home:
    """Of the program that runs; PARVIS_HOME names another folder of versions."""
    chosen = os.environ.get("PARVIS_HOME")
    if chosen:
        return Home("versions", Path(chosen), VERSION)
    folder = _folder_of_program()
    if folder is None:
        return Home("sources", Path(__file__).resolve().parent.parent, VERSION)
    if folder.parent.name == "versions" and (folder.parent.parent / "version").is_file():
        return Home("versions", folder.parent.parent, VERSION)
    return Home("msi" if os.name == "nt" else "deb", folder, VERSION)


def _folder_of_program() -> Path | None:
    """The folder of this version, None in a checkout."""
    program = Path(sys.executable).resolve()
    if getattr(sys, "frozen", False):
        return program.parent
    version = program.parent.parent
    if program.parent.name == "python" and (version / "app" / "parvis.py").is_file():
        return version
    return None


def program_of(root: Path, version: str) -> list[str]:
    """How a version of a folder of versions is started."""
    folder = root / "versions" / version
    if (folder / "app" / "parvis.py").is_file():
        return [str(folder / "python" / "pythonw.exe"), str(folder / "app" / "parvis.py")]
    return [str(folder / ("parvis.exe" if os.name == "nt" else "parvis"))]


def this_program() -> list[str]:
    """How the program that runs is started again."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    folder = _folder_of_program()
    return [sys.executable, *([str(folder / "app" / "parvis.py")] if folder else ["-m", "desktop"])]


def name_in_task_bar() -> None:
    """On Windows, a button of its own in the task bar, and not that of the interpreter."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("Parvis")
