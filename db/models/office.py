"""The office: who works here, on which machine, with which views and settings."""

from __future__ import annotations

from sqlalchemy import Text

from db.base import Id, Mapped, Table, mapped_column


class Person(Table):
    __tablename__ = "person"
    id: Mapped[Id]
    name: Mapped[str]
    initials: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="officer")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")


class Workstation(Table):
    __tablename__ = "workstation"
    id: Mapped[Id]
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")


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
