"""Which dossier and which applicant an application speaks of; those that were united lead to the one kept."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.connection import fold
from db.keys import key_of, new_key
from desktop.exchange.application import Application

OWN_LIST = "table:parvis"  # our own workbook names dossiers by their number here


def known_dossier(session: Session, application: Application) -> tuple[m.Dossier, bytes] | None:
    """The dossier that goes on, and the key under which the last telling of this source is kept: that of the
    dossier it made, which may have been united with another since."""
    if not application.source_id:
        return None
    query = select(m.Dossier)
    if application.source == OWN_LIST:
        query = query.where(m.Dossier.number == application.source_id)
    else:
        query = query.where(
            m.Dossier.source == application.source, m.Dossier.source_id == application.source_id
        )
    found = session.scalars(query).first() or _known_elsewhere(session, application)
    return None if found is None else (kept_dossier(session, found), found.id)


def _known_elsewhere(session: Session, application: Application) -> m.Dossier | None:
    """The dossier that another portal, or an earlier merge, knows under one of these numbers."""
    for source, number in ((application.source, application.source_id), *application.also_known):
        row = session.get(m.AlsoKnown, key_of("also_known", source, number))
        if row is not None:
            return session.get_one(m.Dossier, row.dossier_id)
        direct = select(m.Dossier).where(m.Dossier.source == source, m.Dossier.source_id == number)
        if found := session.scalars(direct).first():
            return found
    return None


def kept_dossier(session: Session, dossier: m.Dossier) -> m.Dossier:
    """The one that goes on in the place of this one: itself, unless it was united with another."""
    while dossier.merged_into is not None:
        dossier = session.get_one(m.Dossier, dossier.merged_into)
    return dossier


def kept_applicant(session: Session, applicant: m.Applicant) -> m.Applicant:
    """The same for an applicant."""
    while applicant.merged_into is not None:
        applicant = session.get_one(m.Applicant, applicant.merged_into)
    return applicant


def applicant_of(session: Session, application: Application) -> m.Applicant:
    """The applicant by SIRET, else by RNA, else by folded name; made when unknown."""
    told = application.applicant
    for column, value in ((m.Applicant.siret, told.siret), (m.Applicant.rna, told.rna)):
        if value:
            found = session.scalars(select(m.Applicant).where(column == value)).first()
            if found:
                return kept_applicant(session, found)
    key = fold(told.name)
    if not told.siret and key:
        found = session.scalars(select(m.Applicant).where(m.Applicant.name_key == key)).first()
        if found:
            return kept_applicant(session, found)
    made = m.Applicant(
        id=key_of("applicant", told.siret) if told.siret else new_key(),
        name=told.name, name_key=key, kind=told.kind, siret=told.siret, rna=told.rna,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
