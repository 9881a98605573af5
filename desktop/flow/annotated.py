"""The copy of a piece with the notes that an audience may read."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path

from db import queries
from db.queries.shapes import AnnotationRow, PieceRow
from desktop.exchange.piece_text import words_of
from desktop.flow.export_notes import AUDIENCES
from desktop.flow.files import content_of, readable
from desktop.letters.annotated import CannotAnnotate, DrawnNote, annotated, as_pages, picture_page
from desktop.letters.files import write_whole
from desktop.rules.disk import reason
from desktop.rules.grid import LABELS

# Who reads a copy sees the notes meant for them: the team sees the committee's and the applicant's too.
NOBODY = "none"  # the piece alone, without a note: what is handed out
SEEN = {
    "me": ("me", "team", "committee", "applicant"),
    "team": ("team", "committee", "applicant"),
    "committee": ("committee", "applicant"),
    "applicant": ("applicant",),
}
_PLAIN = "#66707d"  # of a note without a challenge


def annotated_piece(
    reader: sqlite3.Connection,
    dossier: bytes,
    piece: bytes,
    files: Path,
    fonts: Path,
    *,
    person: str,
    audience: str = "team",
    today: dt.date | None = None,
) -> bytes:
    """The PDF. Raises CannotAnnotate (French) when the piece has no content, or none that can be drawn on."""
    row = next((one for one in queries.pieces(reader, dossier) if one.id == piece), None)
    if row is None or not row.sha256:
        raise CannotAnnotate("Le contenu de cette pièce n’est pas dans la base : il n’y a rien à copier.")
    if audience == NOBODY:
        return _pages(row, files, fonts, row.name or row.label)
    head = queries.head(reader, dossier)
    number = head.number if head else ""
    seen = SEEN[audience]
    notes = [
        note
        for note in queries.notes(reader, dossier)
        if note.place == f"piece:{piece.hex()}"
        and note.audience in seen
        and (note.audience != "me" or note.author == person)
    ]
    colours = {one.code: one.colour for one in queries.challenges(reader)}
    drawn = [_drawn(note, rank, colours) for rank, note in enumerate(_in_order(notes), start=1)]
    day = (today or dt.date.today()).strftime("%d/%m/%Y")
    foot = f"Copie annotée du {day} · dossier {number} · pour : {AUDIENCES[audience]}"
    title = row.name or row.label
    return annotated(_pages(row, files, fonts, title), drawn, title, foot, fonts)


def write_copy(
    reader: sqlite3.Connection,
    dossier: bytes,
    piece: bytes,
    files: Path,
    fonts: Path,
    out: Path,
    *,
    person: str,
    audience: str = "team",
) -> None:
    """Write the copy, whole or not at all. Raises CannotAnnotate, OSError."""
    content = annotated_piece(reader, dossier, piece, files, fonts, person=person, audience=audience)
    write_whole(out, content)


def _pages(row: PieceRow, files: Path, fonts: Path, title: str) -> bytes:
    """The piece as a PDF: itself, a picture on a page, or its words."""
    sha256 = row.sha256 or ""
    try:
        content = content_of(files, sha256)
    except OSError as error:
        raise CannotAnnotate(f"« {title} » ne se lit pas ({reason(error)}).") from error
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return content
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")):
        return picture_page(content, title)
    with readable(files, sha256) as path:
        words = words_of(path, row.mime or "")
    if not words.strip():
        raise CannotAnnotate(f"« {title} » n’est ni un PDF, ni une image, ni un texte : il ne se copie pas.")
    return as_pages(title, words, fonts)


def _in_order(notes: list[AnnotationRow]) -> list[AnnotationRow]:
    """Page by page, from the top down."""

    def place(note: AnnotationRow) -> tuple[int, float, str]:
        rects = json.loads(note.rects) if note.rects else []
        return note.page or 10**6, -max((rect[3] for rect in rects), default=0.0), note.at

    return sorted(notes, key=place)


def _drawn(note: AnnotationRow, rank: int, colours: dict[str, str]) -> DrawnNote:
    challenge = ""
    if note.rank:
        level = f", {LABELS[note.strength].lower()}" if note.strength else ""
        challenge = f"défi {note.rank}{level}"
    rects = (
        tuple(tuple(float(side) for side in rect) for rect in json.loads(note.rects)) if note.rects else ()
    )
    day = f"{note.at[8:10]}/{note.at[5:7]}/{note.at[:4]} {note.at[11:16]}"
    return DrawnNote(
        label=str(rank),
        colour=colours.get(note.challenge or "", _PLAIN),
        challenge=challenge,
        quote=note.quote,
        text=note.text,
        signature=f"{note.author}, {day} · pour : {AUDIENCES.get(note.audience, note.audience)}",
        page=note.page,
        rects=rects,  # type: ignore[arg-type]  # four sides each
    )
