"""What the room shows, read at once: the session, its items, who leaves, and the money that is left."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from db.queries import committee as read
from db.queries import money


class Sitting(NamedTuple):
    """One session with everything that is said in it, by item."""

    head: read.CommitteeRow
    items: Sequence[read.ItemRow]
    amounts: Mapping[bytes, Sequence[read.ItemAmountRow]]
    out: Mapping[bytes, Sequence[read.LeavingRow]]
    ties: Mapping[bytes, Sequence[read.RecusalRow]]
    members: Sequence[read.MemberRow]

    def item(self, key: bytes | None) -> read.ItemRow | None:
        """The item of a key."""
        return next((row for row in self.items if row.id == key), None)

    def shares(self, item: read.ItemRow) -> dict[bytes, int]:
        """Cents by funder: what the session said, else what an earlier one voted, else what is proposed."""
        rows = self.amounts.get(item.id, ())
        for name in ("amount", "voted", "proposed"):
            told = {row.funder_id: getattr(row, name) for row in rows if getattr(row, name)}
            if told or (name == "amount" and item.state == "decided"):
                return told
        return {}


def sitting(reader: sqlite3.Connection, key: bytes, challenges: int = 11) -> Sitting | None:
    """A session, a few statements whatever its length; None when it is gone."""
    head = read.committee(reader, key)
    if head is None:
        return None
    amounts: dict[bytes, list[read.ItemAmountRow]] = defaultdict(list)
    for amount in read.item_amounts(reader, key):
        amounts[amount.item_id].append(amount)
    out: dict[bytes, list[read.LeavingRow]] = defaultdict(list)
    for leaving in read.leavings(reader, key):
        out[leaving.item_id].append(leaving)
    ties: dict[bytes, list[read.RecusalRow]] = defaultdict(list)
    for tie in read.recusals(reader, key):
        ties[tie.item_id].append(tie)
    items, members = read.items(reader, key, challenges), read.members(reader, key)
    return Sitting(head, items, amounts, out, ties, members)


class Left(NamedTuple):
    """What the envelopes of a dossier still hold, cents; `of` what they held in all."""

    left: int
    of: int


class Purse:
    """The envelopes, and in which one each amount counts: read once, it serves every keystroke."""

    def __init__(self, reader: sqlite3.Connection) -> None:
        self._envelopes = {row.id: row for row in money.envelopes(reader) if row.id is not None}
        self._places: dict[tuple[bytes, bytes], bytes] = {
            (row.dossier_id, row.funder_id): row.envelope_id
            for row in money.places(reader)
            if row.envelope_id is not None
        }

    def left(self, told: Sitting, item: read.ItemRow, typed: Mapping[bytes, int]) -> Left | None:
        """What is left for this dossier once `typed` (cents by funder) is given; None without envelope.

        What the session said of the others counts as given; their proposals do not yet.
        """
        funders = {row.funder_id for row in told.amounts.get(item.id, ())} | set(typed)
        mine = {self._places.get((item.dossier_id, funder)) for funder in funders} - {None}
        if not mine:
            return None
        rows = [self._envelopes[key] for key in mine if key is not None]
        given = 0
        for other in told.items:
            if other.id == item.id or other.state == "decided":
                given += self._given(told, other, typed if other.id == item.id else None, mine)
        return Left(sum(row.free for row in rows) - given, sum(row.held for row in rows))

    def _given(
        self, told: Sitting, item: read.ItemRow, typed: Mapping[bytes, int] | None, mine: set[bytes | None]
    ) -> int:
        """What an item takes from these envelopes beyond what its decision already takes."""
        found = 0
        seen = set()
        for row in told.amounts.get(item.id, ()):
            seen.add(row.funder_id)
            if self._places.get((item.dossier_id, row.funder_id)) in mine:
                now = (row.amount or 0) if typed is None else typed.get(row.funder_id, 0)
                found += now - (row.voted or 0)
        for funder, cents in (typed or {}).items():
            if funder not in seen and self._places.get((item.dossier_id, funder)) in mine:
                found += cents
        return found
