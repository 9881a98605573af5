"""Test 24: one byte altered in a table, behind the back of the journal, is found at the next exchange."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from db.mirror import differences, repair
from db.store import Store
from tests.apart.proofs.city import HUB
from tests.apart.proofs.exchange import Offices, down, offices, sync
from tests.apart.proofs.ledger import digest, rows_of
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.apart.proofs.rows import keys

A = "Antenne Étouvie"
DOSSIERS = 60


def alter(path: Path, rid: bytes) -> None:
    """As a faulty disk or a determined hand would: no trigger sees it."""
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        (name, statement) = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE name = 'trail_dossier_title'"
        ).fetchone()
        raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE dossier SET title = title || '.' WHERE id = ?", (rid,))
        raw.execute(statement)


def altered(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 24: at the station, then at the hub."""
    with offices(folder, (A,), DOSSIERS) as made:
        a = made.stations[A]
        (rid,) = keys(a, "dossier", 1)
        sound = digest(rows_of(a.reader))
        _work(made)
        quiet = down(made.hub, a).digest_ok
        right = digest(rows_of(a.reader))
        alter(a.path, rid)
        wrong = digest(rows_of(a.reader)) != right
        _work(made)
        receipt = down(made.hub, a)
        here = (receipt.digest_ok, receipt.differences, len(made.digests()))
        tell(f"station: {receipt.differences}, {receipt.notes}")
        alter(made.hub.path, rid)
        _work(made)
        alarm = down(made.hub, a)
        tell(f"hub: {alarm.differences}, {alarm.notes}")
        mended = _mended(made.hub)
        sync(made)
        there = (alarm.digest_ok, alarm.differences, mended, len(made.digests()))
        assert sound != right
    found = (
        f"station: altered {wrong}, found in {', '.join(here[1])}, put back from the journal, bases equal "
        f"{here[2] == 1}; hub: found in {', '.join(there[1])} by the station, {mended} row put back, bases "
        f"equal {there[3] == 1}; no alarm before: {quiet is True}"
    )
    held = (
        quiet is True and wrong and here == (True, ("dossier",), 1) and there == (False, ("dossier",), 1, 1)
    )
    wanted = "detected at next exchange, repaired from the journal"
    return Proof(24, "One byte altered", wanted, found, held)


def _work(made: Offices) -> None:
    made.hand(HUB).note(keys(made.hub, "dossier", 1)[0])


def _mended(store: Store) -> int:
    """What `parvis verify` finds at the hub, put back from the journal."""
    with store.merging() as raw:
        return repair(raw, list(differences(raw)))


PROOFS = {24: altered}
