"""What the papers of a session say of each dossier beside its order of the day: who is paid, for which aim."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class PaperFacts(NamedTuple):
    """The number under which the applicant is paid, and the challenge that the action serves first."""

    dossier_id: bytes
    siret: str
    challenge_rank: int | None
    challenge: str | None


# The challenge: the strongest mark of the instruction, else the main one that the applicant named.
_FACTS = """
WITH served AS (
 SELECT m.dossier_id, c.rank, c.short, 10 + m.level AS weight FROM mark m JOIN challenge c ON c.id = m.challenge_id
  WHERE m.level > 0
 UNION ALL
 SELECT x.dossier_id, c.rank, c.short, x.main FROM declared x JOIN challenge c ON c.id = x.challenge_id),
first AS (
 SELECT dossier_id, rank, short, row_number() OVER (PARTITION BY dossier_id ORDER BY weight DESC, rank) AS place
  FROM served)
SELECT d.id, a.siret, first.rank, first.short
FROM item i JOIN dossier d ON d.id = i.dossier_id JOIN applicant a ON a.id = d.applicant_id
LEFT JOIN first ON first.dossier_id = d.id AND first.place = 1
WHERE i.committee_id = ?"""


def paper_facts(reader: sqlite3.Connection, committee: bytes) -> list[PaperFacts]:
    """One row a dossier of the order of the day."""
    return every(reader, PaperFacts, _FACTS, (committee,))
