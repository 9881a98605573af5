"""Unite what was seen twice: two applicants, or two dossiers, become one; the other is kept aside,
with all that is needed to separate them again at any later time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of, new_key
from db.store import author_of, say, use_case
from desktop.flow.desk import Desk
from desktop.flow.interests import may_judge
from desktop.flow.moving import (
    APPLICANT_FIELDS,
    COLUMNS,
    Moved,
    copy_amounts,
    copy_rows,
    field_names,
    is_empty,
    move_blocks,
    move_rows,
)
from desktop.flow.names import Names


class CannotUnite(ValueError):
    """Nothing was united; the message says why, a French sentence."""


@use_case("Réunir deux porteurs", right="merge")
def unite_applicants(session: Session, *, kept: bytes, gone: bytes, taken: Sequence[str] = ()) -> bytes:
    """Give the dossiers of `gone` to `kept`, and the fields that it lacks or that are `taken`.

    Returns the key of the merging. Raises CannotUnite.
    """
    one, other = session.get_one(m.Applicant, kept), session.get_one(m.Applicant, gone)
    if kept == gone or one.merged_into or other.merged_into:
        raise CannotUnite("Ces deux porteurs n’en font déjà qu’un : il n’y a rien à réunir.")
    moved = Moved()
    for name in APPLICANT_FIELDS:
        here, there = getattr(one, name), getattr(other, name)
        if is_empty(there) or here == there or not (is_empty(here) or name in taken):
            continue
        moved.take_column(one, name, there)
        if name == "name":
            moved.take_column(one, "name_key", other.name_key)
    models: tuple[Any, ...] = (m.Dossier, m.Interest, m.ProjectMember)
    for model in models:
        rows = session.scalars(select(model).where(model.applicant_id == gone)).all()
        moved.rows[model.__tablename__] = [row.id.hex() for row in rows]
        for row in rows:
            row.applicant_id = kept
    other.merged_into = kept
    say(session, f"Réunir les porteurs « {one.name} » et « {other.name} »")
    return _write_merging(session, "applicant", kept, gone, moved)


@use_case("Réunir deux dossiers", right="merge")
def unite_dossiers(session: Session, *, kept: bytes, gone: bytes, taken: Sequence[str] = ()) -> bytes:
    """Put into `kept` what `gone` has and it lacks, and the fields `taken` from it; `gone` leaves the lists.

    `taken` holds names of desktop.flow.moving.field_names. Returns the key of the merging.
    Raises CannotUnite, and ValueError (French) when one of them is closed to the person at work.
    """
    one, other = session.get_one(m.Dossier, kept), session.get_one(m.Dossier, gone)
    for key in (kept, gone):
        may_judge(session, key)
    _refuse(session, one, other)
    moved, names = Moved(), Names(session)
    desks = [Desk(session, d, session.get_one(m.Applicant, d.applicant_id), names) for d in (one, other)]
    move_blocks(session, kept, gone, moved)
    for name in field_names(session, kept, gone):
        here, there = (desk.get(name) for desk in desks)
        if is_empty(there) or here == there or not (is_empty(here) or name in taken):
            continue
        moved.fields[name] = [here, there]
        desks[0].put(name, there)
        session.flush()
        if name == "deposited_at":
            moved.take_column(one, "due_on", other.due_on)
    for column in COLUMNS:
        if is_empty(getattr(one, column)) and not is_empty(getattr(other, column)):
            moved.take_column(one, column, getattr(other, column))
    copy_amounts(session, kept, gone, moved)
    copy_rows(session, kept, gone, moved)
    move_rows(session, kept, gone, moved)
    _know_also(session, kept, other, moved)
    other.merged_into = kept
    session.flush()
    say(session, f"Réunir le dossier {other.number} avec {one.number}")
    return _write_merging(session, "dossier", kept, gone, moved)


def _refuse(session: Session, one: m.Dossier, other: m.Dossier) -> None:
    if one.id == other.id or one.merged_into or other.merged_into:
        raise CannotUnite(
            "Un de ces dossiers est déjà réuni avec un autre : séparez-le d’abord, ou choisissez celui qui "
            "reste."
        )
    issued = select(m.Letter).where(m.Letter.dossier_id == other.id, m.Letter.state == "issued")
    if session.scalars(issued).first() is not None:
        raise CannotUnite(
            f"Un courrier du dossier {other.number} est déjà parti : c’est ce dossier qu’il faut garder. "
            "Rien n’a été changé."
        )
    if session.get(m.Project, key_of("project", other.id)) is not None:
        raise CannotUnite(
            f"Le dossier {other.number} est une proposition coordonnée : c’est lui qu’il faut garder, avec "
            "ses membres. Rien n’a été changé."
        )
    decisions = [session.get(m.Decision, key_of("decision", each.id)) for each in (one, other)]
    if decisions[1] is None:
        return
    if decisions[0] is None:
        raise CannotUnite(
            f"Le dossier {other.number} est décidé et {one.number} ne l’est pas : gardez {other.number}. "
            "Rien n’a été changé."
        )
    voted = [_voted(session, each.id) for each in (one, other)]
    if decisions[0].outcome != decisions[1].outcome or voted[0] != voted[1]:
        raise CannotUnite(
            f"Les dossiers {one.number} et {other.number} portent deux décisions différentes : rouvrez l’une "
            "des deux avant de les réunir. Rien n’a été changé."
        )


def _voted(session: Session, dossier: bytes) -> dict[bytes, int]:
    rows = session.scalars(
        select(m.Amount).where(m.Amount.dossier_id == dossier, m.Amount.voted.is_not(None))
    )
    return {row.funder_id: row.voted for row in rows if row.voted}


def _know_also(session: Session, kept: bytes, other: m.Dossier, moved: Moved) -> None:
    """A file that speaks of the other number finds the dossier that goes on."""
    if not other.source_id:
        return
    key = key_of("also_known", other.source, other.source_id)
    if session.get(m.AlsoKnown, key) is None:
        session.add(m.AlsoKnown(id=key, dossier_id=kept, source=other.source, source_id=other.source_id))
        moved.copies.setdefault("also_known", []).append([key.hex(), ""])


def _write_merging(session: Session, kind: str, kept: bytes, gone: bytes, moved: Moved) -> bytes:
    key = new_key()
    session.add(
        m.Merging(
            id=key,
            kind=kind,
            kept=kept,
            gone=gone,
            moved=moved.as_json(),
            author=author_of(session),
            at=now(),
        )
    )
    session.flush()
    return key


@use_case("Déclarer différents", right="merge")
def declare_different(session: Session, *, kind: str, one: bytes, other: bytes, reason: str = "") -> None:
    """Two that look alike are not the same: they are never shown together again."""
    first, second = sorted((one.hex(), other.hex()))
    key = key_of("likeness", kind, first, second)
    row = session.get(m.Likeness, key)
    if row is None:
        row = m.Likeness(id=key, kind=kind, one=first, other=second, verdict="different", at=now())
        session.add(row)
    row.verdict, row.reason, row.author, row.at = "different", reason.strip(), author_of(session), now()
    what = "deux porteurs" if kind == "applicant" else "deux dossiers"
    say(session, f"Déclarer différents {what} qui se ressemblent")


def last_merging(session: Session, gone: bytes) -> m.Merging | None:
    """The merging in force of a dossier or an applicant that was united with another."""
    query = select(m.Merging).where(m.Merging.gone == gone, m.Merging.undone_at.is_(None))
    return session.scalars(query).first()


def told(moved: str) -> dict[str, Any]:
    """What a merging moved, as it was written."""
    read: dict[str, Any] = json.loads(moved)
    return read
