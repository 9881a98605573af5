"""What a scanned heap holds: where each page goes, what its boxes say, what a person has to look at."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from db.queries import scans as room
from db.queries.scans import EditionRow, SentLetter, Spoken
from desktop.exchange.scan_codes import Scan, ScanPage
from desktop.rules.french import plural
from desktop.rules.page_code import LETTER, PageCode, mark_of
from desktop.rules.page_ticks import LABELS, doubts, state_of


class Sheet(NamedTuple):
    """One page of a heap. `state`: filed (to `dossier`), unknown, blank."""

    page: ScanPage
    rank: int  # in its file, from 1
    state: str
    paper: str = ""  # « dossier de séance C2026-03 », « courrier C2026-0041 »
    number: str = ""  # of the dossier
    dossier: bytes | None = None
    applicant: str = ""
    why: str = ""  # why it is set aside, a French sentence
    doubt: str = ""  # what to look at though it is filed

    @property
    def shares(self) -> dict[str, float]:
        return dict(self.page.ticks)

    @property
    def ticked(self) -> list[str]:
        """The boxes that are clearly ticked."""
        return [code for code in LABELS if state_of(self.shares.get(code, 0.0)) == "ticked"]


@dataclass(slots=True)
class ScanFile:
    """One file as it came; `known` is when the same was filed already, "" when it never was."""

    path: Path
    sha256: str
    known: str = ""
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def filed(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.state == "filed"]

    @property
    def aside(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.state == "unknown"]

    @property
    def blank(self) -> int:
        return sum(sheet.state == "blank" for sheet in self.sheets)

    def dossiers(self) -> dict[bytes, list[Sheet]]:
        """The pages of each dossier, in the order of the heap."""
        found: dict[bytes, list[Sheet]] = {}
        for sheet in self.filed:
            if sheet.dossier is not None:
                found.setdefault(sheet.dossier, []).append(sheet)
        return found


class _Known(NamedTuple):
    """What the base knows of the papers that these codes name."""

    dossiers: dict[str, Spoken]
    editions: dict[str, list[EditionRow]]
    letters: dict[str, SentLetter]


def look(reader: sqlite3.Connection, scans: Sequence[Scan]) -> list[ScanFile]:
    """Where each page of these files goes; nothing is written."""
    codes = [page.code for scan in scans for page in scan.pages if page.code]
    letters = room.sent(reader, {code.number for code in codes if code.kind == LETTER})
    editions: dict[str, list[EditionRow]] = {}
    for row in room.editions(reader, {code.number for code in codes if code.kind != LETTER}):
        editions.setdefault(row.code, []).append(row)
    numbers = {code.sheet for code in codes} | {letter.dossier for letter in letters.values()}
    known = _Known(room.spoken_of(reader, numbers - {""}), editions, letters)
    filed = {row.sha256: row.at for row in room.heaps(reader) if row.sha256}
    made = []
    for scan in scans:
        sheets = [_sheet(page, rank, known) for rank, page in enumerate(scan.pages, start=1)]
        made.append(ScanFile(scan.file, scan.sha256, filed.get(scan.sha256, "")[:10], _twice(sheets)))
    return made


def _sheet(page: ScanPage, rank: int, known: _Known) -> Sheet:
    code = page.code
    if page.blank:
        return Sheet(page, rank, "blank")
    if code is None:
        return Sheet(page, rank, "unknown", why="Aucun code n’a été lu sur cette page.")
    return _letter(page, rank, code, known) if code.kind == LETTER else _of_pack(page, rank, code, known)


def _letter(page: ScanPage, rank: int, code: PageCode, known: _Known) -> Sheet:
    paper, row = f"courrier {code.number}", known.letters.get(code.number)
    if row is None or mark_of(row.id) != code.mark or row.dossier not in known.dossiers:
        why = f"Le courrier {code.number} de cette page n’est pas du registre de cette base."
        return Sheet(page, rank, "unknown", paper, why=why)
    return _filed(Sheet(page, rank, "filed", paper), known.dossiers[row.dossier])


def _of_pack(page: ScanPage, rank: int, code: PageCode, known: _Known) -> Sheet:
    paper = f"dossier de séance {code.number}"
    rows = known.editions.get(code.number, [])
    same = [row for row in rows if row.version == code.version]
    if not same or (code.mark and not any(row.sha256[:6].upper() == code.mark for row in same)):
        why = (
            f"Cette page est d’un dossier de séance ({code.number}, version {code.version}) d’une autre base."
        )
        return Sheet(page, rank, "unknown", paper, why=why)
    if not code.sheet:
        why = f"Page {code.page} du dossier de séance {code.number} : elle n’est d’aucun dossier."
        return Sheet(page, rank, "unknown", paper, why=why)
    if code.sheet not in known.dossiers:
        why = f"Le dossier {code.sheet} de cette page n’est pas dans cette base, ou pas dans votre périmètre."
        return Sheet(page, rank, "unknown", paper, why=why)
    last = rows[-1]
    doubt = doubts(dict(page.ticks))
    if last.version > code.version:
        day = f"{last.day[8:10]}/{last.day[5:7]}/{last.day[:4]}"
        newer = f"Version {code.version} : la version {last.version} a été remise depuis, le {day}."
        doubt = f"{newer} {doubt}".strip()
    return _filed(Sheet(page, rank, "filed", paper, doubt=doubt), known.dossiers[code.sheet])


def _filed(sheet: Sheet, row: Spoken) -> Sheet:
    return sheet._replace(number=row.number, dossier=row.id, applicant=row.applicant)


def _twice(sheets: list[Sheet]) -> list[Sheet]:
    """The same page from two readers is kept twice, and told."""
    count = Counter(sheet.page.code for sheet in sheets if sheet.state == "filed")
    said = "Cette page est plusieurs fois dans ce lot : de plusieurs lecteurs ?"
    return [
        sheet._replace(doubt=f"{sheet.doubt} {said}".strip())
        if sheet.state == "filed" and count[sheet.page.code] > 1
        else sheet
        for sheet in sheets
    ]


def told(file: ScanFile) -> str:
    """« 12 pages : 8 classées dans 5 dossiers, 3 à classer à la main, 1 dos vide »."""
    count, filed, aside = len(file.sheets), len(file.filed), len(file.aside)
    parts = []
    if filed:
        where = len(file.dossiers())
        words = plural(filed, "reconnue", "reconnues")
        parts.append(f"{filed} {words}, de {where} {plural(where, 'dossier')}")
    if aside:
        parts.append(f"{aside} à classer à la main")
    if file.blank:
        parts.append(f"{file.blank} {plural(file.blank, 'dos vide', 'dos vides')}")
    return f"{count} {plural(count, 'page')} : {', '.join(parts) or 'aucune à classer'}"


def ticks_words(codes: Sequence[str]) -> str:
    """« favorable, montant d’accord »."""
    return ", ".join(LABELS[code].lower() for code in codes if code in LABELS)
