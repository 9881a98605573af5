"""`envelopes` and `grid`: what each envelope has left, and the money by challenge and quarter."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from db.queries.money import EnvelopeRow, envelopes
from desktop.rules.envelopes import envelope_words, rest_words
from desktop.rules.money import euros
from desktop.terminal.office import euros_text, open_store

Answer = tuple[Any, list[str], list[str]]
_SUMS = ("voted", "carried", "reserve", "engaged", "proposed", "left")


def envelopes_(args: Namespace) -> Answer:
    """Every envelope of a year or of all, then what fits none; `--totals`: the sums by funder instead."""
    with open_store(args.db) as store:
        rows = envelopes(store.reader, args.year)
    contract = [row for row in rows if not row.common_law]
    lines = [f"{envelope_words(row)} : {euros(row.held)}, {rest_words(row.left)[0]}" for row in rows]
    if args.totals:
        return _totals(contract, [row for row in rows if row.common_law])
    if contract:
        lines.append(f"En tout : {_said(contract)}")
    return [_told(row) for row in rows], lines or ["Aucune enveloppe."], []


def _totals(contract: Sequence[EnvelopeRow], law: Sequence[EnvelopeRow]) -> Answer:
    """The sums of the contract's money, by funder and in all, and those of droit commun."""
    shares = {
        (code, name): [row for row in contract if row.funder_code == code]
        for code, name in dict.fromkeys((row.funder_code, row.funder) for row in contract)
    }
    told = {
        "funders": [{"funder": code, "name": name, **_sums(rows)} for (code, name), rows in shares.items()],
        "totals": _sums(contract),
        "common_law": _sums(law),
    }
    lines = [f"{name} : {_said(rows)}" for (_, name), rows in shares.items()]
    return told, [*lines, f"En tout : {_said(contract)}"], []


def _said(rows: Sequence[EnvelopeRow]) -> str:
    return f"{euros(sum(row.held for row in rows))}, {rest_words(sum(row.left for row in rows))[0]}"


def _sums(rows: Sequence[EnvelopeRow]) -> dict[str, str | None]:
    named = {"voted": "amount"}
    return {name: euros_text(sum(getattr(row, named.get(name, name)) for row in rows)) for name in _SUMS}


def _told(row: EnvelopeRow) -> dict[str, Any]:
    return {
        "id": row.id.hex() if row.id else None, "name": envelope_words(row), "outside": row.outside,
        "funder": row.funder_code or None, "funder_name": row.funder or None, "year": row.year,
        "call": row.call_code or None, "wave": row.wave or None, "quarter": row.quarter_code or None,
        "challenge": row.challenge_code or None, "title": row.title, "common_law": row.common_law,
        **_sums([row]), "free": euros_text(row.free), "dossiers": row.counted,
    }  # fmt: skip
