"""`work`: who has how much in hand; share out, take, hand over."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from typing import Any

from db.queries.workload import LoadRow, loads
from desktop.flow.assigning import hand_over, share_out, suggest, take
from desktop.rules.money import euros
from desktop.terminal.office import dossier_key, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """The deed that was asked."""
    return {"load": load, "share": share, "take": take_, "hand": hand}[args.deed](args)


def load(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        found = loads(store.reader, dt.date.today())
    return [_told(row) for row in found], [_line(row) for row in found] or ["Rien n’est en main."], []


def _told(row: LoadRow) -> dict[str, Any]:
    return {**row._asdict(), "officer": row.officer or None, "asked": euros_text(row.asked)}


def _line(row: LoadRow) -> str:
    parts = [
        f"{row.dossiers} dossiers", f"{row.to_sift} à trier", f"{row.in_hand} en instruction",
        f"{row.ready} prêts", euros(row.asked), f"{row.late} hors délai",
        f"{row.next_session} à la prochaine séance",
    ]  # fmt: skip
    return f"{row.officer or 'Personne':<28} {' · '.join(parts)}"


def share(args: Namespace) -> Answer:
    """To whom each dossier that nobody has would go; written unless it is a dry run."""
    with open_store(args.db) as store:
        free, given = suggest(store.reader, loads(store.reader, dt.date.today()))
        if given and not args.dry_run:
            store.do(share_out, choices=given)
    told = [{"number": row.number, "officer": given.get(row.id)} for row in free]
    lines = [f"{row.number}  {given.get(row.id, 'personne'):<28} {row.applicant}" for row in free]
    return told, lines or ["Chaque dossier est dans les mains de quelqu’un."], []


def take_(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        store.do(take, dossier=dossier_key(store, args.number))
        me = store.author
    return {"number": args.number, "officer": me}, [f"Dossier {args.number} : {me}."], []


def hand(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        store.do(hand_over, dossier=key, officer=args.to, reason=args.reason)
    return {"number": args.number, "officer": args.to}, [f"Dossier {args.number} : {args.to}."], []
