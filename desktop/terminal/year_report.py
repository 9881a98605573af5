"""`report`: the yearly report of the contract, as a PDF, its tables beside."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from desktop.flow.year_report import write_report
from desktop.flow.year_told import facts
from desktop.rules.figures import words_of
from desktop.terminal.leaving import copy_of
from desktop.terminal.office import Refusal, left, open_store

Answer = tuple[Any, list[str], list[str]]


def report_(args: Namespace) -> Answer:
    """Write the report of a year; every figure of it answers in JSON."""
    out, tables = Path(args.out), Path(args.tables) if args.tables else None
    with open_store(args.db) as store:
        try:
            told = write_report(
                store.reader, args.year, out, person=store.author, tables=tables, copy=copy_of(args, store)
            )
        except ValueError as fault:
            raise Refusal(str(fault)) from fault
        left(store, f"Rapport de l’année {args.year}", out)
        if tables is not None:
            left(store, f"Tableaux du rapport de l’année {args.year}", tables)
    whole = told.whole
    lines = [
        f"Rapport de {args.year}, {whole.dossiers} dossiers, {words_of(whole.granted, 'granted')} : {out}.",
        *([f"Tableaux : {tables}."] if tables else []),
    ]
    answer = {
        "year": args.year, "file": str(out), "tables": str(tables) if tables else None, "facts": facts(told),
    }  # fmt: skip
    return answer, lines, []
