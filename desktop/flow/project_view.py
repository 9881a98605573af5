"""A project as the rules look at it, and what does not hold in it; read, never written here."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db.queries import together as rows
from db.queries.dossier import amounts, budget, head
from desktop.rules import together as rules
from desktop.rules.budget import Line


def project_of(reader: sqlite3.Connection, dossier: bytes) -> rules.Project | None:
    """A project as the rules look at it; None for a dossier that one association carries alone."""
    told, top = rows.project(reader, dossier), head(reader, dossier)
    if told is None or top is None:
        return None
    columns = tuple(
        rules.Column(
            r.id, r.name, r.role, r.agreed_on is not None, r.left_on is not None, tuple(r.quarters.split())
        )
        for r in rows.members(reader, dossier)
    )
    flows = tuple(
        rules.Flow(
            r.member_id, "charge" if r.side == "charge" else "product", r.account, r.label, r.amount,
            r.to_member_id, r.funder or "",
        )
        for r in rows.lines(reader, dossier)
    )  # fmt: skip
    parts = [
        rules.Part(r.member_id, r.funder, r.asked, r.proposed, r.voted) for r in rows.parts(reader, dossier)
    ]
    whole = [rules.Part(b"", r.name, r.asked, r.proposed, r.voted) for r in amounts(reader, dossier)]
    lines = tuple(
        Line("charge" if r.side == "charge" else "product", r.account, r.label, r.amount, r.funder)
        for r in budget(reader, dossier)
    )
    return rules.Project(
        columns,
        flows,
        tuple(parts),
        tuple(whole),
        lines,
        top.applicant,
        bool(told.regrant),
        told.regrant_words,
    )


def findings(reader: sqlite3.Connection, dossier: bytes) -> list[rules.Told]:
    """What does not hold in a project; nothing for any other dossier."""
    project = project_of(reader, dossier)
    return rules.look(project) if project is not None else []


def projects_among(reader: sqlite3.Connection, dossiers: Sequence[bytes]) -> list[bytes]:
    """Those of these dossiers that several associations carry."""
    marks = ", ".join("?" * len(dossiers))
    sql = f"SELECT dossier_id FROM project WHERE dossier_id IN ({marks})"
    return [key for (key,) in reader.execute(sql, list(dossiers))]
