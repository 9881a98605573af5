"""A work, and what may be left of it whenever it stops: the file of before or the new one, whole."""

from __future__ import annotations

import contextlib
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pikepdf

from db import backup, encrypt, vault
from db import boxes as header
from db.connection import open_reader, sealed_mark
from desktop.flow import files
from tests.fault.verbs import state

OLD = b"ce qui etait la avant"
KEY, MARK = b"k" * 32, b"PARVIS\0\x01" + b"marque00"
PASSPHRASE = "quatre mots sans rapport"
PIECE = b"Statuts " * 9000

Wrong = Callable[[Path, bool], list[str]]  # folder, whether it was said to be done: what is wrong


class Work(NamedTuple):
    """Something done in a folder, and what is wrong with the folder whenever it stops."""

    name: str
    do: Callable[[Path], object]
    wrong: Wrong
    scene: Callable[[Path], object]  # the folder as it stands before, made once for the works that share it
    ready: Callable[[Path], object] = lambda _folder: None


def base_of(folder: Path) -> Path:
    return folder / "parvis.db"


def _sound(path: Path) -> list[str]:
    """A base that opens, whose journal and pieces are whole; nothing when there is none of this name."""
    try:
        return sorted(state(path).faults)
    except sqlite3.Error as error:
        return [f"« {path.name} » ne s’ouvre plus ({error})"]


def outputs(folder: Path, said: bool) -> list[str]:
    found = []
    for path in sorted((folder / "sorties").rglob("*")):
        if path.is_dir() or path.name.startswith(".parvis-") or path.name.endswith(".part"):
            continue
        if path.read_bytes() == OLD:
            continue
        if not _whole(path):
            found.append(f"« {path.name} » est à moitié écrit ({path.stat().st_size} octets)")
    return found + _sound(base_of(folder))


def _whole(path: Path) -> bool:
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return _sound_pdf(path)
    if path.suffix == ".xlsx":
        with contextlib.suppress(zipfile.BadZipFile):
            return zipfile.ZipFile(path).testzip() is None
        return False
    if path.suffix == ".parvis":
        return not backup.check(path)
    if path.suffix == ".mallette":
        with contextlib.suppress(zipfile.BadZipFile):
            return bool(zipfile.ZipFile(path).namelist())
        return False
    return content == PIECE if path.name == "piece.txt" else bool(content)


def _sound_pdf(path: Path) -> bool:
    """Every stream of it is unpacked: a sector that lacks in the middle shows."""
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            return bool(pdf.pages) and not pdf.check_pdf_syntax()
    except pikepdf.PdfError:
        return False


def replaced(name: str) -> Wrong:
    def wrong(folder: Path, said: bool) -> list[str]:
        path = folder / "sorties" / name
        found = outputs(folder, said)
        if not path.exists():
            found.append(f"« {name} » a disparu")
        elif said and path.read_bytes() == OLD:
            found.append(f"« {name} » dit écrit, c’est l’ancien")
        return found

    return wrong


def made(pattern: str) -> Wrong:
    def wrong(folder: Path, said: bool) -> list[str]:
        found = outputs(folder, said)
        return found + (
            [f"« {pattern} » dit écrit, absent"] if said and not list(folder.glob(pattern)) else []
        )

    return wrong


def copies(folder: Path, said: bool) -> list[str]:
    found = outputs(folder, said)
    there = list((folder / "copies").glob("*.parvis"))
    for path in there:
        found += [f"{path.name} : {fault}" for fault in backup.check(path)]
    return found + (["copie dite faite, absente"] if said and not there else [])


def either(folder: Path, _said: bool) -> list[str]:
    """A base, encrypted or clear, whose pieces are read whichever way they are kept."""
    path = base_of(folder)
    mark = sealed_mark(path)
    try:
        if mark is not None:
            held = header.find(path, mark)
            vault.unlocked(path, held, KEY if mark == MARK else header.with_passphrase(held, PASSPHRASE))
            if encrypt.is_unfinished(path):
                encrypt.finish(path)
        faults = backup.check(path)
        with contextlib.closing(open_reader(path)) as reader:
            hashes = [row[0] for row in reader.execute("SELECT sha256 FROM file")]
        return faults + files.broken(folder / "parvis.db.pieces", hashes)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from opening is the fault
        return [f"ne s’ouvre plus ({type(error).__name__} : {error})"]
    finally:
        if mark is not None:
            vault.forget(mark)
