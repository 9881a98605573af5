"""Where we stand in the list as it was filtered: previous and next in the dossier screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Walk:
    """The keys of the list when the dossier was opened, and the place of this one, from 0."""

    ids: Sequence[bytes]
    index: int = 0

    @classmethod
    def alone(cls, dossier: bytes) -> Walk:
        """One dossier opened from elsewhere than the list."""
        return cls((dossier,), 0)

    @property
    def current(self) -> bytes:
        return self.ids[self.index]

    def to(self, by: int) -> Walk | None:
        """The walk `by` steps further (-1 is the previous one), None beyond an end."""
        place = self.index + by
        return Walk(self.ids, place) if 0 <= place < len(self.ids) else None

    def at(self, dossier: bytes) -> Walk:
        """The same list, standing on this dossier; alone when it is not in the list."""
        return Walk(self.ids, self.ids.index(dossier)) if dossier in self.ids else Walk.alone(dossier)

    def said(self) -> str:
        """« 3 sur 17 », "" when there is no list to walk."""
        return f"{self.index + 1} sur {len(self.ids)}" if len(self.ids) > 1 else ""
