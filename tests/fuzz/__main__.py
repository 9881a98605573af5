"""`./run fuzz [reader…] [--seconds N] [--keep]`: coverage-guided, each reader for a bounded time.

A process of its own for each (libFuzzer ends it at the first fault). What it learns stays in a working folder
under `build/fuzz`; `--keep` merges into the kept corpus what reaches lines that the corpus did not. Figures
go to `build/fuzz/figures.json`, and from there into docs/security.md (`./run fuzz --tell`).
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.fuzz.targets import CORPUS, targets

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "fuzz"
FIGURES = WORK / "figures.json"
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- figures of ./run fuzz -->", "<!-- end of the figures -->"
SMALL = 20_000  # bytes: a bigger find is not worth its room in the corpus


def run_one(name: str, seconds: int) -> dict[str, Any]:
    """Fuzz one reader; what libFuzzer counted, and the fault it ended on."""
    found = WORK / name
    found.mkdir(parents=True, exist_ok=True)
    faults = WORK / "faults" / name
    faults.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.fuzz.victim", name, str(found), str(CORPUS / name)]
    command += [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048", "-max_len=262144"]
    command += [f"-artifact_prefix={faults}/", "-print_final_stats=1", "-verbosity=1", "-reload=0"]
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=ROOT)
    said = done.stderr + done.stdout
    covered = re.findall(r"cov: (\d+)", said)
    first = re.search(r"INITED\s+cov: (\d+)", said)
    counted = re.search(r"stat::number_of_executed_units:\s+(\d+)", said)
    return {
        "reader": name,
        "executions": int(counted[1]) if counted else 0,
        "seconds": round(time.monotonic() - begun),
        "first": int(first[1]) if first else 0,
        "covered": int(covered[-1]) if covered else 0,
        "fault": said[-3000:] if done.returncode else "",
    }


def keep(name: str) -> int:
    """Merge small finds that reach new lines into the kept corpus; returns how many."""
    merged = WORK / "merged" / name
    shutil.rmtree(merged, ignore_errors=True)
    shutil.copytree(CORPUS / name, merged)
    command = [sys.executable, "-m", "tests.fuzz.victim", name, "-merge=1", str(merged), str(WORK / name)]
    subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
    here = {path.name for path in (CORPUS / name).iterdir()}
    new = [p for p in sorted(merged.iterdir()) if p.name not in here and p.stat().st_size <= SMALL]
    for path in new[:12]:
        shutil.copy(path, CORPUS / name / f"1-{path.name[:12]}")
    return len(new[:12])


def table(rows: list[dict[str, Any]]) -> str:
    lines = [
        "| reader | files tried | seconds | branches, first to last | fault |",
        "|---|---:|---:|---:|---|",
    ]
    for row in rows:
        told = (row["reader"], f"{row['executions']:,}", row["seconds"], f"{row['first']} → {row['covered']}")
        lines.append("| {} | {} | {} | {} | {} |".format(*told, "**yes**" if row["fault"] else "no"))
    tried, seconds = (sum(row[key] for row in rows) for key in ("executions", "seconds"))
    return "\n".join([*lines, f"| together | {tried:,} | {seconds:,} | | |"])


def tell() -> None:
    """Put the figures into the page of security."""
    rows = sorted(json.loads(FIGURES.read_text(encoding="utf-8")).values(), key=lambda row: row["reader"])
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{table(rows)}\n{END}{after}", encoding="utf-8")


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
    for name in asked.readers or names:
        row = run_one(name, asked.seconds)
        row["kept"] = keep(name) if asked.keep and not row["fault"] else 0
        known[name] = row
        FIGURES.write_text(json.dumps(known, indent=1), encoding="utf-8")
        print(json.dumps({key: row[key] for key in row if key != "fault"}), flush=True)  # noqa: T201
        if row["fault"]:
            faults += 1
            print(row["fault"], flush=True)  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
