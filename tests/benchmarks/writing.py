"""Writing: a note saved with its whole journal, in a base of each size."""

from __future__ import annotations

import os
import statistics
from pathlib import Path

from db.store import Store
from desktop.flow.annotate import edit_note
from tests.benchmarks import cities
from tests.benchmarks.measure import Row, cpu, milliseconds, pairs, percentile


def rows(size: int, folder: Path) -> list[Row]:
    store = Store(cities.copy(size, folder), author="Banc d’essai", place="poste")
    note = store.reader.execute("SELECT id FROM annotation LIMIT 1 OFFSET ?", (size,)).fetchone()[0]
    made = _save(store, note, folder, size)
    store.close()
    for left in folder.glob("parvis.db*"):
        left.unlink()
    return made


def _save(store: Store, note: bytes, folder: Path, size: int) -> list[Row]:
    count = [0]

    def ours() -> None:
        for _ in range(10):
            count[0] += 1
            store.do(edit_note, note=note, text=f"phrase {count[0]}")

    handle = os.open(folder / "floor", os.O_CREAT | os.O_RDWR)
    page = os.urandom(4096)

    def floor() -> None:
        for _ in range(10):
            os.pwrite(handle, page, 0)
            os.fdatasync(handle)

    a, b, _ = pairs(ours, floor, runs=30)
    spent = statistics.median(cpu(ours) / 10 for _ in range(10))
    single = [
        milliseconds(lambda: store.do(edit_note, note=note, text=os.urandom(8).hex())) for _ in range(300)
    ]
    os.close(handle)
    p99 = percentile(single, 0.99)
    return [
        Row("saving a note, journal included", "4 kB + fdatasync", b / 10, a / 10, "≤ 8", a <= b * 8,
            f"{spent:.2f} ms of it CPU", size=size),
        Row("saving a note, 99th percentile", "goal of 20 ms", 20.0, p99, "≤ 20 ms", p99 <= 20, size=size),
    ]  # fmt: skip
