"""The money: envelopes, the rules a distribution keeps, the scenarios tried before one is proposed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Mapped, Table, mapped_column


class Envelope(Table):
    """What one funder puts in a year, a call or a wave; where wished for one quarter or challenge. Cents.

    An amount of a dossier is counted in one envelope alone, the narrowest that fits.
    """

    __tablename__ = "envelope"
    id: Mapped[Id]  # of (wave, funder) when it came with the call
    year: Mapped[int] = mapped_column(index=True)
    call_id: Mapped[bytes | None] = mapped_column(ForeignKey("call.id"))
    wave_id: Mapped[bytes | None] = mapped_column(ForeignKey("wave.id"), index=True)
    funder_id: Mapped[bytes] = mapped_column(ForeignKey("funder.id"))
    quarter_id: Mapped[bytes | None] = mapped_column(ForeignKey("quarter.id"))
    challenge_id: Mapped[bytes | None] = mapped_column(ForeignKey("challenge.id"))
    title: Mapped[str] = mapped_column(default="")
    amount: Mapped[int]  # voted
    carried: Mapped[int] = mapped_column(default=0)  # left over from before
    reserve: Mapped[int] = mapped_column(default=0)  # kept apart, not to be given in this wave
    common_law: Mapped[bool] = mapped_column(default=False)  # droit commun, apart from the contract's money
    comment: Mapped[str] = mapped_column(Text, default="")


class MoneyRule(Table):
    """What a distribution should keep, shown as a gauge: « au moins 10 % par quartier »."""

    __tablename__ = "money_rule"
    id: Mapped[Id]  # of (code)
    code: Mapped[str] = mapped_column(unique=True)
    rank: Mapped[int]
    label: Mapped[str]
    axis: Mapped[str]  # quarter, challenge, applicant, funder, renewal
    bound: Mapped[str]  # at_least, at_most
    percent: Mapped[int]  # of the money given
    subject: Mapped[str] = mapped_column(default="")  # one code of the axis; "" for each of them
    active: Mapped[bool] = mapped_column(default=True)


class Scenario(Table):
    """One way to give the money, tried on the workbench; one of them becomes the proposal."""

    __tablename__ = "scenario"
    id: Mapped[Id]
    name: Mapped[str]
    query: Mapped[str] = mapped_column(Text, default="")  # which dossiers it is about
    ranking: Mapped[str] = mapped_column(Text, default="")  # ranks made by hand: keys, one a line
    cut: Mapped[int | None]  # how many dossiers stand above the line
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")
    made_at: Mapped[dt.datetime]
    promoted_at: Mapped[dt.datetime | None]


class Allocation(Table):
    """What a scenario gives one dossier from one funder, in cents."""

    __tablename__ = "allocation"
    id: Mapped[Id]  # of (scenario, dossier, funder)
    scenario_id: Mapped[bytes] = mapped_column(ForeignKey("scenario.id"), index=True)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    funder_id: Mapped[bytes] = mapped_column(ForeignKey("funder.id"))
    amount: Mapped[int]
