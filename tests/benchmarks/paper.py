"""Letters: one print run, and one file each."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from desktop.letters.fields import example
from desktop.letters.letter import make, make_many
from desktop.letters.model import Letter
from desktop.letters.template import load, merge
from desktop.paths import resources
from desktop.rules.page_code import mark_of
from tests.benchmarks import instead
from tests.benchmarks.measure import ROOT, Row, cpu_turns

COUNT = 200


def _letters() -> list[Letter]:
    letter = merge(load(resources() / "letters")["accord"], example())
    return [
        replace(letter, number=f"C2026-{n:04d}", addressee=(*letter.addressee, f"{n}")) for n in range(COUNT)
    ]


def _platypus(letter: Letter, out: object) -> None:
    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=10.5, leading=15.5)
    flow = []
    for _, text in letter.words():
        flow.append(Paragraph(text.replace("\n", "<br/>").replace("&", "&amp;"), style))
        flow.append(Spacer(1, 6))
    flow.append(Table([["Amiens Métropole", "5 000"], ["État", "4 000"]]))
    SimpleDocTemplate(out, pagesize=A4).build(flow)


# One print run whose letters come from a generator; answers the highest memory of the process, in kB. That of
# getrusage would be the measuring process's own, which the new one begins with.
_RUN = """
import sys
from dataclasses import replace
from pathlib import Path
from desktop.letters.letter import make_many
from tests.benchmarks.paper import leaving
make_many(leaving(int(sys.argv[1])), Path(sys.argv[2]))
told = Path("/proc/self/status").read_text(encoding="ascii")
print(next(line.split()[1] for line in told.splitlines() if line.startswith("VmHWM")))
"""


def leaving(count: int) -> Iterator[Letter]:
    """Letters under their number, with the code of their pages, one after the other."""
    letter = merge(load(resources() / "letters")["accord"], example())
    for n in range(count):
        mark = mark_of(n.to_bytes(16, "big"))
        yield replace(letter, number=f"C2026-{n:04d}", mark=mark, addressee=(*letter.addressee, f"{n}"))


def memory(count: int, out: Path) -> float:
    """Megabytes at most for a print run of so many letters."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _RUN, str(count), str(out)]
    told = subprocess.run(command, check=True, env=environment, cwd=ROOT, capture_output=True, text=True)
    return int(told.stdout) / 1024


def rows(folder: Path) -> list[Row]:
    letters = _letters()
    run, plain = cpu_turns(
        lambda: make_many(letters, folder / "all.pdf"),
        lambda: [_platypus(letter, io.BytesIO()) for letter in letters],
        runs=3,
    )
    each, plain2 = cpu_turns(
        lambda: [make(letter) for letter in letters[:40]],
        lambda: [_platypus(letter, io.BytesIO()) for letter in letters[:40]],
        runs=5,
    )
    few, many = memory(100, folder / "run.pdf"), memory(10_000, folder / "run.pdf")
    size = (folder / "all.pdf").stat().st_size / COUNT
    with pikepdf.open(folder / "all.pdf") as made:
        sheets = len(made.pages) / COUNT
    merged, name = instead.letters([[text for _, text in one.words()] for one in letters], folder / "merged")
    return [
        Row("one letter of a print run, tagged", "platypus, plain", plain / COUNT, run / COUNT, "≤ 1/3 of platypus", run <= plain / 3),
        Row("one letter in its own file, PDF/A and tags", "platypus, plain, standard font", plain2 / 40, each / 40, "≤ 1 of platypus", each <= plain2),
        Row("one tagged letter of a print run, beside LibreOffice", "platypus, plain", plain / COUNT, run / COUNT,
            "≤ 1/40 of LibreOffice", bool(merged) and run / COUNT <= merged / 40, "" if merged else name,
            other=name if merged else "", other_ms=merged),
        Row("memory for 10,000 letters in one file", "for 100 letters", few, many, "≤ 1.3", many <= 1.3 * few, unit="MB"),
        Row("a page of a letter in a print run", "goal of 2 kB", 2.0, size / 1000 / sheets, "≤ 2 kB", size / sheets <= 2000,
            f"{size / 1000:.1f} kB a letter of {sheets:.1f} pages", unit="kB"),
    ]  # fmt: skip
