"""All the faults, by their number in docs/reliability.md."""

from __future__ import annotations

from tests.apart.proofs.proof import Prove
from tests.fault.proofs import verbs

_ROOMS = (verbs,)
PROOFS: dict[int, Prove] = {number: prove for room in _ROOMS for number, prove in room.PROOFS.items()}
TITLES = {number: title for room in _ROOMS for number, title in room.TITLES.items()}
