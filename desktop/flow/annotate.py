"""Annotate: a passage, a field or the whole dossier, tied to a challenge; marks; phrases used again."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of, new_key
from db.rights import ask_right
from db.store import author_of, give_reason, reader_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.rules.anchor import locate
from desktop.rules.grid import LABELS

AROUND = 60  # characters kept on each side of a passage, to find it again


@use_case("Annoter", right="note")
def annotate(
    session: Session,
    *,
    dossier: bytes,
    place: str,
    start: int | None = None,
    end: int | None = None,
    quote: str = "",
    page: int | None = None,
    rects: Sequence[Sequence[float]] = (),
    challenge: bytes | None = None,
    objective: bytes | None = None,
    quarter: bytes | None = None,
    strength: int = 0,
    text: str = "",
    audience: str = "team",
) -> bytes:
    """Add an annotation and return its key. Offsets are code points of the section's text.

    With a challenge and a strength, the mark of that challenge is raised to it when it was lower.
    """
    may_judge(session, dossier)
    if challenge is not None:
        ask_right(session, "annotate")
    before, after = _around(session, dossier, place, start, end)
    row = m.Annotation(
        id=new_key(), dossier_id=dossier, place=place, start=start, end=end, page=page,
        rects=json.dumps([list(rect) for rect in rects]) if rects else "", quote=quote, before=before,
        after=after, challenge_id=challenge, objective_id=objective, quarter_id=quarter, strength=strength,
        text=text.strip(), audience=audience, author=author_of(session), at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    if challenge is not None:
        name = session.get_one(m.Challenge, challenge)
        say(session, f"Annoter le défi {name.rank} · {name.short}")
        _raise_mark(session, dossier, challenge, strength, text)
    return row.id


def _around(
    session: Session, dossier: bytes, place: str, start: int | None, end: int | None
) -> tuple[str, str]:
    if not place.startswith("section:") or start is None or end is None:
        return "", ""
    section = session.get(m.Section, key_of("section", dossier, place.removeprefix("section:")))
    body = section.body if section else ""
    return body[max(0, start - AROUND) : start], body[end : end + AROUND]


def _raise_mark(session: Session, dossier: bytes, challenge: bytes, strength: int, reason: str) -> None:
    mark = session.get(m.Mark, key_of("mark", dossier, challenge))
    if strength > (mark.level if mark else 0):
        _write_mark(session, dossier, challenge, strength, reason.strip())


def _write_mark(session: Session, dossier: bytes, challenge: bytes, level: int, reason: str) -> None:
    key = key_of("mark", dossier, challenge)
    mark = session.get(m.Mark, key)
    if mark is None:
        mark = m.Mark(id=key, dossier_id=dossier, challenge_id=challenge, level=level)
        session.add(mark)
    mark.level, mark.reason, mark.author = level, reason, author_of(session)
    session.flush()


@use_case("Marquer un défi", right="mark")
def mark(session: Session, *, dossier: bytes, challenge: bytes, level: int, reason: str = "") -> None:
    """Set the strength retained for a challenge (0 to 3). Raises ValueError without a reason above 0."""
    if level and not reason.strip():
        raise ValueError("Une force se justifie : écrivez une phrase, elle sera lue au comité.")
    may_judge(session, dossier)
    name = session.get_one(m.Challenge, challenge)
    say(session, f"Défi {name.rank} · {name.short} : {LABELS[level].lower()}")
    give_reason(session, reason.strip())
    _write_mark(session, dossier, challenge, level, reason.strip())


@use_case("Modifier une note", right="note")
def edit_note(session: Session, *, note: bytes, text: str) -> None:
    """Written at each pause of the typing: by plain SQL, which the journal's triggers see as well, in half
    the time that the row takes to become an object and back."""
    written = reader_of(session)
    row = written.execute("SELECT dossier_id FROM annotation WHERE id = ?", (note,)).fetchone()
    if row is None:
        raise ValueError("Cette note a été retirée entre-temps : rien n’a été enregistré.")
    may_judge(session, row[0])
    written.execute("UPDATE annotation SET text = ? WHERE id = ?", (text.strip(), note))


def _open_note(session: Session, note: bytes) -> m.Annotation:
    """The note, when its dossier is open to the person at work. Raises ValueError (French)."""
    row = session.get_one(m.Annotation, note)
    may_judge(session, row.dossier_id)
    return row


@use_case("Changer la force d’une note", right="annotate")
def set_strength(session: Session, *, note: bytes, strength: int) -> None:
    row = _open_note(session, note)
    row.strength = strength
    if row.challenge_id is not None:
        _raise_mark(session, row.dossier_id, row.challenge_id, strength, row.text)


@use_case("Changer le public d’une note", right="note")
def set_audience(session: Session, *, note: bytes, audience: str) -> None:
    """Who may read it: me, team, committee, applicant."""
    _open_note(session, note).audience = audience


@use_case("Préciser le sous-objectif d’une note", right="annotate")
def set_objective(session: Session, *, note: bytes, objective: bytes | None) -> None:
    _open_note(session, note).objective_id = objective


@use_case("Préciser le quartier d’une note", right="note")
def set_quarter(session: Session, *, note: bytes, quarter: bytes | None) -> None:
    _open_note(session, note).quarter_id = quarter


@use_case("Retirer une note", right="note")
def remove_note(session: Session, *, note: bytes) -> None:
    """Take a note away; undo brings it back, and the journal keeps its words."""
    session.delete(_open_note(session, note))


def reanchor(session: Session, dossier: bytes, section: str, body: str) -> None:
    """After a text changed, find each of its passages again by its words, or mark it as orphan."""
    query = select(m.Annotation).where(
        m.Annotation.dossier_id == dossier, m.Annotation.place == f"section:{section}"
    )
    for row in session.scalars(query):
        if row.start is None or not row.quote:
            continue
        span = locate(body, row.quote, row.start, row.before, row.after)
        row.orphan = span is None
        if span is not None:
            row.start, row.end = span.start, span.end


@use_case("Retenir une phrase", right="note")
def keep_phrase(session: Session, *, text: str, challenge: str = "") -> None:
    """Remember a sentence (or one more use of it), to be offered while typing."""
    key = key_of("phrase", text.strip())
    row = session.get(m.Phrase, key)
    if row is None:
        session.add(m.Phrase(id=key, text=text.strip(), challenge=challenge, uses=1))
    else:
        row.uses += 1
