"""The opinions of partners: who is asked, by which pack, and what came back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Mapped, Table, mapped_column


class Partner(Table):
    """A body whose opinion is asked: State delegate, services, CAF, landlords, residents' council…"""

    __tablename__ = "partner"
    id: Mapped[Id]  # of (code)
    code: Mapped[str] = mapped_column(unique=True)
    rank: Mapped[int]
    name: Mapped[str]
    short: Mapped[str] = mapped_column(default="")
    person: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    aliases: Mapped[str] = mapped_column(Text, default="")  # as imports name it, one a line
    confidential: Mapped[bool] = mapped_column(
        default=False
    )  # its opinions stay inside unless said otherwise
    active: Mapped[bool] = mapped_column(default=True)


class OpinionPack(Table):
    """What was handed to one partner: a workbook or a PDF form, known again by its code."""

    __tablename__ = "opinion_pack"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(index=True)  # printed and written in the file
    partner_id: Mapped[bytes] = mapped_column(ForeignKey("partner.id"), index=True)
    committee_id: Mapped[bytes | None] = mapped_column(ForeignKey("committee.id"), index=True)
    kind: Mapped[str]  # xlsx, pdf
    asked_on: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    digest: Mapped[str]  # of what was asked: an altered file is known by it
    question: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")
    returned_at: Mapped[dt.datetime | None]
    returned_file_id: Mapped[bytes | None] = mapped_column(ForeignKey("file.id"))


class OpinionRequest(Table):
    """One partner asked about one dossier."""

    __tablename__ = "opinion_request"
    id: Mapped[Id]  # of (dossier, partner, pack)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    partner_id: Mapped[bytes] = mapped_column(ForeignKey("partner.id"), index=True)
    pack_id: Mapped[bytes | None] = mapped_column(ForeignKey("opinion_pack.id"), index=True)
    asked_on: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    reminded_on: Mapped[dt.date | None]
    reminders: Mapped[int] = mapped_column(default=0)
    withdrawn_on: Mapped[dt.date | None]
    author: Mapped[str] = mapped_column(default="")


class Opinion(Table):
    """What a partner thinks of a dossier, as a file or a person told it; the latest one counts."""

    __tablename__ = "opinion"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    partner: Mapped[str]  # its name, as told
    value: Mapped[str]  # favourable, reserved, unfavourable, out_of_scope; an import keeps its own words
    comment: Mapped[str] = mapped_column(Text, default="")
    asked_on: Mapped[dt.date | None]
    answered_on: Mapped[dt.date | None]
    origin: Mapped[str] = mapped_column(default="")  # the file or the person it comes from, in words
    partner_id: Mapped[bytes | None] = mapped_column(ForeignKey("partner.id"), index=True)
    answer_to: Mapped[bytes | None] = mapped_column(ForeignKey("opinion_request.id"))
    amount: Mapped[int | None]  # what it would give, cents
    confidential: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[str] = mapped_column(default="import")  # import, file, phone, meeting, mail
    file_id: Mapped[bytes | None] = mapped_column(ForeignKey("file.id"))
    author: Mapped[str] = mapped_column(default="")
