"""The dossier as it was asked: its facts, texts, budget, amounts per funder, where it came from."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, Text

from db.base import Id, Mapped, Table, mapped_column


class Dossier(Table):
    __tablename__ = "dossier"
    __table_args__ = (
        # Each order of the list stands whole in an index: the key is read there, not in the row.
        Index("ix_dossier_stage", "stage", "number"),
        Index("ix_dossier_title_key", "title_key", "id"),
        Index("ix_dossier_asked", "asked", "id"),
        Index("ix_dossier_cost", "cost", "id"),
        Index("ix_dossier_due_on", "due_on", "id"),
        Index("ix_dossier_deposited_at", "deposited_at", "id"),
        Index("ix_dossier_applicant_id", "applicant_id", "id"),
        Index("ix_dossier_source", "source", "source_id"),
    )
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(index=True)  # two offices may have given the same: told, never lost
    call_id: Mapped[bytes] = mapped_column(ForeignKey("call.id"), index=True)
    wave_id: Mapped[bytes | None] = mapped_column(ForeignKey("wave.id"))
    applicant_id: Mapped[bytes] = mapped_column(ForeignKey("applicant.id"))
    title: Mapped[str]
    title_key: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="received")
    renewal: Mapped[bool | None]
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    place: Mapped[str] = mapped_column(default="")
    beneficiaries: Mapped[int | None]
    women: Mapped[int | None]
    cost: Mapped[int | None]
    asked: Mapped[int | None]
    deposited_at: Mapped[dt.datetime | None]
    due_on: Mapped[dt.date | None]  # when silence becomes a refusal
    officer: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="paper")
    source_id: Mapped[str] = mapped_column(default="")
    source_state: Mapped[str] = mapped_column(default="")
    proposal_opinion: Mapped[str] = mapped_column(default="")  # favourable, reserved, adjourn, unfavourable
    proposal_reason: Mapped[str] = mapped_column(Text, default="")
    from_quarter: Mapped[int | None]  # how many of the public live in a priority quarter
    # Seen twice: the other one goes on.
    merged_into: Mapped[bytes | None] = mapped_column(ForeignKey("dossier.id"))
    agreement_id: Mapped[bytes | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    tranche: Mapped[int | None]  # the year of the convention that it asks for
    anonymised_on: Mapped[dt.date | None]
    eliminated_on: Mapped[dt.date | None]  # under a visa: its number and amounts alone are left


class DossierQuarter(Table):
    __tablename__ = "dossier_quarter"
    id: Mapped[Id]  # of (dossier, quarter)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    quarter_id: Mapped[bytes] = mapped_column(ForeignKey("quarter.id"), index=True)


class Declared(Table):
    """A challenge that the applicant names; the officer's judgement is a Mark."""

    __tablename__ = "declared"
    id: Mapped[Id]  # of (dossier, challenge)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    challenge_id: Mapped[bytes] = mapped_column(ForeignKey("challenge.id"), index=True)
    main: Mapped[bool] = mapped_column(default=False)


class Section(Table):
    """One text of the application; `code` is one of desktop.rules.sections, or free for other answers."""

    __tablename__ = "section"
    id: Mapped[Id]  # of (dossier, code)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    code: Mapped[str]
    body: Mapped[str] = mapped_column(Text)


class BudgetLine(Table):
    __tablename__ = "budget_line"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    rank: Mapped[int]
    side: Mapped[str]  # charge, product
    account: Mapped[str]
    label: Mapped[str]
    amount: Mapped[int | None]
    funder: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="")


class OwnBudgetLine(Table):
    """One line of the budget of the applicant as a whole, as told with one dossier."""

    __tablename__ = "own_budget_line"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    rank: Mapped[int]
    side: Mapped[str]
    account: Mapped[str]
    label: Mapped[str]
    amount: Mapped[int | None]


class FundingLine(Table):
    """One funder of the action: what it was asked, what it answered, with the proof. Cents."""

    __tablename__ = "funding_line"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    rank: Mapped[int]
    funder_id: Mapped[bytes | None] = mapped_column(ForeignKey("funder.id"))
    name: Mapped[str]  # as written
    account: Mapped[str] = mapped_column(default="")
    common_law: Mapped[bool] = mapped_column(default=False)  # droit commun, apart from the contract's money
    asked: Mapped[int | None]
    answered: Mapped[int | None]
    status: Mapped[str] = mapped_column(default="asked")  # asked, announced, confirmed, refused, unknown
    status_on: Mapped[dt.date | None]
    proof: Mapped[str] = mapped_column(default="")  # what it rests on, in words
    piece_id: Mapped[bytes | None] = mapped_column(ForeignKey("piece.id"))
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")


class ActionPlace(Table):
    """Where the action takes place; degrees, WGS 84."""

    __tablename__ = "action_place"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    rank: Mapped[int]
    name: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]


class AlsoKnown(Table):
    """Another number under which a portal knows this dossier: a re-import finds it again."""

    __tablename__ = "also_known"
    __table_args__ = (Index("ix_also_known_source", "source", "source_id"),)
    id: Mapped[Id]  # of (source, source_id)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    source: Mapped[str]
    source_id: Mapped[str]


class Version(Table):
    """The application as one earlier import told it, to be compared with what came later."""

    __tablename__ = "version"
    id: Mapped[Id]  # of (dossier, rank)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    rank: Mapped[int]
    file: Mapped[str]
    at: Mapped[dt.datetime]
    payload: Mapped[str] = mapped_column(Text)  # JSON, as Imported


class Amount(Table):
    """What one funder was asked, is proposed to give, voted and paid: four separate facts, in cents."""

    __tablename__ = "amount"
    __table_args__ = (Index("ix_amount_dossier_id", "dossier_id"),)
    id: Mapped[Id]  # of (dossier, funder)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"))
    funder_id: Mapped[bytes] = mapped_column(ForeignKey("funder.id"), index=True)
    asked: Mapped[int | None]
    proposed: Mapped[int | None]
    voted: Mapped[int | None]
    paid: Mapped[int | None]
    # Chosen by hand where several fit; None: the narrowest one.
    envelope_id: Mapped[bytes | None] = mapped_column(ForeignKey("envelope.id"))


class Source(Table):
    """An answer of the source that has no place of its own: kept under its label, never lost."""

    __tablename__ = "source"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    rank: Mapped[int]
    label: Mapped[str]
    value: Mapped[str] = mapped_column(Text)


class Imported(Table):
    """The application as last imported: what tells a change of the source from a change made here."""

    __tablename__ = "imported"
    id: Mapped[Id]  # of (dossier)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    file: Mapped[str]
    at: Mapped[dt.datetime]
    payload: Mapped[str] = mapped_column(Text)  # JSON: field -> value
