"""What a workstation holds or a satchel carries: everything, quarters, dossiers; columns left out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LEFT_OUT = "…left_out"  # in the value of a creation or a deletion: the columns that its writer never had


@dataclass(frozen=True, slots=True)
class Scope:
    """No quarter, no committee and no dossier means everything. What belongs to no dossier always travels."""

    quarters: frozenset[str] = frozenset()  # codes of Quarter
    committees: frozenset[bytes] = frozenset()  # dossiers on their agendas
    dossiers: frozenset[bytes] = frozenset()  # named one by one, as from a filter of the list
    left_out: frozenset[tuple[str, str]] = frozenset()  # (table, column) that do not leave
    pieces: bool = True  # whether the contents of the pieces travel too

    @property
    def everything(self) -> bool:
        return not (self.quarters or self.committees or self.dossiers)

    def to_json(self) -> str:
        return json.dumps(
            {
                "quarters": sorted(self.quarters),
                "committees": sorted(key.hex() for key in self.committees),
                "dossiers": sorted(key.hex() for key in self.dossiers),
                "left_out": sorted(map(list, self.left_out)),
                "pieces": self.pieces,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Scope:
        """ "" is everything. Raises ValueError, KeyError, TypeError on what is not a scope."""
        if not text:
            return cls()
        told = json.loads(text)
        return cls(
            frozenset(told["quarters"]),
            frozenset(bytes.fromhex(key) for key in told["committees"]),
            frozenset(bytes.fromhex(key) for key in told["dossiers"]),
            frozenset((table, column) for table, column in told["left_out"]),
            bool(told["pieces"]),
        )


def without(told: str | None, columns: Iterable[str]) -> str | None:
    """The JSON of a row without some columns, which says that they were left out."""
    if told is None:
        return None
    values: dict[str, Any] = json.loads(told)
    out = sorted({*columns, *values.pop(LEFT_OUT, ())})
    for column in out:
        values.pop(column, None)
    return json.dumps({**values, LEFT_OUT: out}, ensure_ascii=False)
