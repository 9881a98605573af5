"""What follows a decision: payments, visits, changes asked, reports, money paid back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Mapped, Table, mapped_column


class Payment(Table):
    """One payment of a grant, planned or made. Cents. What a dossier was paid is the sum of those made;
    `Amount.paid` is what an import told, and counts only where there is no payment."""

    __tablename__ = "payment"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    funder_id: Mapped[bytes] = mapped_column(ForeignKey("funder.id"))
    member_id: Mapped[bytes | None] = mapped_column(ForeignKey("project_member.id"))
    rank: Mapped[int]
    kind: Mapped[str] = mapped_column(default="single")  # single, advance, instalment, balance
    amount: Mapped[int]
    planned_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]  # sixty days from the notification, or the event of the convention
    asked_on: Mapped[dt.date | None]  # sent to the finance service
    order_number: Mapped[str] = mapped_column(default="")  # of the mandat
    paid_on: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(default="planned")  # planned, held, asked, paid, cancelled
    why: Mapped[str] = mapped_column(default="")  # why it is held or cancelled
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")


class SiteVisit(Table):
    """A visit to an action; its photographs are pieces that refer to it."""

    __tablename__ = "site_visit"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    visited_on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(default="")
    people: Mapped[str] = mapped_column(default="")  # who was met
    present: Mapped[int | None]  # how many people were there
    body: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]


class ChangeRequest(Table):
    """A change that the applicant asks after the decision, and the answer."""

    __tablename__ = "change_request"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    kind: Mapped[str]  # dates, content, amount, withdrawal
    asked_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    amount: Mapped[int | None]  # in all, cents
    body: Mapped[str] = mapped_column(Text, default="")  # the new content
    was: Mapped[str] = mapped_column(Text, default="")  # JSON: what stood before it was granted
    state: Mapped[str] = mapped_column(default="asked")  # asked, granted, refused, dropped
    answered_on: Mapped[dt.date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    piece_id: Mapped[bytes | None] = mapped_column(ForeignKey("piece.id"))
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]


class Report(Table):
    """The report (compte rendu financier, bilan) due for one year of an action."""

    __tablename__ = "report"
    id: Mapped[Id]  # of (dossier, year, kind)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(default="final")  # final, intermediate
    due_on: Mapped[dt.date | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="awaited")  # awaited, received, accepted, returned, waived
    outcome: Mapped[str] = mapped_column(default="")  # done, not_done, extended
    received_on: Mapped[dt.date | None]
    origin: Mapped[str] = mapped_column(default="")  # cerfa, table, keyed
    piece_id: Mapped[bytes | None] = mapped_column(ForeignKey("piece.id"))
    starts_on: Mapped[dt.date | None]  # as it took place
    ends_on: Mapped[dt.date | None]
    beneficiaries: Mapped[int | None]
    women: Mapped[int | None]
    men: Mapped[int | None]
    from_quarter: Mapped[int | None]
    granted: Mapped[int | None]  # the grant as the report tells it, cents
    unspent: Mapped[int | None]  # of the grant, as settled by the officer, cents
    comment: Mapped[str] = mapped_column(Text, default="")
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_on: Mapped[dt.date | None]
    checked_by: Mapped[str] = mapped_column(default="")
    checked_on: Mapped[dt.date | None]
    author: Mapped[str] = mapped_column(default="")


class ReportLine(Table):
    """One line of the report beside the plan: forecast, done, the difference explained. Cents."""

    __tablename__ = "report_line"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    report_id: Mapped[bytes] = mapped_column(ForeignKey("report.id"), index=True)
    rank: Mapped[int]
    side: Mapped[str]  # charge, product
    account: Mapped[str]
    label: Mapped[str]
    forecast: Mapped[int | None]
    done: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class ReportText(Table):
    """One text of the report; `code` is one of desktop.rules.reports."""

    __tablename__ = "report_text"
    id: Mapped[Id]  # of (report, code)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    report_id: Mapped[bytes] = mapped_column(ForeignKey("report.id"), index=True)
    code: Mapped[str]
    body: Mapped[str] = mapped_column(Text)


class Audience(Table):
    """People reached by age and sex, as the request or the report tells it."""

    __tablename__ = "audience"
    id: Mapped[Id]  # of (dossier, moment, age)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    moment: Mapped[str]  # request, report
    age: Mapped[str]  # one of desktop.rules.ages
    women: Mapped[int | None]
    men: Mapped[int | None]
    people: Mapped[int | None]  # in all, also those whose sex is not told


class Repayment(Table):
    """Money of a grant that is to come back, is kept by agreement, or is taken off the next one. Cents."""

    __tablename__ = "repayment"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    funder_id: Mapped[bytes] = mapped_column(ForeignKey("funder.id"))
    member_id: Mapped[bytes | None] = mapped_column(ForeignKey("project_member.id"))
    report_id: Mapped[bytes | None] = mapped_column(ForeignKey("report.id"))
    kind: Mapped[str] = mapped_column(default="repay")  # repay, keep, offset
    amount: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(default="draft")  # draft, decided, asked, paid, waived
    decided_on: Mapped[dt.date | None]
    asked_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    title_number: Mapped[str] = mapped_column(default="")  # of the titre de recette
    received: Mapped[int | None]
    received_on: Mapped[dt.date | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")
