"""What stands around the base: a small disk, a stick, another program, the clock, damage, memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.apart.proofs.proof import Proof, Prove, Scale, Tell
from tests.fault import places
from tests.fault.proofs.verbs import first, short, told_by
from tests.fault.shim import ROOT

TITLES = {
    7: "A disk of 12 MB that fills, a stick unmounted while the base is open, a folder taken away and replaced",
    8: "The base held by another program, at its opening and while something is saved",
    9: "A clock that jumps by an hour, a day, a year, ten years, over the nights of summer and winter time",
    10: "Flipped bits, lost pages, cut files: told or harmless, then salvaged with an older copy",
    11: "Too little memory during an import, a workbook, letters",
    12: "Kill at a random moment while typing, importing, issuing letters, holding a session, over and over",
    13: "exFAT, NTFS and FAT; names long, accented, with brackets; a share without locks; a home that is read-only",
}


def _program(module: str, *arguments: object) -> dict[str, Any]:
    """What a module of the tests answers, in a program of its own."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TZ": "Europe/Paris"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    try:
        answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise RuntimeError(done.stderr[-2000:]) from error
    return answer


def small_and_gone(scale: Scale, folder: Path, _tell: Tell) -> Proof:
    wanted = "told each time, nothing written elsewhere, goes on when it is back"
    found = places.alone(folder) if scale == "full" else None
    how = "12 MB of tmpfs filled, then freed; bind mount taken off and put back; folder renamed and back"
    if found is None:  # no namespace where one may mount
        (folder / "away").mkdir()
        found, how = places.taken_away(folder / "away"), "folder renamed, replaced and put back"
    return Proof(7, TITLES[7], wanted, f"{how}: {len(found)} faults.{first(found)}", not found)


def occupied(scale: Scale, _folder: Path, _tell: Tell) -> Proof:
    """Its short version is the test itself."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/ui/test_occupied.py"]
    turns = 10 if scale == "full" else 1
    failed = [
        done for _ in range(turns) if (done := subprocess.run(command, cwd=ROOT, check=False).returncode)
    ]
    found = f"{turns} times: opening waits beside a small window, saving under a dialog, {len(failed)} failed"
    return Proof(8, TITLES[8], "waits with progress, saves once free, or says so; no hang", found, not failed)


def clocks(scale: Scale, _folder: Path, _tell: Tell) -> Proof:
    told = short()["clocks"] if scale == "short" else told_by("tests.fault.clocks", 400, 9)
    found = (
        f"{told['jumps']} jumps, {told['steps']} steps, {told['undone']} undone, {told['doubts']} doubts told; copies "
        f"of 400 days with one wrong in ten: {told['copies']} kept at most; {len(told['faults'])} faults."
        f"{first(told['faults'])}"
    )
    wanted = "≥ 400: order of steps, keys and undo as made; no true copy let go; the doubt is told"
    return Proof(9, TITLES[9], wanted, found, not told["faults"])


def bits(scale: Scale, _folder: Path, tell: Tell) -> Proof:
    told = _program("tests.fault.bits", 1000 if scale == "full" else 3, 1000)
    found = (
        f"{told['damages']} damages: {told['at_opening']} told at opening, {told['by_reading']} as soon as read, "
        f"{told['by_verify']} by verify, {told['harmless']} harmless; {told['salvaged']} salvaged, {told['whole']} with "
        f"nothing lost, {told['rows_lost']} rows lost in the others; {len(told['faults'])} silent or "
        f"crashed.{first(told['faults'])}"
    )
    return Proof(10, TITLES[10], "≥ 1,000: 0 crash, 0 wrong value in silence", found, not told["faults"])


def memory(scale: Scale, _folder: Path, _tell: Tell) -> Proof:
    told = _program("tests.fault.memory", 90 if scale == "full" else 2, 11)
    found = (
        f"{told['tries']} limits: {told['done']} had enough, {told['told']} told, {told['fell']} fell with no room left "
        f"to say it; {len(told['faults'])} bases unsound or windows that could not go on.{first(told['faults'])}"
    )
    return Proof(11, TITLES[11], "base sound; the same window goes on", found, not told["faults"])


def busy_hours(scale: Scale, _folder: Path, tell: Tell) -> Proof:
    """Its short version is the test itself."""
    each, told = 250 if scale == "full" else 10, [0, 0, 0, 0]
    for kind in ("typing", "import", "letters", "session"):
        command = [sys.executable, "-m", "tests.fault.killer", kind, str(each)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        tell(f"{kind}: {done.stdout.strip()}")
        told = [a + b for a, b in zip(told, json.loads(done.stdout.strip().splitlines()[-1]), strict=True)]
    kills, said, silent, faults = told
    found = f"{kills} kills, {said:,} saves told, {silent} killed before any; {faults} lost or half written"
    wanted = "≥ 1,000 kills, 50 in a row on each base: 0 lost, 0 half"
    return Proof(12, TITLES[12], wanted, found, not faults)


def odd_places(scale: Scale, folder: Path, _tell: Tell) -> Proof:
    """The file systems are mounted in a namespace of its own, which only an administrator may have."""
    told = short()["odd"] if scale == "short" else _mounted(folder)
    lacking = f"; not here, for want of the tools or the right: {', '.join(told['lacking'])}"
    found = (
        f"{', '.join(told['played'])}: base, note, piece, undo, workbook, letters, copy put back, encryption and back; "
        f"{len(told['faults'])} faults{lacking if told['lacking'] else ''}.{first(told['faults'])}"
    )
    wanted = "works whole, or is told as what it is"
    return Proof(13, TITLES[13], wanted, found, not told["faults"] and bool(told["played"]))


def _mounted(folder: Path) -> dict[str, Any]:
    alone = ["unshare", "-m"]
    root = subprocess.run([*alone, "true"], check=False, capture_output=True).returncode == 0
    return told_by("tests.fault.odd_places", folder, before=alone if root else [])


PROOFS: dict[int, Prove] = {
    7: small_and_gone, 8: occupied, 9: clocks, 10: bits, 11: memory, 12: busy_hours, 13: odd_places,
}  # fmt: skip
# Their short versions are tests/ui/test_occupied.py, tests/db/test_salvage.py and tests/fault/test_kill.py.
ELSEWHERE = frozenset({8, 10, 12, 14})
