"""One command for all figures: `./run bench [part…] [size…]` (or `python -m tests.benchmarks`)."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import page, results
from tests.benchmarks.cities import SIZES
from tests.benchmarks.measure import Row

Sized = Callable[[int, Path], list[Row]]


def _sized() -> dict[str, Sized]:
    """What is measured on a base of each size."""
    from tests.benchmarks import exporting, keeping, reading, screens, start, writing

    return {
        "start": start.rows,
        "reading": lambda size, _folder: reading.rows(size),
        "screens": lambda size, _folder: screens.rows(size),
        "writing": writing.rows,
        "keeping": keeping.rows,
        "exporting": lambda size, folder: exporting.rows(size, folder) if size in exporting.SIZES else [],
    }


def _whole() -> dict[str, Callable[[Path], list[Row]]]:
    """What has a size of its own."""
    from tests.benchmarks import (
        apart,
        bench,
        cipher,
        exporting,
        frozen,
        pack,
        paper,
        reference,
        taking_in,
        viewing,
    )

    return {
        "taking-in": taking_in.rows, "paper": paper.rows, "pack": pack.rows, "viewing": viewing.rows,
        "reference": reference.rows, "workbench": bench.rows, "apart": apart.rows, "encryption": cipher.rows,
        "frozen": frozen.rows, "workbooks": exporting.large_rows,
    }  # fmt: skip


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sizes = [int(word) for word in sys.argv[1:] if word.isdigit()] or list(SIZES)
    wanted = [word for word in sys.argv[1:] if not word.isdigit()]
    sized, whole = _sized(), _whole()
    if unknown := [word for word in wanted if word not in sized and word not in whole]:
        print(
            f"Parts: {', '.join((*sized, *whole))}. Sizes: {', '.join(map(str, SIZES))}. Not: {', '.join(unknown)}."
        )
        return 1
    failed = 0
    for size in sizes:
        for name, measure in sized.items():
            if not wanted or name in wanted:
                failed += not _part(name, size, lambda folder, m=measure, n=size: m(n, folder))  # type: ignore[misc]
    for name, part in whole.items():
        if name in wanted or (not wanted and len(sys.argv) == 1):
            failed += not _part(name, 0, part)
    page.write(results.kept())
    return min(failed, 1)


def _part(name: str, size: int, measure: Callable[[Path], list[Row]]) -> bool:
    """Whether it was measured: the page is written of the others all the same."""
    said = f"{name}, {size:,} dossiers" if size else name
    if results.is_fresh(name, size, float(os.environ.get("PARVIS_BENCH_HOURS", "0"))):
        print(f"Measured already: {said}.", flush=True)
        return True
    print(f"Measuring {said}…", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / name
        folder.mkdir()
        try:
            made = results.measured(name, size, lambda: measure(folder))
        except Exception:  # noqa: BLE001  # whatever a program beside does: what was measured before is kept
            traceback.print_exc()
            print(f"Not measured: {said}.\n", flush=True)
            return False
    print(f"{page.by_size(made.rows) if size else page.table(made.rows)}{made.seconds:.0f} s\n", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
