"""What the reading pane says of one dossier, read and worded in one go."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from db import queries
from db.queries.shapes import AnnotationRow, Head, PastGrantRow
from desktop.rules import journey
from desktop.rules.findings import Finding
from desktop.rules.money import NO_BREAK
from desktop.rules.pieces import LACKING
from desktop.ui.list.days import day
from desktop.ui.tongue import date_long, date_short, euros, percent, plural

SHOWN_CHECKS = 6
_QUOTED = 220


class Brief(NamedTuple):
    """Ready to be shown."""

    key: bytes
    number: str
    stage: str
    applicant: str
    title: str
    levels: tuple[int, ...]
    facts: Sequence[tuple[str, str]]
    findings: Sequence[Finding]
    more: int  # findings not shown
    note: str
    note_by: str
    missing: int  # pieces


def brief(reader: sqlite3.Connection, key: bytes, now: datetime, person: str) -> Brief | None:
    """A dossier in a dozen lines as `person` may read it, None when it is gone."""
    head = queries.head(reader, key)
    applicant = queries.applicant(reader, head.applicant_id) if head else None
    if head is None or applicant is None:
        return None
    # With python-stdnum, 30 ms: the pane comes just after the first picture, not before.
    from desktop.flow.checking import findings_of

    pieces = queries.pieces(reader, key)
    findings = findings_of(reader, key)
    notes = [note for note in queries.notes(reader, key, person) if note.text or note.quote]
    last = max(notes, key=lambda note: note.at, default=None)
    grants = queries.past_grants(reader, applicant.id, applicant.siret, applicant.rna)
    return Brief(
        key,
        head.number,
        head.stage,
        head.applicant,
        head.title,
        tuple(mark.level for mark in queries.marks(reader, key)),
        _facts(head, grants),
        findings[:SHOWN_CHECKS],
        max(0, len(findings) - SHOWN_CHECKS),
        _words(last) if last else "",
        f"{last.author} · {moment(last.at, now)}" if last else "",
        sum(piece.state in LACKING for piece in pieces),
    )


def _facts(head: Head, grants: Sequence[PastGrantRow]) -> list[tuple[str, str]]:
    say = QCoreApplication.translate
    asked, cost = head.asked, head.cost
    due = day(head.due_on)
    return [
        (say("brief", "Demandé"), "" if asked is None else euros(asked)),
        (say("brief", "Coût de l’action"), "" if cost is None else euros(cost)),
        (say("brief", "Part demandée"), percent(asked, cost) if asked is not None and cost else ""),
        (say("brief", "Proposé"), "" if head.proposed is None else euros(head.proposed)),
        (say("brief", "Voté"), "" if head.voted is None else euros(head.voted)),
        (say("brief", "Publics"), _public(head)),
        (say("brief", "Quartier"), head.quarters or ""),
        (say("brief", "Historique"), past(grants)),
        (say("brief", "Étape"), journey.LABELS.get(head.stage, head.stage)),
        (
            say("brief", "Échéance"),
            date_long(due) if due and head.stage not in ("notified", "closed") else "",
        ),
    ]


def _public(head: Head) -> str:
    if head.beneficiaries is None:
        return ""
    people = f"{head.beneficiaries} {plural(head.beneficiaries, 'personne')}"
    return people if head.women is None else f"{people}, dont {head.women} {plural(head.women, 'femme')}"


def past(grants: Sequence[PastGrantRow]) -> str:
    """« 3 subventions, 21 500 € depuis 2022 »."""
    if not grants:
        return QCoreApplication.translate("brief", "aucune subvention connue")
    count, since = len(grants), min(grant.year for grant in grants)
    total = euros(sum(grant.amount for grant in grants))
    return f"{count} {plural(count, 'subvention')}, {total} depuis {since}"


def _words(note: AnnotationRow) -> str:
    said = " ".join((note.text or note.quote).split())
    return f"«{NO_BREAK}{said if len(said) <= _QUOTED else said[: _QUOTED - 1].rstrip() + '…'}{NO_BREAK}»"


def moment(text: str, now: datetime) -> str:
    """« aujourd’hui 16:42 », « hier 16:42 », « 12/03/2025 16:42 »."""
    at = datetime.fromisoformat(text)
    days = (now.date() - at.date()).days
    names = {
        0: QCoreApplication.translate("brief", "aujourd’hui"),
        1: QCoreApplication.translate("brief", "hier"),
    }
    return f"{names.get(days) or date_short(date(at.year, at.month, at.day))} {at:%H:%M}"
