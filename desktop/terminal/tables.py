"""`export` with chosen columns: a model, columns named one by one, all of them."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db.store import Store
from desktop.exchange.workbook import Unwritable
from desktop.flow.export_models import (
    DEFAULT,
    UnknownColumn,
    choices,
    find_codes,
    models,
    save_model,
)
from desktop.flow.export_table import write_table
from desktop.rules.folding import fold
from desktop.rules.french import plural
from desktop.terminal.leaving import black_of, copy_of
from desktop.terminal.office import Refusal, left, open_store
from desktop.terminal.work import tree_of

Answer = tuple[Any, list[str], list[str]]


def export_columns(args: Namespace) -> Answer:
    """Write the table, or say which columns and models there are."""
    with open_store(args.db) as store:
        if args.list_columns:
            return _listed(store)
        codes = _codes(store, args)
        if args.save_model:
            store.do(save_model, name=args.save_model, codes=codes)
        out = Path(args.out)
        tree = tree_of(args.where, store.author)
        try:
            copy = copy_of(args, store)
            done = write_table(
                store.reader, out, codes, tree, person=store.author, black=black_of(args, codes),
                mark=copy.words if copy else "",
            )  # fmt: skip
        except (Unwritable, UnknownColumn) as refusal:
            raise Refusal(str(refusal)) from refusal
        left(store, f"Tableau de {done.dossiers} {plural(done.dossiers, 'dossier')}", out)
    told = {"file": str(out), "dossiers": done.dossiers, "columns": codes, "closed": done.closed}
    count, width = done.dossiers, len(codes)
    lines = [f"{count} {plural(count, 'dossier')}, {width} {plural(width, 'colonne')} dans {out}."]
    if done.closed:
        lines.append(f"Laissés de côté, fermés par un intérêt : {done.closed}.")
    return told, lines, []


def _codes(store: Store, args: Namespace) -> list[str]:
    if args.columns:
        try:
            return find_codes(store.reader, [name for name in args.columns.split(",") if name.strip()])
        except UnknownColumn as why:
            raise Refusal(str(why)) from why
    if not args.model:
        return list(DEFAULT)
    if fold(args.model) in ("tout", "all"):
        return [one.code for one in choices(store.reader)]
    kept = {fold(one.name): one.codes for one in models(store.reader)}
    if fold(args.model) not in kept:
        known = ", ".join(one.name for one in models(store.reader)) or "aucun"
        raise Refusal(f"Aucun modèle d’export ne s’appelle « {args.model} ». Modèles : {known}.")
    return kept[fold(args.model)]


def _listed(store: Store) -> Answer:
    offered, kept = choices(store.reader), models(store.reader)
    told = {
        "columns": [{"code": one.code, "title": one.title, "group": one.group} for one in offered],
        "models": [{"name": one.name, "columns": one.codes} for one in kept],
    }
    lines = [f"{one.code:<24} {one.title}" for one in offered]
    lines += [f"Modèle « {one.name} » : {', '.join(one.codes)}" for one in kept]
    return told, lines, []
