"""`watch`, `arrivals`, `attach`: files of the watched folders, from a terminal."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from pathlib import Path
from typing import Any

from db import queries
from desktop.flow.arriving import look_around
from desktop.flow.incoming import attach, unwatch, watch
from desktop.terminal.office import dossier_key, open_store

Answer = tuple[Any, list[str], list[str]]


def watch_(args: Namespace) -> Answer:
    """Watch a folder, or leave it alone; answers the folders watched."""
    with open_store(args.db) as store:
        folder = str(Path(args.folder).resolve())
        store.do(unwatch if args.leave else watch, folder=folder)
        folders = queries.setting(store.reader, "watched_folders") or []
    return (
        {"folders": folders},
        [f"Surveillé : {name}" for name in folders] or ["Aucun dossier surveillé."],
        [],
    )


def arrivals(args: Namespace) -> Answer:
    """What waits in the watched folders, and the dossier each file seems to belong to."""
    with open_store(args.db) as store:
        found = look_around(store.reader, {}, lambda _words, _share: True)
    told = [
        {
            "file": str(one.file.path), "kind": one.file.kind, "told": one.file.told,
            "number": one.target.number if one.target else None, "why": one.target.why if one.target else "",
            "offered": [target.number for target in one.offered],
        }
        for one in found.waiting
    ]  # fmt: skip
    lines = [
        f"{one.file.path.name} : "
        + (f"{one.target.number} ({one.target.why})" if one.target else one.file.told)
        for one in found.waiting
    ]
    return {"waiting": told}, lines or ["Rien n’attend."], found.gone


def attach_(args: Namespace) -> Answer:
    """Put a file, or a mail with its files, among the pieces of a dossier."""
    path = Path(args.file)
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        with path.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        keys = store.do(attach, path=path, name=path.name, sha256=sha256, dossier=key).value
    many = f" et {len(keys) - 1} autres pièces" if len(keys) > 1 else ""
    return {"pieces": len(keys)}, [f"« {path.name} »{many} : joint au dossier {args.number}."], []
