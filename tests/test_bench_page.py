"""The page of figures: units as they are, sizes side by side; and a window that reads no verb."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli import _window_alone
from tests.benchmarks import results
from tests.benchmarks.measure import Row
from tests.benchmarks.page import text
from tests.benchmarks.results import Part, kept, measured

AT = "2026-11-26 06:00"


def part(*rows: Row) -> Part:
    return Part("essai", rows[0].size, AT, 60.0, (0.1, 0.4), "une machine", list(rows))


def test_sizes_stand_side_by_side_and_the_largest_is_judged() -> None:
    rows = [
        Row("saving", "fdatasync", 0.1, ours, "≤ 8", ours <= 0.8, size=size, other="Calc", other_ms=ours * 10)
        for size, ours in ((2_000, 0.5), (100_000, 0.9))
    ]
    told = text([part(*rows), part(Row("memory", "goal", 60.0, 41.5, "≤ 60 MiB", True, unit="MiB"))])
    line = "| saving | 0.50 ms | 0.90 ms | fdatasync: 0.10 ms | Calc: 9.00 ms (×10.0) | 9.00 | ≤ 8 | **no** |"
    assert line in told
    assert "| memory | 41.5 MiB | goal: 60.0 MiB | – | 0.69 | ≤ 60 MiB | yes |" in told
    assert "- *saving*: 9.00 beside fdatasync, goal ≤ 8." in told and "- *memory*" not in told


def test_a_part_is_kept_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    row = Row("saving", "fdatasync", 0.1, 0.5, "≤ 8", True, size=2_000)
    made = measured("writing", 2_000, lambda: [row])
    assert kept() == [made] and results.is_fresh("writing", 2_000, 1)
    assert not results.is_fresh("writing", 20_000, 1) and not results.is_fresh("writing", 2_000, 0)


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ("", True), ("--demo", True), ("--db a.db", True), ("--db a.db --demo", True), ("--db list", True),
        ("--db", False), ("list", False), ("list --db a.db", False), ("--self-check", False), ("-h", False),
    ],
)  # fmt: skip
def test_the_window_alone_is_asked_for_without_a_verb(words: str, alone: bool) -> None:
    assert (_window_alone(words.split()) is not None) is alone


def test_no_verb_is_read_before_one_is_asked_for() -> None:
    code = (
        "import sys, desktop.cli; print([m for m in sys.modules if m.startswith('desktop.terminal.grammar')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=Path.cwd()
    )
    assert told.stdout.strip() == "[]"
