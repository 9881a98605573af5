"""What a partner reads of some dossiers before it gives its opinion: two statements, whatever their number."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from db.queries.rows import every


class SheetRow(NamedTuple):
    """One dossier as it is shown outside. Cents; dates ISO; `marks` is « 4:3,7:2 » by rank of the challenges."""

    id: bytes
    number: str
    applicant: str
    title: str
    stage: str
    merged_into: bytes | None
    quarters: str | None
    marks: str | None
    challenges: str | None  # ranks and short names of those marked or declared, comma separated
    asked: int | None
    proposed: int | None
    cost: int | None
    starts_on: str | None
    ends_on: str | None
    beneficiaries: int | None
    women: int | None
    renewal: int | None
    call: str
    year: int


def asked_sheets(reader: sqlite3.Connection, dossiers: Sequence[bytes]) -> list[SheetRow]:
    """These dossiers by number, united ones included: who asks says why they are left out."""
    sql = (
        "SELECT d.id, d.number, a.name, d.title, d.stage, d.merged_into, "
        "(SELECT group_concat(short, ', ') FROM (SELECT q.short FROM dossier_quarter x "
        " JOIN quarter q ON q.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY q.rank)), "
        "(SELECT group_concat(c.rank || ':' || m.level, ',') FROM mark m JOIN challenge c "
        " ON c.id = m.challenge_id WHERE m.dossier_id = d.id AND m.level > 0), "
        "(SELECT group_concat(words, ', ') FROM (SELECT c.rank || ' ' || c.short AS words FROM challenge c "
        " WHERE EXISTS (SELECT 1 FROM mark m WHERE m.challenge_id = c.id AND m.dossier_id = d.id AND m.level > 0) "
        " OR EXISTS (SELECT 1 FROM declared x WHERE x.challenge_id = c.id AND x.dossier_id = d.id) "
        " ORDER BY c.rank)), "
        "d.asked, t.proposed, d.cost, d.starts_on, d.ends_on, d.beneficiaries, d.women, d.renewal, k.title, k.year "
        "FROM dossier d JOIN applicant a ON a.id = d.applicant_id JOIN call k ON k.id = d.call_id "
        f"LEFT JOIN total t ON t.dossier_id = d.id WHERE d.id IN ({', '.join('?' * len(dossiers))}) "
        "ORDER BY d.number"
    )
    return every(reader, SheetRow, sql, list(dossiers))


def asked_texts(reader: sqlite3.Connection, dossiers: Sequence[bytes]) -> dict[bytes, dict[str, str]]:
    """The words of their applications by code of section."""
    sql = f"SELECT dossier_id, code, body FROM section WHERE dossier_id IN ({', '.join('?' * len(dossiers))})"
    made: dict[bytes, dict[str, str]] = defaultdict(dict)
    for key, code, body in reader.execute(sql, list(dossiers)):
        made[key][code] = body
    return made
