"""`statement`: the state of the contract annexed to the budget of a year."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from desktop.flow.statement import read_statement, total
from desktop.flow.statement_book import statement_book
from desktop.letters.files import write_whole
from desktop.rules.money import euros
from desktop.terminal.office import Refusal, euros_text, left, open_store
from desktop.terminal.open_data import speaks_for_all

Answer = tuple[Any, list[str], list[str]]
WORDS = {
    "cost": "coût des actions", "voted": "crédits du contrat votés", "paid": "dont versés",
    "common": "droit commun", "others": "autres cofinancements", "waiting": "demandé sans réponse",
}  # fmt: skip


def run(args: Namespace) -> Answer:
    out = Path(args.out)
    if out.suffix.lower() != ".xlsx":
        raise Refusal(f"L’état annexé est un classeur : nommez le fichier en .xlsx, pas « {out.name} ».")
    with open_store(args.db, whole=True) as store:
        speaks_for_all(store)
        write_whole(out, statement_book(store.reader, args.year))
        told = read_statement(store.reader, args.year)
        left(store, f"État annexé au budget {args.year}", out)
    sums = total(told.actions)
    answer = {"year": args.year, "file": str(out), "actions": len(told.actions)}
    answer |= {name: euros_text(sums[name]) for name in WORDS}
    lines = [f"{words} : {euros(sums[name])}" for name, words in WORDS.items()]
    return answer, [f"{len(told.actions)} actions accordées en {args.year} dans « {out.name} ».", *lines], []
