"""A dossier's rows as the facts that the rules check."""

from __future__ import annotations

import sqlite3

from db import queries
from db.queries.shapes import ApplicantRow, Head, PieceRow
from desktop.rules.budget import Line
from desktop.rules.checks import DossierFacts
from desktop.ui.list.days import day

__all__ = ["day", "facts_of"]


def facts_of(
    reader: sqlite3.Connection, head: Head, applicant: ApplicantRow, pieces: list[PieceRow]
) -> DossierFacts:
    """What desktop.rules.checks.check wants to know of a dossier."""
    lines = tuple(
        Line("charge" if row.side == "charge" else "product", row.account, row.label, row.amount, row.funder)
        for row in queries.budget(reader, head.id)
    )
    return DossierFacts(
        kind=head.kind,
        siret=applicant.siret,
        rna=applicant.rna,
        applicant=applicant.name,
        title=head.title,
        texts={row.code: row.body for row in queries.sections(reader, head.id)},
        quarters=tuple(code for code in (head.quarter_codes or "").split(",") if code),
        challenges=tuple(row.code for row in queries.marks(reader, head.id) if row.declared or row.level),
        starts_on=day(head.starts_on),
        ends_on=day(head.ends_on),
        deposited_on=day(head.deposited_at),
        exercise=head.call_year,
        beneficiaries=head.beneficiaries,
        women=head.women,
        cost=head.cost,
        asked=head.asked,
        proposed=head.proposed,
        budget=lines,
        missing_pieces=tuple(row.label or row.name for row in pieces if row.state in ("missing", "refused")),
        expired_pieces=tuple(row.label or row.name for row in pieces if row.state == "expired"),
        renewal=None if head.renewal is None else bool(head.renewal),
    )
