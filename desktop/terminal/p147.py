"""`p147`: the grants of a year by the State's themes; the table from challenge to theme, read and changed."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db import queries
from db.queries.p147 import bridge, themes
from db.store import Store
from desktop.exchange.scdl_out import write_scdl
from desktop.flow.p147 import FUNDER, csv_of, set_bridge, themed
from desktop.rules.money import euros
from desktop.terminal.office import Refusal, euros_text, left, open_store
from desktop.terminal.open_data import speaks_for_all

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    with open_store(args.db, whole=True) as store:
        speaks_for_all(store)
        if args.challenge:
            _change(store, args)
        if args.year is None:
            return _bridge(store)
        told = themed(store.reader, args.year, args.funder or FUNDER)
        if args.out:
            write_scdl(Path(args.out), csv_of(store.reader, args.year, told))
            left(store, "Subventions par thème de l’État", args.out)
        known = {row.code: row.title for row in themes(store.reader)}
    sums: dict[str, int] = {}
    for line in told.lines:
        sums[line.theme] = sums.get(line.theme, 0) + line.amount
    order = sorted(sums)
    answer = {
        "year": args.year, "file": args.out, "lines": len(told.lines),
        "amount": euros_text(sum(sums.values())), "odd": told.odd,
        "themes": [{"theme": code or None, "amount": euros_text(sums[code])} for code in order],
    }  # fmt: skip
    lines = [f"{code} {known.get(code, '')} : {euros(sums[code])}".strip() for code in order if code]
    lines += [f"Sans thème : {euros(sums[''])}"] if "" in sums else []
    return answer, [*lines, *(f"À savoir : {words}" for words in told.odd)], []


def _bridge(store: Store) -> Answer:
    rows = bridge(store.reader)
    told = [{"challenge": row.challenge, "theme": row.theme, "percent": row.percent} for row in rows]
    return told, [f"{row.challenge} : {row.theme}, {row.percent} %" for row in rows], []


def _change(store: Store, args: Namespace) -> None:
    """--challenge D04 --theme 1.1=50 --theme 1.5a=50. Raises Refusal, ValueError (French)."""
    challenge = next((row.id for row in queries.challenges(store.reader) if row.code == args.challenge), None)
    if challenge is None:
        raise Refusal(f"« {args.challenge} » n’est pas un défi : écrivez par exemple D04.")
    known = {row.code: row.id for row in themes(store.reader)}
    parts: dict[bytes, int] = {}
    for told in args.theme:
        code, _, part = told.partition("=")
        if code not in known or not part.isdecimal():
            raise Refusal(f"« {told} » ne se comprend pas : écrivez par exemple 1.3=100.")
        parts[known[code]] = int(part)
    store.do(set_bridge, challenge=challenge, parts=parts)
