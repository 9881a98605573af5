"""`copies`: the copies of the base listed, proved by restoring, put back, kept in a second place."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db import backup
from db.lock import Held, Lock
from desktop.flow import copies
from desktop.paths import default_database
from desktop.terminal.office import Refusal

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """What was asked, or the list."""
    database = Path(args.db) if args.db else default_database()
    if args.restore:
        return _restore(database, args.restore)
    if not database.exists():
        raise Refusal(f"La base « {database.name} » n’existe pas encore.")
    if args.second_place is not None:
        return _second(database, args.second_place)
    if args.now:
        return _now(database)
    if args.check:
        return _check(database)
    found = copies.listed(database)
    lines = [_line(copy) for copy in found] or ["Aucune copie n’a encore été faite."]
    place = copies.second(database)
    lines.append(f"Second lieu : {place}." if place else "Aucun second lieu n’est choisi.")
    return {"copies": [_json(copy) for copy in found], "second_place": str(place or "")}, lines, []


def _line(copy: copies.Copy) -> str:
    why = copies.WHY.get(copy.why, copy.why)
    size = f"{copy.size / 1_000_000:.1f} Mo".replace(".", ",")
    told = f"{copy.at:%d/%m/%Y %H:%M} · {why} · {size} · {copies.place_words(copy)}"
    return f"{told} · {copies.state_words(copy)} · {copy.path.name}"


def _json(copy: copies.Copy) -> dict[str, Any]:
    return {
        "file": str(copy.path), "at": copy.at.isoformat(sep=" "), "why": copy.why, "size": copy.size,
        "here": copy.here, "second_place": copy.there,
        "proof": copy.proof and {**copy.proof._asdict(), "sound": not copy.proof.faults},
    }  # fmt: skip


def _check(database: Path) -> Answer:
    """Restore and read again every copy that was not proved yet, and the latest in any case."""
    told: list[dict[str, Any]] = []
    lines: list[str] = []
    faults: list[str] = []
    for rank, copy in enumerate(copies.listed(database)):
        if rank and copy.proof is not None:
            continue
        proof = copies.prove(copy.path, database)
        (faults if proof.faults else lines).append(copies.proof_words(copy, proof))
        told.append(_json(copy._replace(proof=proof)))
    _carry(database, lines)
    if not told:
        lines.append("Aucune copie n’a encore été faite.")
    return {"checked": told}, lines, faults


def _now(database: Path) -> Answer:
    made = copies.now(database)
    copy = next(copy for copy in copies.listed(database) if copy.path == made)
    proof = copies.prove(made, database)
    lines = [f"Copie faite : {made}."]
    faults = [copies.proof_words(copy, proof)] if proof.faults else []
    if not faults:
        lines.append(copies.proof_words(copy, proof))
    _carry(database, lines)
    return {"file": str(made), "sound": not faults}, lines, faults


def _carry(database: Path, lines: list[str]) -> None:
    done = copies.carry(database)
    if done is not None:
        lines.append(copies.absent_words(database, done) if done.absent else copies.carried_words(done))


def _second(database: Path, told: str) -> Answer:
    """Choose it, or leave it with an empty word."""
    copies.choose_second(database, Path(told) if told else None)
    if not told:
        return {"second_place": ""}, ["Les copies ne sont plus gardées qu’à côté de la base."], []
    lines = [f"Second lieu : {told}."]
    _carry(database, lines)
    return {"second_place": told}, lines, []


def _restore(database: Path, told: str) -> Answer:
    copy = Path(told)
    if not copy.exists():  # a name of the list is enough
        named = (one.path for one in copies.listed(database) if one.path.name == told)
        copy = next(named, copy)
    if not copy.exists():
        raise Refusal(f"La copie « {copy.name} » n’existe pas. La base est inchangée.")
    try:
        lock = Lock(database, "restauration", "poste")
        try:
            kept = copies.put_back(copy, database)
        finally:
            lock.release()
    except (backup.BadCopy, Held) as why:
        raise Refusal(str(why)) from why
    said = f"La base est revenue à la copie « {copy.name} »."
    if kept:
        said += f" L’état d’avant est gardé dans {kept}."
    return {"restored": str(copy), "kept": str(kept) if kept else None}, [said], []
