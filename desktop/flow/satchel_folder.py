"""A shared folder that carries satchels: one writer a folder, a rename as the only commit, no base in it."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import NamedTuple

from db.connection import open_reader
from db.merge.check import keep, value
from db.store import Store
from desktop.exchange.keys import Keys
from desktop.exchange.satchel import site_word
from desktop.exchange.satchel_manifest import SUFFIX
from desktop.exchange.satchel_seal import Tell, silent
from desktop.flow.satchel import Departure, give_back, prepare
from desktop.flow.satchel_back import Arrival, take_in
from desktop.flow.satchel_trust import places, root, standing

INCOMING, OUTGOING = "entrant", "sortant"  # as the hub sees them


class Seen(NamedTuple):
    """A satchel found in the folder: taken, or why not (a French sentence)."""

    path: Path
    arrival: Arrival | None
    why: str


def use_folder(store: Store, folder: Path | None) -> None:
    """Remember, on this workstation, the shared folder that is watched; None for no more.

    Raises ValueError (French) when the base itself is in it.
    """
    if folder is not None and store.path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(
            f"La base « {store.path.name} » est dans ce dossier partagé : elle n’y serait pas en sûreté. "
            "Choisissez un dossier qui ne porte que des mallettes. Rien n’a été changé."
        )
    with store.write_raw() as connection:
        keep(connection, "folder", str(folder or ""))


def folder_of(store: Store) -> Path | None:
    """The shared folder that is watched, None when there is none."""
    with contextlib.closing(open_reader(store.path)) as reader:
        text = value(reader, "folder")
    return Path(text) if text else None


def deposit(
    store: Store, folder: Path, *, keys: Keys, workstation: bytes | None = None, progress: Tell = silent
) -> Departure:
    """At the hub a satchel for a workstation, in « sortant »; at a workstation what it gives back, in
    « entrant ». Raises ValueError (French), Stopped."""
    if workstation is None:
        place = folder / INCOMING / site_word(root(store.site))
        return give_back(store, folder=place, keys=keys, means="folder", progress=progress)
    with contextlib.closing(open_reader(store.path)) as reader:
        name = next((place.name for place in places(reader) if place.id == workstation), "")
    place = folder / OUTGOING / site_word(name)
    return prepare(store, workstation=workstation, folder=place, keys=keys, means="folder", progress=progress)


def waiting(store: Store, folder: Path) -> list[Path]:
    """Satchels for this base that it has neither taken nor refused, in the order of their numbers."""
    with contextlib.closing(open_reader(store.path)) as reader:
        told = standing(reader, store.site)
        taken = {row[0] for row in reader.execute("SELECT file FROM shipment WHERE way = 'in'")}
        refused = json.loads(value(reader, "folder_refused") or "{}")
    if told.role == "hub":
        found = sorted((folder / INCOMING).glob(f"*/*{SUFFIX}"))
    else:
        found = sorted((folder / OUTGOING / site_word(root(store.site))).glob(f"*{SUFFIX}"))
    return [path for path in found if path.name not in taken and refused.get(path.name) != _stamp(path)]


def watch_once(store: Store, folder: Path, *, keys: Keys, progress: Tell = silent) -> list[Seen]:
    """Take what waits in the folder; what is refused is told once, until the file changes. The files stay:
    only their writer takes them away. Raises Stopped."""
    seen: list[Seen] = []
    for path in waiting(store, folder):
        try:
            arrival = take_in(store, path, keys=keys, means="folder", progress=progress)
            seen.append(Seen(path, arrival, ""))
        except ValueError as why:
            seen.append(Seen(path, None, str(why)))
    refused = {one.path.name: _stamp(one.path) for one in seen if one.arrival is None}
    if refused:
        with store.write_raw() as connection:
            known = json.loads(value(connection, "folder_refused") or "{}")
            keep(connection, "folder_refused", json.dumps({**known, **refused}))
    return seen


def _stamp(path: Path) -> list[int]:
    """What tells a file from the one that takes its name later."""
    try:
        told = path.stat()
    except OSError:  # taken away meanwhile
        return []
    return [told.st_size, told.st_mtime_ns]
