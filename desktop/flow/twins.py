"""Find what may have been seen twice: in the whole base, and for one dossier while it is received."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.queries import twins as rows
from db.queries.twins import ActionRow, PartyRow
from desktop.exchange.application import Cancelled, Problem, Progress
from desktop.flow.desk import LABELS, Desk
from desktop.flow.moving import APPLICANT_FIELDS, BLOCKS, field_names
from desktop.flow.names import Names
from desktop.rules.french import date_short, euros_cents, listed
from desktop.rules.sections import TITLES
from desktop.rules.twins import ENOUGH, Action, Party, Twins, action_twins, compare_actions, party_twins


class Found(NamedTuple):
    """The pairs, and the rows that they name."""

    dossiers: list[Twins]
    applicants: list[Twins]
    actions: dict[bytes, ActionRow]
    parties: dict[bytes, PartyRow]


class Compared(NamedTuple):
    """One field side by side; `name` is what a merge can take, "" texts when nothing is said."""

    name: str
    label: str
    one: str
    other: str
    same: bool


def find_twins(reader: sqlite3.Connection, progress: Progress | None = None) -> Found:
    """Every pair of dossiers and of applicants that may be one, those declared different left out.

    Raises Cancelled.
    """
    told: Progress = progress or (lambda _sentence, _share: True)
    parties, actions = rows.parties(reader), rows.actions(reader)
    if not told(f"Comparaison de {len(parties)} porteurs", 0.1):
        raise Cancelled
    whom = party_twins([Party(*row[:9]) for row in parties])
    if not told(f"Comparaison de {len(actions)} dossiers", 0.5):
        raise Cancelled
    pairs = action_twins((Action(*row[:7]) for row in actions), whom, rows.different(reader, "dossier"))
    no = rows.different(reader, "applicant")
    asked = [pair for pair in whom if frozenset((pair.one, pair.other)) not in no]
    return Found(pairs, asked, {row.key: row for row in actions}, {row.key: row for row in parties})


def seen_before(session: Session, dossier: m.Dossier, row: str) -> list[Problem]:
    """The dossiers of the same applicant and year that this new one looks like, as remarks of its import."""
    year = session.get_one(m.Call, dossier.call_id).year
    query = (
        select(m.Dossier)
        .join(m.Call, m.Call.id == m.Dossier.call_id)
        .where(m.Dossier.applicant_id == dossier.applicant_id, m.Dossier.id != dossier.id)
        .where(m.Dossier.merged_into.is_(None), m.Call.year == year)
        .order_by(m.Dossier.number)
    )
    applicant = session.get_one(m.Applicant, dossier.applicant_id)
    whose = ("même SIRET" if applicant.siret else "même porteur",)
    told = []
    for other in session.scalars(query):
        score, reasons = compare_actions(_action(dossier, year), _action(other, year), whose)
        if score >= ENOUGH:
            words = f"Ressemble au dossier {other.number} : {', '.join(reasons)}."
            told.append(Problem("warning", row, "Doublon", dossier.title[:200], words))
    return told


def _action(row: m.Dossier, year: int) -> Action:
    days = [day.isoformat() if day else None for day in (row.starts_on, row.ends_on)]
    return Action(row.id, row.applicant_id, row.title, year, row.asked, *days)


def compare_dossiers(session: Session, *, one: bytes, other: bytes) -> list[Compared]:
    """Two dossiers field by field, those that say nothing on both sides left out. Reads only."""
    names = Names(session)
    desks = []
    for key in (one, other):
        dossier = session.get_one(m.Dossier, key)
        desks.append(Desk(session, dossier, session.get_one(m.Applicant, dossier.applicant_id), names))
    told = []
    for name in field_names(session, one, other):
        values = [desk.get(name) for desk in desks]
        label = LABELS.get(name) or TITLES.get(name.removeprefix("text."), name.removeprefix("text."))
        told.append(_compared(name, label, *values))
    return [each for each in told if each.one or each.other]


def compare_applicants(session: Session, *, one: bytes, other: bytes) -> list[Compared]:
    """Two applicants field by field. Reads only."""
    pair = [session.get_one(m.Applicant, key) for key in (one, other)]
    told = [
        _compared(
            name, LABELS.get(f"applicant.{name}", _LABELS.get(name, name)), *(getattr(a, name) for a in pair)
        )
        for name in APPLICANT_FIELDS
    ]
    return [each for each in told if each.one or each.other]


_LABELS = {
    "acronym": "Sigle", "legal_form": "Forme juridique", "legal_form_code": "Catégorie juridique",
    "naf": "NAF", "purpose": "Objet", "postcode": "Code postal", "city": "Commune", "insee": "Code commune",
    "email": "Courriel", "phone": "Téléphone", "website": "Site", "founded_on": "Création", "iban": "IBAN",
    "bic": "BIC", "account_holder": "Titulaire du compte",
}  # fmt: skip


def _compared(name: str, label: str, one: Any, other: Any) -> Compared:
    return Compared(name, label, _shown(name, one), _shown(name, other), one == other)


def _shown(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if name in ("cost", "asked"):
        return euros_cents(value)
    if name in BLOCKS:
        return f"{len(value)} lignes" if len(value) > 1 else "1 ligne"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name in ("starts_on", "ends_on", "deposited_at", "founded_on"):
        return date_short(dt.date.fromisoformat(str(value)[:10]))
    return listed(value) if isinstance(value, list) else str(value)
