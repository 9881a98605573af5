"""Visits to the actions: noted, mended, removed, with their photographs; and the sheet that is printed."""

from __future__ import annotations

import datetime as dt
import io
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import new_key
from db.queries.reference import setting
from db.queries.site_visits import photos_of, visits_of
from db.store import author_of, say, use_case
from desktop.flow.files import content_of, keep
from desktop.flow.interests import may_judge
from desktop.rules.french import plural

Photo = tuple[str, bytes]  # name, content
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif")


class CannotVisit(ValueError):
    """Nothing was written; the message says why, French sentences."""


@use_case("Noter une visite", right="visit")
def record_visit(
    session: Session,
    *,
    dossier: bytes,
    visited_on: dt.date,
    place: str = "",
    people: str = "",
    present: int | None = None,
    body: str = "",
    next_steps: str = "",
    photos: Sequence[Photo] = (),
    today: dt.date | None = None,
) -> bytes:
    """A visit that was made, or is planned; returns its key. Raises CannotVisit."""
    may_judge(session, dossier)
    _refuse(visited_on, present, today or dt.date.today())
    made = m.SiteVisit(
        id=new_key(), dossier_id=dossier, visited_on=visited_on, place=place.strip(), people=people.strip(),
        present=present, body=body.strip(), next_steps=next_steps.strip(), author=author_of(session),
        at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    _add(session, made, photos)
    number = session.get_one(m.Dossier, dossier).number
    say(session, f"Noter la visite du {visited_on:%d/%m/%Y} (dossier {number})")
    return made.id


def _refuse(visited_on: dt.date, present: int | None, today: dt.date) -> None:
    if abs(visited_on.year - today.year) > 20:
        raise CannotVisit(f"La date du {visited_on:%d/%m/%Y} ne peut pas être celle d’une visite.")
    if present is not None and not 0 <= present <= 100_000:
        raise CannotVisit("Le nombre de personnes présentes ne peut pas être celui-là.")


def _followed(session: Session, key: bytes) -> m.SiteVisit:
    row = session.get(m.SiteVisit, key)
    if row is None:
        raise CannotVisit("Cette visite n’existe plus.")
    may_judge(session, row.dossier_id)
    return row


@use_case("Modifier une visite", right="visit")
def change_visit(
    session: Session,
    *,
    visit: bytes,
    visited_on: dt.date,
    place: str = "",
    people: str = "",
    present: int | None = None,
    body: str = "",
    next_steps: str = "",
    photos: Sequence[Photo] = (),
) -> None:
    """Every field as it is told now; the photographs given are added to those there."""
    row = _followed(session, visit)
    _refuse(visited_on, present, dt.date.today())
    row.visited_on, row.place, row.people = visited_on, place.strip(), people.strip()
    row.present, row.body, row.next_steps = present, body.strip(), next_steps.strip()
    _add(session, row, photos)


@use_case("Joindre des photographies à une visite", right="visit")
def add_photos(session: Session, *, visit: bytes, photos: Sequence[Photo]) -> int:
    """Returns how many were joined. Raises CannotVisit where one can't be read: none is joined."""
    row = _followed(session, visit)
    _add(session, row, photos)
    say(session, f"Joindre {len(photos)} {plural(len(photos), 'photographie')} à une visite")
    return len(photos)


def _add(session: Session, row: m.SiteVisit, photos: Sequence[Photo]) -> None:
    for name, content in photos:
        if not is_picture(content):
            raise CannotVisit(f"« {name} » n’est pas une photographie lisible : rien n’a été enregistré.")
    for name, content in photos:
        session.add(
            m.Piece(
                id=new_key(), dossier_id=row.dossier_id, site_visit_id=row.id, kind="", name=name,
                label=f"Visite du {row.visited_on:%d/%m/%Y}", received_on=row.visited_on,
                state="received", origin="poste", file_id=keep(session, content, name).id,
            )
        )  # fmt: skip


def is_picture(content: bytes) -> bool:
    """Whether the bytes are those of a picture that can be shown."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.verify()
    except (OSError, ValueError, SyntaxError):  # what Pillow raises of a damaged file
        return False
    return True


@use_case("Supprimer une visite", right="visit")
def drop_visit(session: Session, *, visit: bytes) -> None:
    """It was noted by mistake; its photographs stay among the pieces of the dossier."""
    row = _followed(session, visit)
    for piece in session.scalars(select(m.Piece).where(m.Piece.site_visit_id == visit)):
        piece.site_visit_id = None
    session.flush()
    session.delete(row)
    say(session, f"Supprimer la visite du {row.visited_on:%d/%m/%Y}")


def visit_sheet(reader: sqlite3.Connection, files: Path, dossier: bytes, visit: bytes) -> bytes:
    """The sheet of a visit on one or two pages, photographs included. Raises ValueError (French), OSError."""
    from desktop.letters.visit_sheet import Visited, sheet

    row = next((row for row in visits_of(reader, dossier) if row.id == visit), None)
    if row is None:
        raise ValueError("Cette visite n’existe plus.")
    photos = [one for one in photos_of(reader, dossier) if one.visit_id == visit]
    office = setting(reader, "letterhead") or {}
    told = Visited(
        row.number, row.applicant, row.title, row.quarters, dt.date.fromisoformat(row.visited_on), row.place,
        row.people, row.present, row.body, row.next_steps, row.author,
        tuple(content_of(files, one.sha256) for one in photos),
        tuple(str(office.get(name, "")) for name in ("nom", "service")),
    )  # fmt: skip
    return sheet(told)
