"""The page of the long proofs: each is run, timed and written down beside what earlier runs found."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import tempfile
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.apart.proofs.proof import Proof, Prove

ROOT = Path(__file__).resolve().parents[1]
KEPT = "<!-- measured: "
TABLE = """| # | test | figure to reach | figure found | held | took | load | on |
| ---: | --- | --- | --- | --- | ---: | ---: | --- |
"""


@dataclass(frozen=True)
class Page:
    """A page made by its proofs; `head` says what they are, {machine} where they ran."""

    path: Path
    head: str
    titles: Mapping[int, str]
    proofs: Mapping[int, Prove]
    foot: str = ""

    def run(self, asked: list[str]) -> int:
        """Run these proofs, all when none is named; 0 when all hold."""
        held = True
        for number in [int(word) for word in asked] or sorted(self.proofs):
            begun = time.monotonic()
            say(f"{number}. {self.titles[number]}…")
            proof = self._proved(number)
            took = time.monotonic() - begun
            say(f"   {'held' if proof.held else 'NOT HELD'} in {took:.1f} s: {proof.found}")
            load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0
            measured = self._measured()  # read again: two of these commands may run side by side
            day = " at ".join(filter(None, (dt.date.today().isoformat(), commit())))
            measured[number] = [proof.wanted, proof.found, proof.held, round(took, 1), day, load]
            self.path.write_text(self._written(measured), encoding="utf-8")
            held = held and proof.held
        return 0 if held else 1

    def _proved(self, number: int) -> Proof:
        """A proof that breaks has not held: the table says how."""
        folder = Path(tempfile.mkdtemp(prefix=f"parvis-proof-{number}-"))
        try:
            return self.proofs[number]("full", folder, lambda words: say(f"   {words}"))
        except Exception as error:  # noqa: BLE001  whatever it is, the other proofs go on
            traceback.print_exc()
            found = f"broke: {type(error).__name__}: {error}"[:300]
            return Proof(number, self.titles[number], "–", found, False)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _measured(self) -> dict[int, list]:  # type: ignore[type-arg]
        """What earlier runs found, kept at the foot of the page."""
        if not self.path.exists():
            return {}
        told = self.path.read_text(encoding="utf-8").partition(KEPT)[2].partition(" -->")[0]
        return {int(number): row for number, row in json.loads(told or "{}").items()}

    def _written(self, measured: dict[int, list]) -> str:  # type: ignore[type-arg]
        lines = []
        for number, title in sorted(self.titles.items()):
            if number not in measured:
                lines.append(f"| {number} | {title} | | not run yet at full length | – | | | |")
                continue
            wanted, found, held, took, day, load = measured[number]
            word = "yes" if held else "**no**"
            lines.append(
                f"| {number} | {title} | {wanted} | {found} | {word} | {took:.0f} s | {load} | {day} |"
            )
        versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
        machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {versions}"
        kept = json.dumps(measured, ensure_ascii=False)
        rows = "\n".join(lines)
        return f"{self.head.format(machine=machine)}{TABLE}{rows}\n{self.foot}\n{KEPT}{kept} -->\n"


def commit() -> str:
    """Of the sources that ran, "" outside a checkout."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201
