"""The short version of each proof of work done apart; the long ones: `./run proofs`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apart.proofs.every import ELSEWHERE, PROOFS
from tests.apart.proofs.proof import quiet


@pytest.mark.parametrize("number", sorted(PROOFS.keys() - ELSEWHERE))
def test_the_short_proof_holds(number: int, tmp_path: Path) -> None:
    proof = PROOFS[number]("short", tmp_path, quiet)
    assert proof.number == number
    assert proof.held, f"{proof.title} : {proof.found} (à atteindre : {proof.wanted})"
