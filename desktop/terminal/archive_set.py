"""`archive-set`: the dossiers of a query with their pieces, in a folder or a ZIP that any browser opens."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db import queries
from desktop.exchange.archive_out import Unwritable
from desktop.flow.archive_set import archive_set
from desktop.rules.french import plural
from desktop.terminal.leaving import black_of, copy_of
from desktop.terminal.office import Refusal, left, open_store
from desktop.terminal.work import tree_of

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    out = Path(args.out)
    with open_store(args.db) as store:
        keys = queries.list_ids(store.reader, tree_of(args.where, store.author))
        try:
            done = archive_set(
                store.reader, store.files, keys, out, person=store.author, title=args.title,
                confidential=args.confidential, black=black_of(args, ()), copy=copy_of(args, store),
            )  # fmt: skip
        except Unwritable as refusal:
            raise Refusal(str(refusal)) from refusal
        left(store, "Archive avec les pièces", out, keys)
    told = {
        "out": str(out), "dossiers": done.dossiers, "files": done.files, "closed": done.closed,
        "missing": done.missing,
    }  # fmt: skip
    opens = "index.html" if out.suffix.lower() != ".zip" else "index.html, une fois l’archive décompressée"
    count = done.dossiers
    lines = [f"{count} {plural(count, 'dossier')}, {done.files} fichiers dans {out}. À ouvrir : {opens}."]
    if done.closed:
        lines.append(f"Laissés de côté, fermés par un intérêt : {done.closed}.")
    return told, [*lines, *done.missing], []
