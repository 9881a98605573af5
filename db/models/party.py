"""Who asks: applicants, the people who speak for them, what they were granted before."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index

from db.base import Id, Mapped, Table, mapped_column


class Applicant(Table):
    __tablename__ = "applicant"
    __table_args__ = (Index("ix_applicant_name_key", "name_key", "id"),)
    id: Mapped[Id]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(default="")  # folded, for sorting: SQLite has no French collation
    acronym: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="association")
    siret: Mapped[str] = mapped_column(default="", index=True)
    rna: Mapped[str] = mapped_column(default="", index=True)
    legal_form: Mapped[str] = mapped_column(default="")
    legal_form_code: Mapped[str] = mapped_column(default="")
    naf: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    insee: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    founded_on: Mapped[dt.date | None]


class Contact(Table):
    """The legal representative or the person in charge, as told by one dossier."""

    __tablename__ = "contact"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    kind: Mapped[str]  # representative, in_charge
    civility: Mapped[str] = mapped_column(default="")
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")


class PastGrant(Table):
    """A grant of an earlier year, from open data or the office's own lists."""

    __tablename__ = "past_grant"
    __table_args__ = (Index("ix_past_grant_siret", "siret"),)
    id: Mapped[Id]
    siret: Mapped[str] = mapped_column(default="")
    rna: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    funder: Mapped[str]
    year: Mapped[int]
    purpose: Mapped[str] = mapped_column(default="")
    amount: Mapped[int]
    origin: Mapped[str] = mapped_column(default="")
