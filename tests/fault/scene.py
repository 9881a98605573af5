"""The calls that the faults play: kept from the tests that make them, or from a short scene."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from db import queries
from desktop.flow.decide import decide
from desktop.flow.pieces import add_piece
from desktop.flow.receive import receive
from tests.fault import record
from tests.fault.shim import ROOT
from tests.office import application, bring, open_office, read_of

LIST = Path(__file__).with_name("recorded.txt")


def from_tests(folder: Path) -> Path:
    """Run the tests that recorded.txt names and keep the calls they make, then the scenes of those that no
    test makes; some twenty minutes."""
    if kept := os.environ.get("PARVIS_RECORDED"):  # made before
        return Path(kept)
    calls = folder / "calls"
    tests = LIST.read_text(encoding="utf-8").split("\n")
    environment = {**os.environ, "PARVIS_RECORD": str(calls)}
    command = [
        sys.executable, "-m", "pytest", "-p", "tests.fault.record", "-p", "no:xdist", "--basetemp",
        str(folder / "pytest"), *filter(None, tests),
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, env=environment, check=False)
    more = [sys.executable, "-m", "tests.fault.scene_more", str(calls)]
    subprocess.run(more, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    return calls


def short(folder: Path) -> Path:
    """Three verbs, kept as they are done: a file, many rows at once, money."""
    store = open_office(folder / "scene")
    dossier = bring(store, *(application(f"2650000{n}") for n in range(2)))[0].dossier
    money = queries.funders(store.reader)[0].id
    calls = folder / "calls"

    def do(verb: Callable[..., object], **arguments: object) -> None:
        record.kept(store, calls, verb, arguments)

    do(add_piece, dossier=dossier, label="Statuts", name="statuts.txt", content=b"Statuts " * 4000)
    do(receive, read=read_of(*(application(f"2651000{n}") for n in range(5))))
    do(decide, dossier=dossier, outcome="granted", amounts={money: 5_000_00}, decided_on=dt.date(2026, 3, 14))
    store.close()
    return calls
