"""What scans of signed letters hold: whose each page is, what is doubtful, what is left to the person."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from db.queries.letters import LetterRow, register
from desktop.exchange.scan_codes import Scan, ScanPage
from desktop.rules.french import listed, plural
from desktop.rules.page_code import LETTER, mark_of


class Back(NamedTuple):
    """A letter of the register that came back; `missing` are its pages that are not in the scan."""

    letter: LetterRow
    pages: tuple[ScanPage, ...]  # in order
    missing: tuple[int, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it is filed without being asked: whole, and not yet there."""
        return not self.missing and not self.letter.signed_on

    @property
    def doubt(self) -> str:
        """What a person has to look at, a French sentence; "" when it is whole and new."""
        if self.missing:
            which = listed([str(page) for page in self.missing])
            words = plural(len(self.missing), "la page", "les pages")
            return f"Il manque {words} {which}."
        if self.letter.signed_on:
            day = dt.date.fromisoformat(self.letter.signed_on)
            return f"Une lettre signée est déjà classée, du {day:%d/%m/%Y} : celle-ci la remplacerait."
        return ""


class Left(NamedTuple):
    """A page left to the person, and why."""

    page: ScanPage
    why: str


@dataclass(slots=True)
class Heap:
    """What scans hold: letters that came back, pages that nobody claims, empty backs."""

    back: list[Back] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    blank: int = 0
    files: dict[Path, str] = field(default_factory=dict)  # with their SHA-256

    @property
    def sure(self) -> list[bytes]:
        """The letters that are filed without being asked."""
        return [one.letter.id for one in self.back if one.sure]


def recognise(reader: sqlite3.Connection, scans: Sequence[Scan]) -> Heap:
    """Whose each page is; nothing is written."""
    heap = Heap(files={scan.file: scan.sha256 for scan in scans})
    known = {row.number: row for row in register(reader)}
    found: dict[str, dict[int, ScanPage]] = defaultdict(dict)
    for page in (page for scan in scans for page in scan.pages):
        if page.blank:
            heap.blank += 1
        elif why := _unclaimed(page, known, found):
            heap.left.append(Left(page, why))
        elif page.code is not None:
            found[page.code.number][page.code.page] = page
    for number, pages in sorted(found.items()):
        count = max(page.code.pages for page in pages.values() if page.code)
        missing = tuple(rank for rank in range(1, count + 1) if rank not in pages)
        heap.back.append(Back(known[number], tuple(pages[rank] for rank in sorted(pages)), missing))
    return heap


def _unclaimed(page: ScanPage, known: dict[str, LetterRow], found: dict[str, dict[int, ScanPage]]) -> str:
    """Why a page is of no letter of this base, or one too many; "" when it is wanted."""
    code = page.code
    if code is None:
        return "Aucun code n’a été lu sur cette page."
    if code.kind != LETTER:
        return f"Cette page est celle d’un autre document ({code.number})."
    row = known.get(code.number)
    if row is None or mark_of(row.id) != code.mark:
        return f"Le courrier {code.number} de cette page n’est pas du registre de cette base."
    if code.page in found.get(code.number, {}):
        return f"La page {code.page} du courrier {code.number} est déjà dans ces scans."
    return ""


def told(heap: Heap) -> str:
    """« 12 lettres signées reconnues, 1 à regarder, 2 pages laissées »."""
    sure, count = len(heap.sure), len(heap.back)
    words = plural(count, "lettre signée reconnue", "lettres signées reconnues")
    parts = [f"{count} {words}"]
    if count - sure:
        parts.append(f"{count - sure} à regarder")
    if heap.left:
        parts.append(f"{len(heap.left)} {plural(len(heap.left), 'page laissée', 'pages laissées')}")
    return ", ".join(parts)
