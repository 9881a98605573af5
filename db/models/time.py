"""What is to be done and when: own deadlines, the pile of each person, files that wait at the door."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Mapped, Table, mapped_column


class Deadline(Table):
    """A date somebody set, of one dossier or of the office."""

    __tablename__ = "deadline"
    id: Mapped[Id]
    dossier_id: Mapped[bytes | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    title: Mapped[str]
    due_on: Mapped[dt.date] = mapped_column(index=True)
    remind_on: Mapped[dt.date | None]
    person: Mapped[str] = mapped_column(default="")  # "" for everybody
    done_on: Mapped[dt.date | None]
    author: Mapped[str] = mapped_column(default="")


class Triage(Table):
    """What one person decided to do with a dossier of the pile."""

    __tablename__ = "triage"
    id: Mapped[Id]  # of (dossier, person)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    person: Mapped[str]
    verdict: Mapped[str]  # later, complete, complements, deep
    until: Mapped[dt.date | None]  # when "later" comes back
    at: Mapped[dt.datetime]


class Incoming(Table):
    """A file seen in a watched folder, and what became of it."""

    __tablename__ = "incoming"
    id: Mapped[Id]  # of (sha256)
    name: Mapped[str]
    path: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str]
    size: Mapped[int]
    seen_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, imported, attached, set_aside
    dossier_id: Mapped[bytes | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    piece_id: Mapped[bytes | None] = mapped_column(ForeignKey("piece.id"))
    why: Mapped[str] = mapped_column(default="")  # what it was recognised by, a French sentence
    settled_by: Mapped[str] = mapped_column(default="")
