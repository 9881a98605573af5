"""`pack`: the pack of a session, as a PDF or a workbook."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db.queries.committee import find_committee
from desktop.flow.pack import Wish, make, own_interests
from desktop.rules.french import plural
from desktop.terminal.leaving import mark_file
from desktop.terminal.office import Refusal, catch_up, left, open_store

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    out = Path(args.out)
    wish = Wish(args.since, args.member or "", args.large_print, args.draft, forced=args.force)
    with open_store(args.db) as store:
        committee = find_committee(store.reader, args.id)
        if committee is None:
            raise Refusal(
                f"Aucune séance ne porte le numéro « {args.id} » : voyez « parvis committee list »."
            )
        catch_up(store)  # a sheet tells what the checks find now, not what they found last time
        made = make(store, committee, out, wish)
        mark_file(args, store, out)
        left(store, "Dossier de séance", out)
        interest = "" if wish.member else own_interests(store.reader, committee, store.author)
    told = {"version": made.version, "pages": made.pages, "sha256": made.sha256, "file": str(out)}
    pages = f", {made.pages} {plural(made.pages, 'page')}" if made.pages else ""
    lines = [f"Version {made.version}{pages}, empreinte {made.sha256[:16]}… : {out}."]
    return told, [*lines, *([interest] if interest else [])], []
