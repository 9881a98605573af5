"""`archive`: the year in a folder that opens without Parvis, or an archive read again."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db.queries.year import chosen
from db.rights import who
from desktop.exchange.archive_out import Unwritable
from desktop.flow.satchel_paper import size_words
from desktop.flow.year_archive import archive_year, read_again
from desktop.rules.french import plural
from desktop.terminal.office import Refusal, left, open_store

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    if args.verify:
        return _verify(Path(args.verify))
    if args.year is None or args.out is None:
        raise Refusal("Dites l’année et où écrire : « parvis archive --year 2026 --out DOSSIER ».")
    out = Path(args.out)
    with open_store(args.db) as store:
        person = who(store.reader, store.author)
        try:
            done = archive_year(
                store.reader, store.files, args.year, out, person=store.author, whole=not person.quarters
            )
        except Unwritable as refusal:
            raise Refusal(str(refusal)) from refusal
        left(store, f"Archive de l’année {args.year}", out, chosen(store.reader, args.year))
    told = {**done._asdict(), "out": str(out)}
    count = done.dossiers
    lines = [
        f"{count} {plural(count, 'dossier')} de {args.year}, {done.files} fichiers, {size_words(done.size)}, "
        f"dans {out}. À ouvrir : index.html."
    ]
    if done.closed:
        lines.append(f"Laissés de côté, fermés par un intérêt : {done.closed}.")
    return told, [*lines, *done.missing], []


def _verify(folder: Path) -> Answer:
    found = read_again(folder)
    told = {"folder": str(folder), "files": found.files, "faults": found.faults}
    if found.faults:
        return told, [], found.faults
    return told, [f"Les {found.files} fichiers de l’archive sont tels qu’ils ont été écrits."], []
