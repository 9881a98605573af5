"""What an officer settles before the committee: the sift, findings accepted, scores, interests."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Mapped, Table, mapped_column


class Sift(Table):
    """The first verdict on a dossier, with its named reasons."""

    __tablename__ = "sift"
    id: Mapped[Id]  # of (dossier)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    verdict: Mapped[str]  # admissible, incomplete, inadmissible
    reasons: Mapped[str] = mapped_column(default="")  # codes of Reason, space separated
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[dt.date]


class PieceRequest(Table):
    """What was asked of the applicant; the legal clock stands still from `asked_on` to the answer."""

    __tablename__ = "piece_request"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    kind: Mapped[str] = mapped_column(default="pieces")  # pieces, information, budget, attestation
    items: Mapped[str] = mapped_column(Text, default="")  # one a line, as the applicant reads them
    channel: Mapped[str] = mapped_column(default="letter")  # letter, mail, phone
    body: Mapped[str] = mapped_column(Text, default="")
    asked_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    answered_on: Mapped[dt.date | None]
    reminded_on: Mapped[dt.date | None]
    reminders: Mapped[int] = mapped_column(default=0)
    withdrawn_on: Mapped[dt.date | None]  # asked by mistake: it never stopped the clock
    letter_id: Mapped[bytes | None] = mapped_column(ForeignKey("letter.id"))
    author: Mapped[str] = mapped_column(default="")


class Settlement(Table):
    """A finding accepted because…; it comes back when one of its sources no longer says the same."""

    __tablename__ = "settlement"
    id: Mapped[Id]  # of (dossier, code)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    code: Mapped[str]
    sources: Mapped[str]  # digest of both sources when it was accepted
    reason: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]


class Assessment(Table):
    """The scores one person gives one dossier; a draft counts nowhere."""

    __tablename__ = "assessment"
    id: Mapped[Id]  # of (dossier, grid, author)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    grid_id: Mapped[bytes] = mapped_column(ForeignKey("score_grid.id"))
    role: Mapped[str] = mapped_column(default="first")  # first, second
    state: Mapped[str] = mapped_column(default="draft")  # draft, final, abstained
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str]
    at: Mapped[dt.datetime]


class Score(Table):
    """One criterion of one assessment; earlier values stay in the journal."""

    __tablename__ = "score"
    id: Mapped[Id]  # of (assessment, criterion)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    assessment_id: Mapped[bytes] = mapped_column(ForeignKey("assessment.id"), index=True)
    criterion_id: Mapped[bytes] = mapped_column(ForeignKey("criterion.id"))
    value: Mapped[int | None]  # 0 to 5; letters as A = 3 … D = 0
    reason: Mapped[str] = mapped_column(Text, default="")


class Interest(Table):
    """A tie of a person with an applicant or a dossier: it is closed to that person while it lasts."""

    __tablename__ = "interest"
    id: Mapped[Id]
    person: Mapped[str]
    applicant_id: Mapped[bytes | None] = mapped_column(ForeignKey("applicant.id"), index=True)
    dossier_id: Mapped[bytes | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    nature: Mapped[str] = mapped_column(Text)
    declared_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
