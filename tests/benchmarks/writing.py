"""Writing: a note saved with its whole journal."""

from __future__ import annotations

import os
from pathlib import Path

from db.store import Store
from desktop.flow.annotate import annotate, edit_note
from tests.benchmarks.measure import Row, milliseconds, pairs, percentile
from tests.office import application, bring, open_office


def rows(folder: Path) -> list[Row]:
    store = open_office(folder)
    (intake,) = bring(store, application())
    note = store.do(annotate, dossier=intake.dossier, place="dossier", text="début").value
    made = _save(store, note, folder)
    store.close()
    return made


def _save(store: Store, note: bytes, folder: Path) -> list[Row]:
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
    single = [
        milliseconds(lambda: store.do(edit_note, note=note, text=os.urandom(8).hex())) for _ in range(300)
    ]
    os.close(handle)
    p99 = percentile(single, 0.99)
    return [
        Row("saving a note, journal included", "4 kB + fdatasync", b / 10, a / 10, "≤ 8", a <= b * 8),
        Row("saving a note, 99th percentile", "goal of 20 ms", 20.0, p99, "≤ 20 ms", p99 <= 20),
    ]
