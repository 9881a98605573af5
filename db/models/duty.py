"""What the contract owes: themes of the State, publications of open data, totals of an earlier contract."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Key, Mapped, Table, mapped_column


class Theme(Table):
    """A theme of the State's programme 147, in which it wants the figures."""

    __tablename__ = "theme"
    id: Mapped[Id]  # of (code)
    code: Mapped[str]
    rank: Mapped[int]
    title: Mapped[str]
    parent: Mapped[str] = mapped_column(default="")  # code


class ChallengeTheme(Table):
    """How much of a challenge counts in a theme of the State."""

    __tablename__ = "challenge_theme"
    id: Mapped[Id]  # of (challenge, theme)
    challenge_id: Mapped[bytes] = mapped_column(ForeignKey("challenge.id"), index=True)
    theme_id: Mapped[bytes] = mapped_column(ForeignKey("theme.id"))
    percent: Mapped[int] = mapped_column(default=100)


class Publication(Table):
    """An open-data file that was made, and where it was published."""

    __tablename__ = "publication"
    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(default="scdl")
    year: Mapped[int | None]
    line_count: Mapped[int]
    digest: Mapped[str]
    published_on: Mapped[dt.date | None]
    url: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]


class PublishedGrant(Table):
    """One line of a publication: which grant it told."""

    __tablename__ = "published_grant"
    id: Mapped[Id]  # of (publication, dossier, funder, member)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    publication_id: Mapped[bytes] = mapped_column(Key, index=True)
    funder_id: Mapped[bytes] = mapped_column(ForeignKey("funder.id"))
    member_id: Mapped[bytes | None] = mapped_column(ForeignKey("project_member.id"))
    amount: Mapped[int]


class ContractTotal(Table):
    """A total of a contract that this base does not hold dossier by dossier. Cents."""

    __tablename__ = "contract_total"
    id: Mapped[Id]  # of (contract, year, axis, code)
    contract: Mapped[str]  # "Contrat de ville 2015-2023"
    from_year: Mapped[int]
    to_year: Mapped[int]
    axis: Mapped[str] = mapped_column(default="")  # "" for all of it, else quarter, challenge, funder
    code: Mapped[str] = mapped_column(default="")  # on that axis
    asked: Mapped[int | None]
    granted: Mapped[int | None]
    paid: Mapped[int | None]
    actions: Mapped[int | None]
    beneficiaries: Mapped[int | None]
    basis: Mapped[str] = mapped_column(Text, default="")  # where the figure comes from
