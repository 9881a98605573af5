"""Quarters that work while dossiers move between them: each ends with its own, whole, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apart.proofs.borders import Tally, played


@pytest.mark.parametrize("seed", (0, 1, 82))  # 82: one leaves and comes back between two deliveries
def test_each_quarter_ends_with_its_dossiers_and_nothing_else(tmp_path: Path, seed: int) -> None:
    tally = Tally()
    assert played(tmp_path / "seed", seed, tally) == []
    assert tally.moves and tally.written == tally.admitted + tally.returned
