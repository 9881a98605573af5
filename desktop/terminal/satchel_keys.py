"""What the deeds of `satchel` share: the keys of this workstation, a place by its name, what is carried."""

from __future__ import annotations

import getpass
import os
import sqlite3
import sys
from argparse import Namespace

from db import queries
from db.connection import fold
from db.merge.scope import Scope
from db.queries.committee import find_committee
from db.store import Store
from db.triggers import journalled
from desktop.exchange import key_store
from desktop.exchange.keys import Keys
from desktop.flow.satchel_trust import Place, place_named
from desktop.paths import user_data
from desktop.terminal.office import Refusal
from desktop.terminal.work import tree_of


def ask(sentence: str) -> str:
    """A passphrase: PARVIS_KEYS_PASSPHRASE, else typed."""
    told = os.environ.get("PARVIS_KEYS_PASSPHRASE")
    if told:
        return told
    return getpass.getpass(f"{sentence} ") if sys.stdin.isatty() else ""


def own_keys(site: str) -> Keys:
    """Raises NoKeys, BadKey (French ValueErrors)."""
    return key_store.load(site, user_data(), ask)


def place_of_name(reader: sqlite3.Connection, name: str) -> Place:
    """An enrolled workstation. Raises Refusal."""
    place = place_named(reader, name)
    if place is None:
        raise Refusal(f"Aucun poste ne s’appelle « {name} » : « parvis satchel places » les nomme.")
    return place


def scope_of(store: Store, args: Namespace, held: Scope) -> Scope | None:
    """What is asked to be carried; None when nothing is asked beyond what the place carries already."""
    left_out = frozenset(_column(text) for text in args.without) or held.left_out
    pieces = held.pieces and not args.no_pieces
    chosen = args.quarter or args.committee or args.filter is not None
    if not chosen and not args.everything:
        asked = Scope(held.quarters, held.committees, held.dossiers, left_out, pieces)
        return asked if asked != held else None
    if args.everything:
        return Scope(left_out=left_out, pieces=not args.no_pieces)
    dossiers: frozenset[bytes] = frozenset()
    if args.filter is not None:
        dossiers = frozenset(queries.list_ids(store.reader, tree_of(args.filter, store.author)))
        if not dossiers:
            raise Refusal("Aucun dossier ne répond à cette requête : rien n’a été fait.")
    return Scope(
        frozenset(_quarter(store, text) for text in args.quarter),
        frozenset(_committee(store, text) for text in args.committee),
        dossiers,
        left_out,
        not args.no_pieces,
    )


def _quarter(store: Store, text: str) -> str:
    wanted = fold(text)
    rows = queries.quarters(store.reader)
    for row in rows:
        if wanted in {fold(name) for name in (row.code, row.short, row.name, *row.aliases.splitlines())}:
            return str(row.code)
    known = ", ".join(row.short for row in rows)
    raise Refusal(f"Aucun quartier ne s’appelle « {text} ». Ceux de la base : {known}.")


def _committee(store: Store, text: str) -> bytes:
    key = find_committee(store.reader, text)
    if key is None:
        raise Refusal(f"Aucune séance ne porte le code « {text} ».")
    return key


def _column(text: str) -> tuple[str, str]:
    table, _, column = text.partition(".")
    if column not in journalled().get(table, ()):
        raise Refusal(f"« {text} » n’est pas une colonne : écrivez par exemple applicant.iban.")
    return table, column
