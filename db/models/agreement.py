"""Conventions over several years: what was promised, to do what, measured how, and their amendments."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Mapped, Table, mapped_column


class Agreement(Table):
    """A convention of several years with one applicant; each year is asked by a dossier of its own."""

    __tablename__ = "agreement"
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    applicant_id: Mapped[bytes] = mapped_column(ForeignKey("applicant.id"), index=True)
    call_id: Mapped[bytes | None] = mapped_column(ForeignKey("call.id"))
    follows_id: Mapped[bytes | None] = mapped_column(ForeignKey("agreement.id"))  # the one it goes on from
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(default="draft")  # draft, signed, ended, cancelled
    act: Mapped[str] = mapped_column(default="")  # number of the deliberation
    act_on: Mapped[dt.date | None]
    signed_on: Mapped[dt.date | None]
    alert_months: Mapped[int] = mapped_column(default=6)  # told so long before the end
    regrant: Mapped[bool] = mapped_column(default=False)  # CGCT L1611-4: money may be given on
    purpose: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[bytes | None] = mapped_column(ForeignKey("file.id"))  # the scan, signed
    author: Mapped[str] = mapped_column(default="")


class Promise(Table):
    """What one funder promised for one year of a convention. Cents."""

    __tablename__ = "promise"
    id: Mapped[Id]  # of (agreement, year, funder)
    agreement_id: Mapped[bytes] = mapped_column(ForeignKey("agreement.id"), index=True)
    year: Mapped[int]
    funder_id: Mapped[bytes] = mapped_column(ForeignKey("funder.id"))
    amount: Mapped[int]
    carried: Mapped[int] = mapped_column(default=0)  # unspent, brought from the year before
    comment: Mapped[str] = mapped_column(Text, default="")


class Commitment(Table):
    """What the applicant undertakes, and what was found of it."""

    __tablename__ = "commitment"
    id: Mapped[Id]
    agreement_id: Mapped[bytes] = mapped_column(ForeignKey("agreement.id"), index=True)
    rank: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    year: Mapped[int | None]  # None: each year
    quarter_id: Mapped[bytes | None] = mapped_column(ForeignKey("quarter.id"))
    challenge_id: Mapped[bytes | None] = mapped_column(ForeignKey("challenge.id"))
    state: Mapped[str] = mapped_column(default="")  # kept, partly, not_kept
    comment: Mapped[str] = mapped_column(Text, default="")


class Indicator(Table):
    """What is counted to tell whether a convention, or an action, does what it said."""

    __tablename__ = "indicator"
    id: Mapped[Id]
    agreement_id: Mapped[bytes | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    dossier_id: Mapped[bytes | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    rank: Mapped[int]
    label: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")


class IndicatorValue(Table):
    """The target and what was reached of one indicator in one year, in its unit."""

    __tablename__ = "indicator_value"
    id: Mapped[Id]  # of (indicator, year)
    indicator_id: Mapped[bytes] = mapped_column(ForeignKey("indicator.id"), index=True)
    agreement_id: Mapped[bytes | None] = mapped_column(ForeignKey("agreement.id"))  # as its indicator
    dossier_id: Mapped[bytes | None] = mapped_column(ForeignKey("dossier.id"))
    year: Mapped[int]
    target: Mapped[float | None]
    reached: Mapped[float | None]
    comment: Mapped[str] = mapped_column(Text, default="")


class Amendment(Table):
    """An amendment (avenant) to a convention of several years, or to the convention of one dossier."""

    __tablename__ = "amendment"
    id: Mapped[Id]
    agreement_id: Mapped[bytes | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    dossier_id: Mapped[bytes | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    rank: Mapped[int]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text, default="")
    ends_on: Mapped[dt.date | None]  # the new end
    changes: Mapped[str] = mapped_column(Text, default="")  # JSON [{year, funder, before, after}]
    state: Mapped[str] = mapped_column(default="draft")  # draft, signed
    act: Mapped[str] = mapped_column(default="")
    act_on: Mapped[dt.date | None]
    signed_on: Mapped[dt.date | None]
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
