"""Which requests are compared at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desktop.rules.doubles import Index

ROOT = Path(__file__).resolve().parents[2]


def test_one_expense_in_common_makes_a_candidate() -> None:
    index = Index([(b"a", "Des ateliers de cuisine", ["congelateur coffre 450"]), (b"b", "Du théâtre", [])])
    assert index.near(b"c", "Un jardin partagé", ["congelateur coffre 450"]) == [b"a"]
    assert index.near(b"c", "Un jardin partagé", ["congelateur coffre 451"]) == []
    index.add(b"d", "Autre chose", ["congelateur coffre 451"])
    assert index.near(b"c", "Un jardin partagé", ["congelateur coffre 451"]) == [b"d"]


def test_the_same_requests_are_compared_in_every_process() -> None:
    asked = "from desktop.rules.doubles import runs; print(sorted(runs('le soir une famille entière lit')))"
    answers = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1 and "[" in answers.pop()
