"""Is the base sound: file, chain of the journal, anchor, trace, tables, pieces; told in French."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from db import backup, chain, mirror, sight, trace
from db.chain import Anchor, Break
from db.mirror import Difference
from desktop.flow.files import broken
from desktop.flow.soundness_words import (
    break_json,
    break_words,
    difference_json,
    difference_words,
    named,
    place,
    value_words,
)
from desktop.rules.french import plural

Tell = Callable[[str, float], bool]
_MOST = 200  # differences told one by one


class Stopped(Exception):
    """The person wants no more: nothing was changed."""


class Fault(NamedTuple):
    """One thing that is wrong; `told` is for other programs."""

    kind: str  # file, journal, anchor, trace, capture, table, piece
    sentence: str
    told: dict[str, Any]


class Report(NamedTuple):
    steps: int
    operations: int
    pieces: int
    traces: int
    faults: tuple[Fault, ...]
    differences: tuple[Difference, ...]  # what a repair would put back
    last: str  # first characters of the last hash: what is compared on paper


def examine(
    reader: sqlite3.Connection,
    path: Path,
    *,
    known: Anchor | None = None,
    tell: Tell = lambda _words, _share: True,
) -> Report:
    """Read everything again, whatever the person at work is kept to. Raises Stopped when `tell` says no."""
    with sight.whole(reader):
        return _examined(reader, path, known, tell)


def _examined(reader: sqlite3.Connection, path: Path, known: Anchor | None, tell: Tell) -> Report:
    faults = [Fault("file", words, {}) for words in backup.check(path)]
    if faults:
        return Report(0, 0, 0, 0, tuple(faults), (), "")
    found, wrong = _read_again(reader, tell)
    if found is not None:
        faults.append(Fault("journal", break_words(reader, found), break_json(reader, found)))
    if known is not None:
        faults += _against(reader, known)
    hurt = trace.first_broken(reader)
    if hurt is not None:
        faults.append(Fault("trace", hurt.sentence, {"line": hurt.n}))
    faults += _waiting(reader)
    faults += [Fault("table", difference_words(reader, d), difference_json(reader, d)) for d in wrong[:_MOST]]
    if len(wrong) > _MOST:
        faults.append(Fault("table", f"… et {len(wrong) - _MOST} autres écarts avec le journal.", {}))
    hashes = [row[0] for row in reader.execute("SELECT sha256 FROM file")]
    faults += _pieces(path.with_name(path.name + ".pieces"), hashes, tell)
    counts = [reader.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("step", "op", "trace")]
    last = chain.anchor(reader, "").hash
    return Report(counts[0], counts[1], len(hashes), counts[2], tuple(faults), wrong, last[:16])


def _read_again(reader: sqlite3.Connection, tell: Tell) -> tuple[Break | None, tuple[Difference, ...]]:
    """The first break of the journal, and what the tables hold otherwise than it tells."""

    def part(words: str, first: float, last: float) -> Callable[[int, int], bool]:
        return lambda at, of: tell(words, first + (last - first) * at / max(1, of))

    try:
        found = chain.first_break(reader, part("Relecture du journal", 0.05, 0.5))
        wrong = mirror.differences(reader, part("Comparaison des tables au journal", 0.5, 0.8))
        return found, tuple(wrong)
    except (chain.Stopped, mirror.Stopped) as wish:
        raise Stopped from wish


def _pieces(folder: Path, hashes: list[str], tell: Tell) -> list[Fault]:
    found: list[Fault] = []
    for rank, sha256 in enumerate(hashes):
        if rank % 20 == 0 and not tell("Relecture des pièces", 0.8 + 0.2 * rank / len(hashes)):
            raise Stopped
        found += [Fault("piece", words, {"sha256": sha256}) for words in broken(folder, [sha256])]
    return found


def sound_words(report: Report) -> str:
    """What a sound base is told to be."""
    return (
        f"{report.steps} étapes et {report.operations} opérations du journal, {report.pieces} contenus de "
        f"pièces, {report.traces} {plural(report.traces, 'ligne')} du journal des consultations : tout est "
        f"intact. Dernière empreinte : {report.last or 'aucune'}."
    )


def _against(reader: sqlite3.Connection, known: Anchor) -> list[Fault]:
    when = f"{known.at[8:10]}/{known.at[5:7]}/{known.at[:4]} à {known.at[11:16]}"
    found = []
    hurt = chain.against(reader, known)
    if hurt is not None:
        words = f"Ancre du {when} : {_first_lower(break_words(reader, hurt))}"
        if again := chain.made_again(reader):
            words += f" Ce poste a refait lui-même sa chaîne : {again}"
        found.append(Fault("anchor", words, break_json(reader, hurt)))
    gone = chain.trace_against(reader, known)
    if gone:
        found.append(Fault("anchor", f"Ancre du {when} : {_first_lower(gone)}", {"line": known.trace}))
    return found


def _first_lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _waiting(reader: sqlite3.Connection) -> list[Fault]:
    """What another program wrote in the tables and that is not in the journal yet."""
    found = []
    rows = reader.execute(
        "SELECT ent, rid, dossier, field, kind, base, val FROM capture ORDER BY n"
    ).fetchall()
    for ent, rid, dossier, field, kind, base, val in rows[:_MOST]:
        where = place(reader, ent, dossier)
        deed = {"create": "ligne ajoutée", "delete": "ligne retirée"}.get(kind, "valeur changée")
        words = f"Un autre programme a écrit dans la base ({where}{named(ent, field)} : {deed}"
        if kind == "update":
            words += f", {value_words(field, json.loads(base))} → {value_words(field, json.loads(val))}"
        told = {"table": ent, "row": rid.hex(), "field": field, "kind": kind}
        found.append(Fault("capture", f"{words}). Le journal ne le sait pas encore.", told))
    return found
