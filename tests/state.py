"""`./run state [pytest arguments]`: coverage, complexity and sizes of the house, written to docs/state.md.

With arguments, these tests are run under coverage first (all of them: `./run state tests`); without, the page
keeps the coverage it had.
"""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "state.md"
DATA = ROOT / "build" / "coverage"
ROOMS: tuple[str, ...] = (
    "db",
    "desktop/rules",
    "desktop/flow",
    "desktop/exchange",
    "desktop/letters",
    "desktop/ui",
)
ROOMS += ("desktop/terminal", "desktop")
FILE_ROOM, DEED_ROOM = 300, 40


class Deed(NamedTuple):
    """One function: where, how many lines."""

    where: str
    lines: int


def room_of(path: str) -> str:
    return next(room for room in ROOMS if path.startswith(room + "/"))


def sources() -> list[Path]:
    return sorted(path for top in ("db", "desktop") for path in (ROOT / top).rglob("*.py"))


def sizes() -> tuple[dict[str, list[int]], list[Deed]]:
    """Lines of each file by room, and every function with its lines."""
    lines: dict[str, list[int]] = defaultdict(list)
    deeds = []
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8")
        lines[room_of(name)].append(text.count("\n"))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                deeds.append(Deed(f"{name}, {node.name}", (node.end_lineno or 0) - node.lineno + 1))
    return lines, deeds


def complexity() -> list[tuple[int, str]]:
    """McCabe's number of each function that has one above 1, the highest first; ruff counts."""
    command = [sys.executable, "-m", "ruff", "check", "desktop", "db", "--select", "C901", "--exit-zero"]
    command += ["--config", "lint.mccabe.max-complexity=1", "--output-format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found = []
    for one in json.loads(done.stdout):
        said = re.match(r"`(.+)` is too complex \((\d+)", one["message"])
        assert said, one["message"]
        found.append((int(said[2]), f"{Path(one['filename']).relative_to(ROOT).as_posix()}, {said[1]}"))
    return sorted(found, key=lambda row: (-row[0], row[1]))


def covered(arguments: list[str]) -> str:
    """Run these tests under coverage; the table by room."""
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True)
    rules = DATA / "rules.ini"
    # The halves of the suite and the programs that tests start are other processes: they count too.
    told = "[run]\nsource = desktop,db\nparallel = true\npatch = subprocess,_exit\n"
    rules.write_text(f"{told}data_file = {DATA / 'data'}\n", encoding="utf-8")
    coverage, told_by = [sys.executable, "-m", "coverage"], f"--rcfile={rules}"
    run = [*coverage, "run", told_by, "-m", "pytest", "-n", "2", "--dist", "loadfile"]
    done = subprocess.run([*run, "--no-loadscope-reorder", *arguments], check=False, cwd=ROOT)
    subprocess.run([*coverage, "combine", "-q", told_by], check=True, cwd=ROOT)
    report = [*coverage, "json", told_by, "-q", "-o", str(DATA / "told.json")]
    subprocess.run(report, check=True, cwd=ROOT)
    files = json.loads((DATA / "told.json").read_text(encoding="utf-8"))["files"]
    rooms: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, one in files.items():
        held = rooms[room_of(Path(name).as_posix())]
        held[0] += one["summary"]["covered_lines"]
        held[1] += one["summary"]["num_statements"]
    lines = [f"Measured on {dt.date.today()} by `pytest {' '.join(arguments)}`, exit code {done.returncode}."]
    lines += ["", "| room | statements | reached |", "|---|---:|---:|"]
    lines += [f"| `{room}/` | {rooms[room][1]:,} | {share(*rooms[room])} |" for room in ROOMS]
    whole = [sum(each[at] for each in rooms.values()) for at in (0, 1)]
    return "\n".join([*lines, f"| together | {whole[1]:,} | {share(*whole)} |"])


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def page(coverage: str) -> str:
    lines, deeds = sizes()
    tests = sorted((ROOT / "tests").rglob("*.py"))
    counted = [path.read_text(encoding="utf-8").count("\n") for path in tests]
    rows = [
        f"| `{room}/` | {len(each)} | {sum(each):,} | {int(median(each))} | {max(each)} |"
        for room, each in ((room, lines[room]) for room in ROOMS)
    ]
    rows.append(f"| `tests/` | {len(tests)} | {sum(counted):,} | {int(median(counted))} | {max(counted)} |")
    numbers = complexity()
    over = [n for each in lines.values() for n in each if n > FILE_ROOM]
    long = [deed for deed in deeds if deed.lines > DEED_ROOM]
    worst = [f"| {number} | {where} |" for number, where in numbers[:20]]
    beyond = sum(number > 10 for number, _ in numbers)
    return "\n".join([
        "# State of the house", "",
        f"Made by `./run state` on {dt.date.today()}; every figure was counted, none typed.", "",
        "## Sizes", "",
        "| room | files | lines | median | longest |", "|---|---:|---:|---:|---:|", *rows, "",
        f"{len(over)} files of the program pass {FILE_ROOM} lines; {len(long)} functions of {len(deeds):,} "
        f"pass {DEED_ROOM} (`tests/test_house.py` wants a reason for each).", "",
        "## Complexity", "",
        f"McCabe's number: {beyond} functions above 10. The twenty highest:", "",
        "| number | function |", "|---:|---|", *worst, "",
        "## Coverage", "", coverage, "",
    ])  # fmt: skip


def main() -> int:
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    kept = before.partition("## Coverage\n\n")[2].rstrip() or "Not measured yet: `./run state tests`."
    PAGE.write_text(page(covered(sys.argv[1:]) if sys.argv[1:] else kept), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
