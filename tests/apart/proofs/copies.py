"""Test 9: a base restored from a copy goes on writing; a file cloned on two computers."""

from __future__ import annotations

from pathlib import Path

from db.merge.lot import BadLot
from db.merge.reissue import reissue
from db.store import Store
from tests.apart.proofs.city import copy_of
from tests.apart.proofs.exchange import Offices, down, lot_up, offices, up
from tests.apart.proofs.ledger import digest, rows_of
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.apart.proofs.rows import keys
from tests.apart.proofs.work import Hand

A = "Antenne Étouvie"
DOSSIERS = 60


def copies(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 9: both stories; each ends with everything that was written on either side, everywhere."""
    told = {name: story(folder / name) for name, story in (("restored", restored), ("cloned", cloned))}
    words, held = [], True
    for name, (refused, unchanged, recovered, life, lost, equal) in told.items():
        tell(f"{name}: {lost[:3]}")
        words.append(
            f"{name}: refused {refused}, hub unchanged {unchanged}, {recovered} of 40 recovered under "
            f"{life}, {len(lost)} lost, bases equal {equal}"
        )
        held = held and refused and unchanged and recovered == 40 and not lost and equal
    wanted = "refused; all ops recovered under a new incarnation"
    return Proof(9, "Restored and cloned bases", wanted, "; ".join(words), held)


Told = tuple[bool, bool, int, str, list[str], bool]


def restored(folder: Path) -> Told:
    """Twenty changes, a copy; twenty more, sent; the copy is put back and goes on for forty."""
    with offices(folder, (A,), DOSSIERS) as made:
        cells = [("dossier", rid, "asked") for rid in keys(made.hub, "dossier", 50)]
        notes = [("annotation", rid, "quote") for rid in keys(made.hub, "annotation", 30)]
        hand = made.hand(A)
        for cell in cells[:20]:
            hand.edit(*cell)
        kept = _closed_copy(made, folder / "copy.db")
        hand = made.hand(A)
        for cell in notes[:20]:
            hand.edit(*cell)
        up(made.stations[A], made.hub)
        made.stations[A].close()
        made.stations[A] = Store(copy_of(kept, folder / "again" / "parvis.db"), author="Agent A", place=A)
        hand = Hand(made.stations[A], made.ledger, 9)
        for cell in (*cells[20:], *notes[20:]):
            hand.edit(*cell)
        return _told(made, made.stations[A])


def cloned(folder: Path) -> Told:
    """The same file on two computers: both write forty changes under one name."""
    with offices(folder, (A,), DOSSIERS) as made:
        cells = [("dossier", rid, "asked") for rid in keys(made.hub, "dossier", 40)]
        notes = [("annotation", rid, "quote") for rid in keys(made.hub, "annotation", 40)]
        kept = _closed_copy(made, folder / "clone.db")
        twin = Store(copy_of(kept, folder / "twin" / "parvis.db"), author="Agent B", place=A)
        for cell in cells:
            made.hand(A).edit(*cell)
        for cell in notes:
            Hand(twin, made.ledger, 9).edit(*cell)
        up(made.stations[A], made.hub)
        made.stations["twin"] = twin
        return _told(made, twin)


def _closed_copy(made: Offices, target: Path) -> Path:
    path = made.stations[A].path
    made.stations[A].close()
    copy_of(path, target)
    made.stations[A] = Store(path, author=f"Agent {A}", place=A)
    return target


def _told(made: Offices, copy: Store) -> Told:
    """The copy presents itself, is refused, takes another name, gives everything."""
    before = digest(rows_of(made.hub.reader))
    refused = False
    try:
        up(copy, made.hub)
    except BadLot as why:
        refused = "copie" in str(why)
    unchanged = digest(rows_of(made.hub.reader)) == before
    reissue(copy)
    recovered = up(copy, made.hub).new
    for store in made.stations.values():
        down(made.hub, store)
        assert lot_up(store, made.hub).ops == () or store is copy
    return refused, unchanged, recovered, copy.site, made.faults(), len(made.digests()) == 1


PROOFS = {9: copies}
