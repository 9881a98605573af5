"""A damaged base made good: what was read, what the journal and the copies gave back, a new file."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from db import backup, upgrade
from db.connection import Refused, connect, sealed_mark
from db.copies import Copy
from db.lock import Lock
from db.salvage import building, by_rowid, reading
from db.salvage.building import Saved
from db.salvage.reading import Found
from db.salvage.story import Source
from db.triggers import remove
from desktop.flow import copies
from desktop.flow.repair_words import aside_text, report_text
from desktop.flow.soundness import Stopped, Tell, examine
from desktop.letters.files import write_whole
from desktop.paths import scratch_name


class CannotRepair(ValueError):
    """Nothing was written; the message says why and what is left to do, a French sentence."""


class Repaired(NamedTuple):
    """`out` is None for a dry run."""

    out: Path | None
    report: str
    saved: Saved
    dossiers: int
    faults: tuple[str, ...]  # what is still wrong in the new file


def default_out(damaged: Path) -> Path:
    """Where the new file goes when nobody says: beside the damaged one."""
    stamp = dt.datetime.now().strftime("%Y%m%d-%H%M%S")
    return damaged.with_name(f"{damaged.stem}-reparee-{stamp}{damaged.suffix or '.db'}")


def repair(
    damaged: Path, out: Path | None, *, author: str, tell: Tell = lambda _words, _share: True
) -> Repaired:
    """Save what a damaged base holds in a new file; `out` None writes nothing. The damaged file is only read.

    Raises CannotRepair, Stopped, OSError, db.lock.Held, db.vault.Locked.
    """
    if not damaged.exists():
        raise CannotRepair(f"« {damaged.name} » n’existe pas.")
    if out is not None and out.exists():
        raise CannotRepair(f"« {out.name} » existe déjà : rien n’a été écrit.")
    lock = Lock(damaged, author, "réparation")
    try:
        home = (out or damaged).parent
        with tempfile.TemporaryDirectory(prefix=".reparation-", dir=home) as scratch:
            return _repaired(damaged, out, Path(scratch), author, tell)
    finally:
        lock.release()


def _repaired(damaged: Path, out: Path | None, scratch: Path, author: str, tell: Tell) -> Repaired:
    _go_on(tell, "Préparation d’une base neuve", 0.0)
    pattern = scratch / "modele.db"
    pattern.write_bytes(_pattern())
    new = scratch / "neuve.db"
    with contextlib.ExitStack() as stack:
        sources, mark = _sources(damaged, stack)
        model = stack.enter_context(contextlib.closing(connect(pattern, read_only=True)))
        _go_on(tell, "Lecture du fichier abîmé, page à page", 0.1)
        if mark is not None:
            found = by_rowid.read(damaged, scratch, model, mark)
        else:
            found = reading.read(damaged, scratch, model, [source.connection for source in sources])
        _refuse(damaged, found, sources)
        _go_on(tell, "Écriture d’une base neuve", 0.4)
        _blank(pattern, new, damaged, mark)
        with contextlib.closing(connect(new)) as connection:
            site = _site(found)
            saved = building.build(connection, found, sources, author, site)
            dossiers = int(connection.execute("SELECT count(*) FROM dossier").fetchone()[0])
            connection.execute("PRAGMA journal_mode = DELETE")
    _go_on(tell, "Vérification de la base neuve", 0.7)
    with contextlib.closing(connect(new, read_only=True)) as reader:
        report = examine(reader, damaged.with_name(damaged.name), tell=lambda w, s: tell(w, 0.7 + 0.3 * s))
    wrong = backup.check(new)
    faults = (*wrong, *(fault.sentence for fault in report.faults if fault.kind not in ("file", "piece")))
    missing = [fault.sentence for fault in report.faults if fault.kind == "piece"]
    words = report_text(damaged, found, saved, [source.told for source in sources], dossiers, faults, missing)
    if out is not None:
        write_whole(report_place(out), words.encode())
        if saved.aside and mark is None:
            write_whole(aside_place(out), aside_text(saved).encode())
        new.replace(out)
        if mark is not None:
            from db import vault

            vault.carry(damaged, out)
    return Repaired(out, words, saved, dossiers, faults)


@cache
def _pattern() -> bytes:
    """An empty base of today's schema, in one file."""
    with tempfile.TemporaryDirectory(prefix=scratch_name()) as folder:
        made = Path(folder) / "modele.db"
        upgrade.ready(made)
        with contextlib.closing(connect(made)) as connection:
            remove(connection)  # put back once the rows are in
            connection.execute("PRAGMA journal_mode = DELETE")
        return made.read_bytes()


def aside_place(out: Path) -> Path:
    """Where the rows that found no place in the new base stand."""
    return out.with_name(out.name + ".restes.json")


def report_place(out: Path) -> Path:
    """Where the report of a repair stands."""
    return out.with_name(out.name + ".rapport.txt")


def _go_on(tell: Tell, words: str, share: float) -> None:
    if not tell(words, share):
        raise Stopped


def _sources(damaged: Path, stack: contextlib.ExitStack) -> tuple[list[Source], bytes | None]:
    """The copies that can be read, the latest first; and the mark of an encrypted base."""
    mark = sealed_mark(damaged)
    found = []
    for copy in copies.listed(damaged):
        mark = mark or (sealed_mark(copy.path) if not _looks_clear(damaged) else None)
        with contextlib.suppress(sqlite3.Error, Refused, OSError):
            if upgrade.is_current(copy.path):
                connection = stack.enter_context(contextlib.closing(connect(copy.path, read_only=True)))
                connection.execute("SELECT count(*) FROM step").fetchone()
                found.append(Source(told(copy), connection))
    return found, mark


def _looks_clear(damaged: Path) -> bool:
    """Whether the second page of a file says that it was never encrypted: the kind of a page of SQLite."""
    with damaged.open("rb") as file:
        file.seek(reading.PAGE)
        return file.read(1) in (b"\x02", b"\x05", b"\x0a", b"\x0d", b"\x00")


def told(copy: Copy) -> str:
    """How a copy is called in a report."""
    return f"copie du {copy.at:%d/%m/%Y à %H:%M}"


def _refuse(damaged: Path, found: Found, sources: list[Source]) -> None:
    if found.revision not in ("", upgrade.HEAD):
        raise CannotRepair(
            f"« {damaged.name} » est d’un schéma plus ancien ({found.revision}) : reprenez plutôt une copie "
            "(« parvis copies »). Rien n’a été écrit."
        )
    held = sum(len(found.tables[name].rows) for name in ("dossier", "op", "step"))
    if not held and not sources:
        raise CannotRepair(
            f"Rien ne se lit dans « {damaged.name} », et il n’y a pas de copie à côté : ce n’est "
            "peut-être pas une base Parvis. Rien n’a été écrit."
        )


def _blank(pattern: Path, new: Path, damaged: Path, mark: bytes | None) -> None:
    """An empty base in the place of the new one, encrypted as the damaged one was."""
    if mark is None:
        new.write_bytes(pattern.read_bytes())
        return
    from db import encrypt, vault

    encrypt.sealed_copy(pattern, new, vault.key_of(mark, damaged), mark)


def _site(found: Found) -> str:
    """The name under which this base writes."""
    for values in found.tables["kv"].rows.values():
        if values[0] == "site":
            return str(values[1])
    sites = (values for values in found.tables["step"].rows.values())
    place = next((r for r, c in enumerate(found.tables["step"].columns) if c.name == "site"), 0)
    return next((str(values[place]) for values in sites), "poste")


def put_in_place(repaired: Path, damaged: Path) -> Path:
    """The new file takes the name of the damaged one, which keeps another: where it stands now."""
    stamp = dt.datetime.now().strftime("%Y%m%d-%H%M%S")
    aside = damaged.with_name(f"{damaged.stem}-abimee-{stamp}{damaged.suffix}")
    for old, name in _parts(damaged, aside):
        if old.exists():
            old.replace(name)
    repaired.replace(damaged)
    for old, name in _parts(repaired, damaged):
        if old.suffix == ".cles" and old.exists():
            old.replace(name)
    return aside


def _parts(one: Path, other: Path) -> Iterator[tuple[Path, Path]]:
    for suffix in ("-wal", "-shm", "", ".cles"):
        yield one.with_name(one.name + suffix), other.with_name(other.name + suffix)
