"""`funding`: the financing plan of a dossier, read or changed from a terminal."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from db import queries
from desktop.flow.funding import change_line, plan_of
from desktop.flow.rulebook import rulebook
from desktop.rules.folding import fold
from desktop.rules.funding import STATUSES, consequences
from desktop.rules.money import euros
from desktop.terminal.office import cents, dossier_key, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """The plan with what follows; `--funder NAME` with a status or an amount changes one line first."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number, to_read=not args.funder)
        head = queries.head(store.reader, key)
        assert head is not None
        found = plan_of(store.reader, key, head.cost)
        if args.funder:
            names = [fold(line.funding.name) for line in found.lines]
            place = next((n for n, name in enumerate(names) if fold(args.funder) in name), len(names))
            store.do(change_line, dossier=key, place=place, changes=_changes(args, new=place == len(names)))
            found = plan_of(store.reader, key, head.cost)
        ceiling = int(rulebook(store.reader)["budget-public"].values["ceiling"])
    follows = [words for words, _ in consequences(found.plan, ceiling)]
    told = {
        "kept": found.kept,
        "cost": _text(found.plan.cost), "sure": _text(found.plan.sure),
        "expected": _text(found.plan.expected), "gap": _text(found.plan.gap), "consequences": follows,
        "lines": [
            {
                "funder": f.name, "asked": _text(f.asked), "answered": _text(f.answered), "status": f.status,
                "common_law": f.common_law, "on": row.status_on if row else None,
                "proof": row.proof if row else "",
            }
            for f, row in found.lines
        ],
    }  # fmt: skip
    lines = [f"{f.name} : {euros(f.expected)} ({STATUSES[f.status]})" for f, _ in found.lines]
    return told, [*lines, *follows], []


def _text(amount: int | None) -> str | None:
    return None if amount is None else euros_text(amount)


def _changes(args: Namespace, *, new: bool) -> dict[str, Any]:
    changes: dict[str, Any] = {"name": args.funder} if new else {}
    if args.status:
        changes["status"] = args.status
    for field in ("asked", "answered"):
        if getattr(args, field):
            changes[field] = cents(getattr(args, field))
    if args.proof:
        changes["proof"] = args.proof
    if args.common_law:
        changes["common_law"] = True
    return changes
