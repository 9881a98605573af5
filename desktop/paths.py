"""Where the resources, the user's data and passing copies are, in a checkout and in the frozen program.

Heavy libraries are imported at first use, not at start: SQLAlchemy's ORM (db.store), alembic (db.upgrade),
reportlab and pikepdf (desktop.letters), openpyxl and calamine (desktop.exchange), pypdfium2 (the viewer),
pyrage, PyNaCl, zstandard and keyring (satchels and keys).
Each costs 0.1 to 0.4 s, more than the window itself: docs/benchmarks.md.

So are, for some milliseconds each, what the first picture of the list does not show: the reading pane (its
checks and stdnum), the panel of finds (QStyle), the palette, the calendar, Source Serif, the rooms of
db.queries that no list asks, the copies of an old file. A PySide class costs its enums when first named.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from desktop.machine import machine


def resources() -> Path:
    """The folder of grids, letters, fonts…: beside the packages, or inside the frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen or Path(__file__).resolve().parent.parent) / "resources"


def user_data() -> Path:
    """The user's own folder; PARVIS_DATA moves it (a test, a portable copy)."""
    chosen = os.environ.get("PARVIS_DATA")
    if chosen:
        return Path(chosen)
    system: str = sys.platform
    if system == "linux":  # as platformdirs says, without the 4 ms of its import
        shared = os.environ.get("XDG_DATA_HOME", "").strip()
        return Path(shared or "~/.local/share").expanduser() / "Parvis"
    from platformdirs import user_data_path

    return user_data_path("Parvis", appauthor=False)


def default_database() -> Path:
    """The user's own, unless the IT service settled another for this machine; PARVIS_DATA goes before it."""
    settled = None if os.environ.get("PARVIS_DATA") else machine().get("base")
    return Path(str(settled)) if settled else user_data() / "parvis.db"


def database_to_open() -> Path | None:
    """What the window opens when it is told nothing: the base of this machine, or the last one that was open
    here, or the user's own; None when there is none yet."""
    if not os.environ.get("PARVIS_DATA") and machine().get("base"):
        return default_database()
    try:
        last = Path(_last().read_text(encoding="utf-8").strip())
    except OSError:
        last = default_database()
    return next((path for path in (last, default_database()) if path.is_file()), None)


def remember_database(database: Path) -> None:
    """The window opens it again next time; a folder that can't be written only forgets."""
    with contextlib.suppress(OSError):
        _last().parent.mkdir(parents=True, exist_ok=True)
        _last().write_text(f"{database.resolve()}\n", encoding="utf-8")


def _last() -> Path:
    return user_data() / "derniere-base.txt"


def import_maps() -> tuple[Path, Path]:
    """Column maps shipped with the program, then those the user taught it."""
    return resources() / "imports", user_data() / "imports"


def scratch_name() -> str:
    """How the folders of clear copies are called: by the process that must remove them."""
    return f"parvis-{os.getpid()}-"


def sweep() -> int:
    """Remove the clear copies of processes that were killed; returns how many folders went."""
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob("parvis-*-*"):
        number = folder.name.split("-")[1]
        if number.isdecimal() and folder.is_dir() and not _lives(int(number), folder):
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _lives(process: int, folder: Path) -> bool:
    if (
        os.name == "nt"
    ):  # no question may be put to a process there: a day has passed, nobody reads it any more
        return time.time() - folder.stat().st_mtime < 86_400
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True
