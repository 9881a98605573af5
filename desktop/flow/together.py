"""Coordinated proposals: a dossier that several associations carry, its members, its clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import models as m
from db.connection import fold
from db.keys import key_of, new_key
from db.store import say, use_case
from desktop.flow.aside import gone_words
from desktop.flow.interests import may_judge
from desktop.flow.known import kept_applicant
from desktop.flow.member_lines import column_of_budget
from desktop.flow.splitting import members_of, parts_of, put
from desktop.rules.identity import check_siret
from desktop.rules.together import LEADER, PARTNER, ROLES

CHANGED = (
    "role", "task", "quarters", "civility", "first_name", "last_name", "position", "email", "agreed_on",
    "left_on", "rank",
)  # fmt: skip
OF_THE_BODY = ("address", "postcode", "city")  # where its letters go: of the association itself


def open_project(session: Session, dossier: bytes) -> m.Dossier:
    """The dossier of a project that the person at work may change. Raises ValueError (French)."""
    may_judge(session, dossier)
    row = session.get_one(m.Dossier, dossier)
    if session.get(m.Project, key_of("project", dossier)) is None:
        raise ValueError(
            f"Le dossier {row.number} n’est pas une proposition coordonnée : il a un seul porteur."
        )
    return row


@use_case("Faire une proposition coordonnée", right="together")
def found_project(session: Session, *, dossier: bytes) -> bytes:
    """Let several associations carry this dossier: its applicant leads, and holds the whole budget and all
    that is asked until they are shared. Returns the key of the leader. Raises ValueError (French)."""
    may_judge(session, dossier)
    row = session.get_one(m.Dossier, dossier)
    key = key_of("project", dossier)
    if session.get(m.Project, key) is not None:
        raise ValueError(f"Le dossier {row.number} est déjà une proposition coordonnée.")
    if row.merged_into is not None:
        raise ValueError(f"Le dossier {row.number} {gone_words(session, row)} : rien n’a été changé.")
    session.add(m.Project(id=key, dossier_id=dossier))
    session.flush()
    leader = _member(session, row, row.applicant_id, LEADER)
    leader.quarters = " ".join(_quarters(session, dossier))
    _speaks_for(session, leader, dossier)
    session.flush()
    column_of_budget(session, leader)
    parts = parts_of(session, dossier)
    for amount in session.scalars(select(m.Amount).where(m.Amount.dossier_id == dossier)).all():
        for column in ("asked", "proposed", "voted"):
            put(session, dossier, parts, leader.id, amount.funder_id, column, getattr(amount, column))
    say(session, f"Faire du dossier {row.number} une proposition coordonnée")
    return leader.id


def _quarters(session: Session, dossier: bytes) -> list[str]:
    query = (
        select(m.Quarter.code)
        .join(m.DossierQuarter, m.DossierQuarter.quarter_id == m.Quarter.id)
        .where(m.DossierQuarter.dossier_id == dossier)
        .order_by(m.Quarter.rank)
    )
    return list(session.scalars(query))


def _speaks_for(session: Session, member: m.ProjectMember, dossier: bytes) -> None:
    """Who signs, as a dossier of that applicant tells it."""
    query = select(m.Contact).where(m.Contact.dossier_id == dossier, m.Contact.kind == "representative")
    person = session.scalars(query.order_by(m.Contact.id)).first()
    if person is not None:
        member.civility, member.first_name = person.civility, person.first_name
        member.last_name, member.position, member.email = person.last_name, person.position, person.email


def _member(session: Session, row: m.Dossier, applicant: bytes, role: str) -> m.ProjectMember:
    ranks = session.scalars(select(m.ProjectMember.rank).where(m.ProjectMember.dossier_id == row.id)).all()
    key = key_of("project_member", row.id, applicant)
    made = m.ProjectMember(
        id=key, dossier_id=row.id, applicant_id=applicant, rank=max(ranks, default=0) + 1, role=role
    )
    session.add(made)
    return made


@use_case("Dire ce que la convention permet", right="together")
def change_project(
    session: Session,
    *,
    dossier: bytes,
    regrant: bool | None = None,
    regrant_words: str | None = None,
    comment: str | None = None,
) -> None:
    """Whether money may be given on (CGCT L1611-4) the clause that says so, a remark on the project."""
    row = open_project(session, dossier)
    project = session.get_one(m.Project, key_of("project", dossier))
    if regrant is not None:
        project.regrant = regrant
    if regrant_words is not None:
        project.regrant_words = regrant_words.strip()
    if comment is not None:
        project.comment = comment.strip()
    say(session, f"Régler la proposition coordonnée {row.number}")


@use_case("Ajouter un membre au projet", right="together")
def add_member(
    session: Session,
    *,
    dossier: bytes,
    applicant: bytes | None = None,
    siret: str = "",
    name: str = "",
    task: str = "",
    quarters: str = "",
    changes: Mapping[str, Any] | None = None,
) -> bytes:
    """Add an association: one that the base knows, or by its SIRET or its name, made when unknown.

    `changes` are fields as `change_member` takes them. Returns the key of the member. Raises ValueError
    (French) when it is nobody, or is a member already.
    """
    row = open_project(session, dossier)
    body = _body(session, applicant, siret, name)
    known = session.get(m.ProjectMember, key_of("project_member", dossier, body.id))
    if known is not None and known.left_on is None:
        raise ValueError(f"« {body.name} » est déjà membre du projet {row.number}.")
    made = known or _member(session, row, body.id, PARTNER)
    made.left_on, made.task, made.quarters = None, task.strip(), quarters.strip()
    latest = (
        select(m.Dossier.id)
        .where(m.Dossier.applicant_id == body.id)
        .order_by(m.Dossier.number.desc())
        .limit(1)
    )
    before = session.scalar(latest)
    if before is not None and not made.last_name:
        _speaks_for(session, made, before)
    session.flush()
    if changes:
        change_member(session, member=made.id, changes=changes)
    say(session, f"Ajouter « {body.name} » au projet {row.number}")
    return made.id


def _body(session: Session, applicant: bytes | None, siret: str, name: str) -> m.Applicant:
    if applicant is not None:
        return kept_applicant(session, session.get_one(m.Applicant, applicant))
    told, name = check_siret(siret) if siret.strip() else None, name.strip()
    if told is not None and not told.ok:
        raise ValueError(f"{told.reason} Rien n’a été ajouté.")
    number, key = told.value if told else "", fold(name)
    if not number and not name:
        raise ValueError("Dites qui rejoint le projet : un porteur connu, un SIRET ou un nom.")
    wanted = m.Applicant.siret == number if number else m.Applicant.name_key == key
    found = session.scalars(select(m.Applicant).where(wanted)).first()
    if found is not None:
        return kept_applicant(session, found)
    if not name:
        raise ValueError(f"Aucun porteur connu n’a le SIRET {number} : dites aussi son nom.")
    made = m.Applicant(
        id=key_of("applicant", number) if number else new_key(), name=name, name_key=key, siret=number
    )
    session.add(made)
    session.flush()
    return made


@use_case("Changer un membre du projet", right="together")
def change_member(session: Session, *, member: bytes, changes: Mapping[str, Any]) -> None:
    """Change fields of CHANGED, or where its letters go; who becomes leader takes the place of the former.

    Raises ValueError (French) for the leader made a partner without another, or an unknown field.
    """
    row = session.get_one(m.ProjectMember, member)
    dossier = open_project(session, row.dossier_id)
    if wrong := set(changes) - {*CHANGED, *OF_THE_BODY}:
        raise ValueError(f"Ce champ d’un membre n’existe pas : {', '.join(sorted(wrong))}.")
    role = changes.get("role", row.role)
    if role not in ROLES:
        raise ValueError(f"Le rôle « {role} » n’existe pas : chef de file ou partenaire.")
    if row.role == LEADER and (role != LEADER or changes.get("left_on")):
        raise ValueError(
            "Le chef de file ne se retire pas sans successeur : désignez d’abord un autre membre."
        )
    if role == LEADER and row.role != LEADER:
        for other in members_of(session, row.dossier_id):
            if other.role == LEADER:
                other.role = PARTNER
    body = session.get_one(m.Applicant, row.applicant_id)
    for field, value in changes.items():
        told = value.strip() if isinstance(value, str) else value
        setattr(body if field in OF_THE_BODY else row, field, told)
    name = body.name
    say(session, f"Changer « {name} » dans le projet {dossier.number}")


@use_case("Retirer un membre du projet", right="together")
def remove_member(session: Session, *, member: bytes, today: dt.date | None = None) -> None:
    """Take a member out with its column and its parts; one that was written to, or voted money, is kept as
    having left that day. Raises ValueError (French) for the leader."""
    row = session.get_one(m.ProjectMember, member)
    dossier = open_project(session, row.dossier_id)
    name = session.get_one(m.Applicant, row.applicant_id).name
    if row.role == LEADER:
        raise ValueError(f"« {name} » conduit le projet : désignez d’abord un autre chef de file.")
    say(session, f"Retirer « {name} » du projet {dossier.number}")
    letters = session.scalars(select(m.Letter).where(m.Letter.member_id == member)).all()
    voted = select(m.MemberShare.voted).where(m.MemberShare.member_id == member)
    if any(letter.state == "issued" for letter in letters) or any(session.scalars(voted)):
        row.left_on = today or dt.date.today()
        return
    for letter in letters:
        session.delete(letter)
    session.execute(delete(m.MemberShare).where(m.MemberShare.member_id == member))
    for line in session.scalars(select(m.MemberLine).where(m.MemberLine.to_member_id == member)).all():
        session.delete(line)  # what passed between it and another
    session.execute(delete(m.MemberLine).where(m.MemberLine.member_id == member))
    session.flush()
    session.delete(row)


@use_case("Rendre le dossier à un seul porteur", right="together")
def dissolve(session: Session, *, dossier: bytes) -> None:
    """The dossier has one applicant again. Raises ValueError (French) once it is decided."""
    row = open_project(session, dossier)
    if row.stage in ("decided", "notified", "closed"):
        raise ValueError(
            f"Le dossier {row.number} est décidé : ses membres restent. Rouvrez la décision d’abord."
        )
    for letter in session.scalars(select(m.Letter).where(m.Letter.dossier_id == dossier)).all():
        if letter.member_id is not None and letter.state == "issued":
            raise ValueError(f"Le courrier {letter.number} est parti à un membre : le projet reste.")
        if letter.member_id is not None:
            session.delete(letter)
    for model in (m.MemberShare, m.MemberLine):
        session.execute(delete(model).where(model.dossier_id == dossier))
    session.flush()
    session.execute(delete(m.ProjectMember).where(m.ProjectMember.dossier_id == dossier))
    session.execute(delete(m.Project).where(m.Project.dossier_id == dossier))
    say(session, f"Rendre le dossier {row.number} à un seul porteur")
