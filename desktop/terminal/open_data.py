"""`open-data scdl|check|delays|list|authority|compare`: the grants as the public must know them."""

from __future__ import annotations

import datetime as dt
import hashlib
from argparse import Namespace
from pathlib import Path
from typing import Any

from db.queries.open_data import publications
from db.rights import who
from db.store import Store
from desktop.flow import open_data as flow
from desktop.rules import scdl
from desktop.rules.clocks import CONVENTION_ABOVE
from desktop.rules.french import de_, plural
from desktop.rules.money import euros
from desktop.terminal.office import Refusal, day_words, euros_text, left, open_store

Answer = tuple[Any, list[str], list[str]]
VERDICTS = {
    "same": "identiques", "normal": "mises en forme", "lost": "sans place", "different": "différentes",
}  # fmt: skip
STATES = {
    "late": "en retard", "soon": "bientôt", "waiting": "à publier", "done": "publiée",
    "undated": "sans date",
}  # fmt: skip


def speaks_for_all(store: Store) -> None:
    """What is owed is owed for the whole contract. Raises Refusal for who sees some quarters alone."""
    if who(store.reader, store.author).quarters:
        raise Refusal(
            "Les obligations portent sur tout le contrat, et vous voyez vos quartiers seulement : "
            "demandez-les à quelqu’un qui voit tous les dossiers. Rien n’a été écrit."
        )


def run(args: Namespace) -> Answer:
    deeds = {
        "scdl": _scdl, "check": _check, "delays": _delays, "list": _list, "authority": _authority,
        "compare": _compare,
    }  # fmt: skip
    with open_store(args.db, whole=True) as store:
        speaks_for_all(store)
        return deeds[args.deed](store, args)


def _asked(args: Namespace) -> flow.Asked:
    return flow.Asked(args.year, _day(args.since), _day(args.until), args.every, args.funder or "")


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refusal(f"« {text} » n’est pas une date : écrivez par exemple 2026-03-31.") from error


def _scdl(store: Store, args: Namespace) -> Answer:
    """Write the file; with an address, also write down that it is published there."""
    from desktop.exchange.scdl_out import write_scdl

    found = flow.prepare(store.reader, _asked(args))
    content = flow.content(store.reader, found, evolution=args.evolution)
    out = Path(args.out)
    write_scdl(out, content)
    left(store, "Données ouvertes des subventions", out)
    told, lines = _told(found)
    told |= {"file": str(out), "digest": hashlib.sha256(content).hexdigest(), "publication": None}
    count = f"{len(found.lines)} {plural(len(found.lines), 'ligne')}"
    lines.insert(0, f"{count} au nom de {found.giver.name} (SIRET {found.giver.siret}) dans « {out.name} ».")
    if args.published_at:
        key = store.do(
            flow.publish, lines=found.lines, content=content, year=args.year, url=args.published_at,
            published_on=_day(args.on) or dt.date.today(),
        ).value  # fmt: skip
        told["publication"] = key.hex()
        lines.append(f"Noté : publié à l’adresse {args.published_at}.")
    return told, lines, []


def _check(store: Store, args: Namespace) -> Answer:
    found = flow.prepare(store.reader, _asked(args))
    told, lines = _told(found)
    lines.insert(0, f"{len(found.lines)} {plural(len(found.lines), 'ligne')} à publier.")
    if not found.giver.siret:
        lines.append(f"Le SIRET {de_(found.giver.name)} n’est pas renseigné : open-data authority --siret …")
    return told, lines, []


def _told(found: flow.Found) -> tuple[dict[str, Any], list[str]]:
    """What goes, what is settled on the way, what cannot go."""
    noticed = [(line.share, words) for line in found.lines for words in line.notices]
    told = {
        "authority": found.giver.name, "siret": found.giver.siret, "lines": len(found.lines),
        "amount": euros_text(sum(line.share.voted or 0 for line in found.lines)),
        "held": [
            {"number": stop.share.number, "name": stop.share.name, "code": stop.code, "why": stop.why,
             "todo": stop.todo}
            for stop in found.stops
        ],
        "notices": [{"number": share.number, "words": words} for share, words in noticed],
    }  # fmt: skip
    lines = [f"Ne peut pas être publié : {scdl.words(s.share)}. {s.why} {s.todo}" for s in found.stops]
    return told, [*lines, *(f"À savoir : {share.number}. {words}" for share, words in noticed)]


def _delays(store: Store, args: Namespace) -> Answer:
    rows = flow.delays(store.reader, _day(args.on), args.funder or "")
    told = [
        {
            "number": one.share.number, "name": one.share.name, "amount": euros_text(one.share.voted),
            "dated": f"{one.share.dated}" if one.share.dated else None,
            "due": f"{one.due}" if one.due else None, "state": one.state,
            "published_on": f"{one.published_on}" if one.published_on else None,
        }
        for one in rows
    ]  # fmt: skip
    lines = [
        f"{STATES[one.state]} : {scdl.words(one.share)}, avant le {day_words(f'{one.due}')}"
        if one.due
        else f"{STATES[one.state]} : {scdl.words(one.share)}"
        for one in rows
    ]
    return told, lines or ["Aucune aide au-delà de 23 000 € : rien n’est dû."], []


def _list(store: Store, _args: Namespace) -> Answer:
    rows = publications(store.reader)
    told = [
        {
            "id": row.id.hex(), "kind": row.kind, "year": row.year, "lines": row.line_count,
            "digest": row.digest, "published_on": row.published_on, "url": row.url,
        }
        for row in rows
    ]  # fmt: skip
    lines = [f"{day_words(row.published_on)} : {row.line_count} lignes, {row.url}" for row in rows]
    return told, lines or ["Rien n’est encore noté comme publié."], []


def _authority(store: Store, args: Namespace) -> Answer:
    if args.siret:
        store.do(flow.set_authority, siret=args.siret, funder=args.funder or "", name=args.name)
    row, giver = flow.giving(store.reader, args.funder or "")
    told = {"funder": row.code, "name": giver.name, "siret": giver.siret}
    number = giver.siret or "à renseigner"
    over = euros(CONVENTION_ABOVE)
    return told, [f"{giver.name} ({row.code}) publie sous le SIRET {number}, au-delà de {over} par an."], []


def _compare(store: Store, args: Namespace) -> Answer:
    """What the base would keep of each cell of a published list; nothing is written."""
    from desktop.exchange.application import Unreadable
    from desktop.exchange.scdl_compare import counts
    from desktop.flow.open_data_past import compared

    path = Path(args.file)
    try:
        found = store.rehearse(compared, path=path)
    except Unreadable as why:
        raise Refusal(str(why)) from why
    rows = counts(found)
    told = {
        "file": path.name, "cells": len(found),
        **{verdict: sum(one.verdict == verdict for one in found) for verdict in VERDICTS},
        "columns": [row._asdict() for row in rows],
    }  # fmt: skip
    lines = [
        f"{row.column} : {row.cells} {VERDICTS[row.verdict]}{f' ({row.how})' if row.how else ''}"
        for row in rows
    ]
    return told, lines, []
