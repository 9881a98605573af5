"""Annotations as passages: where they stand in the document or on a page, and in which words."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from db.queries.shapes import AnnotationRow, PieceRow
from desktop.rules.anchor import locate
from desktop.rules.sections import TITLES
from desktop.ui.challenge_faces import ChallengeFace
from desktop.ui.notebook import Note
from desktop.ui.reading import BudgetPart, Document, FieldsPart, Highlight, TextPart
from desktop.ui.reading.parts import FIELD
from desktop.ui.viewer import PieceHighlight

SECTION, PIECE = "section:", "piece:"
_PLAIN = "#66707d"  # the colour of a passage without challenge
_PLAIN_NUMBER = "•"


def place_of_section(section: str) -> str:
    """The place kept with an annotation, from a section of the document (`field:x` stays)."""
    return section if section.startswith(FIELD) else SECTION + section


def section_of_place(place: str) -> str:
    return place.removeprefix(SECTION)


def values_of(document: Document) -> dict[str, str]:
    """What each section says now."""
    values: dict[str, str] = {}
    for part in document.parts:
        if isinstance(part, TextPart):
            values[part.section] = part.text
        elif isinstance(part, FieldsPart):
            values.update({FIELD + row.key: row.value for row in part.rows})
        else:
            values.update({FIELD + line.key: line.label for line in (*part.charges, *part.products)})
    return values


def labels_of(document: Document) -> dict[str, str]:
    """The name of each field, to say where a note stands."""
    labels: dict[str, str] = {}
    for part in document.parts:
        if isinstance(part, FieldsPart):
            labels.update({FIELD + row.key: row.label for row in part.rows})
        elif isinstance(part, BudgetPart):
            labels.update({FIELD + line.key: part.title for line in (*part.charges, *part.products)})
    return labels


def highlights(
    notes: Sequence[AnnotationRow], values: dict[str, str], faces: dict[int, ChallengeFace]
) -> list[Highlight]:
    """The passages found in the document; a field that changed is searched for the words."""
    made = []
    for note in notes:
        place = _found(note, values)
        if place is not None:
            start, end = place
            colour, number = _face(note, faces)
            made.append(Highlight(note.id, section_of_place(note.place), start, end, colour, number))
    return made


def _found(note: AnnotationRow, values: dict[str, str]) -> tuple[int, int] | None:
    value = values.get(section_of_place(note.place))
    if value is None or note.orphan or note.start is None or note.end is None or not note.quote:
        return None
    if value[note.start : note.end] == note.quote:
        return note.start, note.end
    span = locate(value, note.quote, note.start, note.before, note.after)
    return None if span is None else (span.start, span.end)


def _face(note: AnnotationRow, faces: dict[int, ChallengeFace]) -> tuple[str, str]:
    face = faces.get(note.rank or 0)
    return (face.colour, str(face.rank)) if face else (_PLAIN, _PLAIN_NUMBER)


def piece_highlights(
    notes: Sequence[AnnotationRow], piece: bytes, faces: dict[int, ChallengeFace]
) -> list[PieceHighlight]:
    """The passages marked on the pages of one piece."""
    made = []
    for note in notes:
        if note.place == PIECE + piece.hex() and note.page is not None and note.rects:
            rects = tuple(tuple(float(side) for side in rect) for rect in json.loads(note.rects))
            colour, number = _face(note, faces)
            made.append(PieceHighlight(note.id, note.page, rects, colour, number))  # type: ignore[arg-type]  # four sides each
    return made


def piece_of(note: AnnotationRow) -> bytes | None:
    """The piece a note stands on."""
    return bytes.fromhex(note.place.removeprefix(PIECE)) if note.place.startswith(PIECE) else None


def shown_notes(
    notes: Sequence[AnnotationRow],
    document: Document,
    pieces: Sequence[PieceRow],
    quarter_codes: dict[bytes, str],
    objective_codes: dict[bytes, str],
) -> list[Note]:
    """The cards of the notebook: challenges in their order, notes without one last."""
    values, labels = values_of(document), labels_of(document)
    names = {piece.id: piece.name or piece.label for piece in pieces}
    ordered = sorted(notes, key=lambda note: (note.rank or 99, note.at))
    return [
        Note(
            note.id,
            note.rank or 0,
            note.text,
            note.quote,
            note.strength,
            note.audience,
            objective_codes.get(note.objective_id or b"", ""),
            quarter_codes.get(note.quarter_id or b"", ""),
            note.author,
            dt.datetime.fromisoformat(note.at),
            _place_words(note, labels, names),
            bool(note.orphan) or _is_lost(note, values),
        )
        for note in ordered
    ]


def _is_lost(note: AnnotationRow, values: dict[str, str]) -> bool:
    anchored = bool(note.quote) and note.start is not None and not note.place.startswith(PIECE)
    return anchored and _found(note, values) is None


def _place_words(note: AnnotationRow, labels: dict[str, str], names: dict[bytes, str]) -> str:
    piece = piece_of(note)
    if piece is not None:
        page = QCoreApplication.translate("dossier", "{0}, page {1}")
        return page.format(names.get(piece, ""), note.page) if note.page else names.get(piece, "")
    section = section_of_place(note.place)
    return TITLES.get(section) or labels.get(section, "")
