"""The JSON of the command line: one object a dossier, amounts as strings, unknown as null."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from db import queries
from db.queries.lists import ExportRow
from desktop.flow.history import events
from desktop.rules.grid import LEVELS
from desktop.terminal.office import euros_text

_LEVELS = {level: code for level, code, _ in LEVELS}


def _split(text: str | None) -> list[str]:
    return text.split(",") if text else []


def _challenges(row: ExportRow) -> list[dict[str, Any]]:
    """Marked challenges with their level, then those only declared by the applicant (level null)."""
    marked = dict(part.split(":") for part in _split(row.marks))
    found: list[dict[str, Any]] = [
        {"code": code, "level": _LEVELS[int(level)]} for code, level in marked.items()
    ]
    found += [{"code": code, "level": None} for code in _split(row.declared) if code not in marked]
    return found


def brief(row: ExportRow) -> dict[str, Any]:
    """One dossier of `parvis list --json`."""
    return {
        "number": row.number,
        "source_id": row.source_id or None,
        "applicant": row.applicant,
        "siret": row.siret or None,
        "rna": row.rna or None,
        "title": row.title,
        "quarters": _split(row.quarter_codes),
        "challenges": _challenges(row),
        "cost": euros_text(row.cost),
        "asked": euros_text(row.asked),
        "proposed": euros_text(row.proposed),
        "granted": euros_text(row.granted),
        "stage": row.stage,
        "decision": row.outcome,
        "pieces": {"held": row.pieces_held, "missing": row.pieces_missing},
    }


def whole(reader: sqlite3.Connection, key: bytes, person: str) -> dict[str, Any]:
    """One dossier of `parvis show --json`, with everything that hangs on it."""
    head = queries.head(reader, key)
    assert head is not None
    row = queries.export_rows(reader, ("term", "number", "=", head.number), united_too=True)[0]
    return {
        **brief(row),
        "call": head.call,
        "wave": head.wave,
        "deposited_at": head.deposited_at,
        "due_on": head.due_on,
        "starts_on": head.starts_on,
        "ends_on": head.ends_on,
        "place": head.place or None,
        "beneficiaries": head.beneficiaries,
        "women": head.women,
        "renewal": None if head.renewal is None else bool(head.renewal),
        "source_state": head.source_state or None,
        "texts": {section.code: section.body for section in queries.sections(reader, key)},
        "other": [{"label": label, "value": value} for label, value in queries.sources(reader, key)],
        "people": [_public(person) for person in queries.contacts(reader, key)],
        "budget": [_budget(line) for line in queries.budget(reader, key)],
        "amounts": [_amount(line) for line in queries.amounts(reader, key)],
        "piece_list": [_public(piece) for piece in queries.pieces(reader, key)],
        "annotations": [_note(note) for note in queries.notes(reader, key, person)],
        "proposal": {"opinion": head.proposal_opinion or None, "reason": head.proposal_reason or None},
        "ruling": _decision(reader, key),
        "letters": [_public(letter) for letter in queries.letters_of(reader, key)],
        "history": [
            {"at": e.at, "author": e.author, "site": e.site, "deed": e.label, "what": e.what,
             "before": e.before, "after": e.after, "reason": e.reason}
            for e in events(reader, key, person)
        ],
    }  # fmt: skip


def _public(row: Any) -> dict[str, Any]:
    """A named tuple without its keys."""
    hidden = {"id", "dossier_id"}
    made = {
        n: value for n, value in row._asdict().items() if n not in hidden and not isinstance(value, bytes)
    }
    return {k: euros_text(v) if k in ("granted",) else v for k, v in made.items()}


def _budget(line: Any) -> dict[str, Any]:
    return {**_public(line), "amount": euros_text(line.amount)}


def _amount(line: Any) -> dict[str, Any]:
    return {
        "funder": line.code,
        "name": line.name,
        **{name: euros_text(getattr(line, name)) for name in ("asked", "proposed", "voted", "paid")},
    }


def _note(note: Any) -> dict[str, Any]:
    return {
        "place": note.place, "start": note.start, "end": note.end, "page": note.page,
        "rects": json.loads(note.rects) if note.rects else [], "quote": note.quote,
        "orphan": bool(note.orphan), "challenge": note.challenge, "objective": note.objective,
        "quarter": note.quarter, "level": _LEVELS[note.strength], "text": note.text,
        "audience": note.audience, "author": note.author, "at": note.at,
    }  # fmt: skip


def _decision(reader: sqlite3.Connection, key: bytes) -> dict[str, Any] | None:
    decision = queries.decision(reader, key)
    if decision is None:
        return None
    return {
        **_public(decision),
        "reasons": [code for code, _, _ in queries.reasons_of(reader, key)],
        "conditions": [row.text for row in queries.conditions(reader, key)],
    }
