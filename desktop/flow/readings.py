"""The scores of a dossier as one person may see them: mine, the others’, the values given before."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from db.forgotten import worded
from db.queries.scores import CriterionRow, EarlierRow, GridRow, criteria, earlier, grid, people_away, scores
from desktop.rules.scores import Given, Reading, Rule, Scale, word


class Scores(NamedTuple):
    """One dossier's scores; `others` are the readings of other people, drafts left out."""

    grid: GridRow
    criteria: list[CriterionRow]
    mine: Reading | None
    comment: str
    others: list[Reading]
    roles: dict[str, str]  # author -> first, second
    earlier: list[EarlierRow]

    @property
    def scale(self) -> Scale:
        return "letters" if self.grid.scale == "letters" else "points"

    @property
    def rules(self) -> list[Rule]:
        return [Rule(row.code, row.title, row.weight, row.eliminating) for row in self.criteria]

    @property
    def open(self) -> bool:
        """Whether this person may see what the others gave: a second look must not know the first one."""
        return _open(self.mine)

    @property
    def everyone(self) -> list[Reading]:
        return [*([self.mine] if self.mine else []), *self.others]


def read_scores(reader: sqlite3.Connection, dossier: bytes, person: str) -> Scores | None:
    """None when the call has no scoring grid."""
    found = grid(reader, dossier)
    if found is None:
        return None
    away = people_away(reader, dossier)
    given: dict[str, dict[str, Given]] = {}
    states: dict[str, str] = {}
    roles: dict[str, str] = {}
    comment = ""
    for row in scores(reader, dossier):
        states[row.author], roles[row.author] = row.state, row.role
        values = given.setdefault(row.author, {})
        if row.criterion is not None:
            values[row.criterion] = Given(row.value, row.reason or "")
        if row.author == person:
            comment = row.comment
    readings = {who: Reading(who, states[who], given[who], who in away) for who in states}
    others = [one for who, one in readings.items() if who != person and one.state != "draft"]
    before = [row for row in earlier(reader, dossier) if row.author == person or _open(readings.get(person))]
    return Scores(found, criteria(reader, found.id), readings.get(person), comment, others, roles, before)


def _open(mine: Reading | None) -> bool:
    """Whether the others may be seen: a second look must not know the first one."""
    return mine is not None and mine.state != "draft"


def change_words(row: EarlierRow, titles: dict[str, str], scale: Scale) -> str:
    """« Public touché : 2 puis 4 »."""
    before, after = (worded(json.loads(text or "null")) for text in (row.base, row.val))
    if row.field == "value":
        return f"{titles.get(row.criterion, row.criterion)} : {word(before, scale)} puis {word(after, scale)}"
    return f"{titles.get(row.criterion, row.criterion)} : raison « {before or 'vide'} » puis « {after} »"
