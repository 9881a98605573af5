"""What stands against a payment today: condition, convention, report, account, notification."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db.queries.payments import PaymentRow, reported
from desktop.flow.accountant import payments as accounts
from desktop.rules.french import plural

AWAITS_REPORT = ("instalment", "balance")  # of the kinds: what follows the first payment waits for a report


def blocks(reader: sqlite3.Connection, rows: Sequence[PaymentRow]) -> dict[bytes, list[str]]:
    """Payment -> French sentences, only for those still to be made that something stands against."""
    waiting = [row for row in rows if row.state in ("planned", "held")]
    if not waiting:
        return {}
    concerned = {row.dossier_id for row in waiting}
    faults = {one.row.dossier_id: one.faults for one in accounts(reader, concerned)[1]}
    accepted = reported(reader)
    found = {}
    for row in waiting:
        said = list(faults.get(row.dossier_id, ()))
        if row.kind in AWAITS_REPORT and row.dossier_id not in accepted:
            said.insert(0, "Bilan non accepté")
        if row.voted <= 0:
            said.insert(0, "Plus rien n’est voté")
        if said:
            found[row.id] = said
    return found


def hold_words(blocks_of: Sequence[str]) -> str:
    """The reason proposed to hold a payment, from what stands against it."""
    return " ; ".join(blocks_of)


def told_before(rows: Sequence[PaymentRow], found: dict[bytes, list[str]]) -> str:
    """« 12 versements, dont 3 que quelque chose retient » before a batch."""
    held = sum(1 for row in rows if row.id in found)
    said = f"{len(rows)} {plural(len(rows), 'versement')}"
    return f"{said}, dont {held} que quelque chose retient" if held else said
