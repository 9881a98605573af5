"""Who may prepare and take satchels: asked before anything is written, files included."""

from __future__ import annotations

import sqlite3

from db import rights
from db.merge.reach import members
from db.merge.scope import Scope
from db.store import Store


def ask_exchange(store: Store, reader: sqlite3.Connection, *more: str) -> None:
    """Raises NotAllowed (a French ValueError) when the person at work may not exchange, or lacks one `more`
    of the rights."""
    person = rights.who(reader, store.author)
    for right in ("exchange", *more):
        why = rights.refusal(person, right)
        if why:
            raise rights.NotAllowed(f"{why} Rien n’a été enregistré.")


def ask_carried(store: Store, reader: sqlite3.Connection, scope: Scope) -> None:
    """Raises NotAllowed when the person at work is kept to quarters and the satchel would carry others."""
    own = rights.who(reader, store.author).quarters
    if own and not members(reader, scope) <= members(reader, Scope(quarters=own)):
        raise rights.NotAllowed(
            "Vous ne préparez de mallette que pour les dossiers de vos quartiers. Rien n’a été enregistré."
        )
