"""A project read once for its sheet: members, columns, parts, what does not balance."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.letters import LetterRow
from db.queries.shapes import AmountRow
from db.queries.together import LineRow, MemberRow, PartRow, ProjectRow, lines, members, parts, project
from desktop.flow.project_view import project_of
from desktop.rules.together import Project, Told, look
from desktop.ui.dossier.whole import Whole


class Shared(NamedTuple):
    """Everything the sheet shows of a project."""

    dossier: bytes
    stage: str
    row: ProjectRow
    members: list[MemberRow]
    lines: list[LineRow]
    parts: list[PartRow]
    amounts: list[AmountRow]
    letters: list[LetterRow]
    told: list[Told]
    project: Project

    @property
    def here(self) -> list[MemberRow]:
        """The members that have not left."""
        return [row for row in self.members if row.left_on is None]


def read_shared(reader: sqlite3.Connection, whole: Whole) -> Shared | None:
    """None for a dossier that one association carries alone."""
    row, found = project(reader, whole.head.id), project_of(reader, whole.head.id)
    if row is None or found is None:
        return None
    key = whole.head.id
    return Shared(
        key, whole.head.stage, row, members(reader, key), lines(reader, key), parts(reader, key),
        whole.amounts, whole.letters, look(found), found,
    )  # fmt: skip
