"""A new version of a scoring grid, for the calls where nothing is scored yet; the former one stays."""

from __future__ import annotations

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import say, use_case
from desktop.rules.french import plural


@use_case("Nouvelle version d’une grille de notation", right="settings")
def new_version(session: Session, *, grid: bytes) -> bytes:
    """Copy a grid and its criteria under the next version; returns its key. What is scored keeps its own."""
    old = session.get_one(m.ScoreGrid, grid)
    stem, number = _version(old.version)
    codes = set(session.scalars(select(m.ScoreGrid.code)))
    code, version = f"{old.code}-v{number}", f"{stem}{number}"
    while code in codes:
        number += 1
        code, version = f"{old.code}-v{number}", f"{stem}{number}"
    key = key_of("score_grid", code)
    session.add(m.ScoreGrid(id=key, code=code, version=version, title=old.title, scale=old.scale))
    session.flush()
    for row in session.scalars(select(m.Criterion).where(m.Criterion.grid_id == grid)).all():
        session.add(
            m.Criterion(
                id=key_of("criterion", code, row.code), grid_id=key, code=row.code, rank=row.rank,
                title=row.title, help=row.help, weight=row.weight, eliminating=row.eliminating,
            )
        )  # fmt: skip
    calls = [call for call in _calls(session, grid) if not _scored(session, call, grid)]
    for call in calls:
        call.score_grid_id = key
    say(
        session,
        f"Nouvelle version {version} de « {old.title} », pour {len(calls)} {plural(len(calls), 'appel')}",
    )
    return key


def _version(text: str) -> tuple[str, int]:
    """« 2026.1 » → ("2026.", 2)."""
    found = re.fullmatch(r"(.*?)(\d+)", text)
    return (found[1], int(found[2]) + 1) if found else (f"{text}.", 2)


def _calls(session: Session, grid: bytes) -> list[m.Call]:
    return list(session.scalars(select(m.Call).where(m.Call.score_grid_id == grid)))


def _scored(session: Session, call: m.Call, grid: bytes) -> int:
    query = (
        select(func.count())
        .select_from(m.Score)
        .join(m.Criterion, m.Criterion.id == m.Score.criterion_id)
        .join(m.Dossier, m.Dossier.id == m.Score.dossier_id)
        .where(m.Criterion.grid_id == grid, m.Dossier.call_id == call.id, m.Score.value.is_not(None))
    )
    return int(session.scalar(query) or 0)
