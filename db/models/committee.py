"""The committee: sessions, who sits, the order of the day, what is said of each dossier, the packs.

A session of a committee is a `Committee` here: `Session` is SQLAlchemy's word.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Mapped, Table, mapped_column


class Committee(Table):
    """One session. Prepared, then running, then closed: nothing of it changes after but by reopening it."""

    __tablename__ = "committee"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(index=True)  # S2026-03
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="technical")  # technical, funders, steering, council
    quarter_id: Mapped[bytes | None] = mapped_column(ForeignKey("quarter.id"))
    wave_id: Mapped[bytes | None] = mapped_column(ForeignKey("wave.id"))
    held_on: Mapped[dt.date]
    starts_at: Mapped[str] = mapped_column(default="")  # 14:00
    place: Mapped[str] = mapped_column(default="")
    quorum: Mapped[int | None]  # voting members who must be there
    query: Mapped[str] = mapped_column(Text, default="")  # what the order of the day was made from
    state: Mapped[str] = mapped_column(default="prepared")  # prepared, running, closed
    current_item: Mapped[bytes | None]  # where the session stands: found again after a crash
    opened_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    closed_by: Mapped[str] = mapped_column(default="")
    reopened_at: Mapped[dt.datetime | None]
    reopen_reason: Mapped[str] = mapped_column(Text, default="")
    act: Mapped[str] = mapped_column(default="")  # number of the deliberation
    act_on: Mapped[dt.date | None]
    notes: Mapped[str] = mapped_column(Text, default="")  # what the minutes say beside the dossiers
    author: Mapped[str] = mapped_column(default="")


class Member(Table):
    """Who sits in one session, for whom, and whether present."""

    __tablename__ = "member"
    id: Mapped[Id]
    committee_id: Mapped[bytes] = mapped_column(ForeignKey("committee.id"), index=True)
    rank: Mapped[int]
    name: Mapped[str]
    body: Mapped[str] = mapped_column(default="")  # whom they speak for
    role: Mapped[str] = mapped_column(default="member")  # chair, secretary, member, guest
    voting: Mapped[bool] = mapped_column(default=True)
    presence: Mapped[str] = mapped_column(
        default=""
    )  # "" not yet told, present, excused, absent, represented
    proxy: Mapped[str] = mapped_column(default="")  # who speaks in their place
    partner_id: Mapped[bytes | None] = mapped_column(ForeignKey("partner.id"))


class Item(Table):
    """One dossier in the order of the day, and what the session says of it, saved as it is said."""

    __tablename__ = "item"
    id: Mapped[Id]  # of (committee, dossier)
    committee_id: Mapped[bytes] = mapped_column(ForeignKey("committee.id"), index=True)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    rank: Mapped[int]
    heading: Mapped[str] = mapped_column(default="")  # the group it is called under: a quarter…
    added: Mapped[bool] = mapped_column(default=False)  # in the room, not on the agenda sent out
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, decided, postponed
    outcome: Mapped[str] = mapped_column(default="")  # granted, partial, adjourned, refused…
    reasons: Mapped[str] = mapped_column(default="")  # codes of Reason, space separated
    conditions: Mapped[str] = mapped_column(Text, default="")  # one a line
    comment: Mapped[str] = mapped_column(Text, default="")  # goes into the letter when no reason does
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstained: Mapped[int | None]
    said_at: Mapped[dt.datetime | None]
    author: Mapped[str] = mapped_column(default="")


class ItemAmount(Table):
    """What the session gives one dossier from one funder, in cents."""

    __tablename__ = "item_amount"
    id: Mapped[Id]  # of (item, funder)
    item_id: Mapped[bytes] = mapped_column(ForeignKey("item.id"), index=True)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    funder_id: Mapped[bytes] = mapped_column(ForeignKey("funder.id"))
    amount: Mapped[int]


class Leaving(Table):
    """A member who was out of the room for one item, and why."""

    __tablename__ = "leaving"
    id: Mapped[Id]  # of (item, member)
    item_id: Mapped[bytes] = mapped_column(ForeignKey("item.id"), index=True)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    member_id: Mapped[bytes] = mapped_column(ForeignKey("member.id"))
    why: Mapped[str] = mapped_column(default="")  # interest, or words


class CommitteeDocument(Table):
    """A document of the session: convocation, map, deliberation…"""

    __tablename__ = "committee_document"
    id: Mapped[Id]
    committee_id: Mapped[bytes] = mapped_column(ForeignKey("committee.id"), index=True)
    rank: Mapped[int]
    name: Mapped[str]
    file_id: Mapped[bytes] = mapped_column(ForeignKey("file.id"))
    in_pack: Mapped[bool] = mapped_column(default=False)
    made: Mapped[str] = mapped_column(
        default=""
    )  # minutes, record, annex: made by the closing; "" for others


class Pack(Table):
    """A pack handed out: its rows frozen in a file, so that an addendum can tell what changed since."""

    __tablename__ = "pack"
    id: Mapped[Id]
    committee_id: Mapped[bytes] = mapped_column(ForeignKey("committee.id"), index=True)
    version: Mapped[int]  # 1, 2, 3… in its session
    since: Mapped[int | None]  # an addendum: to which version
    audience: Mapped[str] = mapped_column(default="")  # the member it was made for; "" for all
    large_print: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str]  # of the frozen rows
    rows_id: Mapped[bytes] = mapped_column(ForeignKey("file.id"))  # JSON
    file_id: Mapped[bytes | None] = mapped_column(ForeignKey("file.id"))  # what was printed
    pages: Mapped[int | None]
    made_at: Mapped[dt.datetime]
    author: Mapped[str] = mapped_column(default="")
