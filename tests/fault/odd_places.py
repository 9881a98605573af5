"""Places that Windows and its shares make common: FAT and NTFS, names of all kinds, no locks, a home read-only.

Run under the shim: `python -m tests.fault.odd_places FOLDER`; file systems are mounted where one is root. Answers
one line of JSON: what was played, what could not be here, what failed.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from db import backup, copies
from db.store import Store
from desktop.flow import vault
from desktop.flow.annotate import annotate
from desktop.flow.pieces import add_piece
from desktop.terminal.paper import write_letters, write_workbook
from tests.fault import shim
from tests.fault.places import said
from tests.fault.shim import ROOT
from tests.fault.verbs import state
from tests.office import application, bring, founded

NAMES = ("parvis", "L’été à Étouvie 🎭 100 % (copie) [2026] #", "Ünïcôdé – « deux  blancs »", "é" * 60)
FILE_SYSTEMS = {
    "exFAT": (("mkfs.exfat",), ("mount.exfat-fuse",)),
    "NTFS": (("mkntfs", "-F", "-Q"), ("lowntfs-3g", "-o", "ignore_case,windows_names")),
    "FAT": (("mkfs.vfat", "-F", "32"), ("mount", "-t", "vfat")),
}


@dataclass
class Tally:
    """What came of it."""

    played: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)  # that this machine has no means for
    faults: list[str] = field(default_factory=list)


def whole_road(folder: Path, name: str) -> list[str]:
    """A base of this name in this folder: notes, a piece, a workbook, letters, a copy put back, encryption."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.db"
    shutil.copyfile(founded(), path)
    store = Store(path, author="A. Exemple", place="poste-test")
    dossier = bring(store, application())[0].dossier
    deeds: dict[str, Callable[[], object]] = {
        "note": lambda: store.do(annotate, dossier=dossier, place="dossier", text="Une phrase."),
        "pièce": lambda: store.do(add_piece, dossier=dossier, name="CON:<é>?.txt", content=b"Statuts " * 900),
        "défaire": store.undo,
        "refaire": store.redo,
        "classeur": lambda: write_workbook(store, None, folder / "Liste des dossiers.xlsx"),
        "courriers": lambda: write_letters(store, None, folder / "courriers", draft=True, leave=False),
        "copie": lambda: backup.daily(path, "start"),
    }
    found = [f"{what} : {words}" for what, deed in deeds.items() if (words := said(deed))]
    store.close()
    held = copies.copies_in(copies.folder_of(path), path)
    found += [] if len(held) == 1 else [f"{len(held)} copies retrouvées"]
    after: dict[str, Callable[[], object]] = {
        "remettre": lambda: backup.restore(held[0], path),
        "chiffrer": lambda: vault.encrypt_base(path, "quatre mots sans rapport"),
        "déchiffrer": lambda: vault.decrypt_base(path),
    }
    found += [f"{what} : {words}" for what, deed in after.items() if (words := said(deed))]
    return found + sorted(state(path).faults)


def names(folder: Path, tally: Tally) -> None:
    for rank, name in enumerate(NAMES):
        tally.played.append(f"« {name[:40]} »")
        tally.faults += [f"« {name} », {fault}" for fault in whole_road(folder / name[:40] / str(rank), name)]


def too_long(folder: Path, tally: Tally) -> None:
    """Names that the disk refuses: told as that, in French, nothing left behind."""
    tally.played.append("names too long")
    path = folder / ("a" * 250 + ".db")
    shutil.copyfile(founded(), path)
    words = said(lambda: Store(path, author="A. Exemple", place="poste-test").close())
    tally.faults += [] if "trop long" in words else [f"base au nom trop long : « {words} »"]
    short = folder / "courte.db"
    shutil.copyfile(founded(), short)
    with contextlib.closing(Store(short, author="A. Exemple", place="poste-test")) as store:
        bring(store, application())
        words = said(lambda: write_workbook(store, None, folder / ("b" * 300 + ".xlsx")))
    tally.faults += [] if "trop long" in words else [f"classeur au nom trop long : « {words} »"]
    left = [one.name for one in folder.iterdir() if one.name.startswith(".parvis-")]
    tally.faults += [f"laisse {left[0]}"] if left else []


def no_locks(folder: Path, tally: Tally) -> None:
    """A share that gives no lock: said as that, not as a window that is open elsewhere."""
    path = folder / "parvis.db"
    shutil.copyfile(founded(), path)
    for error in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
        tally.played.append(f"no locks ({errno.errorcode[error]})")
        shim.locks(folder, error)
        words = said(lambda: Store(path, author="A. Exemple", place="poste-test").close())
        shim.locks(folder, 0)
        tally.faults += [] if "réserver" in words else [f"{errno.errorcode[error]} : « {words} »"]
    words = said(lambda: Store(path, author="A. Exemple", place="poste-test").close())
    tally.faults += [f"ne reprend pas : {words}"] if words else []


def case_blind(folder: Path) -> list[str]:
    """The same base by a name in capitals is the same base: its lock holds."""
    path = folder / "parvis.db"
    shutil.copyfile(founded(), path)
    with contextlib.closing(Store(path, author="A. Exemple", place="poste-test")):
        words = said(lambda: Store(folder / "PARVIS.DB", author="B. Essai", place="autre").close())
    return [] if "déjà ouverte" in words else [f"ouverte deux fois sous deux casses : « {words} »"]


def _done(*command: object) -> str:
    """What a command of the system answers. Raises OSError, CalledProcessError."""
    words = [str(word) for word in command]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


def file_system(kind: str, folder: Path, tally: Tally) -> None:
    """A whole road on this file system, taken off, put back, read again."""
    make, mount = FILE_SYSTEMS[kind]
    image, place = folder / f"{kind}.img", folder / kind
    place.mkdir()
    with image.open("wb") as out:
        out.truncate(96 << 20)
    with contextlib.ExitStack() as after:
        try:
            device = _done("losetup", "-f", "--show", image)
            after.callback(_done, "losetup", "-d", device)
            _done(*make, device)
            _done(*mount, device, place)
        except (OSError, subprocess.CalledProcessError):
            tally.lacking.append(kind)
            return
        tally.played.append(kind)
        base = place / "Mes données" / f"{NAMES[1]}.db"
        found = whole_road(base.parent, base.stem)
        try:
            found += case_blind(place)
            _done("umount", place)  # refused while something of ours is still open there
            _done(*mount, device, place)
            found += sorted(state(base).faults)
            _done("umount", place)
        except subprocess.CalledProcessError as error:
            found.append(str(error.stderr))
        except OSError as error:
            if error.errno != errno.ENOTCONN:
                raise
            tally.lacking.append(f"the names in capitals of {kind} (its driver fell)")
        tally.faults += [f"{kind}, {fault}" for fault in found]


def home_read_only(folder: Path, tally: Tally) -> None:
    """A user who may write nowhere but beside the base: the program opens it and works."""
    home, path = folder / "maison", folder / "travail" / "parvis.db"
    home.mkdir()
    path.parent.mkdir()
    shutil.copyfile(founded(), path)
    try:
        subprocess.run(["mount", "--bind", str(home), str(home)], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", str(home)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        tally.lacking.append("a home that is read-only")
        return
    tally.played.append("a home that is read-only")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "PARVIS_"))}
    environment = {**own, "HOME": str(home), "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "desktop", "--db", str(path), "list"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    subprocess.run(["umount", str(home)], check=False, capture_output=True)
    if done.returncode or "Traceback" in done.stderr:
        tally.faults.append(f"maison en lecture seule : {(done.stderr or done.stdout)[-300:]}")


def run(folder: Path) -> Tally:
    """All of them; `folder` is empty."""
    tally = Tally()
    os.environ["PARVIS_DATA"] = str(folder / "moi")
    for work in (names, too_long, no_locks, home_read_only):
        place = folder / work.__name__
        place.mkdir()
        work(place, tally)
    for kind in FILE_SYSTEMS:
        place = folder / f"sur-{kind}"
        place.mkdir()
        file_system(kind, place, tally)
    return tally


if __name__ == "__main__":
    done = run(Path(sys.argv[1]))
    print(json.dumps(asdict(done), ensure_ascii=False))  # noqa: T201
    sys.exit(1 if done.faults else 0)
