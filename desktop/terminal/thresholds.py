"""`thresholds`: the bodies above a threshold of the law in a year, and what lacks."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from desktop.flow.thresholds import above, answer_words, thresholds_book
from desktop.letters.files import write_whole
from desktop.rules.money import euros
from desktop.terminal.office import Refusal, euros_text, left, open_store
from desktop.terminal.open_data import speaks_for_all

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    with open_store(args.db, whole=True) as store:
        speaks_for_all(store)
        found = above(store.reader, args.year)
        if args.out:
            out = Path(args.out)
            if out.suffix.lower() != ".xlsx":
                raise Refusal(f"La liste est un classeur : nommez le fichier en .xlsx, pas « {out.name} ».")
            write_whole(out, thresholds_book(store.reader, args.year))
            left(store, f"Seuils {args.year}", out)
    told = [
        {
            "name": one.name, "siret": one.siret, "own": euros_text(one.own),
            "public": euros_text(one.public), "products": euros_text(one.products),
            "threshold": one.threshold.code, "law": one.threshold.law,
            "demands": [{"label": a.demand.label, "state": a.state, "words": a.words} for a in one.answers],
        }
        for one in found
    ]  # fmt: skip
    lines = [
        f"{one.name} : {euros(one.own)} de l’autorité, {euros(one.public)} en tout. {one.threshold.label}. "
        + " ; ".join(answer_words(answer) for answer in one.answers)
        for one in found
    ]
    return told, lines or [f"Aucun organisme ne dépasse un seuil en {args.year}."], []
