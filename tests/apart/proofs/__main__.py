"""The long proofs and their table: `./run proofs`, or `./run proofs 3 21` for some of them."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.apart.proofs.every import PROOFS, TITLES
from tests.apart.proofs.proof import Proof

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "offline-tests.md"
KEPT = "<!-- measured: "

HEAD = """# Work done apart: the proofs

Made by `./run proofs` (some of them: `./run proofs 3 21`) on {machine}.
Each line is one of the tests that the design asks for, with the figure to reach and the figure found when it
last ran; a short version of each runs with `./run test` (`tests/apart/`). Bases are held against a ledger of
what was issued, not only against each other. *load* is how many processes wanted a processor when it ended: above
the number of cores, the machine did other work too, and times by the clock are longer than on one that is free.

| # | test | figure to reach | figure found | held | took | load | on |
| ---: | --- | --- | --- | --- | ---: | ---: | --- |
"""


def main(asked: list[str]) -> int:
    numbers = [int(word) for word in asked] or sorted(PROOFS)
    held = True
    for number in numbers:
        begun = time.monotonic()
        say(f"{number}. {TITLES[number]}…")
        proof = _proved(number)
        took = time.monotonic() - begun
        say(f"   {'held' if proof.held else 'NOT HELD'} in {took:.1f} s: {proof.found}")
        day, load = (
            dt.date.today().isoformat(),
            round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0,
        )
        measured = _measured()  # read again: two of these commands may run side by side
        measured[number] = [proof.wanted, proof.found, proof.held, round(took, 1), day, load]
        PAGE.write_text(page(measured), encoding="utf-8")
        held = held and proof.held
    return 0 if held else 1


def _proved(number: int) -> Proof:
    """A proof that breaks has not held: the table says how."""
    folder = Path(tempfile.mkdtemp(prefix=f"parvis-proof-{number}-"))
    try:
        return PROOFS[number]("full", folder, lambda words: say(f"   {words}"))
    except Exception as error:  # noqa: BLE001  whatever it is, the other proofs go on
        traceback.print_exc()
        return Proof(number, TITLES[number], "–", f"broke: {type(error).__name__}: {error}"[:300], False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


def _measured() -> dict[int, list]:  # type: ignore[type-arg]
    """What earlier runs found, kept at the foot of the page."""
    if not PAGE.exists():
        return {}
    told = PAGE.read_text(encoding="utf-8").partition(KEPT)[2].partition(" -->")[0]
    return {int(number): row for number, row in json.loads(told or "{}").items()}


def page(measured: dict[int, list]) -> str:  # type: ignore[type-arg]
    lines = []
    for number, title in sorted(TITLES.items()):
        if number not in measured:
            lines.append(f"| {number} | {title} | | not run yet at full length | – | | | |")
            continue
        wanted, found, held, took, day, load = measured[number]
        word = "yes" if held else "**no**"
        lines.append(f"| {number} | {title} | {wanted} | {found} | {word} | {took:.0f} s | {load} | {day} |")
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {versions}"
    kept = json.dumps(measured, ensure_ascii=False)
    return HEAD.format(machine=machine) + "\n".join(lines) + f"\n\n{KEPT}{kept} -->\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
