"""Kills, a full disk and power cuts in the middle of every writing verb."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
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
    4: "Stick pulled out: every write and sync fails from a random one of every writing verb on",
    5: "Read-only folder: nothing can be written, every writing verb",
    6: "Export, letters, piece, satchel, copy, restoring, second place, encryption and back: the same faults",
    14: "Pack of a session, its workbook, minutes, report of a year, print run of letters: the same faults",
}

_NO_CALL = "no test or scene calls it"
_ALONE = "played alone, it does not do again what it did: a file of its test is gone"
NOT_PLAYED = {
    "flow.enrol.join": "it leaves no step, what it writes is this workstation's alone",
}


@cache
def _kept(tell: Tell) -> Path:
    """The calls to play, kept from the tests that make them, once for all the faults."""
    tell("the calls are kept from the tests that make them")
    return scene.from_tests(Path(tempfile.mkdtemp(prefix="parvis-calls-")))


@cache
def short() -> dict[str, dict[str, Any]]:
    """All the short faults, in one program."""
    with tempfile.TemporaryDirectory(prefix="parvis-short-") as place:
        return told_by("tests.fault.short", place)


def played(
    name: str, scale: Scale, tell: Tell, module: str, count: int, seed: int, way: str = ""
) -> dict[str, Any]:
    """What a fault answers, in full or as part of the short ones; `way` of tests.fault.verbs."""
    if scale == "short":
        return short()[name]
    return told_by(module, *((way,) if way else ()), _kept(tell), count, seed)


def told_by(module: str, *arguments: object, before: Sequence[str] = ()) -> dict[str, Any]:
    """What a module answers, run under the shim; `before`: a command that starts it."""
    done = under_shim(module, *map(str, arguments), before=before)
    try:
        answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise RuntimeError(done.stderr[-2000:]) from error
    return answer


def first(faults: list[str]) -> str:
    return f" First fault: {faults[0]}" if faults else ""


def _lacking(names: set[str], alone: list[str], scale: Scale) -> str:
    """Why the others are not played; the short form plays three and says nothing."""
    if scale == "short" or not names:
        return ""
    return f" (not {'; '.join(f'{name}: {NOT_PLAYED.get(name, _ALONE if name in alone else _NO_CALL)}' for name in sorted(names))})"


def killed(scale: Scale, _folder: Path, tell: Tell) -> Proof:
    told = played("kill", scale, tell, "tests.fault.verbs", 1000, 1, "kill")
    every = {verb.name for verb in verbs()}
    found = (
        f"{told['done']} kills over {told['verbs']} of {len(every)} verbs{_lacking(every - {*told['names']}, told['not_played'], scale)}: "
        f"{told['before']} left the base as it was, {told['after']} with the whole step, "
        f"{told['said']} after it was said to be saved; {told['again']} went on at the next run; "
        f"{len(told['faults'])} lost or half written.{first(told['faults'])}"
    )
    wanted = "≥ 1,000 kills: 0 lost, 0 half, the next run goes on"
    held = not told["faults"] and told["again"] == told["done"] > 0
    return Proof(1, TITLES[1], wanted, found, held)


def filled(scale: Scale, _folder: Path, tell: Tell) -> Proof:
    told = played("full", scale, tell, "tests.fault.verbs", 500, 2, "full")
    found = (
        f"{told['done']} over {told['verbs']} verbs: {sum(told['told'].values())} told by {len(told['told'])} "
        f"French sentences, {told['said']} had been saved before; {told['before']} as before, {told['after']} whole; "
        f"{told['again']} went on once there was room; {len(told['faults'])} faults.{first(told['faults'])}"
    )
    wanted = "≥ 500: a French sentence each, 0 half written, works on once there is room"
    held = not told["faults"] and told["again"] == told["done"]
    return Proof(2, TITLES[2], wanted, found, held)


def cut(scale: Scale, _folder: Path, tell: Tell) -> Proof:
    told = played("power", scale, tell, "tests.fault.power", 1000, 3)
    found = (
        f"{told['disks']} disks from {told['works']} verbs ({told['deeds']:,} writes, syncs and names recorded), "
        f"{told['said']:,} steps said before the cuts: {len(told['faults'])} lost, half written or not "
        f"opening.{first(told['faults'])}"
    )
    wanted = "≥ 1,000 disks: every step said to be saved is there, with its pieces; chain and tables agree"
    return Proof(3, TITLES[3], wanted, found, not told["faults"] and told["disks"] > 0)


def gone(scale: Scale, _folder: Path, tell: Tell) -> Proof:
    return _refused(4, "gone", scale, tell)


def shut(scale: Scale, _folder: Path, tell: Tell) -> Proof:
    return _refused(5, "shut", scale, tell)


def _refused(number: int, way: str, scale: Scale, tell: Tell) -> Proof:
    told = played(way, scale, tell, "tests.fault.verbs", 300, number, way)
    found = (
        f"{told['done']} over {told['verbs']} verbs: {sum(told['told'].values())} told, {told['said']} had been saved "
        f"before; {told['before']} as before, {told['after']} whole; {told['again']} went on once it was back; "
        f"{len(told['faults'])} faults.{first(told['faults'])}"
    )
    wanted = "≥ 300: a French sentence each, 0 half written, goes on once it is back"
    held = not told["faults"] and told["again"] == told["done"]
    return Proof(number, TITLES[number], wanted, found, held)


def works(scale: Scale, _folder: Path, _tell: Tell) -> Proof:
    return _worked(6, short()["works"] if scale == "short" else told_by("tests.fault.works", 20, 6, "office"))


def papers(_scale: Scale, _folder: Path, _tell: Tell) -> Proof:
    """Its short version is that of the other works: they are written in the same way."""
    return _worked(14, told_by("tests.fault.works", 30, 14, "papers"))


def _worked(number: int, told: dict[str, Any]) -> Proof:
    found = (
        f"{told['works']} works: {told['kills']} kills, {told['refused']} full disks, {told['disks']} power cuts: "
        f"{len(told['faults'])} faults.{first(told['faults'])}"
    )
    wanted = "≥ 150 of each: the file of before or the new one, whole; said to be written, it is there"
    return Proof(
        number, TITLES[number], wanted, found, not told["faults"] and told["kills"] == told["refused"]
    )


PROOFS: dict[int, Prove] = {1: killed, 2: filled, 3: cut, 4: gone, 5: shut, 6: works, 14: papers}
