"""The keys of a whole list as SQLite hands them over in one piece: objects are made for those looked at alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import overload

from db.filters import Node
from db.queries.lists import ordered_keys

WIDE = 16  # bytes of a key: a UUID


class Keys(Sequence[bytes]):
    """Keys one after the other: a hundred thousand are 1.6 MB, where as many objects are 6."""

    def __init__(self, joined: bytes = b"") -> None:
        self._joined = joined

    def __len__(self) -> int:
        return len(self._joined) // WIDE

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        at = range(len(self))[place]
        if isinstance(at, int):
            return self._joined[at * WIDE : (at + 1) * WIDE]
        return [self._joined[one * WIDE : (one + 1) * WIDE] for one in at]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self[:])

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """As a list would say; found where keys begin, never across two of them."""
        if isinstance(value, bytes) and len(value) == WIDE:
            first, last, _step = slice(start, stop).indices(len(self))
            at = self._joined.find(value, first * WIDE, last * WIDE)
            while at >= 0:
                if at % WIDE == 0:
                    return at // WIDE
                at = self._joined.find(value, at + 1, last * WIDE)
        raise ValueError("no such key in the list")

    def __contains__(self, value: object) -> bool:
        try:
            self.index(value)
        except ValueError:
            return False
        return True

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Keys):
            return self._joined == other._joined
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(self._joined)


def list_keys(
    reader: sqlite3.Connection,
    tree: Node | None = None,
    sort: str = "number",
    descending: bool = False,
    limit: int | None = None,
) -> Keys:
    """As `list_ids`, for a list that shows some of them at a time."""
    inner, values = ordered_keys(tree, sort, descending, limit)
    # The LIMIT of the inner statement keeps its order for what joins the keys.
    query = f"SELECT CAST(group_concat(id, '') AS BLOB) FROM ({inner})"
    return Keys(reader.execute(query, values).fetchone()[0] or b"")
