"""What ties applicants and dossiers: coordinated proposals with their members, links between dossiers."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, Text

from db.base import Id, Mapped, Table, mapped_column


class Project(Table):
    """A dossier that several associations carry together: one instruction, one decision, a split."""

    __tablename__ = "project"
    id: Mapped[Id]  # of (dossier)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    # CGCT L1611-4: a member gives nothing on to another unless the convention says so expressly.
    regrant: Mapped[bool] = mapped_column(default=False)
    regrant_words: Mapped[str] = mapped_column(Text, default="")  # the clause that says so
    comment: Mapped[str] = mapped_column(Text, default="")


class ProjectMember(Table):
    """One association of a coordinated proposal, the leader among them."""

    __tablename__ = "project_member"
    id: Mapped[Id]  # of (dossier, applicant)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    applicant_id: Mapped[bytes] = mapped_column(ForeignKey("applicant.id"), index=True)
    rank: Mapped[int]
    role: Mapped[str] = mapped_column(default="partner")  # leader, partner
    task: Mapped[str] = mapped_column(Text, default="")  # what it does in the project
    quarters: Mapped[str] = mapped_column(default="")  # codes of the quarters it acts in
    civility: Mapped[str] = mapped_column(default="")
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    agreed_on: Mapped[dt.date | None]  # its letter of agreement
    left_on: Mapped[dt.date | None]


class MemberLine(Table):
    """One line of a member's own budget column; with `to_member_id`, money that passes between members."""

    __tablename__ = "member_line"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    member_id: Mapped[bytes] = mapped_column(ForeignKey("project_member.id"), index=True)
    rank: Mapped[int]
    side: Mapped[str]  # charge, product
    account: Mapped[str]
    label: Mapped[str]
    amount: Mapped[int | None]
    # Of a charge, who receives it; of a product, who gives it.
    to_member_id: Mapped[bytes | None] = mapped_column(ForeignKey("project_member.id"))
    funder_id: Mapped[bytes | None] = mapped_column(ForeignKey("funder.id"))


class MemberShare(Table):
    """The part of one member in what a funder is asked, is proposed to give and voted. Cents."""

    __tablename__ = "member_share"
    id: Mapped[Id]  # of (member, funder)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    member_id: Mapped[bytes] = mapped_column(ForeignKey("project_member.id"), index=True)
    funder_id: Mapped[bytes] = mapped_column(ForeignKey("funder.id"))
    asked: Mapped[int | None]
    proposed: Mapped[int | None]
    voted: Mapped[int | None]


class DossierLink(Table):
    """Two dossiers that belong together, told from the later one."""

    __tablename__ = "dossier_link"
    __table_args__ = (Index("ix_dossier_link_other_id", "other_id"),)
    id: Mapped[Id]  # of (kind, dossier, other)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    other_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"))
    kind: Mapped[str]  # joint, renewed, same, reworked (the other is the first version, refused or put off)
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
