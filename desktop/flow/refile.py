"""File again: a dossier refused or put off is reworked in a later wave, its first version beside it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of, new_key
from db.store import author_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.flow.known import Known
from desktop.flow.pieces import expect_pieces
from desktop.rules import clocks
from desktop.rules.links import REWORKED

OUTCOMES = ("refused", "adjourned", "ineligible", "redirected", "withdrawn")
_COPIED = (
    "applicant_id", "title", "title_key", "renewal", "starts_on", "ends_on", "place", "beneficiaries",
    "women", "cost", "asked", "officer", "from_quarter",
)  # fmt: skip
# Rows that tell the application; those of the instruction (notes, marks, opinions) stay with the first one.
_ROWS: tuple[Any, ...] = (
    m.BudgetLine, m.OwnBudgetLine, m.FundingLine, m.ActionPlace, m.Contact, m.Source,
)  # fmt: skip
_MEANT: dict[str, tuple[Any, str]] = {  # rows whose key says of what they are
    "dossier_quarter": (m.DossierQuarter, "quarter_id"),
    "declared": (m.Declared, "challenge_id"),
    "section": (m.Section, "code"),
}


@use_case("Remanier et déposer de nouveau", right="key_in")
def refile(session: Session, *, dossier: bytes, wave: bytes, today: dt.date | None = None) -> bytes:
    """Copy the application of a dossier that got nothing into a new one of a later wave, tied to it; returns
    the key of the new one. Raises ValueError (French) when there is no such decision, or the wave is not
    later."""
    may_judge(session, dossier)
    row, target = session.get_one(m.Dossier, dossier), session.get_one(m.Wave, wave)
    _refuse(session, row, target)
    call = session.get_one(m.Call, target.call_id)
    key = key_of("dossier", "refiled", dossier, wave)
    if session.get(m.Dossier, key) is not None:
        raise ValueError(f"Le dossier {row.number} est déjà déposé de nouveau en {target.title.lower()}.")
    day = today or dt.date.today()
    at = dt.datetime.combine(day, now().time()).replace(microsecond=0)
    made = m.Dossier(
        id=key, number=Known(session).next_number(call.year), call_id=call.id, wave_id=wave, stage="received",
        source="paper", deposited_at=at, due_on=clocks.tacit_rejection(day),
        **{name: getattr(row, name) for name in _COPIED},
    )  # fmt: skip
    session.add(made)
    session.flush()
    _copy(session, row, made)
    _copy_project(session, row, made)
    session.flush()
    _pieces(session, row, made)
    _tie(session, row, made)
    say(session, f"Déposer de nouveau {row.number} en {target.title.lower()} : dossier {made.number}")
    return made.id


def _refuse(session: Session, row: m.Dossier, target: m.Wave) -> None:
    decision = session.get(m.Decision, key_of("decision", row.id))
    if decision is None or decision.outcome not in OUTCOMES or row.stage == "ready":
        raise ValueError(
            f"Le dossier {row.number} n’est ni refusé ni ajourné : il n’y a pas à le déposer de nouveau."
        )
    if row.merged_into is not None:
        raise ValueError(f"Le dossier {row.number} est réuni avec un autre : ouvrez celui qui reste.")
    mine = session.get(m.Wave, row.wave_id) if row.wave_id else None
    years = [session.get_one(m.Call, one).year for one in (row.call_id, target.call_id)]
    same = row.call_id == target.call_id
    if years[1] < years[0] or (same and mine is not None and target.rank <= mine.rank):
        raise ValueError(f"« {target.title} » ne vient pas après la vague du dossier {row.number}.")


def _values(row: Any, **changed: Any) -> dict[str, Any]:
    return {**{column.name: getattr(row, column.name) for column in row.__table__.columns}, **changed}


def _copy(session: Session, row: m.Dossier, made: m.Dossier) -> None:
    for model in _ROWS:
        for one in session.scalars(select(model).where(model.dossier_id == row.id)).all():
            changed: dict[str, Any] = {"piece_id": None} if model is m.FundingLine else {}
            session.add(model(**_values(one, id=new_key(), dossier_id=made.id, **changed)))
    for name, (model, column) in _MEANT.items():
        for one in session.scalars(select(model).where(model.dossier_id == row.id)).all():
            key = key_of(name, made.id, getattr(one, column))
            session.add(model(**_values(one, id=key, dossier_id=made.id)))
    for amount in session.scalars(select(m.Amount).where(m.Amount.dossier_id == row.id)).all():
        if amount.asked is not None:
            key = key_of("amount", made.id, amount.funder_id)
            session.add(m.Amount(id=key, dossier_id=made.id, funder_id=amount.funder_id, asked=amount.asked))


def _copy_project(session: Session, row: m.Dossier, made: m.Dossier) -> None:
    """The members, their columns and what they asked, where several carry the dossier."""
    project = session.get(m.Project, key_of("project", row.id))
    if project is None:
        return
    session.add(m.Project(**_values(project, id=key_of("project", made.id), dossier_id=made.id)))
    keys: dict[bytes | None, bytes | None] = {None: None}
    query = select(m.ProjectMember).where(
        m.ProjectMember.dossier_id == row.id, m.ProjectMember.left_on.is_(None)
    )
    for member in session.scalars(query).all():
        keys[member.id] = key = key_of("project_member", made.id, member.applicant_id)
        session.add(m.ProjectMember(**_values(member, id=key, dossier_id=made.id)))
    session.flush()
    for line in session.scalars(select(m.MemberLine).where(m.MemberLine.dossier_id == row.id)).all():
        if line.member_id in keys and line.to_member_id in keys:
            told = {"member_id": keys[line.member_id], "to_member_id": keys[line.to_member_id]}
            session.add(m.MemberLine(**_values(line, id=new_key(), dossier_id=made.id, **told)))
    for part in session.scalars(select(m.MemberShare).where(m.MemberShare.dossier_id == row.id)).all():
        member_id = keys.get(part.member_id)
        if member_id is not None and part.asked is not None:
            key = key_of("member_share", member_id, part.funder_id)
            told = {"member_id": member_id, "proposed": None, "voted": None}
            session.add(m.MemberShare(**_values(part, id=key, dossier_id=made.id, **told)))


def _pieces(session: Session, row: m.Dossier, made: m.Dossier) -> None:
    """The pieces of the first version are named again, their files shared; a person says which to replace."""
    kind = session.get_one(m.Applicant, row.applicant_id).kind
    waiting = {piece.kind: piece for piece in expect_pieces(session, made, kind)}
    query = select(m.Piece).where(
        m.Piece.dossier_id == row.id, m.Piece.file_id.is_not(None), m.Piece.site_visit_id.is_(None)
    )
    for piece in session.scalars(query.order_by(m.Piece.id)).all():
        again = waiting.pop(piece.kind, None)
        if again is None:
            again = m.Piece(id=new_key(), dossier_id=made.id, kind=piece.kind, label=piece.label)
            session.add(again)
        again.name, again.file_id, again.held_by = piece.name, piece.file_id, piece.id
        again.state = "received" if piece.state in ("received", "waived") else piece.state
        again.origin = piece.origin
        again.reason = piece.reason if piece.state == "refused" else f"Reprise du dossier {row.number}"
        again.received_on, again.dated_on, again.expires_on = (
            piece.received_on,
            piece.dated_on,
            piece.expires_on,
        )


def _tie(session: Session, row: m.Dossier, made: m.Dossier) -> None:
    """The link, and that both are known not to be one dossier seen twice."""
    session.add(
        m.DossierLink(
            id=key_of("dossier_link", REWORKED, made.id, row.id), dossier_id=made.id, other_id=row.id,
            kind=REWORKED, author=author_of(session), at=now(),
        )
    )  # fmt: skip
    first, second = sorted((row.id.hex(), made.id.hex()))
    key = key_of("likeness", "dossier", first, second)
    if session.get(m.Likeness, key) is None:
        session.add(
            m.Likeness(
                id=key, kind="dossier", one=first, other=second, verdict="different",
                reason="Remanié et déposé de nouveau", author=author_of(session), at=now(),
            )
        )  # fmt: skip
