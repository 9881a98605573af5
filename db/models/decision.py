"""What is decided and what leaves: decisions, reasons, conditions, signatories, letters, proofs of notice."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Key, Mapped, Table, mapped_column


class Reason(Table):
    """A countable reason of a decision: its label for lists, its sentence for letters."""

    __tablename__ = "reason"
    id: Mapped[Id]  # of (code)
    code: Mapped[str] = mapped_column(unique=True)
    rank: Mapped[int]
    outcomes: Mapped[str]  # space separated
    label: Mapped[str]
    sentence: Mapped[str] = mapped_column(Text)


class Decision(Table):
    """Amounts voted stand in Amount. `pending` until a letter has notified it."""

    __tablename__ = "decision"
    id: Mapped[Id]  # of (dossier)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    outcome: Mapped[str]
    state: Mapped[str] = mapped_column(default="pending")  # pending, notified
    decided_on: Mapped[dt.date]
    act: Mapped[str] = mapped_column(default="")  # number of the deliberation
    act_on: Mapped[dt.date | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    notified_on: Mapped[dt.date | None]  # the first time: reopening keeps it
    author: Mapped[str] = mapped_column(default="")
    committee_id: Mapped[bytes | None] = mapped_column(ForeignKey("committee.id"), index=True)
    reopened_on: Mapped[dt.date | None]
    reopen_reason: Mapped[str] = mapped_column(Text, default="")


class DecisionReason(Table):
    __tablename__ = "decision_reason"
    id: Mapped[Id]  # of (decision, reason)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    reason_id: Mapped[bytes] = mapped_column(ForeignKey("reason.id"), index=True)


class Condition(Table):
    __tablename__ = "condition"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    rank: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    met_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    waived_on: Mapped[dt.date | None]
    why: Mapped[str] = mapped_column(Text, default="")  # the proof that it is met, or why it is waived
    piece_id: Mapped[bytes | None] = mapped_column(ForeignKey("piece.id"))


class Signatory(Table):
    __tablename__ = "signatory"
    id: Mapped[Id]
    name: Mapped[str]
    position: Mapped[str]
    delegation: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    to_confirm: Mapped[bool] = mapped_column(default=True)


class Letter(Table):
    """One letter: draft until issued, then final. `body` holds the words when edited by hand or issued."""

    __tablename__ = "letter"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    template: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")  # draft, issued
    edited: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text, default="")  # JSON of desktop.letters
    number: Mapped[str] = mapped_column(default="", index=True)  # of the register, once issued
    issued_at: Mapped[dt.datetime | None]
    file_id: Mapped[bytes | None] = mapped_column(ForeignKey("file.id"))
    author: Mapped[str] = mapped_column(default="")
    # The second look: "" not asked, asked, approved, returned. A change of the words asks for it again.
    approval: Mapped[str] = mapped_column(default="")
    approved_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[dt.datetime | None]
    approved_words: Mapped[str] = mapped_column(default="")  # digest of what was approved
    approval_note: Mapped[str] = mapped_column(Text, default="")
    signed_file_id: Mapped[bytes | None] = mapped_column(ForeignKey("file.id"))  # the scan, signed
    signed_on: Mapped[dt.date | None]
    member_id: Mapped[bytes | None] = mapped_column(ForeignKey("project_member.id"))  # to whom, of a project
    # The row it is about, where it is not the decision: a report, a repayment, a change, an amendment.
    subject_id: Mapped[bytes | None] = mapped_column(Key)


class Notice(Table):
    """The proof that an applicant was told: when, by which means, under which number, with the scan."""

    __tablename__ = "notice"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    letter_id: Mapped[bytes | None] = mapped_column(ForeignKey("letter.id"), index=True)
    sent_on: Mapped[dt.date]
    means: Mapped[str]  # post, registered, mail, hand, portal
    tracking: Mapped[str] = mapped_column(default="")
    received_on: Mapped[dt.date | None]  # the date of the return slip: the appeal runs from it
    file_id: Mapped[bytes | None] = mapped_column(ForeignKey("file.id"))
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")


class Printing(Table):
    """Each time an issued letter is printed or saved; the second one is a duplicate."""

    __tablename__ = "printing"
    id: Mapped[Id]
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    letter_id: Mapped[bytes] = mapped_column(ForeignKey("letter.id"), index=True)
    at: Mapped[dt.datetime]
    copy: Mapped[int]
    author: Mapped[str] = mapped_column(default="")
