"""All the faults, by their number in docs/reliability.md."""

from __future__ import annotations

from tests.apart.proofs.proof import Prove
from tests.fault.proofs import around, verbs
from tests.fault.proofs.around import ELSEWHERE

__all__ = ["ELSEWHERE", "PROOFS", "TITLES"]

_ROOMS = (verbs, around)
PROOFS: dict[int, Prove] = {number: prove for room in _ROOMS for number, prove in room.PROOFS.items()}
TITLES = {number: title for room in _ROOMS for number, title in room.TITLES.items()}
