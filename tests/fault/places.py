"""A disk that is really small, a folder that is really taken away while the base is open.

`python -m tests.fault.places FOLDER` (as root, or in a user namespace of its own) answers one line of JSON.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from db.store import Store
from db.trouble import sentence
from desktop.flow.annotate import annotate
from desktop.flow.pieces import add_piece
from desktop.terminal.paper import write_workbook
from tests.fault.verbs import state
from tests.office import application, bring, open_office

FULL, GONE = "plein", "ne répond plus"


def said(deed: Callable[[], object]) -> str:
    """The sentence by which a deed is refused, "" when it is done."""
    try:
        deed()
    except Exception as error:  # noqa: BLE001 - what it says is what is looked at
        return sentence(error) or str(error)
    return ""


def taken_away(folder: Path) -> list[str]:
    """The folder of an open base gets another name, as that of a stick that is pulled out, then comes back."""
    place, elsewhere = folder / "cle", folder / "retiree"
    store = open_office(place)
    dossier = bring(store, application())[0].dossier

    def note(text: str) -> str:
        return said(lambda: store.do(annotate, dossier=dossier, place="dossier", text=text))

    def piece() -> str:
        return said(lambda: store.do(add_piece, dossier=dossier, name="a.txt", content=b"a" * 9000))

    place.rename(elsewhere)
    faults = [] if GONE in note("perdue") else ["une note est dite enregistrée sur une clé retirée"]
    faults += [] if GONE in piece() else ["une pièce est dite enregistrée sur une clé retirée"]
    faults += (
        [] if said(lambda: store.copy_to(folder / "copie.parvis")) else ["une copie de rien est dite faite"]
    )
    faults += [f"écrit ailleurs : {place}"] if place.exists() else []
    place.mkdir()  # another stick of the same name
    faults += [] if GONE in note("ailleurs") else ["une note est dite enregistrée sur une autre clé"]
    faults += [f"écrit sur une autre clé : {one.name}" for one in place.iterdir()]
    place.rmdir()
    elsewhere.rename(place)
    faults += [f"ne reprend pas : {words}" for words in (note("reprise"), piece()) if words]
    store.close()
    return faults + sorted(state(place / "parvis.db").faults)


def small_disk(folder: Path) -> list[str]:
    """Twelve megabytes: pieces until there is no room, then an export, then room again in the same window."""
    _mount("-t", "tmpfs", "-o", "size=12m", "none", folder)
    try:
        store = open_office(folder)
        return _filled(store, folder)
    finally:
        _unmount(folder)


def _filled(store: Store, folder: Path) -> list[str]:
    dossier = bring(store, application())[0].dossier
    ballast = folder / "autre.bin"
    ballast.write_bytes(bytes(2_000_000))
    faults, words, count = [], "", 0
    while not words and count < 100:
        count += 1
        content = bytes([count]) * 400_000
        words = said(lambda: store.do(add_piece, dossier=dossier, name=f"{count}.txt", content=content))  # noqa: B023
    faults += [] if FULL in words else [f"disque plein : « {words} »"]
    words = said(lambda: write_workbook(store, None, folder / "liste.xlsx"))
    faults += [] if "space" in words or FULL in words or not words else [f"export : « {words} »"]
    faults += sorted(state(folder / "parvis.db").faults)
    ballast.unlink()
    text = said(lambda: store.do(annotate, dossier=dossier, place="dossier", text="De la place."))
    faults += [f"n’a pas repris : {text}"] if text else []
    store.close()
    return faults + sorted(state(folder / "parvis.db").faults)


def pulled(folder: Path) -> list[str]:
    """A stick that is really unmounted while the base on it is open, and mounted again."""
    stick, place = folder / "contenu", folder / "point"
    stick.mkdir()
    place.mkdir()
    _mount("--bind", stick, place)
    store = open_office(place)
    dossier = bring(store, application())[0].dossier

    def note(text: str) -> str:
        return said(lambda: store.do(annotate, dossier=dossier, place="dossier", text=text))

    faults = [] if not note("avant") else ["une note est refusée avant"]
    _unmount(place)
    faults += [] if GONE in note("pendant") else ["une note est dite enregistrée sur une clé démontée"]
    faults += [f"écrit sous la clé : {one.name}" for one in place.iterdir()]
    _mount("--bind", stick, place)
    words = note("après")
    faults += [f"ne reprend pas : {words}"] if words else []
    with contextlib.suppress(OSError):
        store.close()
    return faults + sorted(state(stick / "parvis.db").faults)


def _mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True, capture_output=True)


def _unmount(place: Path) -> None:
    subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


def alone(folder: Path) -> list[str] | None:
    """The three, in a namespace where mounting is allowed; None where the system allows none."""
    ready = subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode == 0
    if not ready:
        return None
    command = ["unshare", "-rm", sys.executable, "-m", "tests.fault.places", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if not done.stdout.strip():
        return [done.stderr[-1500:]]
    told: list[str] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


if __name__ == "__main__":
    root = Path(sys.argv[1])
    found: list[str] = []
    for work in (taken_away, small_disk, pulled):
        part = root / work.__name__
        part.mkdir(parents=True)
        found += [f"{work.__name__} : {fault}" for fault in work(part)]
    print(json.dumps(found, ensure_ascii=False))  # noqa: T201
