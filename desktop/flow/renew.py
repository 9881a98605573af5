"""A new version from a file, and the way back: what a file brings, the base copied first, one pointer moved.

Versions lie side by side; the one in service is the first line of the file « version », the one before the
second. Nothing that runs is written over, and until that one file is replaced nothing has changed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import stat
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from db import backup, upgrade
from desktop.exchange.package import Package, Unfit, look_into
from desktop.flow import copies
from desktop.home import Home, program_of, this_program
from desktop.machine import machine
from desktop.paths import remember_database, user_data

__all__ = [
    "Back", "Offer", "Package", "Unfit", "after_us", "back", "go_back", "keep_base", "lay", "look", "newest",
    "offer_of", "setup", "start",
]  # fmt: skip

Tell = Callable[[str, float], bool]  # what is done and how far; False asks to stop
# Python 3.11.2, that of Debian 12, has no filter of its own yet: `_stays` is ours.
FILTER: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
_WAITING: list[subprocess.Popen[bytes]] = []  # their standard input stays open as long as this program lives


def in_order(version: str) -> tuple[int, ...]:
    """A version as it is compared: "0.10.1" comes after "0.9"."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:4])


def look(path: Path) -> Package:
    """What a file brings, held to the key of this machine when one is settled. Raises Unfit."""
    return look_into(path, str(machine().get("updates.key", "")))


def newest(home: Home) -> Package | None:
    """The latest version that lies in the machine's folder of updates for this kind of program, None when
    none is newer than the one in service; a file that is not in order is passed over."""
    folder = machine().get("updates.folder")
    found: list[Package] = []
    for path in sorted(Path(str(folder)).glob("parvis*")) if folder else []:
        try:
            package = look(path)
            offer_of(package, home)
        except Unfit:
            continue
        found.append(package)
    return max(found, key=lambda package: in_order(package.version), default=None)


def _quiet(_words: str, _share: float) -> bool:
    """A progress that nobody looks at."""
    return True


class Offer(NamedTuple):
    """What can be done with a package here."""

    package: Package
    deed: str  # "lay" (beside, then switched), "setup" (started once Parvis is closed), "command"
    command: str  # for an administrator, "" when the person can do it


def offer_of(package: Package, home: Home) -> Offer:
    """How this package is put in here. Raises Unfit, with what to do instead."""
    _hold_to_order(package, home)
    name = package.path.resolve()
    if package.kind == "deb" and home.kind in ("deb", "sources"):
        return Offer(package, "command", f"sudo apt-get install '{name}'")
    if package.kind == "msi" and home.kind == "msi":
        return Offer(package, "command", f'msiexec /i "{name}" /qn')
    if home.kind == "versions" and package.kind == ("setup" if os.name == "nt" else "portable"):
        return Offer(package, "setup" if package.kind == "setup" else "lay", "")
    raise Unfit(_OTHERWISE[home.kind].format(package.path.name))


_OTHERWISE = {
    "versions": "« {} » est fait pour une autre installation que celle-ci. Rien n’a été installé.",
    "deb": "Parvis vient d’un paquet du système : prenez le .deb, et non « {} ». Rien n’a été installé.",
    "msi": "Parvis a été installé pour tout le poste : prenez le .msi, et non « {} ». Rien n’a été installé.",
    "sources": "Ce Parvis tourne depuis ses sources, que « {} » ne remplace pas. Rien n’a été installé.",
}


def _hold_to_order(package: Package, home: Home) -> None:
    if not package.version:
        return
    now = home.in_service
    if package.version == now:
        raise Unfit(f"La version {now} est déjà en service. Rien n’a été installé.")
    if in_order(package.version) < in_order(now):
        raise Unfit(
            f"« {package.path.name} » contient la version {package.version}, plus ancienne que la "
            f"{now} en service. Rien n’a été installé : pour revenir en arrière, demandez-le ici même."
        )


def keep_base(database: Path, home: Home, version: str) -> Path | None:
    """Copy the base before a new version may change it, and note which copy it is; None without base."""
    if not database.exists():
        return None
    target = backup.dated(database, "version")
    backup.copy(database, target)
    note = {"from": home.version, "to": version, "schema": upgrade.HEAD, "copy": str(target)}
    kept = _notes()
    kept[str(database.resolve())] = {**note, "at": f"{dt.datetime.now():%Y-%m-%d %H:%M}"}
    path = user_data() / "versions.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(path)
    return target


def _notes() -> dict[str, dict[str, str]]:
    try:
        return dict(json.loads((user_data() / "versions.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def lay(package: Package, home: Home, tell: Tell = _quiet) -> None:
    """Unpack a version beside the others, let it check itself, then put it in service. Raises Unfit: the
    version in service is as before."""
    target = home.root / "versions" / package.version
    part = target.with_name(target.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        tell("Déballage", 0.1)
        _unpack(package, part)
        tell("Contrôle de la nouvelle version", 0.6)
        if not _sound(part):
            raise Unfit("La nouvelle version ne passe pas son propre contrôle. Rien n’a été installé.")
        shutil.rmtree(target, ignore_errors=True)
        part.replace(target)
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise Unfit(
            f"La nouvelle version n’a pas pu être déballée ({error}). Rien n’a été installé."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    switch(home.root, package.version, home.in_service)
    tell("Prête", 1.0)


def _unpack(package: Package, target: Path) -> None:
    inside = f"parvis/versions/{package.version}/"
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        if package.path.suffix == ".zip":
            with zipfile.ZipFile(package.path) as packed:
                packed.extractall(folder, [name for name in packed.namelist() if name.startswith(inside)])
        else:
            with tarfile.open(package.path) as archive:
                members = (each for each in archive if each.name.startswith(inside) and _stays(each, inside))
                archive.extractall(folder, members, **FILTER)
        (Path(folder) / inside).replace(target)


def _stays(member: tarfile.TarInfo, inside: str) -> bool:
    """Whether a member lands in the folder of its version, and a link leads to a place there."""
    if not (member.isfile() or member.isdir() or member.issym()):
        return False
    target = os.path.normpath(os.path.join(os.path.dirname(member.name), member.linkname))  # noqa: PTH118, PTH120
    places = [os.path.normpath(member.name), target if member.issym() else inside]
    return all(f"{place}/".startswith(inside) for place in places)


def _sound(folder: Path) -> bool:
    """The new program answers for itself, away from anybody's data."""
    program = program_of(folder.parent.parent, folder.name)
    if not Path(program[0]).is_file():
        return False
    Path(program[0]).chmod(Path(program[0]).stat().st_mode | stat.S_IXUSR)
    with tempfile.TemporaryDirectory() as data:
        env = _clean(PARVIS_DATA=data, PARVIS_MACHINE=os.devnull, QT_QPA_PLATFORM="offscreen")
        try:
            done = subprocess.run(
                [*program, "self-check"],
                env=env,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=300,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return done.returncode == 0


def _clean(**more: str) -> dict[str, str]:
    """The environment without what this frozen program put into it: the other has libraries of its own."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("LD_LIBRARY_PATH", "_PYI"))}
    if before := os.environ.get("LD_LIBRARY_PATH_ORIG"):
        env["LD_LIBRARY_PATH"] = before
    return {**env, "PYINSTALLER_RESET_ENVIRONMENT": "1", **more}


def switch(root: Path, version: str, before: str) -> None:
    """Put a version in service, in one replacement of one file; those older than `before` are let go."""
    part = root / "version.part"
    part.write_text(f"{version}\n{before}\n", encoding="ascii")
    part.replace(root / "version")
    for folder in (root / "versions").iterdir():
        if folder.name not in (version, before):
            shutil.rmtree(folder, ignore_errors=True)


class Back(NamedTuple):
    """What going back to the version before means for this base."""

    version: str
    copy: Path | None  # to be put back, since the older version can't read the base as it is; None: it can
    words: str  # what would be lost


def back(database: Path, home: Home) -> Back:
    """Raises Unfit when there is no way back, or when it would leave a base that nobody can read."""
    before = home.before
    if not before:
        raise Unfit(
            "Aucune version précédente n’est gardée ici. Rien n’a été changé."
            if home.kind == "versions"
            else "Ici, la version précédente se remet par l’administrateur, avec le paquet de cette version. "
            "Rien n’a été changé."
        )
    notes = _notes()
    note = notes.get(str(database.resolve()), {})
    # Any base that was there at the update tells what the version before can read.
    readable = next((each["schema"] for each in notes.values() if each.get("from") == before), "")
    if not database.exists() or readable == upgrade.HEAD:
        return Back(before, None, "La base se lit aussi avec elle : rien ne serait perdu.")
    copy = Path(note.get("copy", ""))
    if note.get("from") != before or not copy.is_file():
        raise Unfit(
            f"La version {before} ne lirait peut-être plus la base « {database.name} », et la copie faite "
            "avant la mise à jour n’est plus là. Rien n’a été changé : demandez au service informatique."
        )
    return Back(before, copy, copies.lost_words(copies.since(database, copy)))


def go_back(database: Path, home: Home) -> Back:
    """Put the version before in service, and the base as it can read it; nobody may have the base open.
    Raises Unfit, db.backup.BadCopy, OSError: nothing is changed then."""
    told = back(database, home)
    if told.copy is not None:
        copies.put_back(told.copy, database)
    switch(home.root, told.version, home.in_service)
    if os.name == "nt":
        from desktop.flow.renew_windows import point_to

        point_to(home.root, told.version)
    return told


def setup(package: Package, database: Path) -> None:
    """Start the setup of a new version; it opens Parvis when it has finished, on the base that was open."""
    remember_database(database)
    subprocess.Popen([str(package.path), "/S", "/OUVRIR"], env=_clean(), stdin=subprocess.DEVNULL)


def after_us(*arguments: str) -> None:
    """Let a command of this program begin once this one has ended: it reads a pipe that closes with us."""
    program = this_program()
    waiting = subprocess.Popen([*program, *arguments, "--wait"], env=_clean(), stdin=subprocess.PIPE)
    _WAITING.append(waiting)


def start(home: Home, database: Path) -> None:
    """Open the version in service on this base, apart from us."""
    program = [*program_of(home.root, home.in_service), "--db", str(database)]
    subprocess.Popen(program, env=_clean(), stdin=subprocess.DEVNULL, start_new_session=True)
