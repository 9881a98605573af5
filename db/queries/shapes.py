"""The rows of one dossier: money in cents, dates ISO, None unknown."""

from __future__ import annotations

from typing import NamedTuple


class Head(NamedTuple):
    """The facts of a dossier. Money in cents, dates ISO, None unknown."""

    id: bytes
    number: str
    title: str
    stage: str
    renewal: int | None
    starts_on: str | None
    ends_on: str | None
    place: str
    beneficiaries: int | None
    women: int | None
    cost: int | None
    asked: int | None
    deposited_at: str | None
    due_on: str | None
    officer: str
    source: str
    source_id: str
    source_state: str
    proposal_opinion: str
    proposal_reason: str
    applicant_id: bytes
    applicant: str
    kind: str
    proposed: int | None
    voted: int | None
    paid: int | None
    call: str
    call_year: int
    wave: str | None
    quarters: str | None
    quarter_codes: str | None


class ApplicantRow(NamedTuple):
    id: bytes
    name: str
    acronym: str
    kind: str
    siret: str
    rna: str
    legal_form: str
    legal_form_code: str
    naf: str
    purpose: str
    address: str
    postcode: str
    city: str
    insee: str
    email: str
    phone: str
    website: str
    founded_on: str | None


class ContactRow(NamedTuple):
    id: bytes
    kind: str
    civility: str
    first_name: str
    last_name: str
    position: str
    phone: str
    email: str


class SectionRow(NamedTuple):
    code: str
    body: str


class BudgetRow(NamedTuple):
    id: bytes
    side: str
    account: str
    label: str
    amount: int | None
    funder: str
    status: str


class AmountRow(NamedTuple):
    funder_id: bytes
    code: str
    name: str
    letter_name: str
    asked: int | None
    proposed: int | None
    voted: int | None
    paid: int | None


class PieceRow(NamedTuple):
    """One piece, its state as of the day it was asked for: what is past its last day is expired."""

    id: bytes
    kind: str
    label: str
    name: str
    state: str
    reason: str
    origin: str
    received_on: str | None
    sha256: str | None
    size: int | None
    mime: str | None
    dated_on: str | None = None  # of the document itself
    expires_on: str | None = None  # its last day
    held_by: bytes | None = None  # the earlier piece that serves again
    held_in: str | None = None  # number of the dossier of that piece
    checked_by: str = ""
    text_kind: str | None = None  # text, image, empty, unreadable; None while it has not been read


class AnnotationRow(NamedTuple):
    id: bytes
    place: str
    start: int | None
    end: int | None
    page: int | None
    rects: str
    quote: str
    before: str
    after: str
    orphan: int
    challenge_id: bytes | None
    challenge: str | None
    rank: int | None
    objective_id: bytes | None
    objective: str | None
    quarter_id: bytes | None
    quarter: str | None
    strength: int
    text: str
    audience: str
    author: str
    at: str


class MarkRow(NamedTuple):
    challenge_id: bytes
    code: str
    rank: int
    level: int
    reason: str
    author: str
    declared: int  # 0 no, 1 named by the applicant, 2 its main challenge


class DecisionRow(NamedTuple):
    id: bytes
    outcome: str
    state: str
    decided_on: str
    act: str
    act_on: str | None
    comment: str
    notified_on: str | None
    author: str
    reopened_on: str | None
    reopen_reason: str


class ConditionRow(NamedTuple):
    """One condition and what became of it; days are ISO."""

    id: bytes
    text: str
    met_on: str | None
    due_on: str | None
    waived_on: str | None
    why: str


class HistoryRow(NamedTuple):
    """One changed field, in French reading order: when, who, what was done, before, after."""

    at: str
    author: str
    site: str
    label: str
    ent: str
    rid: bytes
    field: str
    kind: str
    base: str | None
    val: str | None
    reason: str


class PastGrantRow(NamedTuple):
    year: int
    funder: str
    purpose: str
    amount: int
    origin: str
