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
    iban: Mapped[str] = mapped_column(default="")
    bic: Mapped[str] = mapped_column(default="")
    account_holder: Mapped[str] = mapped_column(default="")  # as the bank document or the form writes it
    # Kept, so that a merge can be taken back.
    merged_into: Mapped[bytes | None] = mapped_column(ForeignKey("applicant.id"))


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
    __table_args__ = (
        Index("ix_past_grant_siret", "siret"),
        Index("ix_past_grant_siren", "siren"),
        Index("ix_past_grant_rna", "rna"),
        Index("ix_past_grant_name_key", "name_key"),
    )
    id: Mapped[Id]
    siret: Mapped[str] = mapped_column(default="")
    rna: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    funder: Mapped[str]
    year: Mapped[int]
    purpose: Mapped[str] = mapped_column(default="")
    amount: Mapped[int]  # granted, 0 when refused
    origin: Mapped[str] = mapped_column(default="")  # the file it was read from
    siren: Mapped[str] = mapped_column(default="")
    name_key: Mapped[str] = mapped_column(default="")
    scheme: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="granted")  # granted, refused, post
    asked: Mapped[int | None]
    paid: Mapped[int | None]
    decided_on: Mapped[dt.date | None]


class Likeness(Table):
    """Two things that look alike, settled once by a person: the same, or not."""

    __tablename__ = "likeness"
    __table_args__ = (Index("ix_likeness_one", "kind", "one"), Index("ix_likeness_other", "kind", "other"))
    id: Mapped[Id]  # of (kind, one, other)
    kind: Mapped[str]  # applicant, dossier, grantee, funding
    one: Mapped[str]  # a key in hexadecimal, or a folded name
    other: Mapped[str]
    verdict: Mapped[str]  # same, different
    reason: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]


class Merging(Table):
    """Two applicants or two dossiers made one: what was moved, so that it can be taken back at any time."""

    __tablename__ = "merging"
    id: Mapped[Id]
    kind: Mapped[str]  # applicant, dossier
    kept: Mapped[bytes]
    gone: Mapped[bytes]
    moved: Mapped[str]  # JSON: table -> keys moved, and the fields taken over with their values before
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
    undone_at: Mapped[dt.datetime | None]
