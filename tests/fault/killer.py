"""Kills a writing process at a random moment, many times, and looks at what is left.

Run as a program so that each victim is forked from a warm process: `python -m tests.fault.killer KIND COUNT…`.
The victim says on a pipe what the window would say was saved; whatever was said must be there afterwards.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db import backup, queries
from db.journal import broken_steps
from db.queries import committee as read
from db.store import Store
from desktop.flow.annotate import annotate, edit_note
from desktop.flow.decide import decide
from desktop.flow.files import broken
from desktop.flow.notify import issue, prepare
from desktop.flow.receive import receive
from desktop.flow.sitting import pronounce, stand_at
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from tests.apart.proofs.ledger import faults_of_journal
from tests.fault import shim
from tests.office import application, bring, open_office, read_of
from tests.session import funder, running

Say = Callable[[str], None]
Work = Callable[[Path, Say], None]
DAY = dt.date(2026, 3, 14)
IN_A_ROW = 50  # on one base: the judge reads all of it each time, and it grows


def typing(path: Path, say: Say) -> None:
    """A note saved again and again as it is typed."""
    store = Store(path, author="A", place="p")
    dossier = queries.list_ids(store.reader)[0]
    note = store.do(annotate, dossier=dossier, place="dossier", text="début").value
    for n in range(100_000):
        text = f"phrase {n} " + "mot " * (n % 50)
        store.do(edit_note, note=note, text=text)
        say(json.dumps(["note", note.hex(), text.strip()]))


def importing(path: Path, say: Say) -> None:
    """Files of thirty applications, one transaction each."""
    store = Store(path, author="A", place="p")
    for batch in range(1000):
        numbers = [f"{batch:04d}{n:04d}" for n in range(30)]
        store.do(receive, read=read_of(*(application(number) for number in numbers)))
        say(json.dumps(["import", batch, 30]))


def printing(path: Path, say: Say) -> None:
    """Letters issued one after the other."""
    store = Store(path, author="A", place="p")
    templates = load(resources() / "letters")
    funder = queries.funders(store.reader)[0].id
    for dossier in queries.list_ids(store.reader):
        if queries.decision(store.reader, dossier) is None:
            store.do(decide, dossier=dossier, outcome="granted", amounts={funder: 5_000_00}, decided_on=DAY)
        letter = store.do(prepare, dossier=dossier, template="accord_partiel").value
        number = store.do(issue, letter=letter, templates=templates, make=make, today=DAY).value
        say(json.dumps(["letter", letter.hex(), number]))


def sitting(path: Path, say: Say) -> None:
    """A session of the committee: each answer is said to be saved, then the room goes to the next dossier."""
    store = Store(path, author="A", place="p")
    key = read.committees(store.reader)[0].id
    items = [row.id for row in read.items(store.reader, key)]
    here = read.committee(store.reader, key)
    start = items.index(here.current_item) if here is not None and here.current_item else 0
    for n in range(100_000):
        item, after = items[(start + n) % len(items)], items[(start + n + 1) % len(items)]
        words = f"motif {os.getpid()} {n}"
        if n % 3:
            store.do(pronounce, item=item, outcome="refused", comment=words)
        else:
            store.do(
                pronounce, item=item, outcome="granted", amounts={funder(store): 9_000_00}, comment=words
            )
        say(json.dumps(["item", item.hex(), words]))
        stand_at(store, key, after)
        say(json.dumps(["stand", key.hex(), after.hex()]))


WORKS: dict[str, Work] = {"typing": typing, "import": importing, "letters": printing, "session": sitting}


def judge(path: Path, said: list[list[object]]) -> list[str]:
    """What is lost or broken after a kill, French sentences; empty when all is well."""
    faults = backup.check(path)
    with contextlib.closing(sqlite3.connect(path)) as raw:
        faults += broken_steps(raw) + faults_of_journal(raw)
        left = raw.execute("SELECT count(*) FROM capture").fetchone()[0]
        faults += [f"{left} changements capturés hors du journal."] if left else []
        stands = [fact for fact in said if fact[0] == "stand"]  # only the last one counts
        facts = [fact for fact in said if fact[0] != "stand"] + stands[-1:]
        faults += [f"perdu : {fact}" for fact in facts if not _holds(raw, fact)]
        faults += _half_said(raw)
        halves = raw.execute("SELECT count(*) % 30 FROM dossier WHERE source_id LIKE '0%'").fetchone()[0]
        faults += ["Un import est à moitié écrit."] if halves else []
        hashes = [row[0] for row in raw.execute("SELECT sha256 FROM file")]
    return faults + broken(path.with_name(path.name + ".pieces"), hashes)


def _half_said(raw: sqlite3.Connection) -> list[str]:
    """Items of which an answer is half written: an agreement without its amount, a refusal with one."""
    sql = (
        "SELECT count(*) FROM item i LEFT JOIN item_amount a ON a.item_id = i.id WHERE "
        "(i.outcome IN ('granted', 'partial')) <> (a.id IS NOT NULL) "
        "OR (i.state = 'decided') <> (i.outcome <> '')"
    )
    count = raw.execute(sql).fetchone()[0]
    return [f"{count} réponses de séance à moitié écrites."] if count else []


def _holds(raw: sqlite3.Connection, fact: list[object]) -> bool:
    kind, key, value = fact
    if kind == "note":
        # Only the last saying counts; an earlier text must stand in the journal.
        row = raw.execute(
            "SELECT 1 FROM op WHERE ent = 'annotation' AND rid = ? AND field = 'text' AND val = ?",
            (bytes.fromhex(str(key)), json.dumps(value, ensure_ascii=False)),
        ).fetchone()
        return row is not None
    if kind == "item":
        row = raw.execute(
            "SELECT 1 FROM op WHERE ent = 'item' AND rid = ? AND field = 'comment' AND val = ?",
            (bytes.fromhex(str(key)), json.dumps(value, ensure_ascii=False)),
        ).fetchone()
        return row is not None
    if kind == "stand":  # the victim may have gone one further before it could say so
        items = [row[0].hex() for row in raw.execute("SELECT id FROM item ORDER BY rank")]
        here = raw.execute("SELECT v FROM kv WHERE k = ?", (f"room:{key}",)).fetchone()[0]
        return (items.index(here) - items.index(str(value))) % len(items) in (0, 1)
    if kind == "import":
        pattern = f"{int(str(key)):04d}%"
        row = raw.execute("SELECT count(*) FROM dossier WHERE source_id LIKE ?", (pattern,)).fetchone()
        return bool(row[0] == value)
    row = raw.execute("SELECT number FROM letter WHERE id = ?", (bytes.fromhex(str(key)),)).fetchone()
    return row is not None and row[0] == value


@dataclass(slots=True)
class Tally:
    kills: int = 0
    said: int = 0
    silent: int = 0  # killed before anything was said to be saved
    faults: int = 0


def _victim(work: Work, path: Path, pipe: int) -> None:
    """In the forked child: work until killed."""
    with os.fdopen(pipe, "w", buffering=1) as out:
        work(path, lambda text: print(text, file=out))


def kill_once(work: Work, path: Path, rng: random.Random) -> list[list[object]]:
    """Fork a victim, let it live a random moment, kill it; what it had said was saved."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with contextlib.suppress(BaseException):
            _victim(work, path, writing)
        os._exit(0)
    os.close(writing)
    # Most are waited for until their first words, however slow the machine; the others are killed before.
    select.select([reading], [], [], 30.0 if rng.random() < 0.7 else rng.uniform(0.0, 1.0))
    select.select([], [], [], rng.uniform(0.0, 0.15))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as words:
        lines = words.read().split("\n")
    return [json.loads(line) for line in lines[:-1]]


def _begun(kind: str, folder: Path) -> Path:
    """A base with sixty dossiers, the room opened where that is the work."""
    store = open_office(folder)
    bring(store, *(application(f"9{n:07d}") for n in range(60)))
    if kind == "session":
        running(store, query="")
    store.close()
    return store.path


def run(kind: str, count: int, seed: int = 8) -> Tally:
    """Kill `count` victims of one kind of work, many in a row on one database; prints each fault."""
    rng = random.Random(seed)
    tally = Tally()
    with tempfile.TemporaryDirectory(dir=shim.memory()) as place:
        folder, first = Path(place) / "now", Path(place) / "first"
        _begun(kind, first)
        for number in range(count):
            if number % IN_A_ROW == 0:
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(first, folder)
            path = folder / "parvis.db"
            said = kill_once(WORKS[kind], path, rng)
            faults = judge(path, said)
            tally.kills += 1
            tally.said += len(said)
            tally.silent += not said
            tally.faults += len(faults)
            for fault in faults:
                print(f"{kind} : {fault}", file=sys.stderr)  # noqa: T201
    return tally


if __name__ == "__main__":
    faults = 0
    for kind, count in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        result = run(kind, int(count))
        print(json.dumps([result.kills, result.said, result.silent, result.faults]))  # noqa: T201
        faults += result.faults
    sys.exit(1 if faults else 0)
