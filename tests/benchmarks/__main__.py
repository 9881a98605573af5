"""One command for all figures: `./run bench` (or `python -m tests.benchmarks [dossiers]`)."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sqlite3
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import apart, bench, cipher, pack, paper, reading, reference, start, taking_in, writing
from tests.benchmarks.city import build
from tests.benchmarks.measure import ROOT, Row

HEAD = """# Figures

Made by `./run bench` on {date}: {dossiers} dossiers of 2 kB of text, {notes} notes, {machine}.
Each line was measured beside its floor in the same run, in turn, medians of five to nine runs: the ratio is
what counts, the milliseconds drift with the machine. Start-up is CPU time of a whole process.

| what | ours | beside | ratio | goal | reached |
| --- | ---: | ---: | ---: | --- | --- |
"""


def table(rows: list[Row]) -> str:
    lines = []
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio >= 0.01 else f"1/{1 / row.ratio:,.0f}"
        remark = f" ({row.remark})" if row.remark else ""
        lines.append(
            f"| {row.what}{remark} | {row.ours_ms:.2f} ms | {row.floor} : {row.floor_ms:.2f} ms | {ratio} "
            f"| {row.goal} | {'yes' if row.reached else '**no**'} |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    dossiers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        print(f"Building {dossiers} dossiers…", flush=True)
        city = build(Path(folder) / "city", dossiers)
        small = build(Path(folder) / "small", 250)
        rows: list[Row] = []
        for name, measure in (
            ("start", lambda: start.rows(city, small)),
            ("reading", lambda: reading.rows(city)),
            ("writing", lambda: writing.rows(Path(folder) / "writing")),
            ("taking in", lambda: taking_in.rows(Path(folder))),
            ("paper", lambda: paper.rows(Path(folder))),
            ("pack", lambda: pack.rows(Path(folder))),
            ("reference", lambda: reference.rows(Path(folder) / "reference")),
            ("workbench", lambda: bench.rows(Path(folder) / "bench")),
            ("work apart", lambda: apart.rows(Path(folder) / "apart")),
            ("encryption", lambda: cipher.rows(Path(folder) / "cipher")),
        ):
            print(f"Measuring {name}…", flush=True)
            made = measure()
            print(table(made), flush=True)
            rows += made
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
    machine += f"SQLite {sqlite3.sqlite_version}"
    head = HEAD.format(
        date=dt.date.today().isoformat(),
        dossiers=f"{dossiers:,}",
        notes=f"{dossiers * 10:,}",
        machine=machine,
    )
    (ROOT / "docs" / "benchmarks.md").write_text(head + table(rows) + "\n" + NOTES, encoding="utf-8")
    return 0


NOTES = """## How to read it

- *start*: `desktop.app` opens the database and is stopped at its first painted list; beside it, an empty
  `QMainWindow` painted and stopped. Both off-screen.
- *header click*: keys of all dossiers in the new order and the first 40 rows, beside a `QSortFilterProxyModel`
  sorting the same column of a Python model.
- *keystroke*: titles first, then the latest rows, with snippets; beside `LIKE` over the same texts.
- *saving a note*: one verb with its journal, its hash and its queue for the search index, `synchronous=FULL`;
  beside a 4 kB write with `fdatasync`.
- *18,000 rows of CSV*: the file to checked dossiers through the column maps (repairs, dates, amounts, doubts); beside
  it, pandas parses the cells alone. *A workbook*: the file to typed cells of Python, each archive proved whole and
  looked at for entities and far cells first. CPU time and highest memory of a process for each, in turn.
- *importing one dossier*: one verb with its pieces expected, budget, amounts, journal, hash and search index, in CPU
  time of this process, so that other work on the machine does not change it.
- *letters*: one print run, and one file each (PDF/A-2b, tagged, with the code of each page in the run of ten
  thousand, whose highest memory is that of a process of its own); beside the same letter laid out by platypus.
  LibreOffice's mail merge was not run here: it is not part of the set-up.
- *workbench*: one cell written at random, then the totals of every axis and the rules, beside the same counted
  from all rows; a key typed in a cell and the whole tab painted into a picture (more than the screen repaints).
  Fragile ranks: each weight ± 20 % and each reader left out, beside as many rankings with fractions.
- *pack*: cover, contents, order of the day, envelopes, programming table, a sheet for each of 300 dossiers,
  syntheses; beside it the same words, tables and bars by platypus' `multiBuild`, whose contents need several passes.
  Made again: one amount of one dossier changed; the sheets whose rows are the same are not laid again. The memory is
  that of a whole process which makes one pack. The workbook writes the same rows with live formulas.
- *taken in*: a lot of a quarter office at the hub of 2,000 dossiers, heads, states, journal, chain and search queue
  included, in CPU time; beside it the same values by plain statements. What else it is held to: docs/offline-tests.md.
- *encrypted*: the same work on 20,000 dossiers in clear and under SQLCipher, in turn, key in memory; the start asks
  it of a keyring, and its CPU is that of the keyring library being loaded. SQLCipher brings its own, newer SQLite.
- *reference*: files made by `tests/benchmarks/reference.py` in the layouts of the RNA (39 quoted columns, cp1252)
  and of SIRENE (34 columns), loaded as the window does, indexes included; then the median of a hundred
  applicants. `python -m tests.benchmarks.reference 1000000` loads a million rows of each: 35 s and 20 s on the
  same machine, with a peak of 86 MB for the whole process.
"""

if __name__ == "__main__":
    sys.exit(main())
