"""Themes of the State with their bridge to the challenges, and who publishes: for a new or an old base."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from desktop.told_file import told_file

PUBLICATION = "publication"  # the setting: who publishes, under which numbers


def add_duties(session: Session, resources: Path) -> int:
    """Write what lacks; returns how many rows."""
    count = sum(_themes(session, data) for data in _files(resources / "themes"))
    told: dict[str, Any] = {}
    for data in _files(resources / "opendata"):
        told |= {name: data[name] for name in ("authority", "contract")}
    key = key_of("setting", PUBLICATION)
    if told and session.get(m.Setting, key) is None:
        session.add(m.Setting(id=key, name=PUBLICATION, value=json.dumps(told, ensure_ascii=False)))
        count += 1
    return count


def _files(folder: Path) -> list[dict[str, Any]]:
    return [told_file(path) for path in sorted(folder.glob("*.toml"))]


def _themes(session: Session, data: dict[str, Any]) -> int:
    """The themes that are not there; the bridge only of a base that has none: a changed one stays so."""
    count = 0
    first = session.query(m.ChallengeTheme).first() is None
    for rank, entry in enumerate(data["theme"], start=1):
        key = key_of("theme", entry["code"])
        if session.get(m.Theme, key) is None:
            told = m.Theme(
                id=key, code=entry["code"], rank=rank, title=entry["title"], parent=entry.get("parent", "")
            )
            session.add(told)
            count += 1
    if not first:
        return count
    session.flush()
    for challenge in session.scalars(select(m.Challenge)):
        for entry in data["bridge"]:
            if entry["challenge"] == challenge.code:
                theme = key_of("theme", entry["theme"])
                session.add(
                    m.ChallengeTheme(
                        id=key_of("challenge_theme", challenge.id, theme), challenge_id=challenge.id,
                        theme_id=theme, percent=entry["percent"],
                    )
                )  # fmt: skip
                count += 1
    return count
