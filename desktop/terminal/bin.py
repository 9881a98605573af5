"""`bin`: dossiers put in the recycle bin, listed, brought back, let go; rows removed of late put back."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from desktop.flow import bin as recycle
from desktop.flow import removed
from desktop.rules.french import plural
from desktop.terminal.office import Refusal, day_words, dossier_key, open_store

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """What is asked of the bin."""
    return {"list": _list, "put": _put, "restore": _restore, "empty": _empty, "days": _days}[args.deed](args)


def _list(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        dossiers, rows = recycle.in_bin(store.reader), removed.gone(store.reader)
    lines = [_dossier_line(one) for one in dossiers] or ["La corbeille est vide."]
    lines += [
        f"{one.row.op.hex()[:12]} · {one.kind} · {one.row.number or '–'} · {one.words} · "
        f"{one.row.at[:16]} · {one.row.author}"
        for one in rows
    ]
    told = {
        "dossiers": [
            {"number": one.row.number, "title": one.row.title, "at": one.row.at, "author": one.row.author,
             "reason": one.row.reason, "since": one.row.since,
             "leaves": one.leaves.isoformat() if one.leaves else None}
            for one in dossiers
        ],
        "rows": [
            {"id": one.row.op.hex(), "kind": one.row.ent, "dossier": one.row.number, "words": one.words,
             "at": one.row.at, "author": one.row.author}
            for one in rows
        ],
    }  # fmt: skip
    return told, lines, []


def _dossier_line(one: recycle.InBin) -> str:
    row = one.row
    leaves = f"quitte la corbeille le {one.leaves:%d/%m/%Y}" if one.leaves else "reste"
    more = f" · {row.since} {plural(row.since, 'changement')} depuis" if row.since else ""
    return f"{row.number} · {row.title} · {day_words(row.at)}, {row.author} · {row.reason} · {leaves}{more}"


def _put(args: Namespace) -> Answer:
    if not args.reason:
        raise Refusal("Dites pourquoi : --reason « … ». Rien n’a été changé.")
    with open_store(args.db) as store:
        keys = [dossier_key(store, number) for number in args.what]
        store.do(recycle.put_in_bin, dossiers=keys, reason=args.reason)
    return {"put": args.what}, [f"À la corbeille : {', '.join(args.what)}."], []


def _restore(args: Namespace) -> Answer:
    """Numbers of dossiers, or first characters of what was removed, as `list` writes them."""
    with open_store(args.db) as store:
        rows = {one.row.op.hex(): one.row.op for one in removed.gone(store.reader)}
        dossiers, ops = [], []
        for word in args.what:
            found = [op for told, op in rows.items() if told.startswith(word)]
            if len(word) >= 6 and len(found) == 1:
                ops.append(found[0])
            else:
                dossiers.append(dossier_key(store, word, to_read=True))
        if dossiers:
            store.do(recycle.take_back, dossiers=dossiers)
        if ops:
            store.do(removed.put_back_rows, ops=ops)
    return {"restored": args.what}, [f"Revenu : {', '.join(args.what)}."], []


def _empty(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        keys = [one.row.id for one in recycle.in_bin(store.reader)
                if not args.what or one.row.number in args.what]  # fmt: skip
        count = recycle.let_go(store, keys) if keys else 0
    said = f"{count} {plural(count, 'dossier vidé', 'dossiers vidés')} pour de bon."
    return {"emptied": count}, [said], []


def _days(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        if args.what:
            if not args.what[0].isdigit():
                raise Refusal(f"« {args.what[0]} » n’est pas un nombre de jours. Rien n’a été changé.")
            store.do(recycle.keep_days, days=int(args.what[0]))
        days = recycle.days_kept(store.reader)
    return {"days": days}, [f"La corbeille garde {days} jours." if days else "La corbeille garde tout."], []
