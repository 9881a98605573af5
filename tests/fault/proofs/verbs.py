"""Kills, a full disk and power cuts in the middle of every writing verb."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from tests.apart.proofs.proof import Proof, Prove, Scale, Tell
from tests.fault import scene
from tests.fault.shim import under_shim
from tests.flow.rights_matrix import verbs

TITLES = {
    1: "Kill at a random write of every writing verb, the write itself half done one time in two",
    2: "Disk full from a random write of every writing verb on",
    3: "Power cut: disks rebuilt from the unsynced writes of every writing verb, its undo and its redo",
}


@cache
def _calls(scale: Scale, folder: Path) -> Path:
    return scene.from_tests(folder) if scale == "full" else scene.short(folder)


def _kept(scale: Scale, tell: Tell) -> Path:
    """The calls to play, made once for all three."""
    tell("the calls are kept from the tests that make them")
    return _calls(scale, _place())


@cache
def _place() -> Path:
    return Path(tempfile.mkdtemp(prefix="parvis-calls-"))


def _told(module: str, *arguments: object) -> dict[str, Any]:
    done = under_shim(module, *map(str, arguments))
    try:
        answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise RuntimeError(done.stderr[-2000:]) from error
    return answer


def _first(faults: list[str]) -> str:
    return f" First fault: {faults[0]}" if faults else ""


def killed(scale: Scale, _folder: Path, tell: Tell) -> Proof:
    count, most = (1000, 1000) if scale == "full" else (4, 4)
    told = _told("tests.fault.verbs", "kill", _kept(scale, tell), count, 1)
    every = sum(1 for _ in verbs())
    found = (
        f"{told['done']} kills over {told['verbs']} of {every} verbs ({len(told['not_played'])} more could not be "
        f"played alone): {told['before']} left the base as it was, {told['after']} with the whole step, "
        f"{told['said']} after it was said to be saved; {told['again']} went on at the next run; "
        f"{len(told['faults'])} lost or half written.{_first(told['faults'])}"
    )
    wanted = "≥ 1,000 kills: 0 lost, 0 half, the next run goes on"
    held = not told["faults"] and told["done"] >= min(count, most) and told["again"] == told["done"]
    return Proof(1, TITLES[1], wanted, found, held)


def filled(scale: Scale, _folder: Path, tell: Tell) -> Proof:
    count = 500 if scale == "full" else 4
    told = _told("tests.fault.verbs", "full", _kept(scale, tell), count, 2)
    found = (
        f"{told['done']} over {told['verbs']} verbs: {sum(told['told'].values())} told by {len(told['told'])} "
        f"French sentences, {told['said']} had been saved before; {told['before']} as before, {told['after']} whole; "
        f"{told['again']} went on once there was room; {len(told['faults'])} faults.{_first(told['faults'])}"
    )
    wanted = "≥ 500: a French sentence each, 0 half written, works on once there is room"
    held = not told["faults"] and told["again"] == told["done"]
    return Proof(2, TITLES[2], wanted, found, held)


def cut(scale: Scale, _folder: Path, tell: Tell) -> Proof:
    count = 1000 if scale == "full" else 8
    told = _told("tests.fault.power", _kept(scale, tell), count, 3)
    found = (
        f"{told['disks']} disks from {told['works']} verbs ({told['deeds']:,} writes, syncs and names recorded), "
        f"{told['said']:,} steps said before the cuts: {len(told['faults'])} lost, half written or not "
        f"opening.{_first(told['faults'])}"
    )
    wanted = "≥ 1,000 disks: every step said to be saved is there, with its pieces; chain and tables agree"
    return Proof(3, TITLES[3], wanted, found, not told["faults"] and told["disks"] >= count)


PROOFS: dict[int, Prove] = {1: killed, 2: filled, 3: cut}
