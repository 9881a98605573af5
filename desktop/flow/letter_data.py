"""The facts of a dossier under the names that letters use (desktop.letters.fields)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from typing import Any

from db import queries
from db.queries.letters import SittingRow, sitting_of
from db.queries.payments import payments_of
from db.queries.requests import requests_of
from db.queries.shapes import DecisionRow, Head, PieceRow
from desktop.flow.annexed import annexed
from desktop.flow.feedback import told_to_applicant
from desktop.flow.links_told import first_words
from desktop.flow.member_letter import CIVILITIES, for_member, project_fields
from desktop.flow.report_words import report_words
from desktop.letters.decided import siret_words
from desktop.letters.fields import Data
from desktop.rules import clocks
from desktop.rules.pieces import items, why_lacking
from desktop.rules.ruling import tells_decision

ANSWER_DAYS = 15  # the applicant's time to send missing pieces


Lacking = tuple[Sequence[str], Sequence[str]]  # what is missing, what is to be replaced


def letter_data(
    reader: sqlite3.Connection,
    dossier: bytes,
    number: str,
    today: dt.date,
    *,
    items: Lacking | None = None,
    due_on: dt.date | None = None,
    member: bytes | None = None,
) -> Data:
    """Everything a letter of this dossier may name; unknown facts are left empty for the pre-flight.

    `items` and `due_on` are the pieces asked for and until when, when an officer chose others. `member`: the
    letter is to one member of a project, of its own part.
    """
    due = due_on or answer_by(reader, today)
    head = queries.head(reader, dossier)
    if head is None:
        raise ValueError("Ce dossier n’existe plus.")
    received, sitting = _date(head.deposited_at), sitting_of(reader, dossier)
    told: dict[str, Any] = {
        "courrier": {"numero": number, "date": today, "vos_references": head.source_id},
        "porteur": _applicant(reader, head),
        "representant": _representative(reader, dossier),
        "dossier": _dossier(reader, head, received),
        "appel": _call(reader, head, today),
        "comite": {"date": _date(sitting.held_on) if sitting else None},
        "deliberation": _act(sitting),
        "decision": _decision(reader, dossier, member),
        "projet": project_fields(reader, dossier),
        "retour": told_to_applicant(reader, head),
        "pieces": _pieces(reader, dossier, today, items, due),
        "accuse": _silence(reader, dossier, received, clocks.Suspension(today, due)),
        "demande": _request(reader, dossier, today),
        "suivi": _follow_up(reader, head),
        **report_words(reader, dossier, today),
        "organisme": queries.setting(reader, "letterhead") or {},
        "signataire": _signatory(reader, today),
    }
    return told if member is None else for_member(reader, dossier, member, told)


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def _applicant(reader: sqlite3.Connection, head: Head) -> dict[str, Any]:
    row = queries.applicant(reader, head.applicant_id)
    assert row is not None  # a foreign key holds it
    return {
        "nom": row.name,
        "nature": row.kind,
        "siret": siret_words(row.siret),
        "rna": row.rna,
        "forme": row.legal_form[:1].lower() + row.legal_form[1:],
        "adresse": [line for line in row.address.splitlines() if line.strip()],
        "code_postal": row.postcode,
        "ville": row.city,
    }


def _representative(reader: sqlite3.Connection, dossier: bytes) -> dict[str, Any]:
    people = [person for person in queries.contacts(reader, dossier) if person.kind == "representative"]
    if not people:
        return {}
    person = people[0]
    return {
        "civilite": CIVILITIES.get(person.civility, person.civility),
        "fonction": person.position,
        "nom": f"{person.first_name} {person.last_name}".strip(),
    }


def _dossier(reader: sqlite3.Connection, head: Head, received: dt.date | None) -> dict[str, Any]:
    codes = set((head.quarter_codes or "").split(","))
    marks = [mark for mark in queries.marks(reader, head.id) if mark.level > 0]
    strong = [mark for mark in marks if mark.level == max((m.level for m in marks), default=0)]
    kept = strong or [mark for mark in queries.marks(reader, head.id) if mark.declared == 2]
    titles = {row.id: row.title for row in queries.challenges(reader)}
    return {
        "numero": head.number,
        "titre": head.title,
        "recu": received,
        "demande": head.asked,
        "cout": head.cost,
        "debut": _date(head.starts_on),
        "fin": _date(head.ends_on),
        "quartiers": [
            {"nom": quarter.name, "de": quarter.article}
            for quarter in queries.quarters(reader)
            if quarter.code in codes
        ],
        "defis": [{"numero": mark.rank, "nom": titles[mark.challenge_id]} for mark in kept],
        "deja": first_words(reader, head.id),
        **annexed(reader, head.id),
    }


def _call(reader: sqlite3.Connection, head: Head, today: dt.date) -> dict[str, Any]:
    name = head.call[:1].lower() + head.call[1:]
    later = [_date(wave.closes_on) for wave in queries.waves(reader) if wave.closes_on]
    following = [day for day in later if day and day > today]
    return {
        "nom": name,
        "annee": head.call_year,
        "vague": (head.wave or "").lower(),
        "prochaine": min(following, default=None),
    }


def _act(sitting: SittingRow | None) -> dict[str, Any]:
    if sitting is None or not sitting.act:
        return {}
    return {"numero": sitting.act, "date": _date(sitting.act_on)}


def _decision(reader: sqlite3.Connection, dossier: bytes, member: bytes | None) -> dict[str, Any]:
    amounts = [row for row in queries.amounts(reader, dossier) if row.voted]
    reasons = [sentence for _, _, sentence in queries.reasons_of(reader, dossier)]
    decision = queries.decision(reader, dossier)
    conditions = [row.text for row in queries.conditions(reader, dossier)]
    if decision and decision.comment and not reasons:
        reasons = [decision.comment]
    return {
        "issue": decision.outcome if decision else "",
        "montant": sum(row.voted or 0 for row in amounts) or None,
        "financeurs": [{"nom": row.name, "montant": row.voted} for row in amounts],
        "conditions": conditions,
        "motifs": reasons,
        "a_completer": conditions or reasons,
        **_payments(reader, dossier, member),
        "jours": ANSWER_DAYS,
        "service": "la direction compétente" if decision and decision.outcome == "redirected" else "",
        "renonce": _date(decision.decided_on) if decision and decision.outcome == "withdrawn" else None,
        **_first(reader, dossier, decision, member),
    }


def _payments(reader: sqlite3.Connection, dossier: bytes, member: bytes | None) -> dict[str, Any]:
    """In how many payments the grant is planned: one, or an advance and what follows it."""
    rows = [
        row for row in payments_of(reader, dossier) if row.state != "cancelled" and row.member_id == member
    ]
    first = sum(row.amount for row in rows if row.kind == "advance")
    if not first:
        return {"versements": 1}
    return {"versements": 2, "acompte": first, "solde": sum(row.amount for row in rows) - first}


def _first(
    reader: sqlite3.Connection, dossier: bytes, decision: DecisionRow | None, member: bytes | None
) -> dict[str, Any]:
    """The letter of a decision taken before this one: once notified it stays, and the new letter cites it.
    The first letter to a member of a project notifies it: the others look at when it was reopened."""
    if decision is None or decision.notified_on is None:
        return {}
    left = [r for r in queries.letters_of(reader, dossier) if r.state == "issued" and r.member_id == member]
    if decision.state == "notified":
        reopened = decision.reopened_on or ""
        left = [row for row in left if member is not None and (row.issued_at or "")[:10] <= reopened]
    numbers = sorted(row.number for row in left if is_decision(row.template))
    return {"premier_numero": numbers[0], "premier_jour": _date(decision.notified_on)} if numbers else {}


def _pieces(
    reader: sqlite3.Connection, dossier: bytes, today: dt.date, chosen: Lacking | None, due: dt.date
) -> dict[str, Any]:
    missing, wrong = chosen or lacking(queries.pieces(reader, dossier, today))
    return {"manquantes": list(missing), "inexactes": list(wrong), "date_limite": due}


def lacking(pieces: Sequence[PieceRow]) -> tuple[list[str], list[str]]:
    """What the applicant has to send, and what it has to replace with the reason, as it will read them."""
    again = [row for row in pieces if row.state in ("refused", "expired")]
    whys = [
        (row.label or row.name, why_lacking(row.state, row.reason, _date(row.expires_on))) for row in again
    ]
    return [row.label or row.name for row in pieces if row.state == "missing"], items(whys)


def answer_by(reader: sqlite3.Connection, today: dt.date) -> dt.date:
    """The day until which an answer is waited for when it is asked today (setting "answer_days")."""
    return clocks.answer_by(today, int(queries.setting(reader, "answer_days") or ANSWER_DAYS))


def _silence(
    reader: sqlite3.Connection, dossier: bytes, received: dt.date | None, now: clocks.Suspension
) -> dict[str, Any]:
    """When silence rejects: from the deposit alone, and with every request, the one made now included."""
    if received is None:
        return {"rejet": None}
    told = requests_of(reader, dossier)
    pauses = [
        clocks.suspension(row.asked_on, row.due_on, row.answered_on) for row in told if not row.withdrawn_on
    ]
    return {
        "rejet": clocks.tacit_rejection(received),
        "nouveau_rejet": clocks.tacit_rejection(received, [*pauses, now]),
    }


def _request(reader: sqlite3.Connection, dossier: bytes, today: dt.date) -> dict[str, Any]:
    """The request that waits for its answer, for a reminder."""
    waiting = [r for r in requests_of(reader, dossier) if not r.answered_on and not r.withdrawn_on]
    if not waiting:
        return {}
    last = _date(waiting[-1].due_on)
    return {"date": _date(waiting[-1].asked_on), "limite": last, "echue": bool(last and last < today)}


def _follow_up(reader: sqlite3.Connection, head: Head) -> dict[str, Any]:
    office = queries.setting(reader, "letterhead") or {}
    return {
        "nom": head.officer or office.get("service", ""),
        "telephone": office.get("telephone", ""),
        "courriel": office.get("courriel", ""),
    }


def _signatory(reader: sqlite3.Connection, today: dt.date) -> dict[str, Any]:
    """The signatory whose delegation is valid that day, else the first one: the pre-flight will say so."""
    rows = queries.signatories(reader)
    day = today.isoformat()
    valid = [r for r in rows if (r.valid_from or "") <= day <= (r.valid_to or "9999")]
    for row in valid or rows:
        return {
            "nom": row.name,
            "qualite": row.position,
            "mention": row.delegation,
            "debut": _date(row.valid_from),
            "fin": _date(row.valid_to),
        }
    return {}


def is_decision(template: str) -> bool:
    return tells_decision(template)
