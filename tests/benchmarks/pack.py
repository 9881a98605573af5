"""The pack of 300 dossiers: against reportlab's own layout, its memory, made again after one change."""

from __future__ import annotations

import gc
import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.exchange.pack_book import write_pack_book
from desktop.flow.pack_book import _sheets
from desktop.letters import squares
from desktop.letters.pack_model import Edition, Pack
from desktop.letters.page import wrapped
from desktop.letters.sheets import foot, grid
from desktop.letters.sheets.binder import SHELF
from desktop.letters.sheets.pack import write_pack
from desktop.letters.sheets.programme import line_of
from tests.benchmarks.measure import ROOT, Row, milliseconds, pairs
from tests.benchmarks.pack_platypus import build
from tests.letters.sitting import sitting

COUNT, WHOLE = 300, Edition(1, "2026-03-10")
_ALONE = """
import sys
from desktop.letters.pack_model import Edition
from desktop.letters.sheets.pack import write_pack
from desktop.letters.sheets.programme import line_of
from tests.letters.sitting import sitting
with open(sys.argv[1], "wb") as out:
    write_pack(out, sitting(int(sys.argv[2]), hard=False), Edition(1, "2026-03-10"))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def _anew(pack: Pack) -> None:
    """As in a program just opened: nothing laid, no line broken, no code drawn yet."""
    SHELF.clear()
    for kept in (wrapped, grid._laid, line_of, foot.own, squares.code_image):
        kept.cache_clear()
    write_pack(io.BytesIO(), pack, WHOLE)


def _peak(path: Path) -> float:
    """MiB at most of a process that makes one pack and nothing else."""
    command = [sys.executable, "-c", _ALONE, str(path), str(COUNT)]
    told = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    return int(told.stdout) / 1024


def _changed(pack: Pack, rank: int) -> Pack:
    """The pack with another amount for one dossier."""
    one = replace(pack.fiches[rank], proposed=1_000_00 * rank + 100)
    return replace(pack, fiches=tuple(one if fiche.key == one.key else fiche for fiche in pack.fiches))


def _cpu(deed: Callable[[], object]) -> float:
    start = time.process_time()
    deed()
    return (time.process_time() - start) * 1000


def _again(pack: Pack) -> tuple[float, float]:
    """(first time, after one change), medians of CPU milliseconds, in turn."""
    first, again = [], []
    gc.collect()
    gc.freeze()  # as the program does once it is open: what was imported is not looked through again
    for rank in range(5):
        first.append(_cpu(lambda: _anew(pack)))
        changed = _changed(pack, rank * 40 + 7)
        again.append(_cpu(lambda changed=changed: write_pack(io.BytesIO(), changed, WHOLE)))  # type: ignore[misc]
    return statistics.median(first), statistics.median(again)


def rows(folder: Path) -> list[Row]:
    pack = sitting(COUNT, hard=False)
    first, remade = _again(pack)
    ours, platypus, _ = pairs(lambda: _anew(pack), lambda: build(pack, folder / "platypus.pdf"), runs=3)
    pages = write_pack(io.BytesIO(), pack, WHOLE)
    memory = _peak(folder / "ours.pdf")
    book = milliseconds(lambda: write_pack_book(_sheets(pack, ()), "Séance", "", "2026-03-10", ""))
    return [
        Row(f"pack of {COUNT} dossiers, {pages} pages, tagged", "platypus multiBuild, untagged", platypus, ours, "≤ 1/6 of multiBuild", ours <= platypus / 6),
        Row("pack made again after one dossier changed", "made the first time", first, remade, "≤ 0.1", remade <= first / 10),
        Row("highest memory of the pack", "goal of 60 MiB", 60.0, memory, "≤ 60 MiB", memory <= 60, unit="MiB"),
        Row(f"workbook of {COUNT} dossiers, live formulas", "the same pack by multiBuild", platypus, book, "no goal told", True),
    ]  # fmt: skip
