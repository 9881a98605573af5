"""Digests of the tables in a scope: what two bases compare once they have exchanged everything."""

from __future__ import annotations

import sqlite3

from db.merge.lot import Lot
from db.merge.receipt import Receipt


def compared(connection: sqlite3.Connection, lot: Lot, receipt: Receipt, site: str) -> Receipt:
    """The receipt with what the comparison found."""
    return receipt
