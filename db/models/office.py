"""The office: who works here, on which machine, with which views and settings."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Mapped, Table, mapped_column


class Person(Table):
    __tablename__ = "person"
    id: Mapped[Id]
    name: Mapped[str]
    initials: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="officer")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    login: Mapped[str] = mapped_column(default="")  # of the computer, or of the hub
    quarters: Mapped[str] = mapped_column(default="")  # codes, space separated; "" for all of them
    left_on: Mapped[dt.date | None]  # no longer works here


class Workstation(Table):
    """One place that writes: its keys, what it holds, and whether it still may."""

    __tablename__ = "workstation"
    id: Mapped[Id]  # of (name)
    name: Mapped[str]  # the `site` of its operations
    place: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="city")  # city, quarter, hub
    scope: Mapped[str] = mapped_column(Text, default="")  # JSON of db.merge.scope; "" for everything
    recipient: Mapped[str] = mapped_column(default="")  # age public key: what is sealed for it
    verifier: Mapped[str] = mapped_column(default="")  # Ed25519 public key, hex: what it signed
    enrolled_at: Mapped[dt.datetime | None]
    enrolled_by: Mapped[str] = mapped_column(default="")
    revoked_at: Mapped[dt.datetime | None]
    revoked_why: Mapped[str] = mapped_column(default="")


class Loan(Table):
    """A dossier that a workstation took along: who else may be writing in it."""

    __tablename__ = "loan"
    id: Mapped[Id]  # of (dossier, workstation)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    workstation_id: Mapped[bytes] = mapped_column(ForeignKey("workstation.id"))
    person: Mapped[str] = mapped_column(default="")
    lent_at: Mapped[dt.datetime]
    back_at: Mapped[dt.datetime | None]


class Question(Table):
    """A disagreement left open on purpose: who is asked to settle it."""

    __tablename__ = "question"
    id: Mapped[Id]  # of (table, row, field)
    dossier_id: Mapped[bytes | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    about: Mapped[str]  # table:row in hex:field
    asked_of: Mapped[str]
    asked_by: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[dt.datetime]


class SavedView(Table):
    """A named query of the list, with its order."""

    __tablename__ = "saved_view"
    id: Mapped[Id]
    name: Mapped[str]
    rank: Mapped[int]
    icon: Mapped[str] = mapped_column(default="")
    query: Mapped[str] = mapped_column(Text, default="")
    sort: Mapped[str] = mapped_column(default="")


class Setting(Table):
    """One named value of the office (letterhead, service…), as JSON."""

    __tablename__ = "setting"
    id: Mapped[Id]  # of (name)
    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str] = mapped_column(Text)


class ExportModel(Table):
    """Chosen columns of a table, kept under a name."""

    __tablename__ = "export_model"
    id: Mapped[Id]  # of (kind, name)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="dossiers")
    columns: Mapped[str] = mapped_column(Text)  # codes, one a line
    query: Mapped[str] = mapped_column(Text, default="")
    sort: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
