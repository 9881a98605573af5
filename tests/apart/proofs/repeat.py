"""Tests 6 and 7: the same file twice, files in every order."""

from __future__ import annotations

import itertools
from pathlib import Path

from tests.apart.proofs.city import HUB
from tests.apart.proofs.exchange import give, lot_up, offices, sync, up
from tests.apart.proofs.ledger import digest, proposals, rows_of
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.apart.proofs.rows import keys

A = "Antenne Étouvie"
DOSSIERS = 60


def again(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 6: imported twice at once; then once more after the hub changed twenty of the fields."""
    with offices(folder, (A,), DOSSIERS) as made:
        a, hub = made.hand(A), made.hand(HUB)
        dossiers = keys(made.hub, "dossier", 60)
        for rid in dossiers:
            a.edit("dossier", rid, "asked")
            a.note(rid)
        lot = lot_up(made.stations[A], made.hub)
        first = give(made.hub, lot)
        before = digest(rows_of(made.hub.reader))
        second = give(made.hub, lot)
        same = digest(rows_of(made.hub.reader)) == before
        written = [(rid, hub.edit("dossier", rid, "asked")) for rid in dossiers[:20]]
        third = give(made.hub, lot)
        open_ = len(proposals(made.hub.reader))
        stands = sum(
            made.hub.reader.execute("SELECT asked FROM dossier WHERE id = ?", (rid,)).fetchone()[0] == value
            for rid, value in written
        )
    new = second.new + third.new
    found = (
        f"{first.new} operations taken in; again: {second.known} known, {second.new} new, content unchanged: "
    )
    found += (
        f"{same}; after 20 edits of the hub: {third.new} new, {open_} conflicts, {stands} of 20 edits stand"
    )
    held = first.new == 120 and new == 0 and same and open_ == 0 and stands == 20
    return Proof(6, "The same file twice", "0 new op, 0 new conflict", found, held)


def orders(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 7: three lots that follow each other arrive in all six orders."""
    ended, seen, wrong = set(), [], []
    for order in itertools.permutations(range(3)):
        with offices(folder / "".join(map(str, order)), (A,), DOSSIERS) as made:
            hand = made.hand(A)
            lots, after = [], 0
            for number in range(3):
                for rid in keys(made.hub, "dossier", 10):
                    hand.edit("dossier", rid, "asked", (number + 1) * 111_00)
                    hand.note(rid)
                lots.append(lot_up(made.stations[A], made.hub, after=after, number=number + 1))
                after = lots[-1].last
            waited = []
            for number in order:
                give(made.hub, lots[number])
                waited.append(
                    made.hub.reader.execute("SELECT coalesce(sum(ops), 0) FROM parked").fetchone()[0]
                )
            seen.append((order, waited))
            ended.add(digest({k: v for k, v in rows_of(made.hub.reader).items() if k[0] == "dossier"}))
            wrong += made.ledger.lost(made.hub.reader)
            up(made.stations[A], made.hub)
            sync(made)
            wrong += [] if len(made.digests()) == 1 else [f"{order}: not equal to A"]
            tell(f"order {order}: parked {waited}")
    parked = dict(seen)
    visible = parked[2, 1, 0] == [20, 40, 0] and parked[0, 1, 2] == [0, 0, 0]
    found = f"6 orders: {len(ended)} digest, {len(wrong)} lost or different; parked in between, as 3, 2, 1: "
    found += f"{parked[2, 1, 0]}"
    held = len(ended) == 1 and not wrong and visible and all(waited[-1] == 0 for waited in parked.values())
    return Proof(7, "Files in all orders", "same digest; parked ops visible in between", found, held)


PROOFS = {6: again, 7: orders}
