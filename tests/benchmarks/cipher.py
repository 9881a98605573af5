"""Encryption at rest: the same work on the same base, encrypted and in clear, in turn."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from db import backup, queries
from db.connection import open_reader
from db.search import seek
from db.store import Store
from desktop.flow.annotate import annotate, edit_note
from desktop.flow.receive import receive
from desktop.flow.vault import encrypt_base
from tests.benchmarks.city import build
from tests.benchmarks.measure import Row, cpu_pairs, milliseconds, pairs, process
from tests.benchmarks.start import OURS
from tests.office import application, bring, open_office, read_of

WORDS = "quatre mots sans rapport"


@contextlib.contextmanager
def keyring(folder: Path) -> Iterator[None]:
    """A keyring of this measure, in a file, for this process and those it starts."""
    told = {"PARVIS_TEST_RING": str(folder / "ring"), "PYTHON_KEYRING_BACKEND": "tests.ring.FileRing"}
    before = {name: os.environ.get(name) for name in told}
    os.environ |= told
    yield
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value


def rows(folder: Path, dossiers: int = 20_000) -> list[Row]:
    with keyring(folder):
        plain = build(folder / "plain", dossiers)
        (folder / "sealed").mkdir(parents=True)
        sealed = folder / "sealed" / plain.name
        shutil.copyfile(plain, sealed)
        took = milliseconds(lambda: encrypt_base(sealed, WORDS, keyring=True))
        size = plain.stat().st_size / 1e6
        copied = milliseconds(lambda: backup.copy(plain, folder / "copy.db")) / size
        made = [*_reading(plain, sealed), *_writing(folder)]
        ours, theirs = cpu_pairs(process(OURS, str(sealed)), process(OURS, str(plain)))
        made.append(_row("start, key from the keyring", theirs, ours, 1.05))
    rate = took / size
    made.append(
        Row(
            f"encrypting {size:.0f} MB, compared row by row (a MB)",
            "in clear, copied by SQLite",
            copied,
            rate,
            "no goal told",
            True,
        )
    )
    return made


def _row(what: str, plain: float, sealed: float, goal: float) -> Row:
    return Row(f"encrypted: {what}", "in clear", plain, sealed, f"≤ {goal}", sealed <= plain * goal)


def _reading(plain: Path, sealed: Path) -> list[Row]:
    clear, shut = open_reader(plain), open_reader(sealed)
    words = [row[0].split()[1][:5] for row in clear.execute("SELECT title FROM dossier LIMIT 24")]

    def listed(reader) -> Callable[[], object]:  # type: ignore[no-untyped-def]
        return lambda: queries.list_rows(reader, queries.list_ids(reader, None, "title", False)[:128])

    def sought(reader) -> Callable[[], object]:  # type: ignore[no-untyped-def]
        return lambda: [seek(reader, word) for word in words]

    made = []
    for what, work in (("the list, sorted", listed), ("24 keystrokes of a search, warm", sought)):
        ours, theirs, _ = pairs(work(shut), work(clear), runs=9)
        made.append(_row(what, theirs, ours, 1.15))
    # Beside readers that stay: the last one to close would write the log back into the base.
    opened, floor, _ = pairs(lambda: _first_row(sealed), lambda: _first_row(plain), runs=15)
    made.append(
        Row("encrypted: opening to a first row", "in clear", floor, opened, "≤ 1.25", opened <= floor * 1.25)
    )
    clear.close(), shut.close()
    return made


def _first_row(path: Path) -> None:
    with contextlib.closing(open_reader(path)) as reader:
        reader.execute("SELECT number FROM dossier LIMIT 1").fetchone()


def _writing(folder: Path) -> list[Row]:
    stores = []
    for name in ("sealed-writing", "plain-writing"):
        store = open_office(folder / name)
        store.close()
        if name.startswith("sealed"):
            encrypt_base(store.path, WORDS)
        store = Store(store.path, author="A", place="p")
        (intake,) = bring(store, application("1"))
        stores.append(
            (store, store.do(annotate, dossier=intake.dossier, place="dossier", text="début").value)
        )
    count = [0]

    def saving(which: int) -> Callable[[], object]:
        store, note = stores[which]

        def deed() -> None:
            for _ in range(10):
                count[0] += 1
                store.do(edit_note, note=note, text=f"phrase {count[0]}")

        return deed

    def importing(which: int) -> float:
        count[0] += 1
        read = read_of(*(application(f"{count[0]}{n:04d}") for n in range(100)))
        gc.collect()
        start = time.process_time()
        stores[which][0].do(receive, read=read)
        return (time.process_time() - start) * 10  # ms a dossier

    ours, theirs, _ = pairs(saving(0), saving(1), runs=20)
    made = [_row("saving a note, journal included", theirs / 10, ours / 10, 1.7)]
    both = [(importing(0), importing(1)) for _ in range(8)][1:]
    ours, theirs = (statistics.median(values) for values in zip(*both, strict=True))
    made.append(_row("importing a dossier, all included", theirs, ours, 1.15))
    for store, _ in stores:
        store.close()
    return made


if __name__ == "__main__":
    import sys
    import tempfile

    from tests.benchmarks.page import table

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        print(table(rows(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)))
