"""The rows of conventions of several years. Cents, dates as ISO text, None is unknown."""

from __future__ import annotations

from typing import NamedTuple


class AgreementRow(NamedTuple):
    """One convention with its totals, all years and funders together. Cents, dates as ISO text."""

    id: bytes
    number: str
    title: str
    applicant_id: bytes
    applicant: str
    kind: str
    call_id: bytes | None
    starts_on: str | None
    ends_on: str | None
    state: str
    act: str
    act_on: str | None
    signed_on: str | None
    alert_months: int
    regrant: int
    purpose: str
    comment: str
    follows_id: bytes | None
    sha256: str | None  # the scan, signed
    mime: str | None
    promised: int
    carried: int
    voted: int
    paid: int
    dossiers: int
    reports: str  # "2024=accepted 2025=awaited": the report of each granted year, in any order


class LedgerRow(NamedTuple):
    """One year of one funder. Cents; None is unknown. `report` is the state of the report, "" for none."""

    year: int
    funder: str
    promised: int | None
    carried: int
    voted: int | None
    paid: int | None
    reported: int | None
    funder_id: bytes
    code: str
    report: str
    comment: str


class TrancheRow(NamedTuple):
    """The dossier that asks for one year, and what its report says."""

    year: int
    id: bytes
    number: str
    title: str
    stage: str
    outcome: str | None
    asked: int | None
    proposed: int | None
    voted: int | None
    paid: int | None
    people: int | None  # as the request says
    report: str  # state, "" for none
    report_id: bytes | None
    due_on: str | None
    unspent: int | None
    reached: int | None  # people, as the report says
    told: str  # comment of the report
    closed: int  # an interest of the person at work closes it


class CommitmentRow(NamedTuple):
    id: bytes
    rank: int
    text: str
    year: int | None
    quarter_id: bytes | None
    quarter: str | None
    challenge_id: bytes | None
    challenge: str | None
    state: str
    comment: str


class IndicatorRow(NamedTuple):
    """One year of one indicator; `year` is None for one without any value."""

    id: bytes
    rank: int
    label: str
    unit: str
    year: int | None
    target: float | None
    reached: float | None
    comment: str


class AmendmentRow(NamedTuple):
    id: bytes
    agreement_id: bytes
    rank: int
    title: str
    body: str
    ends_on: str | None
    changes: str
    state: str
    act: str
    act_on: str | None
    signed_on: str | None
    author: str
    at: str


class AskableRow(NamedTuple):
    """A dossier of the applicant that may become the request of a year."""

    id: bytes
    number: str
    title: str
    year: int
    asked: int | None


class PartyRow(NamedTuple):
    """An applicant with whom a convention may be passed."""

    id: bytes
    name: str
    city: str
    dossiers: int
