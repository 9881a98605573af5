"""The tests whose calls the long faults play are still there: one that was renamed would keep all from running."""

from __future__ import annotations

from tests.fault.scene import LIST
from tests.fault.shim import ROOT


def test_each_test_that_is_recorded_exists() -> None:
    named = [line.partition("::") for line in LIST.read_text(encoding="utf-8").splitlines()]
    assert len(named) > 100
    for path, _, test in named:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {test.partition('[')[0]}" in text, f"{path}::{test}"
