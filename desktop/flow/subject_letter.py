"""What a letter may name of the row it is about: a change that was asked, money to be paid back."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import Any

from desktop.rules.changes import ENDS, KINDS
from desktop.rules.preflight import amounts_in

_CHANGE = (
    "SELECT c.kind, c.asked_on, c.reason, c.starts_on, c.ends_on, c.amount, c.body, c.was, c.answer, "
    "d.starts_on, d.ends_on, (SELECT sum(voted) FROM amount WHERE dossier_id = d.id) "
    "FROM change_request c JOIN dossier d ON d.id = c.dossier_id WHERE c.id = ?"
)
_REPAYMENT = (
    "SELECT r.amount, r.reason, r.due_on, r.decided_on, r.title_number, "
    "coalesce(nullif(f.letter_name, ''), f.name), "
    "(SELECT sum(p.amount) FROM payment p WHERE p.dossier_id = r.dossier_id AND p.funder_id = r.funder_id "
    " AND p.state = 'paid' AND p.member_id IS r.member_id), "
    "(SELECT max(p.paid_on) FROM payment p WHERE p.dossier_id = r.dossier_id AND p.funder_id = r.funder_id "
    " AND p.state = 'paid' AND p.member_id IS r.member_id) "
    "FROM repayment r JOIN funder f ON f.id = r.funder_id WHERE r.id = ?"
)


def subject_fields(reader: sqlite3.Connection, subject: bytes) -> dict[str, Any]:
    """The fields of desktop.letters.fields that this row fills; nothing when it is of another kind."""
    if row := reader.execute(_CHANGE, (subject,)).fetchone():
        return {"changement": _change(*row)}
    if row := reader.execute(_REPAYMENT, (subject,)).fetchone():
        return {"reversement": _repayment(*row)}
    return {}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def _change(
    kind: str,
    asked_on: str,
    reason: str,
    starts_on: str | None,
    ends_on: str | None,
    amount: int | None,
    body: str,
    was: str,
    answer: str,
    now_starts: str | None,
    now_ends: str | None,
    voted: int | None,
) -> dict[str, Any]:
    before = json.loads(was) if was else {}
    shares = before.get("voted")
    return {
        "nature": KINDS.get(kind, kind).lower(),
        "dates": kind == "dates",
        "contenu": kind == "content",
        "ramene": kind == "amount",
        "renonce": kind == ENDS[0],
        "deprogramme": kind == ENDS[1],
        "demande": _day(asked_on),
        "raison": _sentence(reason),
        "debut": _day(starts_on),
        "fin": _day(ends_on),
        "debut_avant": _day(before.get("starts_on") if was else now_starts),
        "fin_avant": _day(before.get("ends_on") if was else now_ends),
        "montant": amount if kind == "amount" else voted,
        "avant": sum(value or 0 for value in shares.values()) if shares else voted,
        "texte": body,
        "reponse": _sentence(answer),
        "chiffres": amounts_in(f"{reason} {body} {answer}"),
    }


def _repayment(
    amount: int,
    reason: str,
    due_on: str | None,
    decided_on: str | None,
    title: str,
    funder: str,
    paid: int | None,
    paid_on: str | None,
) -> dict[str, Any]:
    return {
        "montant": amount,
        "raison": _sentence(reason),
        "chiffres": amounts_in(reason),
        "limite": _day(due_on),
        "decide": _day(decided_on),
        "titre": title,
        "financeur": funder,
        "verse": paid,
        "verse_le": _day(paid_on),
    }


def _sentence(words: str) -> str:
    """The words as a sentence of their own."""
    plain = " ".join(words.split())
    return f"{plain[:1].upper()}{plain[1:].rstrip(' .')}." if plain else ""
