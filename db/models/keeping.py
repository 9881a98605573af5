"""What is kept and for how long: retention, elimination, erasure, the rights of persons; scans of papers."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Key, Mapped, Table, mapped_column


class RetentionRule(Table):
    """How long one kind of dossier is kept, and what becomes of it then (DUA and sort final)."""

    __tablename__ = "retention_rule"
    id: Mapped[Id]  # of (code)
    code: Mapped[str]
    rank: Mapped[int]
    label: Mapped[str]
    applies: Mapped[str]  # kinds of dossier, space separated: desktop.rules.retention
    years: Mapped[int | None]  # None: for ever
    starts: Mapped[str] = mapped_column(default="closed")  # counted from: decided, ended, closed
    fate: Mapped[str] = mapped_column(default="destroy")  # destroy, keep, sample
    sample: Mapped[int] = mapped_column(default=0)  # one in so many is kept
    basis: Mapped[str] = mapped_column(Text, default="")  # the text it rests on
    to_confirm: Mapped[bool] = mapped_column(default=True)


class Elimination(Table):
    """A list of dossiers to eliminate, for the visa of the archives."""

    __tablename__ = "elimination"
    id: Mapped[Id]
    number: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")  # draft, sent, granted, refused, done
    made_on: Mapped[dt.date]
    sent_on: Mapped[dt.date | None]
    visa: Mapped[str] = mapped_column(default="")  # its reference
    visa_on: Mapped[dt.date | None]
    done_on: Mapped[dt.date | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")


class EliminationLine(Table):
    """One dossier of a list, told as it was when the list was made."""

    __tablename__ = "elimination_line"
    id: Mapped[Id]  # of (elimination, dossier)
    dossier_id: Mapped[bytes] = mapped_column(ForeignKey("dossier.id"), index=True)
    elimination_id: Mapped[bytes] = mapped_column(Key, index=True)
    number: Mapped[str]
    label: Mapped[str]  # what the archives read: kind, applicant, title
    from_year: Mapped[int | None]
    to_year: Mapped[int | None]
    rule: Mapped[str]  # code of the retention rule
    fate: Mapped[str]
    kept: Mapped[bool] = mapped_column(default=False)  # taken off the list by the archives
    why: Mapped[str] = mapped_column(default="")


class Erasure(Table):
    """Values to be forgotten everywhere: it travels, and each journal that receives it erases them."""

    __tablename__ = "erasure"
    id: Mapped[Id]
    dossier_id: Mapped[bytes | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    ent: Mapped[str]  # table
    row_key: Mapped[bytes] = mapped_column(Key, index=True)
    fields: Mapped[str]  # space separated
    why: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]


class RightsRequest(Table):
    """What a person asked about the data held on them (GDPR, articles 15 to 21), and the answer."""

    __tablename__ = "rights_request"
    id: Mapped[Id]
    person: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]  # access, correct, erase, restrict, object
    asked_on: Mapped[dt.date]
    due_on: Mapped[dt.date]  # one month
    state: Mapped[str] = mapped_column(default="open")  # open, answered, refused
    answered_on: Mapped[dt.date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(default="")


class ScanHeap(Table):
    """A heap of scanned papers, as it came."""

    __tablename__ = "scan_heap"
    id: Mapped[Id]
    name: Mapped[str]
    at: Mapped[dt.datetime]
    page_count: Mapped[int]
    file_id: Mapped[bytes | None] = mapped_column(ForeignKey("file.id"))
    author: Mapped[str] = mapped_column(default="")


class ScanPage(Table):
    """One page of a heap: what its code says, where it was filed, the boxes that seem ticked."""

    __tablename__ = "scan_page"
    id: Mapped[Id]  # of (heap, rank)
    dossier_id: Mapped[bytes | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    heap_id: Mapped[bytes] = mapped_column(Key, index=True)
    rank: Mapped[int]
    code: Mapped[str] = mapped_column(default="")  # as read
    paper: Mapped[str] = mapped_column(default="")  # number of the pack or letter
    page: Mapped[int | None]  # of that paper
    state: Mapped[str] = mapped_column(default="unknown")  # filed, unknown, blank, set_aside
    piece_id: Mapped[bytes | None] = mapped_column(ForeignKey("piece.id"))
    # JSON: box -> share of dark pixels; what was done of it stands in `ticks_done`.
    ticks: Mapped[str] = mapped_column(Text, default="")
    ticks_done: Mapped[str] = mapped_column(default="")  # "", taken, dismissed
    author: Mapped[str] = mapped_column(default="")
