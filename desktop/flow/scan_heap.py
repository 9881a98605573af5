"""Scanned papers filed: each page a piece of its dossier, the boxes ticked taken when somebody says so."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of, new_key
from db.store import author_of, say, use_case
from desktop.exchange.scan_codes import ScanPage, bound, digest_of
from desktop.flow.annotate import annotate
from desktop.flow.files import copy_out, keep
from desktop.flow.incoming import settle, watched
from desktop.flow.interests import may_judge
from desktop.flow.scan_look import ScanFile, Sheet, ticks_words
from desktop.paths import scratch_name
from desktop.rules.disk import reason
from desktop.rules.french import listed, plural
from desktop.rules.page_ticks import LABELS, OPINIONS, state_of

Chosen = Mapping[tuple[Path, int], bytes | None]  # (file, rank) -> dossier; None: set aside


@use_case("Classer des papiers numérisés", right="scan")
def file_scan(
    session: Session, *, files: Sequence[ScanFile], by_hand: Chosen | None = None, again: bool = False
) -> int:
    """File the pages of these heaps: a piece for each dossier and heap; returns how many pages. One undo.

    `by_hand`: pages that somebody sends elsewhere than their code says, or sets aside. A heap already filed
    is left out, unless `again`. Raises ValueError (French) when there is nothing to file, or when a file
    changed since it was shown.
    """
    chosen = by_hand or {}
    taken = [file for file in files if again or not file.known]
    if not any(file.filed or file.aside for file in taken):
        known = [file for file in files if file.known]
        told = " : ce lot est déjà classé" if known and not taken else ""
        raise ValueError(f"Il n’y a aucune page à classer{told}. Rien n’a été changé.")
    count = 0
    for file in taken:
        _unchanged(file)
        count += _file(session, file, chosen)
        if str(file.path.parent.resolve()) in watched(session):  # it waits no longer in « Arrivées »
            settle(session, file.path, file.sha256, file.path.stat().st_size, "scanned")
    say(session, f"Classer {count} {plural(count, 'papier numérisé', 'papiers numérisés')}")
    return count


def _file(session: Session, file: ScanFile, chosen: Chosen) -> int:
    kept = keep(session, file.path.read_bytes(), file.path.name)
    heap = m.ScanHeap(
        id=new_key(), name=file.path.name, at=now(), page_count=len(file.sheets), file_id=kept.id,
        author=author_of(session),
    )  # fmt: skip
    session.add(heap)
    session.flush()
    sheets = [_as_chosen(sheet, chosen) for sheet in file.sheets]
    groups: dict[bytes, list[Sheet]] = {}
    for sheet in sheets:
        if sheet.dossier is not None:
            groups.setdefault(sheet.dossier, []).append(sheet)
    contents = bound([[sheet.page for sheet in group] for group in groups.values()])
    pieces = {
        dossier: _piece(session, dossier, group, content)
        for (dossier, group), content in zip(groups.items(), contents, strict=True)
    }
    session.add_all(
        _row(heap.id, sheet, pieces.get(sheet.dossier) if sheet.dossier else None) for sheet in sheets
    )
    session.flush()
    return sum(len(group) for group in groups.values())


def _as_chosen(sheet: Sheet, chosen: Chosen) -> Sheet:
    place = (sheet.page.file, sheet.page.page)
    if place not in chosen:
        return sheet
    dossier = chosen[place]
    state = "set_aside" if dossier is None else "filed"
    return sheet._replace(dossier=dossier, state=state, why="", doubt="")


def _piece(session: Session, dossier: bytes, sheets: Sequence[Sheet], content: bytes) -> bytes:
    may_judge(session, dossier)
    label = piece_label(
        [(sheet.paper, sheet.page.code.page if sheet.page.code else None) for sheet in sheets]
    )
    file = keep(session, content, "papier annoté.pdf")
    piece = m.Piece(
        id=new_key(), dossier_id=dossier, label=label, name=f"{label}.pdf", state="received", origin="scan",
        file_id=file.id, received_on=now().date(),
    )  # fmt: skip
    session.add(piece)
    session.flush()
    return piece.id


def piece_label(pages: Sequence[tuple[str, int | None]]) -> str:
    """« Papier annoté, dossier de séance C2026-03, pages 4 et 5 »; "" papers were known by hand."""
    papers: dict[str, list[str]] = {}
    for paper, page in pages:
        numbers = papers.setdefault(paper, [])
        if page is not None and str(page) not in numbers:
            numbers.append(str(page))
    parts = []
    for paper, numbers in papers.items():
        if paper:
            what = plural(len(numbers), "page")
            parts.append(f"{paper}, {what} {listed(numbers)}" if numbers else paper)
    return ", ".join(["Papier annoté", *parts])


def _row(heap: bytes, sheet: Sheet, piece: bytes | None) -> m.ScanPage:
    code = sheet.page.code
    return m.ScanPage(
        id=key_of("scan_page", heap, str(sheet.rank)), heap_id=heap, rank=sheet.rank, state=sheet.state,
        dossier_id=sheet.dossier, code="" if code is None else f"{code.number} {code.sheet}".strip(),
        paper=sheet.paper, page=None if code is None else code.page, piece_id=piece,
        ticks=json.dumps(sheet.shares) if sheet.page.ticks else "",
    )  # fmt: skip


def _unchanged(file: ScanFile) -> None:
    try:
        same = digest_of(file.path) == file.sha256
    except OSError as error:
        why = reason(error)
        raise ValueError(f"« {file.path.name} » ne s’ouvre plus ({why}) : rien n’a été classé.") from error
    if not same:
        raise ValueError(f"« {file.path.name} » a changé depuis qu’il est montré : regardez-le de nouveau.")


# --- afterwards: by hand, and the boxes -------------------------------------------------------------------


@use_case("Classer une page à la main", right="scan")
def file_page(session: Session, *, page: bytes, dossier: bytes) -> None:
    """Send a page that was set aside to a dossier. Raises ValueError (French), OSError."""
    row = session.get_one(m.ScanPage, page)
    if row.state == "filed":
        raise ValueError("Cette page est déjà classée. Rien n’a été changé.")
    heap = session.get_one(m.ScanHeap, row.heap_id)
    content = _taken_out(session, heap, row.rank)
    sheet = Sheet(ScanPage(Path(heap.name), row.rank, None), row.rank, "filed", row.paper)
    row.piece_id = _piece(session, dossier, [sheet], content)
    row.dossier_id, row.state = dossier, "filed"
    number = session.get_one(m.Dossier, dossier).number
    say(session, f"Classer la page {row.rank} de « {heap.name} » dans {number}")


def _taken_out(session: Session, heap: m.ScanHeap, rank: int) -> bytes:
    folder, file = session.info.get("files"), heap.file_id and session.get(m.File, heap.file_id)
    if folder is None or not file:
        raise ValueError(f"Le fichier « {heap.name} » n’est plus gardé : rien n’a été classé.")
    with heap_file(folder, file.sha256, heap.name) as path:
        return next(bound([[ScanPage(path, rank, None)]]))


@contextlib.contextmanager
def heap_file(folder: Path, sha256: str, name: str) -> Iterator[Path]:
    """A heap that was kept, under a name that tells what it is; the copy does not outlive the reading."""
    with tempfile.TemporaryDirectory(prefix=scratch_name()) as scratch:
        copy = Path(scratch) / f"lot{Path(name).suffix.lower()}"
        copy_out(folder, sha256, copy)
        yield copy


@use_case("Mettre une page de côté", right="scan")
def set_page_aside(session: Session, *, page: bytes) -> None:
    """A page that goes nowhere is no longer offered."""
    session.get_one(m.ScanPage, page).state = "set_aside"


@use_case("Reprendre des cases cochées", right="scan")
def take_ticks(
    session: Session, *, page: bytes, of: str, boxes: Collection[str], audience: str = "team"
) -> bytes:
    """Write what these boxes say as a note of the dossier, told to be of `of`; returns the key of the note.

    Raises ValueError (French): nobody named, nothing chosen, opinions that exclude each other, page not filed
    or already dealt with.
    """
    row = session.get_one(m.ScanPage, page)
    if row.dossier_id is None or row.ticks_done:
        raise ValueError(
            "Cette page n’est pas classée, ou ses cases sont déjà reprises. Rien n’a été changé."
        )
    if not of.strip():
        raise ValueError("Dites de qui sont ces cases : rien n’a été repris.")
    chosen = [code for code in LABELS if code in boxes]
    if not chosen:
        raise ValueError("Aucune case n’est choisie : rien n’a été repris.")
    if sum(code in OPINIONS for code in chosen) > 1:
        raise ValueError("Un seul avis à la fois : favorable, réserves ou défavorable. Rien n’a été repris.")
    where = f"{row.paper}, page {row.page}" if row.page else row.paper
    text = f"{of.strip()}, sur papier ({where}) : {ticks_words(chosen)}."
    note = annotate(session, dossier=row.dossier_id, place="dossier", text=text, audience=audience)
    row.ticks_done = "taken"
    say(session, f"Reprendre les cases de {of.strip()} : {ticks_words(chosen)}")
    return note


@use_case("Écarter des cases cochées", right="scan")
def dismiss_ticks(session: Session, *, pages: Collection[bytes]) -> None:
    """What the boxes seem to say is not kept."""
    for row in session.scalars(select(m.ScanPage).where(m.ScanPage.id.in_(pages))):
        row.ticks_done = "dismissed"


def proposed(shares: Mapping[str, float]) -> list[str]:
    """The boxes that seem ticked: what is offered, never imposed."""
    return [code for code in LABELS if state_of(shares.get(code, 0.0)) == "ticked"]
