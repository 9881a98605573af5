"""`backup`, `restore`, `self-check`: is everything there, sound, and can it come back."""

from __future__ import annotations

import datetime as dt
import importlib
import shutil
import tempfile
from argparse import Namespace
from pathlib import Path
from typing import Any

from db import backup
from db.journal import broken_steps
from db.lock import Held, Lock
from desktop.flow.rulebook import load
from desktop.flow.vault import finish
from desktop.paths import default_database, resources
from desktop.terminal.office import Refusal, open_store
from desktop.told_file import AlteredFile, as_shipped, told_file

Answer = tuple[Any, list[str], list[str]]


def backup_(args: Namespace) -> Answer:
    """A checked copy of the base; the contents of the pieces go beside it."""
    target = Path(args.file)
    with open_store(args.db) as store:
        store.copy_to(target)
        if store.files.exists():
            shutil.copytree(store.files, target.with_name(target.name + ".pieces"), dirs_exist_ok=True)
    faults = backup.check(target)
    said = f"Copie faite et vérifiée : {target}."
    return {"file": str(target), "sound": not faults}, [] if faults else [said], faults


def restore(args: Namespace) -> Answer:
    path = Path(args.db) if args.db else default_database()
    copy = Path(args.file)
    if not copy.exists():
        raise Refusal(f"La copie « {copy.name} » n’existe pas. La base est inchangée.")
    try:
        lock = Lock(path, "restauration", "poste")
        try:
            kept = backup.restore(copy, path)
        finally:
            lock.release()
    except (backup.BadCopy, Held) as why:
        raise Refusal(str(why)) from why
    pieces = copy.with_name(copy.name + ".pieces")
    if pieces.exists():
        shutil.copytree(pieces, path.with_name(path.name + ".pieces"), dirs_exist_ok=True)
    said = f"La base est revenue à la copie « {copy.name} »."
    finish(path)  # pieces that came in clear beside an encrypted base
    if kept:
        said += f" L’état d’avant est gardé dans {kept}."
    return {"restored": str(copy), "kept": str(kept) if kept else None}, [said], []


_EXPECTED = {  # what a complete program carries: folder -> how many files at least
    "grids": 1, "quarters": 1, "funders": 1, "calls": 1, "pieces": 4, "reasons": 1, "labels": 1,
    "phrases": 1, "checks": 9, "letters": 10, "imports": 2, "partners": 1, "money": 1, "papers": 1,
    "committees": 1, "themes": 1, "opendata": 1, "thresholds": 1,
}  # fmt: skip
_ROOMS = (
    "db.store", "db.upgrade", "desktop.flow.receive", "desktop.flow.notify", "desktop.exchange.registry",
    "desktop.letters.template", "desktop.app", "alembic.command", "pikepdf", "pypdfium2", "openpyxl",
    "docx", "zxingcpp", "sqlcipher3.dbapi2", "pyrage", "nacl.signing", "nacl.bindings", "zstandard",
    "keyring", "psycopg",
)  # fmt: skip


def self_check(_args: Namespace) -> Answer:
    """List what the program carries; fail when a file, a module or a new database is missing."""
    faults: list[str] = []
    found: dict[str, Any] = {}
    for folder, least in _EXPECTED.items():
        paths = sorted((resources() / folder).glob("*.toml"))
        found[folder] = [path.stem for path in paths]
        if len(paths) < least:
            faults.append(f"Il manque des fichiers dans resources/{folder} ({len(paths)} sur {least}).")
        for path in paths:
            try:
                told_file(path)
            except AlteredFile as error:
                faults.append(str(error))
    found["fonts"] = sorted(path.name for path in (resources() / "fonts").glob("*.ttf"))
    if len(found["fonts"]) < 12:
        faults.append("Il manque des polices dans resources/fonts.")
    for name in _ROOMS:
        try:
            importlib.import_module(name)
        except ImportError as error:
            faults.append(f"Le module « {name} » ne se charge pas : {error}.")
    if not faults:
        faults += _try_database()
    found["checked_on"] = dt.date.today().isoformat()
    lines = [f"{name} : {len(values)}" for name, values in found.items() if isinstance(values, list)]
    return (
        {"complete": not faults, "faults": faults, **found},
        [*lines, "Tout est là."] if not faults else [],
        faults,
    )


def _try_database() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "essai.db"
        try:
            with as_shipped("resources"):
                load(resources() / "checks")
            with open_store(str(path)) as store:
                faults = broken_steps(store.reader)
        except AlteredFile as error:
            return [str(error)]
        return faults + backup.check(path)
