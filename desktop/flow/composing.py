"""A letter as it would leave on a day: its words, edited ones included, and what the pre-flight says."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from db.queries.letters import LetterRow
from desktop.flow.agreement_letter import agreement_data
from desktop.flow.apart import open_values
from desktop.flow.letter_data import is_decision, letter_data
from desktop.flow.project_view import findings
from desktop.flow.subject_letter import subject_fields
from desktop.letters.model import Letter, from_json
from desktop.letters.template import Template, expected, merge
from desktop.rules.preflight import Finding, green, inspect

PENDING: Literal["PROJET"] = "PROJET"  # what stands for the number of a letter not yet issued


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it would leave now, and what the pre-flight says of it."""

    letter: Letter
    findings: tuple[Finding, ...]

    @property
    def green(self) -> bool:
        return green(self.findings)


def compose(
    reader: sqlite3.Connection,
    row: LetterRow,
    templates: Mapping[str, Template],
    today: dt.date,
    number: str = PENDING,
) -> Draft:
    """The letter as it would leave on that day, edited words included, with its pre-flight."""
    template = templates[row.template]
    data = letter_data(reader, row.dossier_id, number, today, member=row.member_id)
    if row.subject_id is not None:
        data = {**data, **subject_fields(reader, row.subject_id)}
    data = {**data, **agreement_data(reader, row, template.when)}
    letter = merge(template, data)
    kept = body_of(reader, row.id)
    if row.edited and kept:
        letter = _with_hand(letter, from_json(kept))
    found = inspect(letter.words(), expected(template, data, letter))
    return Draft(letter, (*disagreements(reader, row.dossier_id), *unshared(reader, row), *found))


def unshared(reader: sqlite3.Connection, row: LetterRow) -> list[Finding]:
    """What keeps the letter of a decision to a member from leaving: parts that are not what was voted."""
    if row.member_id is None or not is_decision(row.template):
        return []
    return [Finding("error", told.sentence, "") for told in findings(reader, row.dossier_id) if told.money]


def disagreements(reader: sqlite3.Connection, dossier: bytes) -> list[Finding]:
    """What two places wrote differently in a dossier: none of its letters leaves before it is settled."""
    return [
        Finding("error", f"« {label} » a été écrit différemment à deux endroits ({values}) : à trancher "
                "dans Mallette avant tout courrier.", "")
        for label, values in open_values(reader, dossier)
    ]  # fmt: skip


def _with_hand(fresh: Letter, mended: Letter) -> Letter:
    """The hand-written words under the fresh addressee, date, number and signature."""
    return replace(fresh, blocks=mended.blocks, object=mended.object, edited=True, missing=mended.missing)


def body_of(reader: sqlite3.Connection, letter: bytes) -> str:
    """The words kept of a letter, as JSON; "" while it is made from its template."""
    row = reader.execute("SELECT body FROM letter WHERE id = ?", (letter,)).fetchone()
    return str(row[0]) if row else ""
