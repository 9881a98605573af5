"""The check that ends an exchange: bases that know the same must hold the same; else the journal decides."""

from __future__ import annotations

import sqlite3

from db.journal import last_number
from db.merge import digest
from db.merge.lot import Lot
from db.merge.rebuild import rebuild
from db.merge.receipt import Receipt
from db.merge.scope import Scope


def compared(connection: sqlite3.Connection, lot: Lot, receipt: Receipt, site: str) -> Receipt:
    """The receipt with what the comparison found, when both sides know the same operations. A difference is
    an alarm: the tables are made again from the journal, and compared once more."""
    if lot.way != "down" or not lot.digests or receipt.waits_for:
        return receipt
    if last_number(connection, site) != lot.known.get(site, 0):
        return receipt  # the hub does not have all of ours yet
    if connection.execute("SELECT 1 FROM parked LIMIT 1").fetchone():
        return receipt
    scope = Scope.from_json(lot.scope)
    differing = _differing(connection, lot, scope)
    if not differing:
        return receipt._replace(digest_ok=True)
    mended = rebuild(connection, site)
    left = _differing(connection, lot, scope)
    names = ", ".join(differing)
    if mended:
        told = f"{len(mended)} lignes ne disaient plus ce que dit le journal ({names}) : les voici rétablies."
    else:
        told = f"Les tables {names} diffèrent de celles du poste central alors que le journal est le même."
    if left and mended:
        told += f" Les tables {', '.join(left)} diffèrent encore : vérifiez le poste central."
    return receipt._replace(
        digest_ok=not left, differences=tuple(differing), notes=(*receipt.notes, f"Alerte : {told}")
    )


def _differing(connection: sqlite3.Connection, lot: Lot, scope: Scope) -> list[str]:
    """Tables known to both that do not hold the same."""
    here = digest.tables(connection, scope)
    return [name for name, told in lot.digests.items() if name in here and here[name] != tuple(told)]
