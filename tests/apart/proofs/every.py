"""All the proofs, by their number in the design."""

from __future__ import annotations

from tests.apart.proofs import (
    capture,
    chance,
    copies,
    digests,
    hubs,
    journal,
    kills,
    newer,
    overrun,
    reference,
    repeat,
    rows,
    satchels,
    scopes,
)
from tests.apart.proofs.proof import Prove

_ROOMS = (
    reference, chance, kills, repeat, copies, newer, rows, hubs, satchels, scopes, journal, capture, overrun,
    digests,
)  # fmt: skip
PROOFS: dict[int, Prove] = {number: prove for room in _ROOMS for number, prove in room.PROOFS.items()}
ELSEWHERE = frozenset({4, 5, 17, 18, 19})  # their short versions: tests/fault/test_kill.py, tests/hub

TITLES = {
    1: "Reference scenario (SQLite hub, then PostgreSQL hub)",
    2: "Property test: three places, shuffled, repeated, partial exchanges; state and disagreements",
    3: "kill -9 during an import, at random instants",
    4: "kill -9 while typing",
    5: "PostgreSQL stopped at once, network cut between deposit and acknowledgement",
    6: "The same file imported twice, at once and after edits",
    7: "Three files in all six orders",
    8: "Clocks wrong by −1 year, −1 day, +1 day, +10 years",
    9: "A restored backup; a file cloned on two computers",
    10: "Sender newer by a column and a table; receiver newer; relay through an older one",
    11: "Edited here, deleted there, both ways; a child added to a deleted parent",
    12: "The same decision twice, the same score twice, the same PDF twice",
    13: "A form opened before an import, saved after it",
    14: "Two people settle differently",
    15: "Satchel: altered bits, cut at each member, swapped, replayed, wrong reader, revoked sender",
    16: "Satchel of 2 GB of pieces, stick removed at random",
    17: "Row-level security: every role × table × verb, every function under every role",
    18: "Seven workstations depositing at once, with pulls",
    19: "Dossiers that move between quarters during work apart",
    20: "A dossier leaves the scope of a workstation",
    21: "A journal of 200,000 operations: open, search, import 1,000 operations",
    22: "Bulk ORM update, raw SQL, external editor",
    23: "An envelope overrun that only the merge creates",
    24: "Digests compared with one byte altered in a table",
}
