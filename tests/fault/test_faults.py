"""The short version of each fault of docs/reliability.md; the long ones: `./run faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apart.proofs.proof import quiet
from tests.fault.proofs.every import ELSEWHERE, PROOFS
from tests.fault.shim import works_here


@pytest.mark.skipif(not works_here(), reason="the shim is loaded as Linux does")
@pytest.mark.parametrize("number", sorted(PROOFS.keys() - ELSEWHERE))
def test_the_short_fault_loses_nothing(number: int, tmp_path: Path) -> None:
    proof = PROOFS[number]("short", tmp_path, quiet)
    assert proof.number == number
    assert proof.held, f"{proof.title} : {proof.found} (à atteindre : {proof.wanted})"
