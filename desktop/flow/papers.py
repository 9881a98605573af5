"""The papers of a session: minutes, record of decisions, table of the deliberation; made and kept."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.queries import committee as rows
from db.queries.papers import paper_facts
from db.queries.reference import funders, reasons, setting
from db.store import reader_of, say, use_case
from desktop.flow.files import keep
from desktop.letters.decided import annex, annex_rows, record
from desktop.letters.document import Document
from desktop.letters.files import safe
from desktop.letters.minutes import minutes
from desktop.letters.proceedings import Matter, Proceedings, Seat, Share


class Paper(NamedTuple):
    """One kind of paper: the code kept beside the file, its name, the forms it comes in."""

    code: str
    title: str
    forms: tuple[str, ...]
    make: Callable[[Proceedings], Document]


PAPERS: dict[str, Paper] = {
    paper.code: paper
    for paper in (
        Paper("minutes", "Procès-verbal", ("pdf", "docx"), minutes),
        Paper("record", "Relevé de décisions", ("pdf", "docx"), record),
        Paper("annex", "Annexe à la délibération", ("pdf", "xlsx", "docx"), annex),
    )
}
KEPT = (("minutes", "pdf"), ("minutes", "docx"), ("record", "pdf"), ("annex", "pdf"), ("annex", "xlsx"))


def proceedings(reader: sqlite3.Connection, committee: bytes) -> Proceedings:
    """A session as its papers tell it, in a few statements. Raises ValueError when it is gone."""
    head = rows.committee(reader, committee)
    if head is None:
        raise ValueError("Cette séance n’existe plus.")
    office = setting(reader, "letterhead") or {}
    return Proceedings(
        code=head.code,
        name=head.name,
        kind=head.kind,
        held_on=dt.date.fromisoformat(head.held_on[:10]),
        state=head.state,
        office=(str(office.get("nom", "")), str(office.get("service", ""))),
        address=str(office.get("adresse", "")),
        quarter=head.quarter or "",
        wave=head.wave or "",
        call=head.call or "",
        starts_at=head.starts_at,
        place=head.place,
        quorum=head.quorum,
        opened_at=_moment(head.opened_at),
        closed_at=_moment(head.closed_at) if head.state == "closed" else None,
        reopened_at=_moment(head.reopened_at),
        reopen_reason=head.reopen_reason,
        act=head.act,
        act_on=dt.date.fromisoformat(head.act_on[:10]) if head.act_on else None,
        notes=head.notes,
        seats=tuple(
            Seat(row.name, row.body, row.role, bool(row.voting), row.presence, row.proxy)
            for row in rows.members(reader, committee)
        ),
        matters=_matters(reader, committee),
        order=tuple(row.name for row in funders(reader)),
    )


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _matters(reader: sqlite3.Connection, committee: bytes) -> tuple[Matter, ...]:
    labels = {row.code: row.label for row in reasons(reader)}
    facts = {row.dossier_id: row for row in paper_facts(reader, committee)}
    shares: dict[bytes, list[Share]] = defaultdict(list)
    for amount in rows.item_amounts(reader, committee):
        shares[amount.item_id].append(Share(amount.funder, amount.proposed, amount.amount or 0))
    out: dict[bytes, list[tuple[str, str]]] = defaultdict(list)
    for leaving in rows.leavings(reader, committee):
        out[leaving.item_id].append((leaving.name, leaving.why))
    return tuple(
        Matter(
            number=row.number,
            applicant=row.applicant,
            title=row.title,
            heading=row.heading,
            siret=facts[row.dossier_id].siret,
            quarter=row.quarters,
            challenge=_challenge(facts[row.dossier_id].challenge_rank, facts[row.dossier_id].challenge),
            added=bool(row.added),
            state=row.state,
            outcome=row.outcome,
            asked=row.asked,
            proposed=row.proposed,
            shares=tuple(shares[row.id]),
            votes=(row.votes_for, row.votes_against, row.abstained),
            conditions=tuple(line.strip() for line in row.conditions.splitlines() if line.strip()),
            reasons=tuple(labels.get(code, code) for code in row.reasons.split()),
            comment=row.comment,
            out=tuple(out[row.id]),
        )
        for row in rows.items(reader, committee)
    )


def _challenge(rank: int | None, short: str | None) -> str:
    return "" if rank is None else f"{rank}. {short}"


def paper(sitting: Proceedings, kind: str, form: str) -> bytes:
    """One paper in one form. Raises ValueError (French) for a form it does not come in."""
    told = PAPERS[kind]
    if form not in told.forms:
        known = ", ".join(f".{name}" for name in told.forms)
        raise ValueError(f"{told.title} : la forme « .{form} » n’existe pas ; choisissez {known}.")
    if form == "xlsx":
        return _workbook(sitting)
    document = told.make(sitting)
    if form == "docx":
        from desktop.letters.word_file import make_word

        return make_word(document)
    from desktop.letters.letter import make_document

    return make_document(document)


def _workbook(sitting: Proceedings) -> bytes:
    from desktop.exchange.live_book import LiveColumn, live_book

    givers, found = annex_rows(sitting)
    words = (
        ("N°", 12.0),
        ("Porteur", 34.0),
        ("SIRET", 18.0),
        ("Action", 44.0),
        ("Quartier", 18.0),
        ("Défi", 24.0),
    )
    columns = [LiveColumn(title, "text", width) for title, width in words]
    columns += [LiveColumn(funder, "money", 18.0, total=True) for funder in givers]
    columns.append(LiveColumn("Total accordé", "money", 18.0, total=True, sums=len(givers)))
    lines = [
        (r.number, r.applicant, r.siret, r.title, r.quarter, r.challenge, *r.given, r.total) for r in found
    ]
    title = f"Annexe à la délibération {sitting.act}".strip()
    return live_book(
        columns, lines, title if sitting.closed else f"PROJET – {title}", author=sitting.office[0]
    )


def file_name(sitting: Proceedings, kind: str, form: str) -> str:
    """« Procès-verbal S2026-03.pdf »; a draft says so."""
    draft = "" if sitting.closed else " (projet)"
    return f"{safe(f'{PAPERS[kind].title} {sitting.code}{draft}')}.{form}"


@use_case("Rédiger les papiers de la séance", right="convene")
def write_papers(session: Session, *, committee: bytes) -> list[bytes]:
    """Make every paper of a session and keep it among its documents, in the place of the one made before."""
    sitting = proceedings(reader_of(session), committee)
    keys = []
    for rank, (kind, form) in enumerate(KEPT, start=1):
        name = file_name(sitting, kind, form)
        file = keep(session, paper(sitting, kind, form), name)
        key = key_of("committee_document", committee, kind, form)
        row = session.get(m.CommitteeDocument, key)
        if row is None:
            row = m.CommitteeDocument(
                id=key, committee_id=committee, rank=1000 + rank, name=name, file_id=file.id, made=kind
            )
            session.add(row)
        row.name, row.file_id = name, file.id
        keys.append(key)
    say(session, f"Rédiger les papiers de la séance {sitting.code}")
    return keys
