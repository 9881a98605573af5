"""Scoring grids of resources/grids (kind = "score"), for a new base and for one that lacks them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from desktop.told_file import told_file


def add_score_grids(session: Session, folder: Path) -> int:
    """Write the grids that are not there and give them to their calls; returns how many rows were touched."""
    count = 0
    session.flush()
    for path in sorted(folder.glob("*.toml")):
        data = told_file(path)
        if data.get("kind") == "score":
            count += _add(session, data)
    return count


def _add(session: Session, data: dict[str, Any]) -> int:
    key = key_of("score_grid", data["id"])
    if session.get(m.ScoreGrid, key) is not None:
        return 0
    session.add(
        m.ScoreGrid(
            id=key, code=data["id"], version=data["version"], title=data["title"], scale=data["scale"]
        )
    )
    session.flush()
    for entry in data["criterion"]:
        session.add(
            m.Criterion(
                id=key_of("criterion", data["id"], entry["code"]), grid_id=key, code=entry["code"],
                rank=entry["rank"], title=entry["title"], help=entry.get("help", ""), weight=entry["weight"],
                eliminating=entry.get("eliminating", False),
            )
        )  # fmt: skip
    calls = [call for code in data["calls"] if (call := session.get(m.Call, key_of("call", code)))]
    for call in calls:
        call.score_grid_id = call.score_grid_id or key
    return 1 + len(data["criterion"])
