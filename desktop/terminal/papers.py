"""`minutes`, `record` and `annex`: the papers of a session, as files."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db.queries.committee import find_committee
from desktop.flow.papers import PAPERS, paper, proceedings
from desktop.letters.files import write_whole
from desktop.terminal.leaving import mark_file
from desktop.terminal.office import Refusal, left, open_store

Answer = tuple[Any, list[str], list[str]]


def minutes(args: Namespace) -> Answer:
    return _write(args, "minutes")


def record(args: Namespace) -> Answer:
    return _write(args, "record")


def annex(args: Namespace) -> Answer:
    return _write(args, "annex")


def _write(args: Namespace, kind: str) -> Answer:
    out = Path(args.out)
    with open_store(args.db) as store:
        key = find_committee(store.reader, args.id)
        if key is None:
            raise Refusal(f"Aucune séance ne porte le code « {args.id} » (parvis committee list).")
        sitting = proceedings(store.reader, key)
        write_whole(out, paper(sitting, kind, out.suffix.lstrip(".").lower()))
        mark_file(args, store, out)
        left(store, f"{PAPERS[kind].title} de la séance {sitting.code}", out)
    draft = "" if sitting.closed else " La séance n’est pas close : il est marqué PROJET."
    answer = {"file": str(out), "committee": sitting.code, "draft": not sitting.closed}
    return answer, [f"{PAPERS[kind].title} de la séance {sitting.code} dans {out}.{draft}"], []
