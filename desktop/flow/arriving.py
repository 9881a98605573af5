"""What lies in the watched folders, and whose it seems to be."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from db import queries
from db.queries.incoming import Settled, recognisable, settled
from db.queries.opinions import pack_of
from desktop.flow.signed_heap import Heap, recognise
from desktop.paths import import_maps
from desktop.rules.addressing import Address, Directory, Known, surest
from desktop.rules.disk import reason
from desktop.rules.french import plural
from desktop.rules.page_code import PACK

if TYPE_CHECKING:  # the readers come with the first look
    from desktop.exchange.application import Progress
    from desktop.exchange.dropped import Dropped, Seen

OFFERED = 8  # dossiers offered for one file
_DONE = frozenset({"decided", "notified", "closed"})


class Target(NamedTuple):
    """A dossier that a file can go to."""

    key: bytes
    number: str
    applicant: str
    title: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that waits; `target` is the dossier proposed, None when none is sure."""

    file: Dropped
    target: Target | None
    offered: tuple[Target, ...] = ()
    twin: str = ""  # name of another waiting file with the same content
    signed: Heap | None = None  # letters of the register that come back in it

    @property
    def annotated(self) -> bool:
        """Whether sheets of a pack of ours come back in it."""
        scan = self.file.scan
        return scan is not None and any(page.code and page.code.kind == PACK for page in scan.pages)


@dataclass(slots=True)
class Arrivals:
    """What one look has found."""

    folders: list[Path] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)  # folders that cannot be read, each with its reason
    waiting: list[Arrival] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)  # those that still lie in a folder


def look_around(reader: sqlite3.Connection, seen: Seen, progress: Progress) -> Arrivals:
    """Read the folders of the office's setting; a folder that is gone is told, the others are read.

    Raises desktop.exchange.application.Cancelled.
    """
    from desktop.exchange.dropped import look

    found = Arrivals()
    files: list[Dropped] = []
    for name in queries.setting(reader, "watched_folders") or []:
        folder = Path(name)
        try:
            files += look([folder], seen, import_maps(), progress, time.time)
            found.folders.append(folder)
        except OSError as error:
            found.gone.append(f"« {name} » ne se lit pas ({reason(error)}).")
    done = {row.sha256: row for row in settled(reader)}
    found.settled = [done[file.sha256] for file in files if file.sha256 in done]
    if not files:
        return found
    directory, targets = _directory(reader)
    first: dict[str, str] = {}
    for file in files:
        if file.sha256 and file.sha256 in done:
            continue
        twin = first.get(file.sha256, "") if file.sha256 else ""
        first.setdefault(file.sha256, file.path.name)
        if file.kind == "opinions":
            file = file._replace(told=_pack_words(reader, file.words))
        arrival = _arrival(file, directory, targets, twin)
        if file.scan is not None and (heap := recognise(reader, [file.scan])).sure:
            arrival = replace(arrival, signed=heap)
        found.waiting.append(arrival)
    return found


def _pack_words(reader: sqlite3.Connection, code: str) -> str:
    """« Avis de la CAF, 12 dossiers, code AV-7K3Q-9FXM »."""
    pack = pack_of(reader, code)
    if pack is None:
        return f"Retour d’avis d’une autre base ou d’une autre séance, code {code}"
    return f"Avis : {pack.partner}, {pack.asked} {plural(pack.asked, 'dossier')}, code {code}"


def _arrival(file: Dropped, directory: Directory, targets: dict[bytes, Target], twin: str) -> Arrival:
    if file.kind in ("applications", "opinions", "refused"):
        return Arrival(file, None, (), twin)
    addresses = directory.ask(file.path.stem, file.words)
    offered = tuple(_told(address, targets) for address in addresses[:OFFERED])
    sure = surest(addresses)
    return Arrival(file, _told(sure, targets) if sure else None, offered, twin)


def _told(address: Address, targets: dict[bytes, Target]) -> Target:
    return targets[address.key]._replace(why=address.why)


def _directory(reader: sqlite3.Connection) -> tuple[Directory, dict[bytes, Target]]:
    rows = recognisable(reader)
    known = (
        Known(
            row.id, row.number, (row.source_id, *(row.others or "").split()), row.siret, row.rna,
            tuple(name for name in (row.applicant, row.acronym) if name), row.title, row.stage not in _DONE,
        )
        for row in rows
    )  # fmt: skip
    return Directory.of(known), {row.id: Target(row.id, row.number, row.applicant, row.title) for row in rows}


def every_target(reader: sqlite3.Connection) -> list[Target]:
    """All dossiers, to choose another one by hand."""
    return [Target(row.id, row.number, row.applicant, row.title) for row in recognisable(reader)]
