"""One dossier read whole: every row its screen shows, and what the rules say of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from db import queries
from db.queries.letters import LetterRow
from db.queries.outcome import NoticeRow, notices_of
from db.queries.requests import RequestRow, SiftRow, requests_of, sift_of
from db.queries.shapes import (
    AmountRow,
    AnnotationRow,
    ApplicantRow,
    BudgetRow,
    ConditionRow,
    ContactRow,
    DecisionRow,
    Head,
    MarkRow,
    PastGrantRow,
    PieceRow,
)
from db.queries.shipments import position
from db.queries.together import count_members
from desktop.flow.checking import findings_of
from desktop.rules.findings import Finding

# Rows that a dossier shows and that change without it being named.
SHARED = frozenset(
    {
        "interest", "applicant", "past_grant", "likeness", "label", "piece_kind", "quarter", "funder",
        "envelope", "amount", "reference", "piece_text", "dossier_link",
    }
)  # fmt: skip


class Whole(NamedTuple):
    """Rows of db.queries, so that two readings can be compared."""

    head: Head
    applicant: ApplicantRow
    contacts: list[ContactRow]
    texts: dict[str, str]
    sources: list[tuple[str, str]]
    budget: list[BudgetRow]
    amounts: list[AmountRow]
    pieces: list[PieceRow]
    notes: list[AnnotationRow]
    marks: list[MarkRow]
    labels: list[tuple[bytes, str, str]]
    grants: list[PastGrantRow]
    decision: DecisionRow | None
    reasons: list[tuple[str, str, str]]
    conditions: list[ConditionRow]
    letters: list[LetterRow]
    findings: list[Finding]
    requests: list[RequestRow]
    sift: SiftRow | None
    person: str = ""  # who reads it
    notices: Sequence[NoticeRow] = ()
    members: int = 0  # of a coordinated proposal
    position: int = 0  # of the journal, before any of it was read: what came later is not in it


def read_whole(reader: sqlite3.Connection, key: bytes, person: str) -> Whole | None:
    """A dossier as one person may read it, None when it is gone: notes that others keep for themselves are
    left out."""
    before = position(reader)
    head = queries.head(reader, key)
    applicant = queries.applicant(reader, head.applicant_id) if head else None
    if head is None or applicant is None:
        return None
    pieces = queries.pieces(reader, key)
    return Whole(
        head=head,
        applicant=applicant,
        contacts=queries.contacts(reader, key),
        texts={row.code: row.body for row in queries.sections(reader, key)},
        sources=queries.sources(reader, key),
        budget=queries.budget(reader, key),
        amounts=queries.amounts(reader, key),
        pieces=pieces,
        notes=queries.notes(reader, key, person),
        marks=queries.marks(reader, key),
        labels=queries.labels(reader, key),
        grants=queries.past_grants(reader, applicant.id, applicant.siret, applicant.rna),
        decision=queries.decision(reader, key),
        reasons=queries.reasons_of(reader, key),
        conditions=queries.conditions(reader, key),
        letters=queries.letters_of(reader, key),
        findings=findings_of(reader, key),
        requests=requests_of(reader, key),
        sift=sift_of(reader, key),
        person=person,
        notices=notices_of(reader, key),
        members=count_members(reader, key),
        position=before,
    )
