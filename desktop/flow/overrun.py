"""Envelopes that work done apart made overrun: each side, alone, may have been within its limit."""

from __future__ import annotations

import sqlite3

from db.queries.money import EnvelopeRow, envelopes, places
from db.queries.shipments import amounts_from_elsewhere


def overrun_since(reader: sqlite3.Connection, year: int | None = None) -> list[EnvelopeRow]:
    """Those that are overrun and count an amount that was written elsewhere; none in a base that exchanges
    with nobody. An overrun that was decided here is shown where it always was."""
    over = [row for row in envelopes(reader, year) if row.left < 0 and not row.outside]
    brought = amounts_from_elsewhere(reader) if over else set()
    if not brought:
        return []
    touched = {
        place.envelope_id for place in places(reader) if (place.dossier_id, place.funder_id) in brought
    }
    return [row for row in over if row.id in touched]


def overrun_name(row: EnvelopeRow) -> str:
    """« Parcours vers l’emploi », the funder when it has no name of its own."""
    return row.title or row.funder
