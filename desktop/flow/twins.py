"""Find what may have been seen twice: in the whole base, and for one dossier while it is received."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db import models as m
from db.queries import twins as rows
from db.queries.twins import ActionRow, PartyRow
from desktop.exchange.application import Cancelled, Problem, Progress
from desktop.flow.known import Known, action_of
from desktop.rules.twins import ENOUGH, Action, Party, Twins, action_twins, compare_actions, party_twins


class Found(NamedTuple):
    """The pairs, and the rows that they name."""

    dossiers: list[Twins]
    applicants: list[Twins]
    actions: dict[bytes, ActionRow]
    parties: dict[bytes, PartyRow]


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


def seen_before(
    known: Known, dossier: m.Dossier, applicant: m.Applicant, year: int, row: str
) -> list[Problem]:
    """The dossiers of the same applicant and year that this new one looks like, as remarks of its import."""
    whose = ("même SIRET" if applicant.siret else "même porteur",)
    told = []
    for number, other in known.others(dossier, year):
        score, reasons = compare_actions(action_of(dossier, year), other, whose)
        if score >= ENOUGH:
            words = f"Ressemble au dossier {number} : {', '.join(reasons)}."
            told.append(Problem("warning", row, "Doublon", dossier.title[:200], words))
    return told
