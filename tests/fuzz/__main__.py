"""`./run fuzz [reader…] [--seconds N] [--keep]`: coverage-guided, each reader for a bounded processor time.

Not time by the clock: on a machine that does other work, a minute of it may be a second. A process of its own
for each (libFuzzer ends it at the first fault). What it learns stays in a working folder
under `build/fuzz`; `--keep` merges into the kept corpus what reaches lines that the corpus did not. Figures
go to `build/fuzz/figures.json`, and from there into docs/security.md (`./run fuzz --tell`).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import select
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import coverage

from tests.fuzz.victim import CORPUS, Target, begin, targets  # first of all: it instruments what it imports

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "fuzz"
FIGURES = WORK / "figures.json"
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- figures of ./run fuzz -->", "<!-- end of the figures -->"
MOST = 12  # of one reader
SMALL = 20_000  # bytes: a bigger find is not worth its room in the corpus


def run_one(target: Target, seconds: int) -> dict[str, Any]:
    """Fuzz one reader; what libFuzzer counted, and the fault it ended on."""
    name, log = target.name, WORK / f"{target.name}.log"
    found, faults = WORK / name, WORK / "faults" / name
    found.mkdir(parents=True, exist_ok=True)
    faults.mkdir(parents=True, exist_ok=True)
    log.write_bytes(b"")
    options = [str(found), str(CORPUS / name), "-timeout=1200", "-rss_limit_mb=2048", "-max_len=262144"]
    options += [f"-artifact_prefix={faults}/", "-print_final_stats=1", "-verbosity=1", "-reload=0"]
    code, spent = _watch(begin(target, log, options), log, seconds)
    said = log.read_text(encoding="utf-8", errors="replace")
    covered = re.findall(r"cov: (\d+)", said)
    first = re.search(r"INITED\s+cov: (\d+)", said)
    counted = re.search(r"stat::number_of_executed_units:\s+(\d+)", said)
    return {
        "reader": name,
        "executions": int(counted[1]) if counted else 0,
        "seconds": round(spent),
        "first": int(first[1]) if first else 0,
        "covered": int(covered[-1]) if covered else 0,
        "fault": said[-3000:] if code else "",
    }


def _watch(child: int, log: Path, seconds: int) -> tuple[int, float]:
    """Ask a victim to end once it has had so much processor time after its corpus; its code, what it took."""
    begun, spent, asked = None, 0.0, False
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), spent
        if begun is None and "INITED" in log.read_text(encoding="utf-8", errors="replace"):
            begun = _processor(child)
        spent = _processor(child) - begun if begun is not None else 0.0
        if spent >= seconds and not asked:
            asked = True
            os.kill(child, signal.SIGUSR1)  # libFuzzer ends after the file in hand, and says its figures
        select.select([], [], [], 0.5)


def _processor(child: int) -> float:
    """Seconds of processor that a process has had."""
    user, system = Path(f"/proc/{child}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def keep(target: Target) -> int:
    """Put into the kept corpus the small finds that reach lines and jumps it does not, smallest first; how
    many."""
    name = target.name
    known: set[tuple[str, int, int]] = set()
    for data in target.seeds():
        known |= _reached(target, data)
    finds = [path for path in (WORK / name).iterdir() if path.stat().st_size <= SMALL]
    kept = 0
    for path in sorted(finds, key=lambda path: (path.stat().st_size, path.name)):
        new = _reached(target, path.read_bytes()) - known
        if new and kept < MOST:
            known |= new
            kept += 1
            shutil.copy(path, CORPUS / name / f"1-{path.name[:12]}")
    return kept


def _reached(target: Target, data: bytes) -> set[tuple[str, int, int]]:
    """The jumps from line to line, by file, that reading this takes."""
    watch = coverage.Coverage(
        messages=False, data_file=None, branch=True, source_pkgs=["desktop", "db"], config_file=False
    )
    watch.start()
    with contextlib.suppress(Exception):
        target.try_one(data)
    watch.stop()
    told = watch.get_data()
    return {(file, *arc) for file in told.measured_files() for arc in told.arcs(file) or ()}


def table(rows: list[dict[str, Any]]) -> str:
    lines = [
        "| reader | files tried | processor s | branches, first to last | fault |",
        "|---|---:|---:|---:|---|",
    ]
    for row in rows:
        told = (row["reader"], f"{row['executions']:,}", row["seconds"], f"{row['first']} → {row['covered']}")
        lines.append("| {} | {} | {} | {} | {} |".format(*told, "**yes**" if row["fault"] else "no"))
    tried, seconds = (sum(row[key] for row in rows) for key in ("executions", "seconds"))
    return "\n".join([*lines, f"| together | {tried:,} | {seconds:,} | | |"])


def tell() -> None:
    """Put the figures into the page of security, beside those it holds of other readers."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    told, _, after = rest.partition(END)
    rows = {row["reader"]: row for row in map(_row, told.splitlines()) if row}
    rows |= json.loads(FIGURES.read_text(encoding="utf-8"))
    here = [rows[target.name] for target in sorted(targets()) if target.name in rows]
    PAGE.write_text(f"{before}{BEGIN}\n{table(here)}\n{END}{after}", encoding="utf-8")


def _row(line: str) -> dict[str, Any] | None:
    """A line of the table as figures, None for its head and its foot."""
    found = re.fullmatch(r"\| ([\w-]+) \| ([\d,]+) \| (\d+) \| (\d+) → (\d+) \| (\S+) \|", line)
    if found is None:
        return None
    reader, tried, *numbers, fault = found.groups()
    names = ("seconds", "first", "covered")
    return {
        "reader": reader, "executions": int(tried.replace(",", "")), "fault": fault != "no",
        **dict(zip(names, map(int, numbers), strict=True)),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run fuzz")
    names = [target.name for target in targets()]
    parser.add_argument("readers", nargs="*", metavar="reader", help=", ".join(names))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--tell", action="store_true")
    asked = parser.parse_args()
    if unknown := set(asked.readers) - set(names):
        parser.error(f"no such reader: {', '.join(sorted(unknown))}")
    if asked.tell:
        tell()
        return 0
    known = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    faults = 0
    for target in targets():
        if asked.readers and target.name not in asked.readers:
            continue
        row = run_one(target, asked.seconds)
        row["kept"] = keep(target) if asked.keep and not row["fault"] else 0
        known[target.name] = row
        FIGURES.write_text(json.dumps(known, indent=1), encoding="utf-8")
        print(json.dumps({key: row[key] for key in row if key != "fault"}), flush=True)  # noqa: T201
        if row["fault"]:
            faults += 1
            print(row["fault"], flush=True)  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
